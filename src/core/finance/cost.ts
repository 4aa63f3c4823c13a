import { recordKey } from '#core/org/provider.ts';
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

const keysOf = new WeakMap<Batch, readonly string[]>();

/** The keys of the records that a batch's accounts have, by their places in it. */
export function accountKeys(batch: Batch): readonly string[] {
  const known = keysOf.get(batch);
  if (known) return known;
  const isTogether = (account: string) =>
    batch.format === SNAPSHOT && placeTogether(account) !== undefined;
  const keys = batch.accounts.map((account) =>
    isTogether(account) ? account : recordKey(batch.scope.provider, account)
  );
  keysOf.set(batch, keys);
  return keys;
}
