import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { Tabs } from '#crdt/local/tabs.ts';
import { Locks } from '../../support/locks.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new Locks() });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const nothing = () => undefined;

function tab(channel = 'right'): Tabs<object, never> {
  return new Tabs<object, never>('store', channel, new Map([['org', new Y.Doc()]]), {
    onLead: nothing,
    onFollow: nothing,
    onTaken: nothing,
    onTold: nothing,
    onAsked: nothing,
    onForget: nothing
  });
}

/** Lets messages arrive, which take real time, and then the seconds pass, a few at once. */
async function pass(seconds: number) {
  for (let i = 0; i < seconds; i++) {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(1000);
  }
}

test('a leader that loads for long is waited for, and answers when it is ready', async () => {
  const [first, second] = [tab(), tab()];
  expect([await first.begin(), await second.begin()]).toEqual([true, false]);
  let met = false;
  const meeting = second.meet().then(() => (met = true));
  await pass(60);
  expect([first.leading, second.leading, met]).toEqual([true, false, false]);
  first.ready();
  await meeting;
  expect(second.leading).toBe(false);
  first.close();
  second.close();
});

test('a leader that says nothing at all is taken for dead', async () => {
  const [first, second] = [tab('unheard'), tab()];
  expect([await first.begin(), await second.begin()]).toEqual([true, false]);
  const meeting = second.meet();
  await pass(9);
  await meeting;
  expect([first.leading, second.leading]).toEqual([false, true]);
  first.close();
  second.close();
});
