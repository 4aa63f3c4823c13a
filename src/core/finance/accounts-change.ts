import { get, type Table } from '#core/kernel/table.ts';
import type { AccountCost } from './cost.ts';
import { changeIn, type Change } from './drivers.ts';

/** Kept under the list of accounts, which is another when an account comes or goes. */
const kept = new WeakMap<
  readonly string[],
  { readonly costs: Table<AccountCost>; readonly change: Change }
>();

/** What accounts cost together, before and in a month. */
export function changeOfAccounts(costs: Table<AccountCost>, accounts: readonly string[]): Change {
  const known = kept.get(accounts);
  if (known?.costs === costs) return known.change;
  let [before, after] = [0n, 0n];
  for (const id of accounts) {
    const own = changeIn(get(costs, id)?.cells);
    before += own.before;
    after += own.after;
  }
  const change = { before, after };
  kept.set(accounts, { costs, change });
  return change;
}
