import type { State } from '#core/kernel/state.ts';
import type { Table } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { PICO } from './amount.ts';
import {
  budgetFilter,
  isWhole,
  monthsIn,
  periodOf,
  plannedFor,
  type BudgetPeriod
} from './budget.ts';
import type { AccountCost, CostCells, CountedMonth } from './cost.ts';
import { OUTSIDE } from './cost-home.ts';
import { costByDepartment, costOf } from './department-cost.ts';
import { forecast, unbrokenEnd, type Expected } from './forecast.ts';
import { filterOf } from './grouping.ts';
import { monthNumber } from './month.ts';
import type { Budget } from './model.ts';
import { accountCosts, pivot, type PivotRow } from './pivot.ts';
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
  readonly rows: readonly PivotRow[];
  /** Currencies without a rate. */
  readonly apart: readonly string[];
  /** Of all services together: one table, so that departments follow a move at its cost. */
  readonly costs: Table<AccountCost>;
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
    if (before?.rates === rates && before.services === named) return before;
    const { rows, apart } = pivot(counted, {
      months,
      measure,
      reporting: { currency, rates },
      accountOf: (id) => id,
      lineOf: ({ service }) => (services.has(service) ? service : '')
    });
    const costs = accountCosts(byAccount(rows));
    const made = { rates, services: named, rows, apart: [...apart.keys()], costs };
    summed.set(key, made);
    return made;
  };
  for (const budget of budgets) {
    if (monthsIn(budget, periodOf(budget.period, moment.month)).length === 0) continue;
    const own = sumsFor(budget);
    const cells = isWhole(budget)
      ? departmentCells(state, budget, own.costs, months.length)
      : partCells(state, budget, own.rows, months.length);
    const series = months.map((month, i) => ({ month, amount: cells[i] ?? 0n }));
    yield useOf(budget, series, moment, own.apart);
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

/** Adds to cells that are the caller's own. */
function addInto(sums: bigint[], cells: CostCells): void {
  for (let i = 0; i < cells.length; i++) sums[i] = (sums[i] ?? 0n) + (cells[i] ?? 0n);
}

/** Rows of one account follow each other. */
function byAccount(rows: readonly PivotRow[]): PivotRow[] {
  const summed: (PivotRow & { readonly cells: bigint[] })[] = [];
  for (const { account, cells } of rows) {
    const last = summed.at(-1);
    if (last?.account === account) addInto(last.cells, cells);
    else summed.push({ account, line: '', cells: [...cells] });
  }
  return summed;
}

/** All of a department; of the organization also what stands outside it. */
function departmentCells(
  state: State,
  { department }: Budget,
  costs: Table<AccountCost>,
  length: number
): CostCells {
  const table = costByDepartment(state, costs);
  const sums = [...costOf(table, department, length)];
  if (department === ROOT) addInto(sums, costOf(table, OUTSIDE, length));
  return sums;
}

/** What an account, a tag or a service makes of it. */
function partCells(
  state: State,
  budget: Budget,
  rows: readonly PivotRow[],
  length: number
): CostCells {
  const allows = filterOf(state, budgetFilter(budget));
  const sums = new Array<bigint>(length).fill(0n);
  for (const { account, line, cells } of rows) {
    if (budget.service !== '' && line !== budget.service) continue;
    if (allows.account(account)) addInto(sums, cells);
  }
  return sums;
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
