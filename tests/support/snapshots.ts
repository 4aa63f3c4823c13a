import type { CountedMonth } from '#core/finance/cost.ts';
import type { State } from '#core/kernel/state.ts';
import { namedBills, summedBills } from '#core/snapshot/money.ts';
import type { Scope } from '#core/snapshot/scope.ts';

/** The bills of a snapshot, as its maker's page has a worker sum them. */
export const summed = (
  state: State,
  counted: readonly CountedMonth[],
  scope: Scope
): Uint8Array[] =>
  [...summedBills(namedBills(state, counted, scope), scope.money)].map((bill) => {
    if (!bill.ok) throw new Error(bill.problems[0].code);
    return bill.value;
  });
