import type { BillEvent, BillJob } from './bill-job.ts';
import { madeOf } from './read-bills.ts';

const say = (event: BillEvent, transfer: Transferable[] = []) => {
  postMessage(event, { transfer });
};

async function run({ files }: BillJob): Promise<void> {
  const made = await madeOf(files, {
    onProgress: (bytes) => {
      say({ event: 'progress', bytes });
    }
  });
  if (made.ok)
    say(
      { event: 'read', read: made.value },
      made.value.batches.map(({ bytes }) => bytes.buffer)
    );
  else say({ event: 'refused', problems: made.problems });
}

addEventListener('message', ({ data }: MessageEvent<BillJob>) => {
  run(data).catch((error: unknown) => {
    // Thrown outside the promise, it reaches the page as the worker's error.
    setTimeout(() => {
      throw error;
    });
  });
});
say({ event: 'ready' });
