import { recordKey } from '#core/org/provider.ts';
import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch, FactColumns } from './batch-read.ts';
import { int64Of } from './int64-column.ts';

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

export type CostMeasure = 'billed' | 'effective';

/** Amounts in 1e-12 of one currency, one for each cell of an axis. */
export type CostCells = readonly bigint[];

/** What one account costs, under the key of its record. */
export interface AccountCost {
  readonly id: string;
  readonly cells: CostCells;
}

/**
 * Costs by account, of one currency only: what stands in another is not here. Facts are summed as
 * halves of integers in numbers; BigInts are made once for each account, month and cell.
 */
export function costByAccount(
  counted: readonly CountedMonth[],
  { axis, measure, currency }: { axis: CostAxis; measure: CostMeasure; currency: string }
): Table<AccountCost> {
  const costs = new Map<string, bigint[]>();
  for (const { batch, month, columns } of counted) {
    if (batch.scope.currency !== currency) continue;
    const cells = batch.lines.map((line) => axis.cellOf(month, line));
    const used = [...new Set(cells)].filter((cell) => cell >= 0 && cell < axis.length);
    const places = Int32Array.from(cells, (cell) => used.indexOf(cell));
    for (const segment of columns)
      addSegment(costs, segment, { batch, places, used, measure, length: axis.length });
  }
  return put(
    emptyTable<AccountCost>(),
    [...costs].map(([id, cells]) => [id, { id, cells }] as const)
  );
}

interface Into {
  readonly batch: Batch;
  /** By line: which of `used` it goes to, or -1. */
  readonly places: Int32Array;
  readonly used: readonly number[];
  readonly measure: CostMeasure;
  readonly length: number;
}

function addSegment(costs: Map<string, bigint[]>, segment: FactColumns, into: Into): void {
  const { batch, used, measure, length } = into;
  const lows = new Float64Array(batch.accounts.length * used.length);
  const highs = new Float64Array(batch.accounts.length * used.length);
  sumHalves(lows, highs, segment, segment.billed, into);
  if (measure === 'effective') sumHalves(lows, highs, segment, segment.spread, into);
  batch.accounts.forEach((account, place) => {
    let cells: bigint[] | undefined;
    used.forEach((cell, i) => {
      const at = place * used.length + i;
      const [low, high] = [lows[at] ?? 0, highs[at] ?? 0];
      if (low === 0 && high === 0) return;
      cells ??= cellsOf(costs, recordKey(batch.scope.provider, account), length);
      cells[cell] = (cells[cell] ?? 0n) + int64Of(low, high) * segment.unit;
    });
  });
}

function sumHalves(
  lows: Float64Array,
  highs: Float64Array,
  { account, line }: FactColumns,
  { low, high }: FactColumns['billed'],
  { places, used }: Into
): void {
  for (let i = 0; i < account.length; i++) {
    const place = places[line[i] ?? 0] ?? -1;
    if (place < 0) continue;
    const at = (account[i] ?? 0) * used.length + place;
    lows[at] = (lows[at] ?? 0) + (low[i] ?? 0);
    highs[at] = (highs[at] ?? 0) + (high[i] ?? 0);
  }
}

function cellsOf(costs: Map<string, bigint[]>, id: string, length: number): bigint[] {
  let cells = costs.get(id);
  if (!cells) costs.set(id, (cells = new Array<bigint>(length).fill(0n)));
  return cells;
}

/** Months as the axis, in the given order. */
export function monthAxis(months: readonly string[]): CostAxis {
  const places = new Map(months.map((month, i) => [month, i]));
  return { length: months.length, cellOf: (month) => places.get(month) ?? -1 };
}
