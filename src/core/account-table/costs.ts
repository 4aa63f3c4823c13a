import type { Account } from '#core/account/model.ts';
import { amountText } from '#core/finance/amount.ts';
import { amountIn } from '#core/finance/amount-unit.ts';
import type { AccountCost } from '#core/finance/cost.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import type { Row } from '#core/kernel/kind.ts';
import type { State } from '#core/kernel/state.ts';
import { emptyTable, get, type Table } from '#core/kernel/table.ts';

/** Under what costs stand in a state that a table of accounts is made from: no kind is called so. */
export const COSTS = '*costs';

const NOTHING: Table<AccountCost> = emptyTable();

/** A state with what accounts cost beside it; the last cell of each is what the table shows. */
export const withCosts = (state: State, costs: Table<AccountCost> | undefined): State =>
  costs ? new Map<string, Table<Row>>([...state, [COSTS, costs]]) : state;

export const costTable = (state: State): Table<AccountCost> =>
  (state.get(COSTS) as Table<AccountCost> | undefined) ?? NOTHING;

/** In `REPORTED_DECIMALS`; undefined for an account that no bill speaks of. */
export const costIn = (state: State, id: string): bigint | undefined =>
  get(costTable(state), id)?.cells.at(-1);

/** Every digit, or blank. */
export function costText({ id }: Account, state: State): string {
  const cost = costIn(state, id);
  return cost === undefined ? '' : amountText(cost, REPORTED_DECIMALS);
}

const TWO = { zeros: 0, decimals: 2 };

/** An exact text as people read it: to two decimals, rounded half-even. */
export const shownCost = (text: string): string => amountIn(digitsOf(text), TWO, REPORTED_DECIMALS);

function digitsOf(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(REPORTED_DECIMALS, '0'));
  return text.startsWith('-') ? -size : size;
}

/** The exact sum of some accounts. */
export const costSum = (state: State, ids: Iterable<string>): bigint => {
  let sum = 0n;
  for (const id of ids) sum += costIn(state, id) ?? 0n;
  return sum;
};
