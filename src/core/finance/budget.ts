import { choice, numbers, reference, tags, text } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import { amountOf } from './amount.ts';
import { monthNumber, monthsFrom, quarterOf } from './month.ts';
import type { CostFilter } from './grouping.ts';

const labels = {
  budget: { zh: '预算', en: 'Budget' },
  name: { zh: '名称', en: 'Name' },
  department: { zh: '部门', en: 'Department' },
  account: { zh: '账号', en: 'Account' },
  tagKey: { zh: '标签键', en: 'Tag key' },
  tagValue: { zh: '标签值', en: 'Tag value' },
  service: { zh: '产品', en: 'Service' },
  currency: { zh: '币种', en: 'Currency' },
  measure: { zh: '口径', en: 'Measure' },
  period: { zh: '周期', en: 'Period' },
  first: { zh: '开始账期', en: 'First month' },
  last: { zh: '结束账期', en: 'Last month' },
  amount: { zh: '每期金额', en: 'Amount a period' },
  planned: { zh: '分期金额', en: 'Planned amounts' },
  onActual: { zh: '实际提醒 (%)', en: 'Alerts on actual (%)' },
  onForecast: { zh: '预测提醒 (%)', en: 'Alerts on forecast (%)' }
} as const;

export const budgetPeriodMessages = {
  month: { zh: '按月', en: 'Monthly' },
  quarter: { zh: '按季', en: 'Quarterly' },
  year: { zh: '按年', en: 'Yearly' }
} as const;

export const measureMessages = {
  billed: { zh: '账单金额', en: 'Billed cost' },
  effective: { zh: '摊销金额', en: 'Effective cost' }
} as const;

/** The most a threshold may be (%). */
const MOST_PERCENT = 1000;

/** What some part of the organization may cost in each of its periods. */
export const Budget = kind('budget', labels.budget, 'finance', {
  name: text({ label: labels.name }),
  /** The root is the whole organization; accounts outside it count for the root alone. */
  department: reference(Department.name, ROOT, { label: labels.department }),
  /** Blank for all there: an account by the key of its record, a tag, a service. */
  account: text({ label: labels.account }),
  tagKey: text({ label: labels.tagKey }),
  tagValue: text({ label: labels.tagValue }),
  service: text({ label: labels.service }),
  currency: text({ label: labels.currency }),
  measure: choice(measureMessages, 'billed', { label: labels.measure }),
  period: choice(budgetPeriodMessages, 'month', { label: labels.period }),
  /** `2026-01`; a blank last month is none. */
  first: text({ label: labels.first }),
  last: text({ label: labels.last }),
  /** A decimal text. */
  amount: text({ label: labels.amount }),
  /** By period, instead of the amount: `2026-01`, `2026-Q1`, `2026`. */
  planned: tags({ label: labels.planned }),
  onActual: numbers({ label: labels.onActual, max: MOST_PERCENT }),
  onForecast: numbers({ label: labels.onForecast, max: MOST_PERCENT })
});
export type Budget = RecordOf<typeof Budget>;

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

const isWhole = ({ account, tagKey, service }: Budget) =>
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
