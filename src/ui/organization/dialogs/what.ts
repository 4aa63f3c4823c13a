import { Account } from '#core/account/model.ts';
import type { Selection } from '#core/account/selection.ts';
import { bothMessage, nounMessages } from '#core/audit/sentence-messages.ts';
import { translate } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { pathOf, subtreeOf } from '#core/org/tree.ts';
import { settings } from '#workspace/settings.svelte.ts';

/** One by its name, several by their number: "华东事业部", "3 departments and 12 accounts". */
export function whatOf(state: State, { departments, accounts }: Selection): string {
  const [department] = departments;
  const [account] = accounts;
  if (departments.length + accounts.length === 1) {
    const row =
      department === undefined
        ? rowOf(state, Account, account ?? '')
        : rowOf(state, Department, department);
    return row?.name ?? '';
  }
  const { formats } = settings;
  const nouns = [
    ...(departments.length > 0
      ? [translate(nounMessages.department, departments.length, formats)]
      : []),
    ...(accounts.length > 0 ? [translate(nounMessages.account, accounts.length, formats)] : [])
  ];
  return translate(bothMessage, nouns, formats);
}

/** Every department as a choice, by its path, the root first. */
export function departmentOptions(state: State): { value: string; label: string }[] {
  return subtreeOf(state, ROOT).map((value) => ({
    value,
    label:
      value === ROOT
        ? (rowOf(state, Organization, ROOT)?.name ?? '')
        : pathOf(state, value).join(' / ')
  }));
}
