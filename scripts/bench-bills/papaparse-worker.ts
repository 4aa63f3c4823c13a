import papaparse from 'papaparse';
import { GROUP_COLUMNS, groupKey } from './group-key.ts';
import type { GroupSum } from './engines.ts';
import type { WorkerOrder } from './worker-messages.ts';

/** Papaparse as its documentation has it for large files: chunks of rows as arrays, in a worker. */
const sums = new Map<string, [billed: number, effective: number]>();

addEventListener('message', ({ data: { read } }: MessageEvent<WorkerOrder>) => {
  if (!read) {
    postMessage({ sums: [...sums].map(([key, sum]): GroupSum => [key, ...sum]) });
    return;
  }
  let places: number[] | undefined;
  papaparse.parse<string[]>(read, {
    skipEmptyLines: true,
    chunk: ({ data }) => {
      let rows = data;
      if (!places) {
        const [header = [], ...rest] = data;
        places = [...GROUP_COLUMNS, 'BilledCost', 'EffectiveCost'].map((name) =>
          header.indexOf(name)
        );
        rows = rest;
      }
      addRows(rows, places);
    },
    complete: () => postMessage({ sums: [] })
  });
});

function addRows(rows: readonly string[][], places: readonly number[]): void {
  const [period = 0, ...rest] = places;
  const effective = rest.pop() ?? 0;
  const billed = rest.pop() ?? 0;
  for (const row of rows) {
    const key = groupKey([row[period]?.slice(0, 7) ?? '', ...rest.map((at) => row[at] ?? '')]);
    const sum = sums.get(key);
    if (sum) {
      sum[0] += Number(row[billed]);
      sum[1] += Number(row[effective]);
    } else sums.set(key, [Number(row[billed]), Number(row[effective])]);
  }
}
