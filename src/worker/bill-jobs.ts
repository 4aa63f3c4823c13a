import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { BillEvent, BillJob, BillsRead, SumJob } from './bill-job.ts';
import type { Job, StartWorker } from './jobs.ts';

const startWorker: StartWorker = () =>
  new Worker(new URL('./bill-worker.ts', import.meta.url), { type: 'module' });

export interface BillReadOptions {
  /** Hears the bytes read so far of all files. */
  readonly onProgress?: (bytes: number) => void;
  /** Keys of cost allocation tags that are read. */
  readonly tagKeys?: readonly string[];
}

/**
 * Reads bills beside the page. Never rejects. There is no reading in the page: a bill is large, and
 * the page must not wait.
 */
export const startBillRead = (
  files: readonly File[],
  { onProgress = () => undefined, tagKeys = [] }: BillReadOptions = {},
  start: StartWorker = startWorker
): Job<BillsRead> =>
  started({ job: 'readBills', files, tagKeys }, start, (event) => {
    if (event.event === 'progress') onProgress(event.bytes);
    return event.event === 'read' ? event.read : undefined;
  });

/** Sums bills for a snapshot beside the page. Never rejects. */
export const startBillSum = (
  job: Omit<SumJob, 'job'>,
  start: StartWorker = startWorker
): Job<readonly Uint8Array<ArrayBuffer>[]> =>
  started({ job: 'sumBills', ...job }, start, (event) =>
    event.event === 'summed' ? event.bills : undefined
  );

/** One worker for one job, which is over when `answerOf` finds its answer in what the worker says. */
function started<T>(
  job: BillJob | SumJob,
  start: StartWorker,
  answerOf: (event: BillEvent) => T | undefined
): Job<T> {
  let worker: Worker | undefined;
  let settle: (result: Result<T>) => void = () => undefined;
  const result = new Promise<Result<T>>((resolve) => {
    settle = (settled) => {
      worker?.terminate();
      resolve(settled);
    };
  });
  try {
    worker = start();
    worker.onmessage = ({ data }: MessageEvent<BillEvent>) => {
      const answer = answerOf(data);
      if (answer !== undefined) settle(ok(answer));
      else if (data.event === 'refused') settle(refused(...data.problems));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      settle(stopped(job, event.message));
    };
    worker.onmessageerror = () => {
      settle(stopped(job, 'messageerror'));
    };
    worker.postMessage(job);
  } catch (error) {
    settle(stopped(job, error instanceof Error ? error.message : 'unknown'));
  }
  return {
    result,
    cancel() {
      settle(refused({ code: 'bills.cancelled', params: {} }));
    }
  };
}

const STOPPED = { readBills: 'import.workerStopped', sumBills: 'snapshot.sumStopped' } as const;

const stopped = ({ job }: BillJob | SumJob, reason: string): Result<never> =>
  refused({ code: STOPPED[job], params: { reason: reason || 'unknown' } });
