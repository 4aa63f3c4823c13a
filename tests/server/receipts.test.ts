import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { checkChain } from '#protocol/receipt-chain.ts';
import {
  RECEIPTS_PAGE,
  signedText,
  START,
  valueHash,
  type ReceiptPage
} from '#protocol/receipts.ts';
import { ROOT_MAPS } from '#protocol/root-maps.ts';
import { verifySignature } from '../../server/receipts/relay-key.ts';
import { sha256 } from '../../server/sha256.ts';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import {
  RawClient,
  WORKSPACE,
  api,
  give,
  removeFolder,
  rolesOf,
  runRelay,
  share,
  temporaryFolder,
  until
} from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';
import { attempt, meeting, running, set } from './meeting.ts';

const PATH = `/api/workspaces/${WORKSPACE}/receipts`;
const APPEND = Object.entries(ROOT_MAPS).flatMap(([name, { append }]) => (append ? [name] : []));

async function page(relay: RunningRelay, secret: string, after = 0, section = 'org') {
  const { status, json } = await api(relay, 'GET', `${PATH}/${section}?after=${after}`, secret);
  expect(status).toBe(200);
  return json as unknown as ReceiptPage;
}

async function whole(relay: RunningRelay, secret: string, section = 'org') {
  const lines: string[] = [];
  let last = await page(relay, secret, 0, section);
  for (;;) {
    lines.push(...last.lines);
    if (last.next === undefined) return { lines, head: last.head, names: last.names };
    last = await page(relay, secret, last.next, section);
  }
}

/** Everything a chain must say of the document it is of. */
async function attested(relay: RunningRelay, secret: string, doc: Y.Doc) {
  const { lines, head } = await whole(relay, secret);
  const { receipts, problems } = checkChain(lines, sha256, { from: START, to: head });
  expect(problems).toEqual([]);
  const text = signedText(WORKSPACE, 'org', head);
  expect(await verifySignature(head.publicKey, text, head.signature)).toBe(true);
  for (const { map, key, value } of receipts)
    expect(valueHash(doc.getMap(map).get(key), sha256), key).toBe(value);
  const keys = APPEND.flatMap((map) => [...doc.getMap(map).keys()].map((key) => `${map} ${key}`));
  expect(receipts.map(({ map, key }) => `${map} ${key}`).sort()).toEqual(keys.sort());
  return receipts;
}

/** A storage that can fail, or die with its process before or after it wrote. */
function troubled(storage: RelayStorage) {
  const trouble: { next?: 'refuses' | 'dies' | 'dies after' | undefined } = {};
  const append: RelayStorage['append'] = async (...what) => {
    const { next } = trouble;
    // Who waits for a death goes on once nothing of the dead is being written any more.
    if (next !== 'dies after') trouble.next = undefined;
    if (next === 'refuses') throw new Error('full');
    if (next === 'dies') return new Promise<number>(() => undefined);
    const seq = await storage.append(...what);
    if (next !== 'dies after') return seq;
    trouble.next = undefined;
    return new Promise<number>(() => undefined);
  };
  return { trouble, storage: { ...storage, append, close: () => Promise.resolve() } };
}

/** lib0 drops a key `__proto__` on the way, so that only its writer's own page ever has it. */
const json = fc.jsonValue().filter((each) => !JSON.stringify(each).includes('__proto__'));
const value = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), json);
const step = fc.record({
  who: fc.nat(1),
  map: fc.constantFrom('audit', 'ledger', 'block', 'department'),
  values: fc.array(value, { minLength: 1, maxLength: 5 }),
  next: fc.constantFrom('', '', '', 'refuses', 'dies', 'dies after', 'restart' as const)
});

describe.each(['memory', 'lmdb'])('receipts over %s', (kind) => {
  test('are those of what is stored, whatever happens between', { timeout: 120_000 }, async () => {
    const happened = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const folder = temporaryFolder();
        const memory = newMemory();
        const open = () => (kind === 'memory' ? memoryStorage(memory) : lmdbStorage(folder));
        const kept = open();
        const { trouble, storage } = troubled(kept);
        let relay = await runRelay({ storage });
        const owner = await share(relay);
        const rights = [owner, (await give(relay, owner)).secret];
        const docs = [new Y.Doc(), new Y.Doc()] as const;
        let l = 0;
        // Somebody stays, so that the room keeps what it remembers.
        await new RawClient(relay, owner).sync();
        for (const { who, map, values, next } of steps) {
          const died = next === 'dies' || next === 'dies after';
          const client = await new RawClient(relay, rights[who]!, { doc: docs[who]! }).sync();
          if (next !== '' && next !== 'restart') trouble.next = next;
          const doc = docs[who]!;
          const vector = Y.encodeStateVector(doc);
          const heard = () => client.refusals.length + client.acks.length;
          const before = heard();
          doc.transact(() => {
            for (const each of values) doc.getMap(map).set(`${++l}.s${who}`, each);
          });
          client.update(Y.encodeStateAsUpdate(doc, vector));
          if (died) await until(() => trouble.next === undefined);
          else await until(() => heard() > before);
          happened.add(client.refusals.at(-1) ?? next);
          client.socket.terminate();
          trouble.next = undefined;
          if (died || next === 'restart') {
            if (!died) await relay.stop();
            relay = await runRelay({ storage });
            await new RawClient(relay, owner).sync();
          }
        }
        for (const [i, doc] of docs.entries())
          (await new RawClient(relay, rights[i]!, { doc }).sync()).socket.terminate();
        const reader = await new RawClient(relay, owner).sync();
        await attested(relay, owner, reader.doc);
        await relay.stop();
        await kept.close();
        const again = await runRelay({ storage: open() });
        const back = await new RawClient(again, owner, { doc: docs[0] }).sync();
        await attested(again, owner, back.doc);
        await again.stop();
        removeFolder(folder);
      }),
      { numRuns: Number(process.env['NUM_RUNS'] ?? (kind === 'memory' ? 25 : 8)) }
    );
    for (const each of ['full', 'dies', 'dies after', 'restart']) expect(happened).toContain(each);
  });
});

describe('a receipt', () => {
  test('says when, by which right and of what, and is one a key', async () => {
    const { relay, owner, rights, one } = await meeting();
    const before = Date.now();
    expect(await attempt(one, set('audit', '1.one', 'words'))).toBe('taken');
    expect(await attempt(one, set('department', 'd1/name', 'A'))).toBe('taken');
    expect(await attempt(one, set('block', '1.one/0', Uint8Array.of(1, 2)))).toBe('taken');
    const receipts = await attested(relay, owner, one.doc);
    expect(receipts.map(({ map, key, grant }) => [map, key, grant])).toEqual([
      ['audit', '1.one', rights[0]!.grant.id],
      ['block', '1.one/0', rights[0]!.grant.id]
    ]);
    for (const { at } of receipts) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(Date.now());
    }
    expect((await page(relay, owner)).names).toEqual({ [rights[0]!.grant.id]: 'Guest' });
  });

  test('is given for history that was there before the workspace was shared', async () => {
    const { relay, owner } = await meeting();
    const doc = new Y.Doc();
    for (let i = 0; i < 50; i++) doc.getMap('audit').set(`${i + 1}.old`, `entry ${i}`);
    const client = await new RawClient(relay, owner, { doc }).sync();
    await client.sync();
    expect(await attested(relay, owner, doc)).toHaveLength(50);
  });

  test('of ten thousand keys in one breath is one of one value, read page by page', async () => {
    const memory = newMemory();
    const { relay, owner, one } = await meeting(memoryStorage(memory));
    const many = await attempt(one, (doc) => {
      for (let i = 0; i < 10_000; i++) doc.getMap('audit').set(`${i + 1}.one`, i);
    });
    expect(many).toBe('taken');
    expect(await attempt(one, set('audit', '10001.one', 'last'))).toBe('taken');
    const stored = [...memory.values.keys()].filter((key) => /^receipt\/.*\d$/.test(key));
    expect(stored).toHaveLength(2);
    expect((await page(relay, owner)).lines).toHaveLength(RECEIPTS_PAGE);
    const late = await page(relay, owner, 9_999);
    expect(late.lines.map((line) => (JSON.parse(line) as number[])[0])).toEqual([10_000, 10_001]);
    expect(late.next).toBeUndefined();
    expect((await page(relay, owner, 99_999)).lines).toEqual([]);
    await attested(relay, owner, one.doc);
  });

  test('is read by whoever may read the section, and by nobody else', async () => {
    const { relay, owner, one } = await meeting();
    await attempt(one, set('audit', '1.one', 'x'));
    const reader = await give(relay, owner, { roles: { ...rolesOf('none'), org: 'read' } });
    expect((await page(relay, reader.secret)).lines).toHaveLength(1);
    const status = async (path: string, secret?: string) =>
      (await api(relay, 'GET', `${PATH}/${path}`, secret)).status;
    expect(await status('finance', reader.secret)).toBe(403);
    expect(await status('org', 'x'.repeat(43))).toBe(401);
    expect(await status('org')).toBe(401);
    expect(await status('nothing', owner)).toBe(404);
    expect(await status('org?after=-1', owner)).toBe(400);
    expect(await status('org?after=1e3', owner)).toBe(400);
    const asked = await Promise.all(
      Array.from({ length: 450 }, () => status('org', reader.secret))
    );
    expect(asked).toContain(429);
    expect(await status('org', owner)).toBe(200);
  });

  test('goes with its workspace', async () => {
    const memory = newMemory();
    const { relay, owner, one } = await meeting(memoryStorage(memory));
    await attempt(one, set('audit', '1.one', 'x'));
    expect([...memory.values.keys()].some((key) => key.startsWith('receipt/'))).toBe(true);
    expect((await api(relay, 'DELETE', `/api/workspaces/${WORKSPACE}`, owner)).status).toBe(204);
    expect([...memory.values.keys()].filter((key) => key.startsWith('receipt/'))).toEqual([]);
    const again = await share(relay);
    expect((await page(relay, again)).head.seq).toBe(0);
  });
});

describe('the end of the receipts', () => {
  afterEach(() => void vi.useRealTimers());

  test('is told with the greeting, and at a beat when it changed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const { relay, owner, one, two } = await meeting();
    expect(two.heads).toMatchObject([{ seq: 0, hash: '' }]);
    for (let i = 1; i < 6; i++) await attempt(one, set('audit', `${i}.one`, i));
    await until(() => two.doc.getMap('audit').size === 5);
    expect(two.heads).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    await until(() => two.heads.length === 2);
    expect(two.heads[1]).toEqual((await page(relay, owner)).head);
    const acks = two.acks.length;
    vi.advanceTimersByTime(10_000);
    await until(() => two.acks.length > acks);
    expect(two.heads).toHaveLength(2);
    const late = await new RawClient(relay, owner).open();
    await until(() => late.heads.length === 1);
    expect(late.heads[0]).toEqual(two.heads[1]);
  });

  test('is signed with a key that outlives the process', async () => {
    const memory = newMemory();
    const { relay, owner } = await meeting(memoryStorage(memory));
    const { head } = await page(relay, owner);
    await running.pop()?.stop();
    const again = await runRelay({ storage: memoryStorage(memory) });
    running.push(again);
    expect((await page(again, owner)).head).toEqual(head);
  });

  test('is not told before its key is stored', async () => {
    const stored = memoryStorage();
    let isFull = true;
    const write: RelayStorage['write'] = (...what) =>
      isFull ? Promise.reject(new Error('full')) : stored.write(...what);
    const relay = await runRelay({ storage: { ...stored, write } });
    running.push(relay);
    isFull = false;
    const owner = await share(relay);
    const writer = await new RawClient(relay, owner).sync();
    expect(writer.heads).toEqual([]);
    expect((await api(relay, 'GET', `${PATH}/org`, owner)).status).toBe(507);
    expect(await attempt(writer, set('audit', '1.one', 'x'))).toBe('taken');
    await attested(relay, owner, writer.doc);
    const { head } = await page(relay, owner);
    const again = await runRelay({ storage: stored });
    running.push(again);
    expect((await page(again, owner)).head).toEqual(head);
  });
});

test('a value nested without end ends its sender and nobody else', async () => {
  const { relay, owner, one, two } = await meeting();
  let nested: unknown = 1;
  for (let i = 0; i < 5000; i++) nested = [nested];
  one.edit((map) => map.set('a', 1));
  const said = await attempt(one, set('audit', '1.one', nested)).catch(() => 'ended');
  expect(['taken', 'malformed', 'ended']).toContain(said);
  expect(await attempt(two, set('audit', '1.two', 'x'))).toBe('taken');
  const receipts = (await whole(relay, owner)).lines;
  expect(receipts).toHaveLength(said === 'taken' ? 2 : 1);
});
