import type { FactColumns } from './batch-read.ts';
import { int64Of, type Int64Column } from './int64-column.ts';

export type CostMeasure = 'billed' | 'effective';

/** Facts whose halves may be added before they are made integers, within what a number counts. */
const MOST_ROWS = 2 ** 20;

/**
 * Exact sums by row and cell: facts are added as halves of integers in numbers, and a BigInt is made
 * once for each place that is not empty. What was summed goes to `add`, in 1e-12, as it is flushed.
 */
export class HalfSums {
  readonly #rows: number;
  readonly #cells: number;
  readonly #add: (row: number, cell: number, amount: bigint) => void;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  #unit = 1n;
  #summed = 0;

  constructor(
    rows: number,
    cells: number,
    add: (row: number, cell: number, amount: bigint) => void
  ) {
    this.#rows = rows;
    this.#cells = cells;
    this.#add = add;
    this.#lows = new Float64Array(rows * cells);
    this.#highs = new Float64Array(rows * cells);
  }

  /** `rowOf` is by account and `cellOf` by line of the batch; a place below zero leaves a fact out. */
  sum(segment: FactColumns, rowOf: Int32Array, cellOf: Int32Array, measure: CostMeasure): void {
    const rows = segment.account.length * (measure === 'effective' ? 2 : 1);
    if (segment.unit !== this.#unit || this.#summed + rows > MOST_ROWS) this.flush();
    this.#unit = segment.unit;
    this.#summed += rows;
    this.#column(segment, segment.billed, rowOf, cellOf);
    if (measure === 'effective') this.#column(segment, segment.spread, rowOf, cellOf);
  }

  #column(
    { account, line }: FactColumns,
    { low, high }: Int64Column,
    rowOf: Int32Array,
    cellOf: Int32Array
  ): void {
    const lows = this.#lows;
    const highs = this.#highs;
    const cells = this.#cells;
    for (let i = 0; i < account.length; i++) {
      const cell = cellOf[line[i] ?? 0] ?? -1;
      const row = rowOf[account[i] ?? 0] ?? -1;
      if (cell < 0 || row < 0) continue;
      const at = row * cells + cell;
      lows[at] = (lows[at] ?? 0) + (low[i] ?? 0);
      highs[at] = (highs[at] ?? 0) + (high[i] ?? 0);
    }
  }

  flush(): void {
    if (this.#summed === 0) return;
    for (let row = 0; row < this.#rows; row++)
      for (let cell = 0; cell < this.#cells; cell++) {
        const at = row * this.#cells + cell;
        const [low, high] = [this.#lows[at] ?? 0, this.#highs[at] ?? 0];
        if (low !== 0 || high !== 0) this.#add(row, cell, int64Of(low, high) * this.#unit);
      }
    this.#lows.fill(0);
    this.#highs.fill(0);
    this.#summed = 0;
  }
}
