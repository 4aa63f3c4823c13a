import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import type { Selection } from '#core/account/selection.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { ancestorsOf } from '#core/org/tree.ts';

/** What a selection costs, each account once: what stands beneath a chosen department rides along. */
export function costOfSelection(
  state: State,
  { departments, accounts }: Selection,
  costOf: (id: string) => bigint
): bigint {
  const chosen = new Set(departments);
  const isBeneath = (id: string) => ancestorsOf(state, id).some((above) => chosen.has(above.id));
  const heads = departments.filter((id) => !isBeneath(id));
  const apart = accounts.filter((id) => {
    const account = rowOf(state, Account, id);
    const home = account && homeOf(state, account);
    return home === undefined || !(chosen.has(home) || isBeneath(home));
  });
  return [...heads, ...apart].reduce((sum, id) => sum + costOf(id), 0n);
}
