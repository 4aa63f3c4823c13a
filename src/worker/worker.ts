import { readFiles } from '#core/import/read.ts';
import { partsOf } from './chunks.ts';
import { inputOf, type ReadEvent, type ReadJob } from './job.ts';

const say = (event: ReadEvent) => {
  postMessage(event);
};

async function run({ files }: ReadJob): Promise<void> {
  const read = await readFiles(files.map(inputOf), {
    onProgress: (done) => {
      say({ event: 'progress', done });
    }
  });
  for (const source of read.sources)
    for (const part of partsOf(source)) say({ event: 'part', part });
  say({ event: 'done', refusals: read.refusals });
}

addEventListener('message', ({ data }: MessageEvent<ReadJob>) => {
  run(data).catch((error: unknown) => {
    // Thrown outside the promise, it reaches the page as the worker's error.
    setTimeout(() => {
      throw error;
    });
  });
});
say({ event: 'ready' });
