import { recordKey } from '#core/org/provider.ts';
import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch, FactColumns } from './batch-read.ts';
import { int64Of, type Int64Column } from './int64-column.ts';

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
 * halves of integers in numbers; BigInts are made once for each account and cell of a batch.
 */
export function costByAccount(
  counted: readonly CountedMonth[],
  { axis, measure, currency }: { axis: CostAxis; measure: CostMeasure; currency: string }
): Table<AccountCost> {
  const costs = new Map<string, bigint[]>();
  const open = new Map<Batch, HalfSums>();
  for (const { batch, month, columns } of counted) {
    if (batch.scope.currency !== currency) continue;
    let sums = open.get(batch);
    if (!sums) open.set(batch, (sums = new HalfSums(batch, axis.length, costs)));
    const cells = Int32Array.from(batch.lines, (line) => {
      const cell = axis.cellOf(month, line);
      return cell < axis.length ? cell : -1;
    });
    for (const segment of columns) sums.add(segment, cells, measure);
  }
  for (const sums of open.values()) sums.flush();
  return put(
    emptyTable<AccountCost>(),
    [...costs].map(([id, cells]) => [id, { id, cells }] as const)
  );
}

/** Facts whose halves may be added before they are made integers, within what a number counts. */
const MOST_ROWS = 2 ** 20;

/** Sums of one batch by account and cell, while they are halves of one unit. */
class HalfSums {
  readonly #batch: Batch;
  readonly #length: number;
  readonly #costs: Map<string, bigint[]>;
  readonly #keys: readonly string[];
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  #unit = 1n;
  #rows = 0;

  constructor(batch: Batch, length: number, costs: Map<string, bigint[]>) {
    this.#batch = batch;
    this.#length = length;
    this.#costs = costs;
    this.#keys = batch.accounts.map((account) => recordKey(batch.scope.provider, account));
    this.#lows = new Float64Array(batch.accounts.length * length);
    this.#highs = new Float64Array(batch.accounts.length * length);
  }

  /** `cells` is by line. */
  add(segment: FactColumns, cells: Int32Array, measure: CostMeasure): void {
    const rows = segment.account.length * (measure === 'effective' ? 2 : 1);
    if (segment.unit !== this.#unit || this.#rows + rows > MOST_ROWS) this.flush();
    this.#unit = segment.unit;
    this.#rows += rows;
    this.#sum(segment, segment.billed, cells);
    if (measure === 'effective') this.#sum(segment, segment.spread, cells);
  }

  #sum({ account, line }: FactColumns, { low, high }: Int64Column, cells: Int32Array): void {
    const lows = this.#lows;
    const highs = this.#highs;
    const length = this.#length;
    for (let i = 0; i < account.length; i++) {
      const cell = cells[line[i] ?? 0] ?? -1;
      if (cell < 0) continue;
      const at = (account[i] ?? 0) * length + cell;
      lows[at] = (lows[at] ?? 0) + (low[i] ?? 0);
      highs[at] = (highs[at] ?? 0) + (high[i] ?? 0);
    }
  }

  flush(): void {
    if (this.#rows === 0) return;
    for (let place = 0; place < this.#batch.accounts.length; place++)
      for (let cell = 0; cell < this.#length; cell++) {
        const at = place * this.#length + cell;
        const [low, high] = [this.#lows[at] ?? 0, this.#highs[at] ?? 0];
        if (low === 0 && high === 0) continue;
        const cells = this.#cells(this.#keys[place] ?? '');
        cells[cell] = (cells[cell] ?? 0n) + int64Of(low, high) * this.#unit;
      }
    this.#lows.fill(0);
    this.#highs.fill(0);
    this.#rows = 0;
  }

  #cells(id: string): bigint[] {
    let cells = this.#costs.get(id);
    if (!cells) this.#costs.set(id, (cells = new Array<bigint>(this.#length).fill(0n)));
    return cells;
  }
}

/** Months as the axis, in the given order. */
export function monthAxis(months: readonly string[]): CostAxis {
  const places = new Map(months.map((month, i) => [month, i]));
  return { length: months.length, cellOf: (month) => places.get(month) ?? -1 };
}
