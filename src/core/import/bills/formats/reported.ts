import { amountOf } from '#core/finance/amount.ts';
import { isList, isObject, type JsonObject } from '../../json.ts';
import { listAt, textAt } from './json-rows.ts';

/**
 * A total that the cloud reports beside its bills: to reconcile against, never a fact. Amounts are
 * yuan in 1e-12; the whole need not be the sum of its items (the official example's is not).
 */
export interface ReportedTotals {
  readonly file: string;
  readonly by: 'member' | 'product' | 'month' | 'summary';
  readonly items: readonly ReportedItem[];
  readonly total?: bigint;
}

export interface ReportedItem {
  readonly id: string;
  readonly name: string;
  readonly amount: bigint;
}

type Keys = readonly [
  by: ReportedTotals['by'],
  list: string,
  id: string,
  name: string,
  amount: string
];

/** DescribeOrganizationFinancialBy…, DescribeBillSummary and its kin. */
const SHAPES: readonly Keys[] = [
  ['member', 'Items', 'MemberUin', 'MemberName', 'TotalCost'],
  ['product', 'Items', 'ProductCode', 'ProductName', 'TotalCost'],
  ['month', 'Items', 'Month', 'Month', 'TotalCost'],
  ['summary', 'SummaryDetail', 'GroupKey', 'GroupValue', 'RealTotalCost'],
  ['summary', 'SummaryOverview', 'BusinessCode', 'BusinessCodeName', 'RealTotalCost']
];

export function reportedTotalsOf(page: JsonObject, file: string): ReportedTotals | undefined {
  const shape = SHAPES.find(([, list, id, , amount]) => {
    const items = page.get(list);
    const first = isList(items) ? items[0] : undefined;
    return isObject(first) && first.has(id) && first.has(amount);
  });
  if (!shape) return undefined;
  const [by, list, id, name, key] = shape;
  const items = listAt(page, list).flatMap((item): ReportedItem[] => {
    const amount = amountOf(textAt(item, key));
    return amount === undefined ? [] : [{ id: textAt(item, id), name: textAt(item, name), amount }];
  });
  const total = amountOf(textAt(page, 'TotalCost'));
  return { file, by, items, ...(total !== undefined && { total }) };
}
