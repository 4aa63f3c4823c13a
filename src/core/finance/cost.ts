import { recordKey, type Provider } from '#core/org/provider.ts';
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
 * halves of integers in numbers; BigInts are made once for each account and cell.
 */
export function costByAccount(
  counted: readonly CountedMonth[],
  { axis, measure, currency }: { axis: CostAxis; measure: CostMeasure; currency: string }
): Table<AccountCost> {
  const own = counted.filter(({ batch }) => batch.scope.currency === currency);
  const places = new AccountPlaces();
  const batches = new Map<Batch, Int32Array>();
  for (const { batch } of own) if (!batches.has(batch)) batches.set(batch, places.of(batch));
  const units = new Map<bigint, HalfSums>();
  for (const { batch, month, columns } of own) {
    const cells = Int32Array.from(batch.lines, (line) => {
      const cell = axis.cellOf(month, line);
      return cell < axis.length ? cell : -1;
    });
    const accounts = batches.get(batch) ?? new Int32Array(0);
    for (const segment of columns) {
      let sums = units.get(segment.unit);
      if (!sums) units.set(segment.unit, (sums = new HalfSums(places.ids.length, axis.length)));
      sums.add(segment, segment.billed, { accounts, cells });
      if (measure === 'effective') sums.add(segment, segment.spread, { accounts, cells });
    }
  }
  return costTable(places.ids, axis.length, units);
}

function costTable(
  ids: readonly string[],
  length: number,
  units: ReadonlyMap<bigint, HalfSums>
): Table<AccountCost> {
  const costs = new Map<string, AccountCost & { readonly cells: bigint[] }>();
  for (const [unit, sums] of units)
    sums.each((at, sum) => {
      const id = ids[Math.floor(at / length)] ?? '';
      let own = costs.get(id);
      if (!own) costs.set(id, (own = { id, cells: new Array<bigint>(length).fill(0n) }));
      own.cells[at % length] = (own.cells[at % length] ?? 0n) + sum * unit;
    });
  return put(emptyTable<AccountCost>(), costs);
}

/** Numbers accounts over all batches by their records' keys, each of which is made once. */
class AccountPlaces {
  readonly ids: string[] = [];
  readonly #byId = new Map<string, number>();
  readonly #byAccount = new Map<Provider, Map<string, number>>();

  /** Where a batch's accounts stand here, in the batch's order. */
  of({ scope: { provider }, accounts }: Batch): Int32Array {
    const known = this.#byAccount.get(provider) ?? new Map<string, number>();
    this.#byAccount.set(provider, known);
    return Int32Array.from(accounts, (account) => {
      let place = known.get(account);
      if (place === undefined)
        known.set(account, (place = this.#placeOf(recordKey(provider, account))));
      return place;
    });
  }

  #placeOf(id: string): number {
    let place = this.#byId.get(id);
    if (place === undefined) this.#byId.set(id, (place = this.ids.push(id) - 1));
    return place;
  }
}

/** Facts whose lower halves may be added before they are carried, within what a number counts. */
const MOST_ROWS = 2 ** 20;
/** Integers of more bytes could fill the upper halves of a few segments. */
const WIDE = 6;

/** Sums of integers of one unit by account and cell, while they are halves. */
class HalfSums {
  readonly #length: number;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #spilled = new Map<number, bigint>();
  #rows = 0;

  constructor(accounts: number, length: number) {
    this.#length = length;
    this.#lows = new Float64Array(accounts * length);
    this.#highs = new Float64Array(accounts * length);
  }

  /** Adds a column of a segment; `accounts` and `cells` say where its accounts and lines belong. */
  add(
    { account, line }: FactColumns,
    { low, high, width }: Int64Column,
    { accounts, cells }: { readonly accounts: Int32Array; readonly cells: Int32Array }
  ): void {
    if (width === 0) return;
    this.#rows += account.length;
    if (this.#rows > MOST_ROWS) this.#carry(account.length);
    const lows = this.#lows;
    const highs = this.#highs;
    const length = this.#length;
    for (let i = 0; i < account.length; i++) {
      const cell = cells[line[i] ?? 0] ?? -1;
      if (cell < 0) continue;
      const at = (accounts[account[i] ?? 0] ?? 0) * length + cell;
      lows[at] = (lows[at] ?? 0) + (low[i] ?? 0);
      highs[at] = (highs[at] ?? 0) + (high[i] ?? 0);
    }
    if (width > WIDE) this.#spill();
  }

  #carry(rows: number): void {
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
    this.#rows = 0;
    this.#halves((at, sum) => this.#spilled.set(at, (this.#spilled.get(at) ?? 0n) + sum));
    this.#lows.fill(0);
    this.#highs.fill(0);
  }

  #halves(tell: (at: number, sum: bigint) => void): void {
    for (let at = 0; at < this.#lows.length; at++) {
      const [low, high] = [this.#lows[at] ?? 0, this.#highs[at] ?? 0];
      if (low !== 0 || high !== 0) tell(at, int64Of(low, high));
    }
  }

  /** Every sum that is not zero, by the place of its account times the cells and its cell; in parts. */
  each(tell: (at: number, sum: bigint) => void): void {
    this.#spilled.forEach((sum, at) => {
      tell(at, sum);
    });
    this.#halves(tell);
  }
}

/** Months as the axis, in the given order. */
export function monthAxis(months: readonly string[]): CostAxis {
  const places = new Map(months.map((month, i) => [month, i]));
  return { length: months.length, cellOf: (month) => places.get(month) ?? -1 };
}
