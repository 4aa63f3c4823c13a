import type { ReadResult } from '#core/import/read.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { sourcesOf, type SourcePart } from './chunks.ts';
import { inputOf, type ReadEvent, type ReadJob } from './job.ts';

/** A job under way. `cancel` ends it at once, frees what it held and refuses its result. */
export interface Job<T> {
  readonly result: Promise<Result<T>>;
  cancel(): void;
}

/** Called with how many files are done of how many. */
export type OnProgress = (done: number, of: number) => void;

export type StartWorker = () => Worker;

const startWorker: StartWorker = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** Reads files beside the page, or in it when no worker can be started. Never rejects. */
export function startRead(
  files: readonly File[],
  onProgress: OnProgress = () => undefined,
  start: StartWorker = startWorker
): Job<ReadResult> {
  const signal = { aborted: false };
  let worker: Worker | undefined;
  let settle: (result: Result<ReadResult>) => void = () => undefined;
  const result = new Promise<Result<ReadResult>>((resolve) => {
    settle = (settled) => {
      worker?.terminate();
      resolve(settled);
    };
  });
  const inline = () => {
    worker?.terminate();
    worker = undefined;
    void readInline(files, onProgress, signal).then(settle);
  };
  try {
    worker = start();
    listen(worker, { files, onProgress, settle, inline });
    worker.postMessage({ job: 'readFiles', files } satisfies ReadJob);
  } catch {
    inline();
  }
  return {
    result,
    cancel() {
      signal.aborted = true;
      settle(refused({ code: 'import.cancelled', params: {} }));
    }
  };
}

interface Listening {
  readonly files: readonly File[];
  readonly onProgress: OnProgress;
  readonly settle: (result: Result<ReadResult>) => void;
  readonly inline: () => void;
}

function listen(worker: Worker, { files, onProgress, settle, inline }: Listening): void {
  const parts: SourcePart[] = [];
  let ready = false;
  worker.onmessage = ({ data }: MessageEvent<ReadEvent>) => {
    if (data.event === 'ready') ready = true;
    else if (data.event === 'progress') onProgress(data.done, files.length);
    else if (data.event === 'part') parts.push(data.part);
    else settle(ok({ sources: sourcesOf(parts), refusals: data.refusals }));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    // Before it said that it is ready its script could not be loaded, and the page can do the work.
    if (ready) settle(stopped(event.message));
    else inline();
  };
  worker.onmessageerror = () => {
    settle(stopped('messageerror'));
  };
}

async function readInline(
  files: readonly File[],
  onProgress: OnProgress,
  signal: { readonly aborted: boolean }
): Promise<Result<ReadResult>> {
  try {
    const { readFiles } = await import('#core/import/read.ts');
    const progress = (done: number) => {
      onProgress(done, files.length);
    };
    return ok(await readFiles(files.map(inputOf), { onProgress: progress, signal }));
  } catch (error) {
    return stopped(error instanceof Error ? error.message : 'unknown');
  }
}

const stopped = (reason: string): Result<never> =>
  refused({ code: 'import.workerStopped', params: { reason } });
