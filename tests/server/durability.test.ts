import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flushing } from '../../server/storage/flushing.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { RawClient, api, pause, rolesOf, until } from '../support/relay.ts';
import { MESSAGE } from '#protocol/wire.ts';
import { Troubled } from '../support/troubled-storage.ts';
import { meeting } from './meeting.ts';

const ROOM = 'workspace1/org';
/** Longer than the relay takes for a turn, were it not held up. */
const A_WHILE = 150;

async function seenBy(late: RawClient, one: RawClient, two: RawClient) {
  await pause(A_WHILE);
  return [one.acked(), two.doc.getMap('map').size, late.step1s, late.step2s];
}

/** Two editors, and a third who comes while the first one's change is held up at a gate. */
async function held(trouble: Troubled, call: 'append' | 'flush', storage: RelayStorage) {
  const { relay, owner, one, two } = await meeting(storage);
  trouble.gates[call].shut();
  one.edit((map) => map.set('a', 1));
  await until(() => trouble.gates[call].waiting > 0);
  const late = new RawClient(relay, owner);
  late.socket.on('open', () => late.step1());
  return { relay, owner, one, two, late };
}

describe('when a change counts as stored', () => {
  test('with fsync: acknowledged, shown and answered only after the flush', async () => {
    const trouble = new Troubled();
    const { one, two, late } = await held(trouble, 'flush', flushing(trouble.storage));
    expect(trouble.memory.rooms.get(ROOM)?.log.length).toBe(1);
    expect(await seenBy(late, one, two)).toEqual([0, 0, 0, 0]);
    trouble.gates.flush.open();
    await until(() => one.acked() === 1 && two.doc.getMap('map').has('a'));
    await until(() => late.doc.getMap('map').has('a'));
  });

  test('with commit: after the commit, whether or not anything is flushed', async () => {
    const trouble = new Troubled();
    const { one, two, late } = await held(trouble, 'append', trouble.storage);
    expect(await seenBy(late, one, two)).toEqual([0, 0, 0, 0]);
    trouble.gates.flush.shut();
    trouble.gates.append.open();
    await until(() => one.acked() === 1 && two.doc.getMap('map').has('a'));
    await until(() => late.doc.getMap('map').has('a'));
    expect(trouble.calls.flush).toBe(0);
  });

  test('a failed flush refuses, shows nothing of it, and nothing is promised after it', async () => {
    const trouble = new Troubled();
    const { relay, owner, one, two } = await meeting(flushing(trouble.storage));
    one.edit((map) => map.set('a', 1));
    await until(() => one.acked() === 1);
    trouble.failing.add('flush');
    two.edit((map) => map.set('b', 2));
    await until(() => two.refusals.length === 1);
    // What the system says the second time is worth nothing.
    trouble.failing.clear();
    one.edit((map) => map.set('c', 3));
    await until(() => one.refusals.length === 1);
    expect([one.refusals, two.refusals]).toEqual([['full'], ['full']]);
    const late = await new RawClient(relay, owner).sync();
    expect(late.doc.getMap('map').toJSON()).toEqual({ a: 1 });
    expect([one.acked(), two.acked()]).toEqual([1, 0]);
    expect((await fetch(`${relay.url}/readyz`)).status).toBe(503);
    // The next process reads what is there.
    const next = await memoryStorage(trouble.memory).loadRoom(ROOM);
    expect(next.log.length).toBe(2);
  });
});

describe('group commit', () => {
  test('updates that come while one is being written make one append more', async () => {
    const trouble = new Troubled();
    const { one, two } = await meeting(trouble.storage);
    trouble.gates.append.shut();
    one.edit((map) => map.set('first', 0));
    await until(() => trouble.gates.append.waiting === 1);
    const before = trouble.calls.append;
    for (let i = 0; i < 200; i++) (i % 2 ? one : two).edit((map) => map.set(`k${i}`, i));
    await pause(A_WHILE);
    expect([one.acked(), two.acked(), trouble.calls.append]).toEqual([0, 0, before]);
    trouble.gates.append.open();
    await until(() => one.acked() === 101 && two.acked() === 100);
    expect(trouble.calls.append).toBe(before + 2);
    expect(two.doc.getMap('map').size).toBe(201);
  });

  test('who sends hundreds at once has turns of a hundred or so, and another is in the first of them', async () => {
    const trouble = new Troubled();
    const { one, two } = await meeting(trouble.storage);
    trouble.gates.append.shut();
    one.edit((map) => map.set('first', 0));
    await until(() => trouble.gates.append.waiting === 1);
    const [before, heard] = [trouble.calls.append, one.heard.length];
    for (let i = 0; i < 500; i++) one.edit((map) => map.set(`k${i}`, i));
    two.edit((map) => map.set('short', 1));
    await pause(A_WHILE);
    trouble.gates.append.open();
    await until(() => one.acked() === 501 && two.acked() === 1);
    const { ack, sync } = MESSAGE;
    expect(one.heard.slice(heard)).toEqual([ack, ack, sync, ack, ack, ack]);
    expect(one.acks.slice(-5).flatMap((clocks) => [...clocks.values()])).toEqual([
      1, 129, 257, 385, 501
    ]);
    expect(trouble.calls.append).toBe(before + 5);
  });

  test('no room waits for the flush of another', async () => {
    const trouble = new Troubled();
    const storage = flushing(trouble.storage);
    trouble.gates.flush.shut();
    const all = ['v/org', 'w/org'].map((room) => storage.append(room, Uint8Array.of(1)));
    await until(() => trouble.gates.flush.waiting === 2);
    trouble.gates.flush.open();
    expect(await Promise.all(all)).toEqual([1, 1]);
  });
});

describe('a full disk', () => {
  test('refuses changes and requests, lets everybody read, and needs no restart once there is room', async () => {
    const trouble = new Troubled();
    const { relay, owner, one, two } = await meeting(trouble.storage);
    one.edit((map) => map.set('a', 1));
    await until(() => one.acked() === 1 && two.doc.getMap('map').has('a'));
    for (const call of ['append', 'compact', 'write'] as const) trouble.failing.add(call);
    two.edit((map) => map.set('b', 'x'.repeat(300_000)));
    await until(() => two.refusals.length === 1);
    const grant = { label: 'Guest', owner: false, roles: rolesOf('read') };
    const path = '/api/workspaces/workspace1/grants';
    expect((await api(relay, 'POST', path, owner, grant)).status).toBe(507);
    expect((await api(relay, 'GET', path, owner)).status).toBe(200);
    const late = await new RawClient(relay, owner).sync();
    expect(late.doc.getMap('map').toJSON()).toEqual({ a: 1 });
    trouble.failing.delete('append');
    trouble.failing.delete('write');
    // As the page does by itself after a while.
    two.socket.send(syncMessage('step2', Y.encodeStateAsUpdate(two.doc)));
    await until(() => two.acked() === 1 && one.doc.getMap('map').has('b'));
    expect((await api(relay, 'POST', path, owner, grant)).status).toBe(201);
    // Folding still finds no room, and holds nobody up.
    expect(trouble.calls.compact).toBe(0);
    one.edit((map) => map.set('c', 1));
    await until(() => one.acked() === 2);
  });
});
