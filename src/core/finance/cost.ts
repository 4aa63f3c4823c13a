import { recordKey } from '#core/org/provider.ts';
import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch, FactColumns } from './batch-read.ts';
import { HalfSums, type CostMeasure } from './half-sums.ts';

/** A month of a batch that counts, unpacked. */
export interface CountedMonth {
  readonly batch: Batch;
  readonly month: string;
  readonly columns: readonly FactColumns[];
}

/** What costs are laid out by: months, services, whatever; -1 leaves a fact out. */
export interface CostAxis {
  readonly length: number;
  readonly cellOf: (month: string, line: FactLine) => number;
}

/** Amounts in 1e-12 of one currency, one for each cell of an axis. */
export type CostCells = readonly bigint[];

/** What one account costs, under the key of its record. */
export interface AccountCost {
  readonly id: string;
  readonly cells: CostCells;
}

/** Costs by account, of one currency only: what stands in another is not here. */
export function costByAccount(
  counted: readonly CountedMonth[],
  { axis, measure, currency }: { axis: CostAxis; measure: CostMeasure; currency: string }
): Table<AccountCost> {
  const costs = new Map<string, bigint[]>();
  const open = new Map<Batch, { sums: HalfSums; rowOf: Int32Array }>();
  for (const { batch, month, columns } of counted) {
    if (batch.scope.currency !== currency) continue;
    let own = open.get(batch);
    if (!own) {
      const rowOf = Int32Array.from(batch.accounts, (_, row) => row);
      open.set(batch, (own = { sums: sumsOf(batch, axis.length, costs), rowOf }));
    }
    const cellOf = Int32Array.from(batch.lines, (line) => {
      const cell = axis.cellOf(month, line);
      return cell < axis.length ? cell : -1;
    });
    for (const segment of columns) own.sums.sum(segment, own.rowOf, cellOf, measure);
  }
  for (const { sums } of open.values()) sums.flush();
  return put(
    emptyTable<AccountCost>(),
    [...costs].map(([id, cells]) => [id, { id, cells }] as const)
  );
}

const keysOf = new WeakMap<Batch, readonly string[]>();

/** The keys of the records that a batch's accounts have, by their places in it. */
export function accountKeys(batch: Batch): readonly string[] {
  const known = keysOf.get(batch);
  if (known) return known;
  const keys = batch.accounts.map((account) => recordKey(batch.scope.provider, account));
  keysOf.set(batch, keys);
  return keys;
}

function sumsOf(batch: Batch, length: number, costs: Map<string, bigint[]>) {
  const keys = accountKeys(batch);
  return new HalfSums(keys.length, length, (row, cell, amount) => {
    const id = keys[row] ?? '';
    let cells = costs.get(id);
    if (!cells) costs.set(id, (cells = new Array<bigint>(length).fill(0n)));
    cells[cell] = (cells[cell] ?? 0n) + amount;
  });
}

/** Months as the axis, in the given order. */
export function monthAxis(months: readonly string[]): CostAxis {
  const places = new Map(months.map((month, i) => [month, i]));
  return { length: months.length, cellOf: (month) => places.get(month) ?? -1 };
}
