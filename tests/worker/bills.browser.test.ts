import papaparse from 'papaparse';
import { describe, expect, it } from 'vitest';
import { amountOf } from '#core/finance/amount.ts';
import { readBatch } from '#core/finance/batch-read.ts';
import { billFileOf } from '#worker/bill-file.ts';
import type { BillsRead } from '#worker/bill-job.ts';
import { startBillRead } from '#worker/bill-jobs.ts';
import cur from '../fixtures/bills/aws-cur-legacy.csv?url';
import focus from '../fixtures/bills/focus-1.0-sample.csv?url';

const fileAt = async (url: string, name: string) =>
  new File([await (await fetch(url)).blob()], name);

async function readOf(
  files: readonly File[],
  onProgress: (bytes: number) => void = () => undefined
): Promise<BillsRead> {
  const result = await startBillRead(files, { onProgress }).result;
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const billedOf = ({ preview }: BillsRead) =>
  preview.scopes.reduce((sum, { billed }) => sum + billed, 0n);

/** The exact sum of a column by another reader and BigInt. */
function sumOf(text: string, column: string): bigint {
  const { data } = papaparse.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true
  });
  return data.reduce((sum, row) => sum + (amountOf(row[column] ?? '') ?? 0n), 0n);
}

describe('bills in a worker', () => {
  it('the real FOCUS sample adds up, and its batches say the same', async () => {
    const file = await fileAt(focus, 'focus.csv');
    const read = await readOf([file]);
    expect(billedOf(read)).toBe(sumOf(await file.text(), 'BilledCost'));
    const totals = read.batches.map(({ bytes }) => {
      const batch = readBatch(bytes);
      return batch.ok
        ? batch.value.months.reduce((sum, { billed }) => sum + billed, 0n)
        : undefined;
    });
    expect(totals.reduce<bigint>((sum, total) => sum + (total ?? 0n), 0n)).toBe(billedOf(read));
  });

  it('the real AWS report adds up, legacy columns included', async () => {
    const plain = await fileAt(cur, 'cur.csv');
    const packed = plain.stream().pipeThrough(new CompressionStream('gzip'));
    const gz = new File([await new Response(packed).blob()], 'cur.csv.gz');
    const read = await readOf([plain]);
    expect(billedOf(read)).toBe(sumOf(await plain.text(), 'lineItem/UnblendedCost'));
    expect((await readOf([gz])).preview.scopes).toEqual(read.preview.scopes);
    expect(read.preview.refusedRows).toBe(0);
  });

  it('a bill of 100 MB comes in with progress while the page stays alive, and is cancelled at once', async () => {
    const [head = '', ...lines] = (await (await fetch(focus)).text()).trim().split('\n');
    const body = new TextEncoder().encode(`${lines.join('\n')}\n`);
    const times = Math.ceil((100 * 2 ** 20) / body.length);
    const file = new File([`${head}\n`, ...Array.from({ length: times }, () => body)], 'large.csv');
    const heard: number[] = [];
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    const read = await readOf([file], (bytes) => heard.push(bytes));
    const took = performance.now() - started;
    clearInterval(timer);
    console.info(
      `${String(file.size)} bytes, ${String(times * lines.length)} rows: ${String(Math.round(took))} ms, longest pause ${String(Math.round(longest))} ms`
    );
    expect(heard.at(-1)).toBe(file.size);
    expect(heard.length).toBeGreaterThan(20);
    const once = await readOf([await fileAt(focus, 'focus.csv')]);
    expect(billedOf(read)).toBe(billedOf(once) * BigInt(times));
    let cancelledAt = 0;
    const onProgress = () => {
      if (cancelledAt > 0) return;
      cancelledAt = performance.now();
      job.cancel();
    };
    const job = startBillRead([file], { onProgress });
    expect(await job.result).toMatchObject({ ok: false, problems: [{ code: 'bills.cancelled' }] });
    expect(performance.now() - cancelledAt).toBeLessThan(500);
  }, 120_000);

  it('a large file is given byte for byte, also when what reads beside is missing or breaks down', async () => {
    const bytes = new Uint8Array(11 * 2 ** 20 + 3).map((_, i) => (i * 2654435761) >>> 13);
    const file = new File([bytes], 'a.csv');
    const script = (body: string) => () =>
      new Worker(URL.createObjectURL(new Blob([`onmessage = ({ data }) => { ${body} }`])));
    const starts = [
      undefined,
      () => new Worker('/no-such-worker.js', { type: 'module' }),
      script("throw new Error('out of luck')"),
      script('postMessage({ at: data.at, bytes: undefined })'),
      (): Worker => {
        throw new Error('not allowed');
      }
    ];
    for (const start of starts) {
      let at = 0;
      for await (const chunk of billFileOf(file, start).chunks()) {
        expect(chunk.every((byte, i) => byte === bytes[at + i])).toBe(true);
        at += chunk.length;
      }
      expect(at).toBe(bytes.length);
    }
  });

  it('refuses when the worker cannot be had or breaks down', async () => {
    const script =
      "postMessage({ event: 'ready' }); onmessage = () => { throw new Error('out of luck') }";
    const broken = () => new Worker(URL.createObjectURL(new Blob([script])));
    const absent = () => new Worker('/no-such-worker.js', { type: 'module' });
    for (const start of [broken, absent]) {
      const result = await startBillRead([new File(['a'], 'a.csv')], {}, start).result;
      expect(result).toMatchObject({ ok: false, problems: [{ code: 'import.workerStopped' }] });
    }
  });
});
