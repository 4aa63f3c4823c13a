import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOSE_CODES } from '#protocol/close-codes.ts';
import { CLOCK_JUMP } from '#protocol/root-maps.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import { RawClient, give, rolesOf, runRelay, until, WORKSPACE } from '../support/relay.ts';
import { attempt, meeting, placed, running, set } from './meeting.ts';

type Ranges = readonly { readonly clock: number; readonly len: number }[];
type Deletions = ReadonlyMap<number, Ranges>;

const deletions = (clients: Deletions): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clients.size);
    for (const [client, ranges] of clients) {
      for (const n of [client, ranges.length]) encoding.writeVarUint(encoder, n);
      for (const { clock, len } of ranges)
        for (const n of [clock, len]) encoding.writeVarUint(encoder, n);
    }
  });

/** An update that says to delete only what is told; its deletions stand last. */
function deletingOnly(update: Uint8Array, clients: Deletions): Uint8Array {
  const before = deletions(Y.decodeUpdate(update).ds.clients).length;
  return Buffer.concat([update.subarray(0, update.length - before), deletions(clients)]);
}

describe('what an editor with a program of their own cannot do', () => {
  test.each(['audit', 'ledger', 'block'])('change or remove what stands in %s', async (map) => {
    const { relay, rights, one, two } = await meeting();
    expect(await attempt(one, set(map, '1.one', 'first'))).toBe('taken');
    await until(() => two.doc.getMap(map).size === 1);
    expect(await attempt(two, set(map, '1.one', 'forged'))).toBe('rewritten');
    const again = await new RawClient(relay, rights[1]!.secret).sync();
    expect(again.doc.getMap(map).toJSON()).toEqual({ '1.one': 'first' });
    expect(await attempt(again, (doc) => doc.getMap(map).delete('1.one'))).toBe('rewritten');
  });

  test('write the same history key twice in one breath', async () => {
    const { one } = await meeting();
    const twice = await attempt(one, (doc) => {
      doc.getMap('audit').set('1.one', 'a');
      doc.getMap('audit').set('1.one', 'b');
    });
    expect(twice).toBe('rewritten');
  });

  test("write in another's name, in any section, also before the other does", async () => {
    const { relay, rights, one, two } = await meeting();
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    expect(await attempt(two, set('place', 'd1/one', placed(2)))).toBe('foreign');
    const finance = new RawClient(relay, rights[1]!.secret, { room: `${WORKSPACE}/finance` });
    expect(await attempt(await finance.sync(), set('audit', '2.one', 'x'))).toBe('foreign');
  });

  test("take the place of what another's document has yet to send", async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('department', 'd1/name', 'A'))).toBe('taken');
    await until(() => two.doc.getMap('department').size === 1);
    two.doc.clientID = one.doc.clientID;
    expect(await attempt(two, set('department', 'd1/name', 'forged'))).toBe('foreign');
    expect(await attempt(one, set('department', 'd1/name', 'B'))).toBe('taken');
  });

  test('let Lamport time run away', async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('audit', '20000.one', 'x'))).toBe('taken');
    const far = 20_000 + CLOCK_JUMP + 1;
    expect(await attempt(two, set('place', 'd1/two', placed(far)))).toBe('clock');
  });

  test('make anything but flat maps, or values beyond all measure', async () => {
    for (const change of [
      (doc: Y.Doc) => doc.getMap('department').set('d1', new Y.Map()),
      (doc: Y.Doc) => doc.getArray('list').push([1]),
      (doc: Y.Doc) => doc.getText('text').insert(0, 'x')
    ]) {
      const { one } = await meeting();
      one.doc.transact(() => change(one.doc));
      one.update(Y.encodeStateAsUpdate(one.doc));
      expect(await one.closed).toBe(4400);
    }
    const { one } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', ['x'.repeat(5000)]))).toBe('tooLarge');
  });

  test('take a department out of the tree by taking its places away', async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    await until(() => two.doc.getMap('place').size === 1);
    expect(await attempt(two, (doc) => doc.getMap('place').delete('d1/one'))).toBe('rewritten');
  });

  test('take a department out of the tree by a place that is none', async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    await until(() => two.doc.getMap('place').size === 1);
    for (const none of [
      'x',
      [2],
      [2, 'd1', 'a0', 'root', 'a0', 2],
      [2, 'root', '-', 'root', 'a0', 2]
    ]) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(two.doc));
      const vector = Y.encodeStateVector(doc);
      doc.transact(() => {
        doc.getMap('place').delete('d1/one');
        doc.getMap('place').set('d1/two', none);
      });
      const before = two.refusals.length;
      two.update(Y.encodeStateAsUpdate(doc, vector));
      await until(() => two.refusals.length > before);
      expect(two.refusals.at(-1)).toBe('rewritten');
    }
  });

  test('put what is no place over their own, and not say that it removes one', async () => {
    const { one } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    const vector = Y.encodeStateVector(one.doc);
    set('place', 'd1/one', 'x')(one.doc);
    const { structs } = Y.decodeUpdate(Y.encodeStateAsUpdate(one.doc, vector));
    expect(structs).toHaveLength(1);
    const refusals = one.refusals.length;
    one.update(deletingOnly(Y.encodeStateAsUpdate(one.doc, vector), new Map()));
    await until(() => one.refusals.length > refusals);
    expect(one.refusals).toEqual(['rewritten']);
  });

  test('take a department out of the tree by a place that stands before another and so never counts', async () => {
    const { relay, rights, one } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    const doc = new Y.Doc({ gc: false });
    const two = await new RawClient(relay, rights[1]!.secret, { doc }).sync();
    await until(() => two.doc.getMap('place').size === 1);
    expect(await attempt(two, set('place', 'd1/two', placed(2)))).toBe('taken');
    const vector = Y.encodeStateVector(two.doc);
    two.doc.transact((transaction) => {
      const place = two.doc.getMap('place');
      const after = place._map.get('d1/two')!;
      const id = Y.createID(two.doc.clientID, Y.getState(two.doc.store, two.doc.clientID));
      const content: Y.Item['content'] = after.content.copy();
      new Y.Item(id, null, null, after, after.id, place, 'd1/two', content).integrate(
        transaction,
        0
      );
      place.delete('d1/one');
      place.delete('d1/two');
    });
    const update = Y.encodeStateAsUpdate(two.doc, vector);
    // Its own item is not among what it says to delete: that it never counts is for Yjs to find.
    const clients = new Map<number, Ranges>(Y.decodeUpdate(update).ds.clients);
    clients.set(two.doc.clientID, [{ clock: 0, len: 1 }]);
    two.update(deletingOnly(update, clients));
    expect(await two.closed).toBe(CLOSE_CODES.malformed.code);
    const again = await new RawClient(relay, rights[1]!.secret).sync();
    expect([...again.doc.getMap('place').keys()].sort()).toEqual(['d1/one', 'd1/two']);
  });

  test('take a department out of the tree by a place under a key that is none', async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    await until(() => two.doc.getMap('place').size === 1);
    const moved = await attempt(two, (doc) => {
      doc.getMap('place').delete('d1/one');
      doc.getMap('place').set('d1/two/more', placed(2));
    });
    expect(moved).toBe('rewritten');
  });

  test.each([true, false])('set a place and take it away in one breath, gc %s', async (gc) => {
    const { relay, rights, one } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    const doc = new Y.Doc({ gc });
    const two = await new RawClient(relay, rights[1]!.secret, { doc }).sync();
    await until(() => doc.getMap('place').size === 1);
    const moved = await attempt(two, (of) => {
      const place = of.getMap('place');
      place.delete('d1/one');
      place.set('d1/two', placed(2));
      place.delete('d1/two');
    });
    expect(moved).toBe('rewritten');
  });

  test("take another's key by setting it and taking it away in one breath", async () => {
    const { relay, rights, one } = await meeting();
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    const doc = new Y.Doc({ gc: false });
    const two = await new RawClient(relay, rights[1]!.secret, { doc }).sync();
    const taken = await attempt(two, (of) => {
      of.getMap('audit').set('2.one', 'x');
      of.getMap('audit').delete('2.one');
    });
    expect(taken).toBe('foreign');
    expect(await attempt(one, set('audit', '2.one', 'x'))).toBe('taken');
  });

  test('say what format the document has', async () => {
    const { relay, owner, one } = await meeting();
    expect(await attempt(one, set('meta', 'format', 99))).toBe('readOnly');
    const mine = await new RawClient(relay, owner).sync();
    expect(mine.doc.getMap('meta').size).toBe(0);
    expect(await attempt(mine, set('meta', 'format', 1))).toBe('taken');
    const again = await new RawClient(relay, (await give(relay, owner)).secret).sync();
    expect(await attempt(again, (doc) => doc.getMap('meta').delete('format'))).toBe('readOnly');
  });

  test('be the first to tell the time in a quiet section, far from that of the others', async () => {
    const memory = newMemory();
    const { owner, one } = await meeting(memoryStorage(memory));
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    await running.pop()?.stop();
    const again = await runRelay({ storage: memoryStorage(memory) });
    running.push(again);
    const { secret } = await give(again, owner);
    const room = { room: `${WORKSPACE}/finance` };
    const finance = await new RawClient(again, secret, room).sync();
    expect(await attempt(finance, set('audit', '999999999999999.two', 'x'))).toBe('clock');
    expect(finance.refusals).toEqual(['clock']);
  });
});

describe('what stays possible', () => {
  test('a place is given up for another, whoever gave it', async () => {
    const { one, two } = await meeting();
    expect(await attempt(one, set('place', 'd1/one', placed(1)))).toBe('taken');
    await until(() => two.doc.getMap('place').size === 1);
    const moved = await attempt(two, (doc) => {
      doc.getMap('place').delete('d1/one');
      doc.getMap('place').set('d1/two', placed(2));
    });
    expect(moved).toBe('taken');
  });

  test('a section that was quiet meets the time of the others, open or not', async () => {
    const { relay, rights, one } = await meeting();
    for (const l of [1, 10_000, 19_000])
      expect(await attempt(one, set('audit', `${l}.one`, 'x'))).toBe('taken');
    one.socket.close();
    await one.closed;
    const room = { room: `${WORKSPACE}/finance` };
    const finance = await new RawClient(relay, rights[0]!.secret, room).sync();
    expect(await attempt(finance, set('audit', '2.one', 'x'))).toBe('taken');
    expect(await attempt(finance, set('audit', '19001.one', 'x'))).toBe('taken');
  });

  test('a workspace of long standing is shared, whichever of its sections comes first', async () => {
    const { relay, owner } = await meeting();
    const doc = new Y.Doc();
    for (const l of [3, 20_000]) doc.getMap('audit').set(`${l}.a`, 'x');
    const room = `${WORKSPACE}/finance`;
    const quiet = await new RawClient(relay, owner, { doc, room }).sync();
    expect(await attempt(quiet, set('audit', `${20_001 + CLOCK_JUMP}.a`, 'x'))).toBe('taken');
    expect(quiet.refusals).toEqual([]);
  });

  test('what speaks of no time does not begin it', async () => {
    const { one } = await meeting();
    expect(await attempt(one, set('department', 'd1/name', 'x'))).toBe('taken');
    expect(await attempt(one, set('audit', '20000.one', 'x'))).toBe('taken');
  });

  test('a look at the other sections that failed is done again', async () => {
    const memory = newMemory();
    const base = memoryStorage(memory);
    let failing = false;
    const loadRoom = (name: string) =>
      failing && name.endsWith('/finance')
        ? Promise.reject(new Error('disk'))
        : base.loadRoom(name);
    const { relay, rights, one } = await meeting({ ...base, loadRoom });
    // Somebody elsewhere, so that the workspace is not forgotten meanwhile.
    const room = { room: `${WORKSPACE}/accounts` };
    await new RawClient(relay, rights[1]!.secret, room).sync();
    failing = true;
    one.doc.getMap('audit').set('1.one', 'x');
    one.update(Y.encodeStateAsUpdate(one.doc));
    expect(await one.closed).toBe(4503);
    failing = false;
    const back = await new RawClient(relay, rights[0]!.secret, { doc: one.doc }).sync();
    expect(await attempt(back, set('audit', '2.one', 'x'))).toBe('taken');
  });

  test('an owner brings back what a relay lost, and a name outlives a restart', async () => {
    const memory = newMemory();
    const { owner, rights, one, two } = await meeting(memoryStorage(memory));
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    await until(() => two.doc.getMap('audit').size === 1);
    const lost = memory.rooms.get(`${WORKSPACE}/org`)!;
    await running.pop()?.stop();
    memory.rooms.set(`${WORKSPACE}/org`, { ...lost, log: [], snapshot: undefined });
    const again = await runRelay({ storage: memoryStorage(memory) });
    running.push(again);
    const editor = await new RawClient(again, rights[1]!.secret).sync();
    editor.update(Y.encodeStateAsUpdate(two.doc));
    await until(() => editor.refusals.length > 0);
    expect(editor.refusals).toContain('foreign');
    const healer = await new RawClient(again, owner, { doc: two.doc }).sync();
    await until(() => editor.doc.getMap('audit').has('1.one'));
    expect(healer.refusals).toEqual([]);
  });

  test('while a restored backup is being filled up, anybody brings what it lacks', async () => {
    const memory = newMemory();
    const { rights, one, two } = await meeting(memoryStorage(memory));
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    await until(() => two.doc.getMap('audit').size === 1);
    await running.pop()?.stop();
    memory.rooms.clear();
    const again = await runRelay({ storage: memoryStorage(memory), afterRestore: true });
    running.push(again);
    const editor = await new RawClient(again, rights[1]!.secret).sync();
    editor.update(Y.encodeStateAsUpdate(two.doc));
    await until(() => editor.acks.length > 0);
    const writer = await new RawClient(again, rights[0]!.secret, { doc: one.doc }).sync();
    expect(await attempt(writer, set('audit', '2.one', 'x'))).toBe('taken');
  });

  test('who got a new right instead of one that ended goes on with the same document', async () => {
    const { relay, owner, rights, one } = await meeting();
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    const path = `/api/workspaces/${WORKSPACE}/grants/${rights[0]!.grant.id}`;
    await fetch(`${relay.url}${path}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${owner}` }
    });
    const { secret } = await give(relay, owner, { roles: rolesOf('write') });
    const back = await new RawClient(relay, secret, { doc: one.doc }).sync();
    expect(await attempt(back, set('audit', '2.one', 'x'))).toBe('taken');
  });
});
