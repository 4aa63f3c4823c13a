import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputFile, readFiles } from '#core/import/read.ts';
import type { Source } from '#core/import/source.ts';
import { partsOf, sourcesOf } from '#worker/chunks.ts';
import { startRead } from '#worker/jobs.ts';

const csv = (rows: number) =>
  `账号 ID,名称\n${Array.from({ length: rows }, (_, i) => `${String(100000000000 + i)},账号 ${String(i)}\n`).join('')}`;

describe('sources in parts', () => {
  const row = (line: number) => ({ origin: { file: 'a', line }, provider: 'aws' as const });
  const source = (departments: number, accounts: number, lines: number | undefined): Source => ({
    file: 'a',
    format: 'table',
    departments: Array.from({ length: departments }, (_, i) => row(i)),
    accounts: Array.from({ length: accounts }, (_, i) => row(i)),
    refusals: [],
    ...(lines !== undefined && {
      table: {
        columns: ['x'],
        rows: Array.from({ length: lines }, (_, line) => ({ line, cells: [] }))
      }
    })
  });
  const size = fc.integer({ min: 0, max: 5_000 });
  it('come together as they were', () => {
    const sources = fc.array(fc.tuple(size, size, fc.option(size, { nil: undefined })), {
      maxLength: 4
    });
    fc.assert(
      fc.property(sources, (sizes) => {
        const whole = sizes.map((each) => source(...each));
        const parts = whole.flatMap((each) => [...partsOf(each)]);
        expect(sourcesOf(parts)).toEqual(whole);
        for (const part of parts) expect(part.accounts.length).toBeLessThanOrEqual(2_000);
      }),
      { numRuns: 20 }
    );
  });
});

describe('where no worker can be started', () => {
  const files = [new File([csv(3)], 'a.csv'), new File(['%PDF'], 'b.pdf')];
  it('the page reads', async () => {
    const done: [number, number][] = [];
    const { result } = startRead(files, (...progress) => done.push(progress));
    const inputs = [
      inputFile('a.csv', new TextEncoder().encode(csv(3))),
      inputFile('b.pdf', new TextEncoder().encode('%PDF'))
    ];
    expect(await result).toEqual({ ok: true, value: await readFiles(inputs) });
    expect(done).toEqual([
      [1, 2],
      [2, 2]
    ]);
  });
  it('and stops when it is cancelled', async () => {
    const job = startRead(files);
    job.cancel();
    expect(await job.result).toMatchObject({ ok: false, problems: [{ code: 'import.cancelled' }] });
  });
});
