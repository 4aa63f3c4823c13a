import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LIMITS } from '#protocol/limits.ts';
import { framesOf, encodePart } from '#protocol/wire.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { sha256 } from '../../server/sha256.ts';
import {
  RawClient,
  give,
  pause,
  rolesOf,
  runRelay,
  share,
  until,
  updateOf
} from '../support/relay.ts';
import type { RelaySetup, RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
async function start(setup: RelaySetup = {}) {
  const relay = await runRelay(setup);
  running.push(relay);
  return { relay, owner: await share(relay) };
}
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

const random = (length: number) => randomBytes(length).toString('base64').slice(0, length);

describe('what one connection does to the others', () => {
  test('2,000 withheld updates stall nobody, and more than the bound ends their sender', async () => {
    const { relay, owner } = await start();
    const [one, two] = await Promise.all(
      [1, 2].map(async () => new RawClient(relay, owner).sync())
    );
    const slowest = async (also: (i: number) => void) => {
      let most = 0;
      for (let i = 0; i < 20; i++) {
        const sent = performance.now();
        one!.edit((map) => map.set('mine', `${sent}`));
        await until(() => two!.doc.getMap('map').get('mine') === `${sent}`);
        most = Math.max(most, performance.now() - sent);
        also(i);
      }
      return most;
    };
    const quiet = await slowest(() => undefined);
    const doc = new Y.Doc();
    updateOf(doc, (map) => map.set('withheld', 1));
    const attacker = await new RawClient(relay, owner).sync();
    let bytes = 0;
    for (let i = 0; i < 1900; i++) {
      const update = updateOf(doc, (map) => map.set('k', i));
      bytes += update.length;
      if (bytes < LIMITS.withheld) attacker.update(update);
    }
    const attacked = await slowest((i) =>
      attacker.update(updateOf(attacker.doc, (map) => map.set('news', i)))
    );
    // Parked by Yjs, the attack would hold everybody up for seconds.
    expect(attacked).toBeLessThan(20 * Math.max(quiet, 20));
    expect(attacker.step1s).toBe(2);
    attacker.update(updateOf(doc, (map) => map.set('large', random(LIMITS.withheld))));
    expect(await attacker.closed).toBe(4409);
    expect(attacker.refusals).toEqual(['withheld']);
    expect(two!.doc.getMap('map').has('k')).toBe(false);
  });

  test('an answer that does not bring what is missing is told so', async () => {
    const { relay, owner } = await start();
    const client = await new RawClient(relay, owner).sync();
    const doc = new Y.Doc();
    updateOf(doc, (map) => map.set('a', 1));
    client.update(updateOf(doc, (map) => map.set('b', 1)));
    await until(() => client.step1s === 2);
    client.socket.send(syncMessage('step2', Y.encodeStateAsUpdate(client.doc)));
    await until(() => client.refusals.length === 1);
    expect(client.refusals).toEqual(['withheld']);
    client.edit((map) => map.set('c', 1));
    await until(() => client.acked() === 1);
  });

  test('large changes travel in parts both ways', async () => {
    const { relay, owner } = await start();
    const writer = await new RawClient(relay, owner).sync();
    const reader = await new RawClient(relay, owner).sync();
    const text = random(1_500_000);
    const update = updateOf(writer.doc, (map) => map.set('text', text));
    for (const frame of framesOf(syncMessage('update', update), 1, sha256))
      writer.socket.send(frame);
    await until(() => reader.doc.getMap('map').get('text') === text);
    expect(reader.parts).toBe(Math.ceil(update.length / LIMITS.part));
    const late = await new RawClient(relay, owner).sync();
    expect(late.doc.getMap('map').get('text')).toBe(text);
    expect(writer.acked()).toBe(1);
  });

  test('parts that do not fit end the connection', async () => {
    const { relay, owner } = await start();
    const part = { transfer: 1, part: 0, of: 1, hash: new Uint8Array(32), bytes: Buffer.from('x') };
    const cases = [
      [{ ...part, hash: new Uint8Array(32).fill(1) }, 4400],
      [{ ...part, part: 3, of: 4 }, 4400],
      [{ ...part, of: 100_000 }, 4413]
    ] as const;
    for (const [sent, code] of cases) {
      const client = await new RawClient(relay, owner).open();
      client.socket.send(encodePart(sent));
      expect(await client.closed).toBe(code);
    }
  });

  test('parts within parts unfold nothing, and a reader sends none', async () => {
    const { relay, owner } = await start();
    const one = (bytes: Uint8Array) =>
      encodePart({ transfer: 1, part: 0, of: 1, hash: sha256(bytes), bytes });
    let nested: Uint8Array = Buffer.from('x');
    for (let depth = 0; depth < 1000; depth++) nested = one(nested);
    const writer = await new RawClient(relay, owner).open();
    writer.socket.send(nested);
    expect(await writer.closed).toBe(4400);
    const { secret } = await give(relay, owner, { roles: rolesOf('read') });
    const reader = await new RawClient(relay, secret).open();
    reader.socket.send(one(Buffer.from('x')));
    expect(await reader.closed).toBe(4413);
  });

  test('a reader that stops is not sent more and more, and converges once it reads', async () => {
    const { relay, owner } = await start();
    const writer = await new RawClient(relay, owner).sync();
    const slow = await new RawClient(relay, owner).sync();
    slow.socket.pause();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 300; i++) {
      writer.edit((map) => map.set('big', `${i}${random(100_000)}`));
      if (i % 20 === 0) await until(() => writer.acked() > i);
    }
    await until(() => writer.acked() === 300);
    const heard = slow.heard.length;
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    slow.socket.resume();
    await until(() => String(slow.doc.getMap('map').get('big')).startsWith('299'));
    expect(slow.heard.length - heard).toBeLessThan(200);
    writer.edit((map) => map.set('live', 'again'));
    await until(() => slow.doc.getMap('map').has('live'));
  });
});

describe('what the disk does', () => {
  /** A disk that is slow or full when told to be. */
  function troubled(): RelayStorage & { isFull: boolean; delay: number; appends: number } {
    const inner = memoryStorage();
    const storage = {
      ...inner,
      isFull: false,
      delay: 0,
      appends: 0,
      append: async (...[room, update, also]: Parameters<RelayStorage['append']>) => {
        await pause(storage.delay);
        if (storage.isFull) throw new Error('ENOSPC: no space left on device');
        storage.appends++;
        return inner.append(room, update, also);
      }
    };
    return storage;
  }

  test('nothing is acknowledged, shown or answered before it is committed', async () => {
    const storage = troubled();
    const { relay, owner } = await start({ storage });
    const writer = await new RawClient(relay, owner).sync();
    const reader = await new RawClient(relay, owner).sync();
    storage.delay = 300;
    writer.edit((map) => map.set('a', 1));
    await pause(100);
    const late = new RawClient(relay, owner);
    late.socket.on('open', () => late.step1());
    await pause(100);
    expect(storage.appends).toBe(0);
    expect([writer.acked(), reader.doc.getMap('map').size, late.step1s, late.step2s]).toEqual([
      0, 0, 0, 0
    ]);
    await until(() => writer.acked() === 1 && reader.doc.getMap('map').has('a'));
    await until(() => late.step2s === 1);
    expect(late.doc.getMap('map').get('a')).toBe(1);
  });

  test('updates that come together are written as one', async () => {
    const storage = troubled();
    const { relay, owner } = await start({ storage });
    const clients = await Promise.all(
      [1, 2, 3].map(async () => new RawClient(relay, owner).sync())
    );
    storage.delay = 50;
    for (let i = 0; i < 50; i++)
      for (const client of clients) client.edit((map) => map.set('k', i));
    await until(() => clients.every((client) => client.acked() === 50));
    expect(storage.appends).toBeLessThan(20);
    const [first, ...others] = clients.map((client) => client.doc.getMap('map').toJSON());
    for (const other of others) expect(other).toEqual(first);
  });

  test('a full disk refuses the change, shows nothing of it, and takes it later', async () => {
    const storage = troubled();
    const { relay, owner } = await start({ storage });
    const writer = await new RawClient(relay, owner).sync();
    const reader = await new RawClient(relay, owner).sync();
    storage.isFull = true;
    writer.edit((map) => map.set('a', 1));
    await until(() => writer.refusals.length === 1);
    expect(writer.refusals).toEqual(['full']);
    const late = await new RawClient(relay, owner).sync();
    expect(late.doc.getMap('map').size + reader.doc.getMap('map').size).toBe(0);
    storage.isFull = false;
    const asked = writer.step1s;
    writer.edit((map) => map.set('b', 2));
    await until(() => writer.step1s > asked);
    writer.socket.send(syncMessage('step2', Y.encodeStateAsUpdate(writer.doc)));
    await until(() => writer.acked() === 2 && reader.doc.getMap('map').size === 2);
  });

  test('the last one leaves while its write still runs, and the next one finds it', async () => {
    const storage = troubled();
    const { relay, owner } = await start({ storage });
    for (let i = 1; i <= 20; i++) {
      const client = await new RawClient(relay, owner).sync();
      expect(client.doc.getMap('map').size).toBe(i - 1);
      storage.delay = i % 3 === 0 ? 20 : 0;
      client.edit((map) => map.set(`k${i}`, i));
      client.socket.close();
      await client.closed;
    }
    const last = await new RawClient(relay, owner).sync();
    expect(last.doc.getMap('map').size).toBe(20);
  });

  test('a long log becomes a snapshot, and the document stays', async () => {
    const storage = troubled();
    const { relay, owner } = await start({ storage });
    const writer = await new RawClient(relay, owner).sync();
    for (let i = 1; i <= 520; i++) {
      writer.edit((map) => map.set(`k${i % 50}`, i));
      await until(() => writer.acked() >= i);
    }
    const stored = await storage.loadRoom('workspace1/org');
    expect(stored.snapshot).toBeDefined();
    expect(stored.log.length).toBeLessThan(500);
    writer.edit((map) => map.set('big', random(300_000)));
    await until(() => writer.acked() > 520);
    expect((await storage.loadRoom('workspace1/org')).log.length).toBe(0);
    writer.socket.close();
    await writer.closed;
    const reader = await new RawClient(relay, owner).sync();
    expect(reader.doc.getMap('map').toJSON()).toEqual(writer.doc.getMap('map').toJSON());
  });
});
