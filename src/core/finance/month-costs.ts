import type { Table } from '#core/kernel/table.ts';
import type { AccountCost, CountedMonth } from './cost.ts';
import { monthsLater } from './month.ts';
import { accountCosts, pivot } from './pivot.ts';
import { rateOf, type Reporting } from './reporting.ts';

/** What accounts were billed for in one month and in the one before it. */
export interface MonthCosts {
  /** `2026-10`. */
  readonly month: string;
  readonly before: string;
  readonly currency: string;
  /** By account: the month before, then the month, in `REPORTED_DECIMALS` of the currency. */
  readonly costs: Table<AccountCost>;
  /** What the month has without a rate, by its own currency, in 1e-12: in no amount here. */
  readonly apart: ReadonlyMap<string, bigint>;
  /** Why the two months cannot be compared: one has no bill, or a rate for one of them is missing. */
  readonly incomparable: 'noBill' | 'noRate' | undefined;
}

const CELLS = 2;

/** Currencies of bills, the one with the most months of bills first. */
export function billedCurrencies(counted: readonly CountedMonth[]): string[] {
  const counts = new Map<string, number>();
  for (const { batch } of counted)
    counts.set(batch.scope.currency, (counts.get(batch.scope.currency) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, k]) => k - n || (a < b ? -1 : 1))
    .map(([currency]) => currency);
}

/** The latest month with a bill that is over; one that still runs only where there is no other. */
export function latestBilled(
  counted: readonly CountedMonth[],
  running: string
): string | undefined {
  const months = [...new Set(counted.map(({ month }) => month))].sort();
  return months.findLast((month) => month < running) ?? months.at(-1);
}

/** What a month cost by account, and the month before it, as billed. */
export function monthCosts(
  counted: readonly CountedMonth[],
  month: string,
  reporting: Reporting
): MonthCosts {
  const before = monthsLater(month, -1);
  const { rows, apart } = pivot(counted, {
    months: [before, month],
    measure: 'billed',
    reporting,
    accountOf: (id) => id,
    lineOf: () => ''
  });
  return {
    month,
    before,
    currency: reporting.currency,
    costs: accountCosts(rows),
    apart: new Map(
      [...apart].flatMap(([currency, cells]) => {
        const amount = cells[CELLS - 1] ?? 0n;
        return amount === 0n ? [] : [[currency, amount] as const];
      })
    ),
    incomparable: incomparable(counted, [before, month], reporting)
  };
}

function incomparable(
  counted: readonly CountedMonth[],
  [before, month]: readonly [string, string],
  reporting: Reporting
): MonthCosts['incomparable'] {
  if (!counted.some((each) => each.month === before)) return 'noBill';
  const has = (of: string, currency: string) => rateOf(reporting, of, currency) !== undefined;
  const currencies = billedCurrencies(
    counted.filter((each) => each.month === before || each.month === month)
  );
  return currencies.every((currency) => has(before, currency) === has(month, currency))
    ? undefined
    : 'noRate';
}
