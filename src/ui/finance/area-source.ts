import { OUTSIDE } from '#core/finance/cost-home.ts';
import type { AccountCost, CostCells } from '#core/finance/cost.ts';
import { costByDepartment, costOf } from '#core/finance/department-cost.ts';
import { costHomeOf } from '#core/finance/grouping.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';

/** Costs along the tree down to accounts, as charts of areas ask for them. */
export interface CostAreas {
  readonly children: (id: string) => readonly string[];
  readonly cells: (id: string) => CostCells;
  readonly isAccount: (id: string) => boolean;
}

export function costAreas(
  state: State,
  costs: Table<AccountCost>,
  length: number,
  at: number
): CostAreas {
  const table = costByDepartment(state, costs);
  const homes = new Map<string, string[]>();
  each(costs, (_, id) => {
    const home = costHomeOf(state, id);
    const own = homes.get(home);
    if (own) own.push(id);
    else homes.set(home, [id]);
  });
  const isAccount = (id: string) =>
    id !== ROOT && id !== OUTSIDE && !rowOf(state, Department, id) && get(costs, id) !== undefined;
  const outside = costOf(table, OUTSIDE, length);
  const whole = costOf(table, ROOT, length).map((cell, i) => cell + (outside[i] ?? 0n));
  const cells = (id: string) => {
    if (id === ROOT) return whole;
    return isAccount(id) ? (get(costs, id)?.cells ?? []) : costOf(table, id, length);
  };
  const value = (id: string) => cells(id)[at] ?? 0n;
  const known = new Map<string, readonly string[]>();
  const children = (id: string): readonly string[] => {
    const before = known.get(id);
    if (before) return before;
    const beneath = isAccount(id) ? [] : [...childrenOf(state, id), ...(homes.get(id) ?? [])];
    if (id === ROOT) beneath.push(OUTSIDE);
    const sorted = beneath
      .filter((child) => value(child) > 0n)
      .sort((a, b) => (value(a) > value(b) ? -1 : value(a) < value(b) ? 1 : a < b ? -1 : 1));
    known.set(id, sorted);
    return sorted;
  };
  return { children, cells, isAccount };
}
