import { tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import { amountOf } from './amount.ts';
import { monthNumber, monthsFrom, quarterOf } from './month.ts';
import type { CostFilter } from './grouping.ts';
import { Budget } from './model.ts';

/** A budget's own span of months. */
export interface BudgetPeriod {
  readonly name: string;
  readonly months: readonly string[];
}

/** The period that a month stands in. */
export function periodOf(period: Budget['period'], month: string): BudgetPeriod {
  const year = month.slice(0, 4);
  if (period === 'month') return { name: month, months: [month] };
  if (period === 'year') return { name: year, months: monthsFrom(`${year}-01`, `${year}-12`) };
  const quarter = Math.floor((monthNumber(month) % 12) / 3) + 1;
  return { name: `${year}-Q${quarter}`, months: quarterOf(month) };
}

/** Months of a period that the budget is for: it may begin or end within one. */
export const monthsIn = ({ first, last }: Budget, { months }: BudgetPeriod): readonly string[] =>
  months.filter((month) => month >= first && (last === '' || month <= last));

/** What may be spent in a period, in 1e-12; nothing where the budget says nothing readable. */
export function plannedFor({ planned, amount }: Budget, { name }: BudgetPeriod): bigint {
  const own = planned.find(([period]) => period === name)?.[1];
  return amountOf(own ?? amount) ?? 0n;
}

/** Which costs a budget is for. */
export const budgetFilter = (budget: Budget): CostFilter => ({
  ...(budget.department !== ROOT && { department: budget.department }),
  ...(budget.account !== '' && { account: budget.account }),
  ...(budget.tagKey !== '' && { tagKey: budget.tagKey, tag: budget.tagValue }),
  ...(budget.service !== '' && { service: budget.service })
});

export function budgetsOf(state: State): Budget[] {
  const all: Budget[] = [];
  each(tableOf(state, Budget), (budget) => all.push(budget));
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}

/** A department's budget that those beneath it add up to more than. */
export interface OverAllocation {
  readonly budget: Budget;
  readonly period: BudgetPeriod;
  readonly planned: bigint;
  /** What the nearest budgets beneath it add up to. */
  readonly allocated: bigint;
  readonly by: readonly Budget[];
}

/** Whether a budget is for all of its department. */
export const isWhole = ({ account, tagKey, service }: Budget) =>
  account === '' && tagKey === '' && service === '';

const alike = (a: Budget, b: Budget) =>
  a.currency === b.currency && a.measure === b.measure && a.period === b.period;

/**
 * Budgets whose departments were given more than they have: each department's budget beside the
 * nearest ones beneath it, of the same currency, measure and period.
 */
export function overAllocations(
  state: State,
  budgets: readonly Budget[],
  month: string
): OverAllocation[] {
  const whole = budgets.filter(
    (each) => isWhole(each) && monthsIn(each, periodOf(each.period, month)).length > 0
  );
  const beneath = new Map<Budget, Budget[]>();
  for (const child of whole) {
    const above =
      child.department === ROOT
        ? []
        : [...ancestorsOf(state, child.department).map(({ id }) => id), ROOT];
    const holders = above.map((id) =>
      whole.filter((each) => each.department === id && alike(each, child))
    );
    for (const holder of holders.find((each) => each.length > 0) ?? [])
      beneath.set(holder, [...(beneath.get(holder) ?? []), child]);
  }
  return [...beneath].flatMap(([budget, by]): OverAllocation[] => {
    const period = periodOf(budget.period, month);
    const planned = plannedFor(budget, period);
    const allocated = by.reduce((sum, child) => sum + plannedFor(child, period), 0n);
    return allocated > planned ? [{ budget, period, planned, allocated, by }] : [];
  });
}
