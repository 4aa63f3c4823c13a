import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { Department } from '#core/org/model.ts';
import { subtreeOf } from '#core/org/tree.ts';
import type { FactLine } from './batch-format.ts';
import { homeBeyond, OUTSIDE } from './cost-home.ts';
import { tagsIn } from './line-tags.ts';
import type { PivotQuery } from './pivot.ts';

/** What a line of a bill says by itself. */
export const LINE_DIMENSIONS = [
  'service',
  'region',
  'chargeCategory',
  'pricingCategory'
] as const satisfies readonly (keyof FactLine)[];
export type LineDimension = (typeof LINE_DIMENSIONS)[number];

/**
 * What costs can be told by, besides departments, which are rolled up: `tag` is one of the account,
 * `allocation` one of what was charged.
 */
export type CostDimension = LineDimension | 'account' | 'tag' | 'allocation';

/** Which costs are looked at; what is not named is not filtered. */
export type CostFilter = Readonly<
  Partial<Record<CostDimension | 'department' | 'tagKey' | 'allocationKey', string>>
>;

type Grouping = Pick<PivotQuery, 'accountOf' | 'lineOf'>;

/** The value an account has under a tag key: blank for none, `OUTSIDE` for an account nobody knows. */
export function tagValueOf(state: State, id: string, tagKey: string): string {
  const account = rowOf(state, Account, id);
  return account ? (account.tags.find(([key]) => key === tagKey)?.[1] ?? '') : OUTSIDE;
}

/** The value a charge has under a cost allocation tag, blank for none. */
export const allocationOf = ({ tags }: FactLine, key: string): string =>
  tagsIn(tags).get(key) ?? '';

/** The department an account's costs stand in, or `OUTSIDE`. */
export function costHomeOf(state: State, id: string): string {
  const account = rowOf(state, Account, id);
  return account ? homeOf(state, account) : homeBeyond(id, tableOf(state, Department));
}

/** Which accounts and lines a filter lets through. */
export function filterOf(state: State, filter: CostFilter) {
  const { department, tagKey, tag, account, allocationKey, allocation } = filter;
  const homes =
    department === undefined
      ? undefined
      : new Set(department === OUTSIDE ? [OUTSIDE] : subtreeOf(state, department));
  const lines = LINE_DIMENSIONS.filter((dimension) => filter[dimension] !== undefined);
  return {
    account: (id: string): boolean =>
      (account === undefined || account === id) &&
      (!homes || homes.has(costHomeOf(state, id))) &&
      (tag === undefined || tagKey === undefined || tagValueOf(state, id, tagKey) === tag),
    line: (line: FactLine): boolean =>
      lines.every((dimension) => line[dimension] === filter[dimension]) &&
      (allocation === undefined ||
        allocationKey === undefined ||
        allocationOf(line, allocationKey) === allocation)
  };
}

/** Accounts by themselves, and lines by a dimension or not at all. */
export function groupedBy(
  state: State,
  filter: CostFilter,
  dimension: CostDimension | undefined
): Grouping {
  const allows = filterOf(state, filter);
  const { tagKey = '', allocationKey = '' } = filter;
  const accountName = (id: string): string => {
    if (dimension === 'account') return id;
    return dimension === 'tag' ? tagValueOf(state, id, tagKey) : '';
  };
  const lineName = (line: FactLine): string => {
    if (dimension === undefined || dimension === 'account' || dimension === 'tag') return '';
    return dimension === 'allocation' ? allocationOf(line, allocationKey) : line[dimension];
  };
  return {
    accountOf: (id) => (allows.account(id) ? accountName(id) : undefined),
    lineOf: (line) => (allows.line(line) ? lineName(line) : undefined)
  };
}
