import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  RawClient,
  give,
  provider,
  pause,
  removeFolder,
  rolesOf,
  runRelay,
  share,
  temporaryFolder,
  until,
  updateOf
} from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
const start = async (...setup: Parameters<typeof runRelay>) => {
  const relay = await runRelay(...setup);
  running.push(relay);
  return relay;
};
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

describe('rooms', () => {
  test('two pages converge, with the client that pages use', async () => {
    const relay = await start();
    const owner = await share(relay);
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    docs[0].getMap('map').set('before', 1);
    const pages = docs.map((doc) => provider(relay, owner, doc));
    await until(() => pages.every((page) => page.synced));
    docs[0].getMap('map').set('a', 1);
    docs[1].getMap('map').set('b', 2);
    const all = { before: 1, a: 1, b: 2 };
    await until(() => docs.every((doc) => doc.getMap('map').size === 3));
    for (const doc of docs) expect(doc.getMap('map').toJSON()).toEqual(all);
    docs[0].getMap('map').delete('b');
    await until(() => !docs[1].getMap('map').has('b'));
    for (const page of pages) page.destroy();
  });

  test('a room is read before its first answer, and keeps what was acknowledged', async () => {
    const folder = temporaryFolder();
    const first = await start({ folder });
    const owner = await share(first);
    const writer = await new RawClient(first, owner).sync();
    writer.edit((map) => map.set('kept', true));
    await until(() => writer.acked() === 1);
    await running.pop()?.stop();
    expect(await writer.closed).toBe(1012);
    const second = await start({ folder });
    const reader = new RawClient(second, owner);
    reader.socket.on('open', () => reader.step1());
    await until(() => reader.step2s === 1);
    expect(reader.doc.getMap('map').toJSON()).toEqual({ kept: true });
    await running.pop()?.stop();
    removeFolder(folder);
  });

  test('a viewer reads, and is told that a write was not taken', async () => {
    const relay = await start();
    const owner = await share(relay);
    const { secret } = await give(relay, owner, { roles: rolesOf('read') });
    const writer = await new RawClient(relay, owner).sync();
    const viewer = await new RawClient(relay, secret).sync();
    writer.edit((map) => map.set('a', 1));
    writer.edit((map) => map.delete('a'));
    await until(() => viewer.doc.getMap('map').size === 0 && writer.acked() === 1);
    await viewer.sync();
    expect(viewer.refusals).toEqual([]);
    viewer.edit((map) => map.set('b', 1));
    await until(() => viewer.refusals.length === 1);
    expect(viewer.refusals).toEqual(['readOnly']);
    writer.edit((map) => map.set('c', 1));
    await until(() => viewer.doc.getMap('map').has('c'));
    expect(writer.doc.getMap('map').toJSON()).toEqual({ c: 1 });
    viewer.edit((map) => map.set('b', 2));
    viewer.edit((map) => map.set('b', 3));
    expect(await viewer.closed).toBe(4403);
    expect(viewer.acked()).toBe(0);
  });

  test('what cannot be read ends its sender and nobody else', async () => {
    const relay = await start();
    const owner = await share(relay);
    const other = await new RawClient(relay, owner).sync();
    const attacks: [string, (client: RawClient) => void, number][] = [
      ['a malformed update', (client) => client.update(Buffer.from([1, 2, 3, 4, 5])), 4400],
      ['a malformed message', (client) => client.socket.send(Buffer.from([0])), 4400],
      ['an unknown message', (client) => client.socket.send(Buffer.from([99, 1])), 4400],
      ['text', (client) => client.socket.send('hello'), 4400],
      ['a malformed vector', (client) => client.step1(Buffer.from([200])), 4400],
      ['a frame too large', (client) => client.socket.send(new Uint8Array(400_000)), 4413],
      ['a huge frame', (client) => client.socket.send(new Uint8Array(4_000_000)), 1009]
    ];
    for (const [what, attack, code] of attacks) {
      const attacker = await new RawClient(relay, owner).open();
      attack(attacker);
      expect(await attacker.closed, what).toBe(code);
    }
    other.edit((map) => map.set('still', 'here'));
    await until(() => other.acked() === 1);
  });

  test('a write of everything known is nothing', async () => {
    const relay = await start();
    const owner = await share(relay);
    const one = await new RawClient(relay, owner).sync();
    const two = await new RawClient(relay, owner).sync();
    one.edit((map) => map.set('a', 1));
    one.edit((map) => map.set('a', 2));
    await until(() => two.doc.getMap('map').get('a') === 2);
    const before = one.heard.length;
    two.update(Y.encodeStateAsUpdate(two.doc));
    await until(() => two.acked(one.doc.clientID) === 2);
    await pause(50);
    expect(one.heard.length).toBe(before);
  });

  test('an update waits for the one it builds on, and is applied with it', async () => {
    const relay = await start();
    const owner = await share(relay);
    const one = await new RawClient(relay, owner).sync();
    const two = await new RawClient(relay, owner).sync();
    const doc = new Y.Doc();
    const first = updateOf(doc, (map) => map.set('a', 1));
    const second = updateOf(doc, (map) => map.set('b', 2));
    const asked = one.step1s;
    one.update(second);
    await until(() => one.step1s > asked);
    expect(two.doc.getMap('map').size).toBe(0);
    one.update(first);
    await until(() => two.doc.getMap('map').size === 2);
    expect(one.refusals).toEqual([]);
    await until(() => one.acked(doc.clientID) === 2);
  });
});
