import { rows } from '#core/kernel/table.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from './model.ts';
import { pathOf } from './tree.ts';

/** How many departments a select offers: beyond that nobody finds one in it. */
const MOST = 500;

/** The organization and its departments by their paths, to choose where something goes. */
export const departmentOptions = (state: State): { value: string; label: string }[] => [
  { value: ROOT, label: rowOf(state, Organization, ROOT)?.name ?? '/' },
  ...[...rows(tableOf(state, Department))]
    .map((row) => ({ value: row.id, label: pathOf(state, row.id).join(' / ') }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'))
    .slice(0, MOST)
];
