import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { memoryStorage } from '../../server/storage/memory.ts';
import { Folding } from '../../server/sync/folding.ts';
import { RawClient, api, pause, runRelay, until } from '../support/relay.ts';
import { Troubled } from '../support/troubled-storage.ts';
import { meeting, running } from './meeting.ts';

const ROOM = 'workspace1/org';
const DAY = 24 * 3_600_000;
const large = (n: number) => `${n}`.padEnd(300_000, 'x');

/** Two editors in a room whose log is being folded by a disk that does not get on with it. */
async function folding() {
  const trouble = new Troubled();
  const met = await meeting(trouble.storage);
  trouble.gates.compact.shut();
  met.one.edit((map) => map.set('large', large(0)));
  await until(() => trouble.gates.compact.waiting === 1);
  return { ...met, trouble, log: () => trouble.memory.rooms.get(ROOM)?.log.length };
}

test('edits are acknowledged while a log is folded slowly, and stay in the log', async () => {
  const { one, two, trouble, log } = await folding();
  for (let i = 1; i <= 20; i++) {
    one.edit((map) => map.set('k', i));
    await until(() => one.acked() === 1 + i && two.doc.getMap('map').get('k') === i);
  }
  expect([log(), trouble.gates.compact.waiting]).toEqual([21, 1]);
  trouble.gates.compact.open();
  await until(() => log() === 20);
  const late = new Y.Doc();
  const { snapshot, log: kept } = await trouble.storage.loadRoom(ROOM);
  for (const update of [snapshot!, ...kept]) Y.applyUpdate(late, update);
  expect(late.getMap('map').toJSON()).toEqual(one.doc.getMap('map').toJSON());
});

test('a process that dies while it folds loses nothing that was acknowledged', async () => {
  const { one, owner, trouble } = await folding();
  one.edit((map) => map.set('k', 1));
  await until(() => one.acked() === 2);
  for (const done of [false, true]) {
    if (done) {
      trouble.gates.compact.open();
      await until(() => trouble.calls.compact === 1);
    }
    const relay = await runRelay({ storage: memoryStorage(structuredClone(trouble.memory)) });
    running.push(relay);
    const reader = await new RawClient(relay, owner).sync();
    expect(reader.doc.getMap('map').toJSON()).toEqual(one.doc.getMap('map').toJSON());
  }
});

test('a workspace that is taken away while it folds does not come back', async () => {
  const { relay, owner, trouble, one } = await folding();
  const removed = api(relay, 'DELETE', '/api/workspaces/workspace1', owner);
  await one.closed;
  await pause(50);
  trouble.gates.compact.open();
  expect((await removed).status).toBe(204);
  expect(trouble.memory.rooms.size).toBe(0);
});

test('the last one leaves while a log is folded, and the next one finds everything', async () => {
  const { relay, owner, one, two, trouble } = await folding();
  one.socket.close();
  two.socket.close();
  await Promise.all([one.closed, two.closed]);
  const next = await new RawClient(relay, owner).sync();
  expect(next.doc.getMap('map').get('large')).toBe(large(0));
  next.edit((map) => map.set('more', 1));
  await until(() => next.acked() === 1);
  trouble.gates.compact.open();
  await until(() => trouble.memory.rooms.get(ROOM)?.log.length === 1);
});

test('a room that everybody leaves folds a log of some length, and keeps a short one', async () => {
  const trouble = new Troubled();
  const { one, two } = await meeting(trouble.storage);
  for (let i = 1; i <= 60; i++) {
    one.edit((map) => map.set('k', i));
    await until(() => one.acked() === i);
  }
  one.socket.close();
  await one.closed;
  expect(trouble.calls.compact).toBe(0);
  two.socket.close();
  await until(() => trouble.calls.compact === 1);
  expect(trouble.memory.rooms.get(ROOM)?.log.length).toBe(0);
});

test('a log is due by length, by size and by age, and not again soon after it failed', async () => {
  const trouble = new Troubled();
  const due = (entries: number, bytes: number, after: number, closing = false) => {
    const fold = new Folding(trouble.storage, ROOM);
    for (let i = 0; i < entries; i++) fold.appended(bytes, 0);
    return fold.isDue(after, closing);
  };
  expect([due(499, 1, 0), due(500, 1, 0)]).toEqual([false, true]);
  expect([due(2, 100_000, 0), due(3, 100_000, 0)]).toEqual([false, true]);
  expect([due(1, 1, DAY - 1), due(1, 1, DAY), due(0, 1, DAY)]).toEqual([false, true, false]);
  expect([due(49, 1, 0, true), due(50, 1, 0, true)]).toEqual([false, true]);
  const fold = new Folding(trouble.storage, ROOM);
  fold.read({ snapshot: undefined, seq: 500, log: Array(500).fill(Uint8Array.of(1)) }, 0);
  trouble.failing.add('compact');
  fold.start(500, Uint8Array.of(1), 0);
  expect(fold.isDue(0)).toBe(false);
  await fold.running;
  expect([fold.isDue(59_999), fold.isDue(60_000)]).toEqual([false, true]);
  trouble.failing.clear();
  fold.start(500, Uint8Array.of(1), 60_000);
  fold.appended(1, 60_000);
  await fold.running;
  expect([fold.isDue(60_000 + DAY - 1), fold.isDue(60_000 + DAY)]).toEqual([false, true]);
});
