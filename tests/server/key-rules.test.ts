import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOCK_JUMP } from '#protocol/root-maps.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import { Writers } from '../../server/rights/writers.ts';
import { LamportTime } from '../../server/sync/lamport.ts';
import { RoomDocument } from '../../server/sync/room-document.ts';
import { Rules, writingClients } from '../../server/sync/rules.ts';
import { drawnCommand, replica, docOf, runDrawn, USED } from '../support/replicas.ts';
import { RawClient, give, rolesOf, runRelay, share, until, WORKSPACE } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

/** A relay, its owner and two editors, each with a right of their own. */
async function meeting(storage = memoryStorage()) {
  const relay = await runRelay({ storage });
  running.push(relay);
  const owner = await share(relay);
  const rights = [await give(relay, owner), await give(relay, owner)];
  const [one, two] = await Promise.all(
    rights.map(({ secret }) => new RawClient(relay, secret).sync())
  );
  return { relay, owner, rights, one: one!, two: two! };
}

/** Sends one change of a document as the page would, and waits for what the relay says to it. */
async function attempt(client: RawClient, change: (doc: Y.Doc) => void): Promise<string> {
  const vector = Y.encodeStateVector(client.doc);
  const [refusals, acks] = [client.refusals.length, client.acks.length];
  client.doc.transact(() => change(client.doc));
  client.update(Y.encodeStateAsUpdate(client.doc, vector));
  await until(() => client.refusals.length > refusals || client.acks.length > acks);
  return client.refusals.slice(refusals).join() || 'taken';
}

const set = (map: string, key: string, value: unknown) => (doc: Y.Doc) =>
  doc.getMap(map).set(key, value);
const placed = (l: number) => [l, 'root', 'a0', 'root', 'a0', 2];

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

test('whatever honest pages write, in any order and after any absence, is taken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(2), drawnCommand, fc.boolean()), { minLength: 5, maxLength: 40 }),
      async (steps) => {
        const pages = [0, 1, 2].map((n) => replica(`page${n}`));
        const storage = memoryStorage();
        const memory = {
          writers: new Writers(storage, 'w', () => true),
          time: new LamportTime(storage, 'w')
        };
        const rooms = new Map<string, { room: RoomDocument; rules: Rules; relay: Y.Doc }>();
        for (const section of USED) {
          const rules = new Rules(section, memory);
          await rules.load(undefined);
          const room = await RoomDocument.open(storage, `w/${section}`);
          rooms.set(section, { room, rules, relay: new Y.Doc() });
        }
        const meet = async (at: number) => {
          const page = pages[at]!;
          const by = { id: `grant${at}`, label: '', owner: false };
          for (const section of USED) {
            const { room, rules } = rooms.get(section)!;
            const update = Y.encodeStateAsUpdate(docOf(page, section), room.vector());
            const verdict = room.judge(update);
            if (verdict.kind === 'news') {
              const brought = await room.allows(rules, verdict.decoded, by);
              expect(brought).not.toBeTypeOf('string');
              if (typeof brought === 'string') continue;
              const clients = room.look((doc) => [...writingClients(doc, verdict.decoded.structs)]);
              expect(await room.apply(update)).toBe(true);
              rules.note(brought, clients, by);
              await room.commit(() => rules.save());
            } else expect(verdict.kind).toBe('known');
            const doc = docOf(page, section);
            Y.applyUpdate(doc, room.diff(Y.encodeStateVector(doc)), 'peer');
          }
        };
        for (const [at, drawn, meets] of steps) {
          runDrawn(pages[at]!, drawn);
          if (meets) await meet(at);
        }
        for (const at of [0, 1, 2, 0, 1, 2]) await meet(at);
      }
    ),
    { numRuns: 60 }
  );
});
