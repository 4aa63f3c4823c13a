import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import type { Memory } from '../../server/storage/memory.ts';
import { tornIn } from '../../server/storage/torn.ts';
import { compactRoom, inspectRoom } from '../../server/storage/upkeep.ts';
import { RawClient, api, runRelay, until } from '../support/relay.ts';
import { Troubled } from '../support/troubled-storage.ts';
import { meeting, running } from './meeting.ts';

const ROOM = 'workspace1/org';

/** A room of four updates, the last of which (or another) was cut short by a crash. */
async function torn(at = 3, length = (whole: number) => whole - 1) {
  const memory = newMemory();
  const { owner, one } = await meeting(memoryStorage(memory));
  for (let i = 1; i <= 4; i++) {
    one.edit((map) => map.set(`k${i}`, i));
    await until(() => one.acked() === i);
  }
  await running.pop()?.stop();
  const room = memory.rooms.get(ROOM)!;
  const log = room.log.map(({ seq, update }, i) => ({
    seq,
    update: i === at ? update.subarray(0, length(update.length)) : update
  }));
  memory.rooms.set(ROOM, { ...room, log });
  return { memory, owner, one };
}

async function opened(memory: Memory, storage = memoryStorage(memory)) {
  const relay = await runRelay({ storage });
  running.push(relay);
  return { relay, storage };
}

test('an update cut at any byte is set aside, and the room opens with all before it', async () => {
  for (let cut = 0; cut < 12; cut++) {
    const { memory, owner, one } = await torn(3, (whole) => Math.floor((whole * cut) / 12));
    const stored = await memoryStorage(memory).loadRoom(ROOM);
    expect(inspectRoom(stored).problem).toContain('1 of its updates cannot be read');
    const { relay, storage } = await opened(memory);
    const reader = await new RawClient(relay, owner).sync();
    expect(reader.doc.getMap('map').toJSON()).toEqual({ k1: 1, k2: 2, k3: 3 });
    expect(await tornIn(storage, ROOM)).toBe(1);
    expect(inspectRoom(await storage.loadRoom(ROOM)).problem).toBeUndefined();
    // Whoever wrote it still has it, and gives it back.
    const back = await new RawClient(relay, owner, { doc: one.doc }).sync();
    await until(() => back.acked() === 4);
    await until(() => reader.doc.getMap('map').size === 4);
    await running.pop()?.stop();
  }
});

test('what builds on a torn update is set aside with it, and what does not is kept', async () => {
  const { memory, owner } = await torn(1);
  const other = new Y.Doc();
  other.getMap('map').set('other', 1);
  const room = memory.rooms.get(ROOM)!;
  const log = [...room.log, { seq: 5, update: Y.encodeStateAsUpdate(other) }];
  memory.rooms.set(ROOM, { ...room, seq: 5, log });
  const { relay, storage } = await opened(memory);
  const reader = await new RawClient(relay, owner).sync();
  expect(reader.doc.getMap('map').toJSON()).toEqual({ k1: 1, other: 1 });
  expect(await tornIn(storage, ROOM)).toBe(3);
  const removed = await api(relay, 'DELETE', '/api/workspaces/workspace1', owner);
  expect([removed.status, await tornIn(storage, ROOM)]).toEqual([204, 0]);
});

test('a disk that is full as well keeps nobody out, and the torn is set aside later', async () => {
  const { memory, owner } = await torn();
  const trouble = new Troubled(memory);
  trouble.failing.add('write').add('append').add('compact');
  const { relay } = await opened(memory, trouble.storage);
  const reader = await new RawClient(relay, owner).sync();
  expect(reader.doc.getMap('map').size).toBe(3);
  expect(await tornIn(trouble.storage, ROOM)).toBe(0);
  await running.pop()?.stop();
  trouble.failing.clear();
  await compactRoom(trouble.storage, ROOM);
  expect(await tornIn(trouble.storage, ROOM)).toBe(1);
  expect((await trouble.storage.loadRoom(ROOM)).log).toEqual([]);
});
