import { recordKey, type Provider } from '#core/org/provider.ts';
import { SNAPSHOT } from './batch-format.ts';
import type { Batch, FactColumns } from './batch-read.ts';
import { placeTogether } from './cost-home.ts';

/** A month of a batch that counts, unpacked. */
export interface CountedMonth {
  readonly batch: Batch;
  readonly month: string;
  readonly columns: readonly FactColumns[];
}

/** Amounts in 1e-12 of one currency, by month. */
export type CostCells = readonly bigint[];

/** What one account costs, under the key of its record. */
export interface AccountCost {
  readonly id: string;
  readonly cells: CostCells;
}

/**
 * Numbers accounts over all batches by the keys of their records. A key is made once, however many
 * batches name it, and what was numbered stays: these are the accounts that bills ever named.
 */
class AccountNumbers {
  readonly keys: string[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #byProvider = new Map<Provider, Map<string, number>>();
  readonly #ofBatches = new WeakMap<Batch, Int32Array>();

  /** By an account's place in a batch. */
  of(batch: Batch): Int32Array {
    const before = this.#ofBatches.get(batch);
    if (before) return before;
    const { provider } = batch.scope;
    const known = this.#byProvider.get(provider) ?? new Map<string, number>();
    this.#byProvider.set(provider, known);
    const numbers = Int32Array.from(batch.accounts, (account) => {
      if (batch.format === SNAPSHOT && placeTogether(account) !== undefined)
        return this.#numberOf(account);
      let number = known.get(account);
      if (number === undefined)
        known.set(account, (number = this.#numberOf(recordKey(provider, account))));
      return number;
    });
    this.#ofBatches.set(batch, numbers);
    return numbers;
  }

  #numberOf(key: string): number {
    let number = this.#byKey.get(key);
    if (number === undefined) this.#byKey.set(key, (number = this.keys.push(key) - 1));
    return number;
  }
}
const numbers = new AccountNumbers();

/** The numbers of a batch's accounts, by their places in it: the same account is the same everywhere. */
export const accountNumbers = (batch: Batch): Int32Array => numbers.of(batch);
export const accountCount = (): number => numbers.keys.length;
export const accountKey = (number: number): string => numbers.keys[number] ?? '';

/** The keys of the records that a batch's accounts have, by their places in it. */
export const accountKeys = (batch: Batch): readonly string[] =>
  Array.from(numbers.of(batch), accountKey);
