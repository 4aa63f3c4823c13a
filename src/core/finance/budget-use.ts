import type { State } from '#core/kernel/state.ts';
import { PICO } from './amount.ts';
import { budgetFilter, monthsIn, periodOf, plannedFor, type BudgetPeriod } from './budget.ts';
import type { CountedMonth } from './cost.ts';
import { forecast, unbrokenEnd, type Expected } from './forecast.ts';
import { filterOf } from './grouping.ts';
import { monthNumber } from './month.ts';
import type { Budget } from './model.ts';
import { pivot, type PivotRow } from './pivot.ts';
import { ratesTo } from './rates.ts';
import type { Rates } from './reporting.ts';

/** A threshold that was reached, by what was spent or by what is expected. */
export interface Reached {
  readonly on: 'actual' | 'forecast';
  readonly percent: number;
}

/** How a budget stands in one of its periods; amounts in `REPORTED_DECIMALS` of its currency. */
export interface BudgetUse {
  readonly budget: Budget;
  readonly period: BudgetPeriod;
  readonly planned: bigint;
  readonly actual: bigint;
  /** What the whole period is expected to come to; undefined when it is over or nobody can tell. */
  readonly expected: Expected | undefined;
  /** Ascending, those on actual before those on forecast. */
  readonly reached: readonly Reached[];
  /** Currencies whose months have no rate: their amounts are not in it. */
  readonly apart: readonly string[];
}

export interface Moment {
  /** The month whose period is asked for. */
  readonly month: string;
  /** The first month that is not closed. */
  readonly running: string;
}

interface Summed {
  readonly rates: Rates;
  readonly services: string;
  readonly sums: ReturnType<typeof pivot>;
}

/** By measure and currency: facts are summed once, whatever else of a workspace changes. */
const known = new WeakMap<readonly CountedMonth[], Map<string, Summed>>();

/** How every budget stands, one after the other. */
export function* eachBudgetUse(
  counted: readonly CountedMonth[],
  state: State,
  budgets: readonly Budget[],
  moment: Moment
): Generator<BudgetUse> {
  const months = [...new Set(counted.map(({ month }) => month))].sort();
  const services = new Set(budgets.map(({ service }) => service));
  const named = JSON.stringify([...services].sort());
  const summed = known.get(counted) ?? new Map<string, Summed>();
  known.set(counted, summed);
  const sumsFor = ({ currency, measure }: Budget) => {
    const key = `${measure} ${currency}`;
    const rates = ratesTo(state, currency);
    const before = summed.get(key);
    if (before?.rates === rates && before.services === named) return before.sums;
    const made = pivot(counted, {
      months,
      measure,
      reporting: { currency, rates },
      accountOf: (id) => id,
      lineOf: ({ service }) => (services.has(service) ? service : '')
    });
    summed.set(key, { rates, services: named, sums: made });
    return made;
  };
  for (const budget of budgets) {
    if (monthsIn(budget, periodOf(budget.period, moment.month)).length === 0) continue;
    const { rows, apart } = sumsFor(budget);
    const series = seriesOf(state, budget, rows, months);
    yield useOf(budget, series, moment, [...apart.keys()]);
  }
}

export const budgetUses = (
  counted: readonly CountedMonth[],
  state: State,
  budgets: readonly Budget[],
  moment: Moment
): BudgetUse[] => [...eachBudgetUse(counted, state, budgets, moment)];

interface MonthAmount {
  readonly month: string;
  readonly amount: bigint;
}

function seriesOf(
  state: State,
  budget: Budget,
  rows: readonly PivotRow[],
  months: readonly string[]
): MonthAmount[] {
  const allows = filterOf(state, budgetFilter(budget));
  const sums = months.map(() => 0n);
  for (const { account, line, cells } of rows) {
    if (budget.service !== '' && line !== budget.service) continue;
    if (!allows.account(account)) continue;
    cells.forEach((cell, i) => (sums[i] = (sums[i] ?? 0n) + cell));
  }
  return months.map((month, i) => ({ month, amount: sums[i] ?? 0n }));
}

function useOf(
  budget: Budget,
  series: readonly MonthAmount[],
  { month, running }: Moment,
  apart: readonly string[]
): BudgetUse {
  const period = periodOf(budget.period, month);
  const own = monthsIn(budget, period);
  const planned = plannedFor(budget, period) * PICO;
  const spent = new Map(series.map((each) => [each.month, each.amount]));
  const actual = own.reduce((sum, each) => sum + (spent.get(each) ?? 0n), 0n);
  const expected = expectedFor(own, series, running, spent);
  return {
    budget,
    period,
    planned,
    actual,
    expected,
    reached: reachedBy(budget, planned, actual, expected),
    apart
  };
}

/** Closed months as they were; open ones as they are guessed, and never less than they have cost. */
function expectedFor(
  own: readonly string[],
  series: readonly MonthAmount[],
  running: string,
  spent: ReadonlyMap<string, bigint>
): Expected | undefined {
  const closed = unbrokenEnd(series.filter((each) => each.month < running));
  const last = closed.at(-1)?.month;
  const open = last === undefined ? [] : own.filter((each) => each > last);
  if (last === undefined || open.length === 0) return undefined;
  const stepsTo = (each: string) => monthNumber(each) - monthNumber(last);
  const guessed = forecast(
    closed.map(({ amount }) => amount),
    stepsTo(open.at(-1) ?? last)
  );
  if (!guessed) return undefined;
  let amount = own.reduce((sum, each) => (each > last ? sum : sum + (spent.get(each) ?? 0n)), 0n);
  let within = 0n;
  for (const each of open) {
    const guess = guessed.months[stepsTo(each) - 1];
    const least = spent.get(each) ?? 0n;
    amount += guess && guess.amount > least ? guess.amount : least;
    within += guess?.within ?? 0n;
  }
  return { amount, within };
}

function reachedBy(
  { onActual, onForecast }: Budget,
  planned: bigint,
  actual: bigint,
  expected: Expected | undefined
): Reached[] {
  const isReached = (amount: bigint) => (percent: number) =>
    amount > 0n && amount * 100n >= planned * BigInt(percent);
  const of = (on: Reached['on'], percents: readonly number[]) =>
    percents.map((percent): Reached => ({ on, percent }));
  return [
    ...of('actual', onActual.filter(isReached(actual))),
    ...of('forecast', expected ? onForecast.filter(isReached(expected.amount)) : [])
  ];
}
