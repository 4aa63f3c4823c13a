import { billFileOf } from '#worker/bill-file.ts';
import type { WorkerAnswer, WorkerOrder } from './worker-messages.ts';

/** Merely reads a file, in the slices of the importer: nothing that looks at it can be faster. */
addEventListener('message', ({ data: { read } }: MessageEvent<WorkerOrder>) => {
  void answered(read).then((answer) => postMessage(answer));
});

async function answered(file: File | undefined): Promise<WorkerAnswer> {
  if (file) for await (const _ of billFileOf(file).chunks());
  return { sums: [] };
}
