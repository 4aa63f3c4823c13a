import type { GroupOf } from '#core/account/outline.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Organization, ROOT } from '#core/org/model.ts';
import { pathOf } from '#core/org/tree.ts';
import { t } from '#workspace/settings.svelte.ts';
import { outlineMessages as m } from './messages.ts';

/** What the accounts of a group share, in words. */
export function groupText(state: State, group: GroupOf): string {
  if (group.of === 'department')
    return group.id === ROOT
      ? (rowOf(state, Organization, ROOT)?.name ?? '')
      : pathOf(state, group.id).join(' / ');
  if (group.value === undefined) return t(m.without, { key: group.key });
  return group.value === '' ? t(m.emptyValue) : group.value;
}
