import type { FactColumns } from './batch-read.ts';
import { int64Of, type Int64Column } from './int64-column.ts';

export type CostMeasure = 'billed' | 'effective';

/** Where accounts and lines of a batch belong, as rows and cells; one below zero leaves facts out. */
export interface Places {
  readonly accounts: Int32Array;
  readonly cells: Int32Array;
}

/**
 * Exact sums by row and cell, over segments of any unit. Facts are summed as halves of integers in
 * numbers; BigInts are made once for each unit and place.
 */
export class CostSums {
  readonly #rows: number;
  readonly #length: number;
  readonly #units = new Map<bigint, HalfSums>();

  constructor(rows: number, length: number) {
    this.#rows = rows;
    this.#length = length;
  }

  add(segment: FactColumns, places: Places, measure: CostMeasure): void {
    let sums = this.#units.get(segment.unit);
    if (!sums) this.#units.set(segment.unit, (sums = new HalfSums(this.#rows, this.#length)));
    sums.add(segment, segment.billed, places);
    if (measure === 'effective') sums.add(segment, segment.spread, places);
  }

  /** Every sum that is not zero, in 1e-12 times a factor and perhaps in parts. */
  each(tell: (row: number, cell: number, amount: bigint) => void, factor = 1n): void {
    for (const [unit, sums] of this.#units) sums.each(tell, unit * factor);
  }

  /** Back to nothing, to be used again: new memory for each month would be most of a pivot's garbage. */
  clear(): void {
    for (const sums of this.#units.values()) sums.clear();
  }
}

/** Facts whose lower halves may be added before they are carried, within what a number counts. */
const MOST_ROWS = 2 ** 20;
/** Upper halves are spilled before they could be more than a number counts. */
const MOST_HIGH = 2 ** 52;

/** Sums of integers of one unit by account and cell, while they are halves. */
class HalfSums {
  readonly #length: number;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #spilled = new Map<number, bigint>();
  #rows = 0;
  /** What an upper half is at most. */
  #highest = 0;

  constructor(accounts: number, length: number) {
    this.#length = length;
    this.#lows = new Float64Array(accounts * length);
    this.#highs = new Float64Array(accounts * length);
  }

  /** Adds a column of a segment; `accounts` and `cells` say where its accounts and lines belong. */
  add(
    { account, line }: FactColumns,
    { low, high, width }: Int64Column,
    { accounts, cells }: Places
  ): void {
    if (width === 0) return;
    this.#rows += account.length;
    if (this.#rows > MOST_ROWS) this.#carry(account.length);
    const most = account.length * 2 ** Math.max(0, 8 * width - 32);
    if (this.#highest + most > MOST_HIGH) this.#spill();
    this.#highest += most;
    const lows = this.#lows;
    const highs = this.#highs;
    const length = this.#length;
    for (let i = 0; i < account.length; i++) {
      const cell = cells[line[i] ?? 0] ?? -1;
      const row = accounts[account[i] ?? 0] ?? -1;
      if (cell < 0 || row < 0) continue;
      const at = row * length + cell;
      lows[at] = (lows[at] ?? 0) + (low[i] ?? 0);
      highs[at] = (highs[at] ?? 0) + (high[i] ?? 0);
    }
  }

  #carry(rows: number): void {
    this.#highest += this.#rows;
    this.#rows = rows;
    for (let at = 0; at < this.#lows.length; at++) {
      const low = this.#lows[at] ?? 0;
      if (low < 2 ** 32) continue;
      const carry = Math.floor(low / 2 ** 32);
      this.#lows[at] = low - carry * 2 ** 32;
      this.#highs[at] = (this.#highs[at] ?? 0) + carry;
    }
  }

  #spill(): void {
    this.#highest = 0;
    for (let at = 0; at < this.#lows.length; at++) {
      const sum = this.#sumAt(at);
      if (sum !== 0n) this.#spilled.set(at, (this.#spilled.get(at) ?? 0n) + sum);
    }
    this.#lows.fill(0);
    this.#highs.fill(0);
  }

  clear(): void {
    this.#rows = this.#highest = 0;
    this.#lows.fill(0);
    this.#highs.fill(0);
    this.#spilled.clear();
  }

  #sumAt(at: number): bigint {
    return int64Of(this.#lows[at] ?? 0, this.#highs[at] ?? 0);
  }

  /** Every sum that is not zero, times a factor; in parts. */
  each(tell: (row: number, cell: number, amount: bigint) => void, factor: bigint): void {
    const length = this.#length;
    this.#spilled.forEach((sum, at) => {
      tell(Math.floor(at / length), at % length, sum * factor);
    });
    const lows = this.#lows;
    const highs = this.#highs;
    for (let row = 0, at = 0; at < lows.length; row++)
      for (let cell = 0; cell < length; cell++, at++) {
        const low = lows[at] ?? 0;
        const high = highs[at] ?? 0;
        if (low !== 0 || high !== 0) tell(row, cell, int64Of(low, high) * factor);
      }
  }
}
