import type { BillEvent, BillJob, SumJob } from './bill-job.ts';
import { madeOf } from './read-bills.ts';
import { summedOf } from './sum-bills.ts';

const say = (event: BillEvent, transfer: Transferable[] = []) => {
  postMessage(event, { transfer });
};

function sum(job: SumJob): void {
  const summed = summedOf(job);
  if (summed.ok)
    say(
      { event: 'summed', bills: summed.value },
      summed.value.map(({ buffer }) => buffer)
    );
  else say({ event: 'refused', problems: summed.problems });
}

async function read({ files, tagKeys }: BillJob): Promise<void> {
  const made = await madeOf(files, {
    tagKeys,
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

async function run(job: BillJob | SumJob): Promise<void> {
  if (job.job === 'sumBills') sum(job);
  else await read(job);
}

addEventListener('message', ({ data }: MessageEvent<BillJob | SumJob>) => {
  run(data).catch((error: unknown) => {
    // Thrown outside the promise, it reaches the page as the worker's error.
    setTimeout(() => {
      throw error;
    });
  });
});
say({ event: 'ready' });
