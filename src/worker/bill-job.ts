import type { BillScope } from '#core/finance/fact.ts';
import type { BillPreview } from '#core/import/bills/preview.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { NamedBill } from '#core/snapshot/money.ts';
import type { MoneyGrain } from '#core/snapshot/scope.ts';

/** What the page asks a bill worker for; one worker does one job and is then ended. */
export interface BillJob {
  readonly job: 'readBills';
  /** Handed over by reference: their bytes are read in the worker only. */
  readonly files: readonly File[];
  /** Keys of cost allocation tags that are read. */
  readonly tagKeys: readonly string[];
}

/** A batch that the bills make, ready to be kept under the hash of its bytes. */
export interface MadeBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly scope: BillScope;
  readonly format: string;
  readonly file: string;
  /** Ascending. */
  readonly months: readonly string[];
  readonly rows: number;
  readonly refusedRows: number;
}

export interface BillsRead {
  readonly preview: BillPreview;
  readonly batches: readonly MadeBatch[];
}

/** Bills to be summed for a snapshot, as their bytes, with the names that their accounts leave under. */
export interface SumJob {
  readonly job: 'sumBills';
  readonly bills: readonly (Omit<NamedBill, 'batch'> & { readonly bytes: Uint8Array })[];
  readonly money: MoneyGrain;
}

/** What a bill worker says, in this order: ready, progress…, then read, summed or refused. */
export type BillEvent =
  | { readonly event: 'summed'; readonly bills: readonly Uint8Array<ArrayBuffer>[] }
  | { readonly event: 'ready' }
  | { readonly event: 'progress'; readonly bytes: number }
  | { readonly event: 'read'; readonly read: BillsRead }
  | { readonly event: 'refused'; readonly problems: readonly [Problem, ...Problem[]] };
