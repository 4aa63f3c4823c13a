import { amountText } from '#core/finance/amount.ts';
import { factsOf, readBatch } from '#core/finance/batch-read.ts';
import { startBillRead } from '#worker/bill-jobs.ts';
import type { BillsRead } from '#worker/bill-job.ts';
import { groupKey } from './group-key.ts';
import type { WorkerAnswer, WorkerOrder } from './worker-messages.ts';

/** What one group adds up to: exact decimal texts, or floating point numbers. */
export type GroupSum = readonly [key: string, billed: string | number, effective: string | number];

/** A way to read a bill. */
export interface Engine {
  /** Milliseconds before it can begin, where it has to be started at all. */
  readonly start: () => Promise<void>;
  /** Ends when every group is summed. */
  readonly read: (file: File) => Promise<void>;
  /** When the last bytes were at hand, where it says so. */
  readonly lastBytes?: () => number;
  /** Told when nothing is measured any more. */
  readonly sums: () => Promise<readonly GroupSum[]>;
}

/** The importer as the app runs it: preview, batches and their hashes included. */
function banyan(): Engine {
  let read: BillsRead | undefined;
  let last = 0;
  return {
    start: () => Promise.resolve(),
    lastBytes: () => last,
    read: async (file) => {
      const onProgress = (bytes: number) => {
        if (bytes === file.size) last = performance.now();
      };
      const result = await startBillRead([file], { onProgress }).result;
      if (!result.ok) throw new Error(JSON.stringify(result.problems));
      if (result.value.preview.refusedRows > 0) throw new Error('Rows were refused');
      read = result.value;
    },
    sums: () => Promise.resolve(read?.batches.flatMap(({ bytes }) => batchSums(bytes)) ?? [])
  };
}

function batchSums(bytes: Uint8Array): GroupSum[] {
  const batch = readBatch(bytes);
  if (!batch.ok) throw new Error(batch.problems[0].code);
  return batch.value.months.flatMap(({ month }) => {
    const facts = factsOf(batch.value, month);
    if (!facts.ok) throw new Error(facts.problems[0].code);
    return facts.value.map((fact): GroupSum => [
      groupKey([
        fact.month,
        fact.account,
        fact.service,
        fact.region,
        fact.chargeCategory,
        fact.pricingCategory
      ]),
      amountText(fact.billed),
      amountText(fact.effective)
    ]);
  });
}

/** A reader in a worker of its own. */
function inWorker(make: () => Worker): Engine {
  let worker: Worker | undefined;
  const ask = (order: WorkerOrder) =>
    new Promise<readonly GroupSum[]>((resolve, reject) => {
      if (!worker) throw new Error('Not started');
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => resolve(data.sums);
      worker.postMessage(order);
    });
  return {
    start: () => Promise.resolve(),
    read: async (file) => {
      worker = make();
      await ask({ read: file });
    },
    sums: () => ask({ read: undefined })
  };
}

/** Its script, which only the pages that measure it have, has it in a worker already. */
const duckdb = (exact: boolean): Engine =>
  (globalThis as unknown as { duckdbEngine: (exact: boolean) => Engine }).duckdbEngine(exact);

export const ENGINES: Readonly<Record<string, () => Engine>> = {
  banyan,
  papaparse: () =>
    inWorker(
      () => new Worker(new URL('./papaparse-worker.ts', import.meta.url), { type: 'module' })
    ),
  duckdb: () => duckdb(false),
  duckdbDecimal: () => duckdb(true),
  reading: () =>
    inWorker(() => new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' }))
};
