import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { batchOf } from '#core/finance/batch-write.ts';
import { SNAPSHOT } from '#core/finance/batch-format.ts';
import { BillBatch } from '#core/finance/model.ts';
import { readRow } from '#core/kernel/kind.ts';
import { refused, ok, type Result } from '#core/kernel/problem.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { followMoney, moneyOf } from '#workspace/money.svelte.ts';
import { factOf } from '../support/bills.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const billOf = (format: string): Bytes =>
  batchOf({
    scope: { provider: 'aws', payer: '', currency: 'USD' },
    format,
    facts: [factOf({ billed: 5n })],
    sketches: new Map()
  });

const state = applyDiff(
  noState(),
  new Map([[BillBatch.name, new Map([['bill', readRow(BillBatch, 'bill', () => undefined)]])]])
);

/** A workspace that names one bill. */
function holderOf(read: () => Result<Bytes>, more: { money?: 'account' } = {}) {
  return {
    state,
    phase: 'ready',
    blobs: () => Promise.resolve({ read: () => Promise.resolve(read()) }),
    ...more
  };
}

afterEach(() => {
  vi.useRealTimers();
});

test('a workspace takes no bill that stands for departments; a snapshot does', async () => {
  const bytes = billOf(SNAPSHOT);
  const live = moneyOf(holderOf(() => ok(bytes)));
  await live.follow();
  expect(live.counted).toEqual([]);
  expect(live.missing.map(({ problem }) => problem.code)).toEqual(['finance.batchDamaged']);
  const shown = moneyOf(holderOf(() => ok(bytes), { money: 'account' }));
  await shown.follow();
  expect(shown.counted).toHaveLength(1);
});

test('a bill that is named before it is given is asked for until it is there, and then no more', async () => {
  vi.useFakeTimers();
  let given = false;
  const read = vi.fn(() =>
    given ? ok(billOf('focus')) : refused({ code: 'blob.notFound', params: {} })
  );
  const holder = holderOf(read);
  const money = moneyOf(holder);
  const stop = $effect.root(() => followMoney(holder, money));
  flushSync();
  await vi.advanceTimersByTimeAsync(1000);
  expect(money.missing).toHaveLength(1);
  flushSync();
  await vi.advanceTimersByTimeAsync(10_000);
  flushSync();
  expect(read.mock.calls.length).toBeGreaterThan(1);
  given = true;
  await vi.advanceTimersByTimeAsync(60_000);
  flushSync();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(money.missing).toEqual([]);
  expect(money.counted).toHaveLength(1);
  const calls = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(read.mock.calls.length).toBe(calls);
  stop();
});
