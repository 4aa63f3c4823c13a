import type { State } from '#core/kernel/state.ts';
import type { Table } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import type { AccountCost, CostCells } from './cost.ts';
import { OUTSIDE } from './cost-home.ts';
import { costByDepartment, costOf } from './department-cost.ts';

/** What stands under one name, by month. */
export interface CostRow {
  readonly key: string;
  readonly cells: CostCells;
}

/** All others of a list, summed under no name. */
export interface Rest {
  readonly count: number;
  readonly cells: CostCells;
}

const sumOf = (rows: readonly { readonly cells: CostCells }[], length: number): CostCells =>
  Array.from({ length }, (_, i) => rows.reduce((sum, { cells }) => sum + (cells[i] ?? 0n), 0n));

/**
 * What a department is made of: those right beneath it, under its own name the accounts that are in
 * it directly, and at the root what is not in the organization. Together they are all costs there are.
 */
export function departmentRows(
  state: State,
  costs: Table<AccountCost>,
  at: string,
  length: number
): CostRow[] {
  const table = costByDepartment(state, costs);
  const children = childrenOf(state, at).map((key) => ({ key, cells: costOf(table, key, length) }));
  const beneath = sumOf(children, length);
  const own = costOf(table, at, length).map((cell, i) => cell - (beneath[i] ?? 0n));
  const outside = at === ROOT ? [{ key: OUTSIDE, cells: costOf(table, OUTSIDE, length) }] : [];
  return [...children, { key: at, cells: own }, ...outside].filter(({ cells }) =>
    cells.some((cell) => cell !== 0n)
  );
}

/** Rows by how much they cost in one cell, the largest first, beyond `most` summed. */
export function largestRows(
  rows: readonly CostRow[],
  at: number,
  most: number
): { readonly rows: readonly CostRow[]; readonly rest: Rest | undefined } {
  const sorted = rows.toSorted((a, b) => {
    const [x, y] = [a.cells[at] ?? 0n, b.cells[at] ?? 0n];
    return x > y ? -1 : x < y ? 1 : a.key < b.key ? -1 : 1;
  });
  const others = sorted.slice(most);
  return {
    rows: sorted.slice(0, most),
    rest:
      others.length === 0
        ? undefined
        : { count: others.length, cells: sumOf(others, rows[0]?.cells.length ?? 0) }
  };
}
