import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { BillEvent, BillJob, BillsRead } from './bill-job.ts';
import type { Job, StartWorker } from './jobs.ts';

const startWorker: StartWorker = () =>
  new Worker(new URL('./bill-worker.ts', import.meta.url), { type: 'module' });

/**
 * Reads bills beside the page; `onProgress` hears the bytes read so far of all. Never rejects.
 * There is no reading in the page: a bill is large, and the page must not wait.
 */
export function startBillRead(
  files: readonly File[],
  onProgress: (bytes: number) => void = () => undefined,
  start: StartWorker = startWorker
): Job<BillsRead> {
  let worker: Worker | undefined;
  let settle: (result: Result<BillsRead>) => void = () => undefined;
  const result = new Promise<Result<BillsRead>>((resolve) => {
    settle = (settled) => {
      worker?.terminate();
      resolve(settled);
    };
  });
  try {
    worker = start();
    worker.onmessage = ({ data }: MessageEvent<BillEvent>) => {
      if (data.event === 'progress') onProgress(data.bytes);
      else if (data.event === 'read') settle(ok(data.read));
      else if (data.event === 'refused') settle(refused(...data.problems));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      settle(stopped(event.message));
    };
    worker.onmessageerror = () => {
      settle(stopped('messageerror'));
    };
    worker.postMessage({ job: 'readBills', files } satisfies BillJob);
  } catch (error) {
    settle(stopped(error instanceof Error ? error.message : 'unknown'));
  }
  return {
    result,
    cancel() {
      settle(refused({ code: 'bills.cancelled', params: {} }));
    }
  };
}

const stopped = (reason: string): Result<never> =>
  refused({ code: 'import.workerStopped', params: { reason: reason || 'unknown' } });
