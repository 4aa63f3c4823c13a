import { describe, expect, it } from 'vitest';
import { inputFile, readFiles } from '#core/import/read.ts';
import { startRead } from '#worker/jobs.ts';

const page = (from: number, length: number) =>
  JSON.stringify({
    Items: Array.from({ length }, (_, i) => ({
      MemberUin: 100000000000 + from + i,
      Name: `成员 ${String(from + i)}`,
      NodeId: 7,
      MemberType: 'Create'
    }))
  });

const pages = Array.from(
  { length: 200 },
  (_, i) => new File([page(i * 50, 50)], `members-${String(i)}.json`)
);

describe('reading in a worker', () => {
  it('gives what reading in the page gives, while the page stays alive', async () => {
    const done: number[] = [];
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    const result = await startRead(pages, (n) => done.push(n)).result;
    console.info(
      `10,000 accounts in 200 files: ${String(Math.round(performance.now() - started))} ms, longest pause ${String(Math.round(longest))} ms`
    );
    clearInterval(timer);
    const inputs = pages.map(async (file) =>
      inputFile(file.name, new Uint8Array(await file.arrayBuffer()))
    );
    expect(result).toEqual({ ok: true, value: await readFiles(await Promise.all(inputs)) });
    expect(done).toHaveLength(200);
  });
  it('ends when it is cancelled', async () => {
    const job = startRead(pages);
    job.cancel();
    expect(await job.result).toMatchObject({ ok: false, problems: [{ code: 'import.cancelled' }] });
  });
  it('refuses when the worker breaks down', async () => {
    const script =
      "postMessage({ event: 'ready' }); onmessage = () => { throw new Error('out of luck') }";
    const start = () => new Worker(URL.createObjectURL(new Blob([script])));
    const result = await startRead(pages, undefined, start).result;
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'import.workerStopped' }] });
  });
  it('is done in the page when the worker’s script cannot be had', async () => {
    const start = () => new Worker('/no-such-worker.js', { type: 'module' });
    const result = await startRead(pages.slice(0, 1), undefined, start).result;
    expect(result.ok && result.value.sources[0]?.accounts.length).toBe(50);
  });
  it('reads a workbook', async () => {
    const { default: writeExcelFile } = await import('write-excel-file/universal');
    const rows = Array.from({ length: 10_000 }, (_, i) => [
      String(100000000000 + i),
      `账号 ${String(i)}`,
      '研发/平台',
      'a@b.c',
      '备注',
      'k=v'
    ]);
    const blob = await writeExcelFile([
      ['账号 ID', '名称', '所属部门', '邮箱', '备注', '标签'],
      ...rows
    ]).toBlob();
    const started = performance.now();
    const result = await startRead([new File([blob], 'a.xlsx')]).result;
    console.info(`10,000 rows of XLSX: ${String(Math.round(performance.now() - started))} ms`);
    expect(result.ok && result.value.sources[0]?.accounts.length).toBe(10_000);
  });
});
