import { LINE_DIMENSIONS, type CostDimension, type CostFilter } from '#core/finance/grouping.ts';
import type { CostMeasure } from '#core/finance/half-sums.ts';

/** What the table of the page is laid out by. */
export type Breakdown = 'department' | CostDimension;
export const BREAKDOWNS = [
  'department',
  'account',
  'service',
  'region',
  'tag',
  'allocation',
  'chargeCategory',
  'pricingCategory'
] as const satisfies readonly Breakdown[];

/** Breakdowns by the values of one tag, with the part of a filter that says which. */
export const KEY_OF = { tag: 'tagKey', allocation: 'allocationKey' } as const;
export type Keyed = keyof typeof KEY_OF;
export const isKeyed = (by: Breakdown): by is Keyed => by in KEY_OF;

/** Whose tree past months are shown by: today's, that of then, or how the two differ. */
export const TREES = ['now', 'then', 'difference'] as const;
export type Tree = (typeof TREES)[number];

export interface FinanceAddress {
  readonly month?: string;
  /** What a month is compared with: the one before, or the same of the year before. */
  readonly against: 'month' | 'year';
  readonly measure: CostMeasure;
  readonly currency?: string;
  readonly by: Breakdown;
  readonly tree: Tree;
  readonly filter: CostFilter;
}

const FILTERS = [
  'department',
  'account',
  ...LINE_DIMENSIONS,
  'tagKey',
  'tag',
  'allocationKey',
  'allocation'
] as const;

export function readFinanceAddress(params: URLSearchParams): FinanceAddress {
  const month = params.get('month');
  const currency = params.get('currency');
  const filter = FILTERS.flatMap((key) => {
    const value = params.get(key);
    return value === null ? [] : [[key, value] as const];
  });
  return {
    ...(month !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && { month }),
    ...(currency !== null && { currency }),
    against: params.get('against') === 'year' ? 'year' : 'month',
    measure: params.get('cost') === 'effective' ? 'effective' : 'billed',
    by: BREAKDOWNS.find((each) => each === params.get('by')) ?? 'department',
    tree: TREES.find((each) => each === params.get('tree')) ?? 'now',
    filter: Object.fromEntries(filter)
  };
}

/** Only what is not as it is by itself; a filter for what is blank stays a filter. */
export function writeFinanceAddress(address: FinanceAddress): string {
  const params = new URLSearchParams();
  const { month, currency, against, measure, by, tree, filter } = address;
  if (month !== undefined) params.set('month', month);
  if (currency !== undefined) params.set('currency', currency);
  if (against === 'year') params.set('against', against);
  if (measure === 'effective') params.set('cost', measure);
  if (by !== 'department') params.set('by', by);
  if (tree !== 'now') params.set('tree', tree);
  for (const key of FILTERS) {
    const value = filter[key];
    if (value !== undefined) params.set(key, value);
  }
  return params.toString();
}
