import { recordKey, type Provider } from '#core/org/provider.ts';
import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch, FactColumns } from './batch-read.ts';
import { CostSums, type CostMeasure } from './half-sums.ts';

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

/**
 * Costs by account, of one currency only: what stands in another is not here.
 */
export function costByAccount(
  counted: readonly CountedMonth[],
  { axis, measure, currency }: { axis: CostAxis; measure: CostMeasure; currency: string }
): Table<AccountCost> {
  const own = counted.filter(({ batch }) => batch.scope.currency === currency);
  const places = new AccountPlaces();
  const batches = new Map<Batch, Int32Array>();
  for (const { batch } of own) if (!batches.has(batch)) batches.set(batch, places.of(batch));
  const sums = new CostSums(places.ids.length, axis.length);
  for (const { batch, month, columns } of own) {
    const cells = Int32Array.from(batch.lines, (line) => {
      const cell = axis.cellOf(month, line);
      return cell < axis.length ? cell : -1;
    });
    const accounts = batches.get(batch) ?? new Int32Array(0);
    for (const segment of columns) sums.add(segment, { accounts, cells }, measure);
  }
  const costs = new Map<string, AccountCost & { readonly cells: bigint[] }>();
  sums.each((row, cell, amount) => {
    const id = places.ids[row] ?? '';
    let cost = costs.get(id);
    if (!cost) costs.set(id, (cost = { id, cells: new Array<bigint>(axis.length).fill(0n) }));
    cost.cells[cell] = (cost.cells[cell] ?? 0n) + amount;
  });
  return put(emptyTable<AccountCost>(), costs);
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

/** Months as the axis, in the given order. */
export function monthAxis(months: readonly string[]): CostAxis {
  const places = new Map(months.map((month, i) => [month, i]));
  return { length: months.length, cellOf: (month) => places.get(month) ?? -1 };
}
