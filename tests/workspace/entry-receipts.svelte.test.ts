import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Section } from '#core/kernel/kind.ts';
import { valueHash } from '#protocol/receipts.ts';
import { EntryReceipts } from '#workspace/receipts/entry-receipts.svelte.ts';
import { followed, type HeadWord, type KnownHead } from '#workspace/receipts/known-head.ts';
import type { RelayStatus } from '#workspace/live.ts';
import { ReceiptBook } from '../../server/receipts/receipt-book.ts';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { SectionReceipts } from '../../server/receipts/section-receipts.ts';
import { GrantBook } from '../../server/rights/grant-book.ts';
import { hashOf, newSecret } from '../../server/rights/secrets.ts';
import { sha256 } from '../../server/sha256.ts';
import { memoryStorage } from '../../server/storage/memory.ts';

const WORKSPACE = 'workspace1';
const SYNCED: RelayStatus = { state: 'synced', at: 1 };

/** The relay's receipts without its sockets, and a page's document beside them. */
async function setting() {
  const storage = memoryStorage();
  const grants = await GrantBook.open(storage);
  const key = await RelayKey.open(storage);
  const secret = newSecret();
  const made = { id: WORKSPACE, label: 'Anna', secretHash: hashOf(secret) };
  const given = await grants.create(made, 1);
  if (typeof given === 'string') throw new Error(given);
  const grant = grants.holder(secret, 1);
  if (typeof grant === 'string') throw new Error(grant);
  const receipts = new SectionReceipts(storage, key, WORKSPACE, 'org');
  const book = new ReceiptBook(storage, key, grants);
  const doc = new Y.Doc();
  const attest = async (map: string, id: string, value: unknown) => {
    receipts.note([{ map, key: id, value: valueHash(value, sha256) }], grant.id);
    const { changes, kept } = receipts.take(1_700_000_000_000);
    await storage.append(`${WORKSPACE}/org`, new Uint8Array(), new Map(changes));
    kept();
  };
  const asked: number[] = [];
  const net = { isDown: false };
  vi.stubGlobal('fetch', async (path: string) => {
    if (net.isDown) throw new TypeError('down');
    const after = Number(new URL(path, 'http://relay').searchParams.get('after'));
    asked.push(after);
    const page = await book.page({ grant, section: 'org', after }, 1);
    return new Response(JSON.stringify(page), { status: typeof page === 'string' ? 500 : 200 });
  });
  const words: HeadWord[] = [];
  const side = {
    share: { secret, grant: grant.id, label: '', owner: true, roles: grant.roles },
    status: SYNCED as RelayStatus | undefined,
    heads: new Map<Section, KnownHead>(),
    waiting: () => new Set<string>(),
    sayOfHeads: (word: HeadWord) => void words.push(word)
  };
  const seen = () => {
    const head = receipts.head;
    if (head) side.heads = new Map([['org', followed(side.heads.get('org'), head, true)]]);
  };
  const archived = new Map<string, unknown>();
  const open = () => new EntryReceipts(WORKSPACE, new Map([['org', doc]]), side, () => archived);
  const audit = doc.getMap('audit');
  return { doc, audit, attest, archived, asked, net, side, seen, words, open };
}

/** What is said of an entry once all that it takes was read. */
async function said(receipts: EntryReceipts, id: string) {
  await vi.waitUntil(() => receipts.of(id).state !== 'reading');
  return receipts.of(id);
}

afterEach(() => vi.unstubAllGlobals());

test('an entry has a receipt, differs from it, or has none', async () => {
  const { doc, audit, attest, seen, words, open } = await setting();
  audit.set('1.a', 'given');
  audit.set('2.a', Uint8Array.of(1, 2));
  audit.set('3.a', 'changed since');
  audit.set('4.a', 'never given');
  audit.set('5.a', 'with a block');
  doc.getMap('block').set('5.a/0', Uint8Array.of(9));
  await attest('audit', '1.a', 'given');
  await attest('audit', '2.a', Uint8Array.of(1, 2));
  await attest('audit', '3.a', 'as it was given');
  await attest('audit', '5.a', 'with a block');
  await attest('block', '5.a/0', Uint8Array.of(8));
  seen();
  const receipts = open();
  const attested = await said(receipts, '1.a');
  expect(attested).toMatchObject({
    state: 'attested',
    of: [{ section: 'org', by: 'Anna', differs: false, receipt: { seq: 1, at: 1_700_000_000_000 } }]
  });
  expect((await said(receipts, '2.a')).state).toBe('attested');
  expect((await said(receipts, '3.a')).state).toBe('differs');
  expect((await said(receipts, '4.a')).state).toBe('none');
  expect(await said(receipts, '5.a')).toMatchObject({
    state: 'differs',
    of: [{ differs: false }, { differs: true }]
  });
  expect(words).toContainEqual(expect.objectContaining({ word: 'checked', section: 'org' }));
  receipts.close();
});

test('only what is looked at is read, and an entry without a receipt asks once', async () => {
  const { audit, attest, seen, asked, open } = await setting();
  audit.set('old', 'before there were receipts');
  for (let i = 1; i <= 2500; i++) {
    audit.set(`${i}.a`, i);
    await attest('audit', `${i}.a`, i);
  }
  seen();
  const receipts = open();
  expect((await said(receipts, '2500.a')).state).toBe('attested');
  expect(asked).toEqual([2499]);
  expect((await said(receipts, '2000.a')).state).toBe('attested');
  expect(asked).toEqual([2499, 2500, 1499]);
  expect((await said(receipts, 'old')).state).toBe('none');
  expect(asked).toEqual([2499, 2500, 1499, 2500, 499, 0]);
  for (let i = 0; i < 5; i++) expect((await said(receipts, 'old')).state).toBe('none');
  expect(asked).toHaveLength(6);
  receipts.close();
});

test('an entry that came before its receipt was told of has it all the same', async () => {
  const { audit, attest, seen, asked, open } = await setting();
  for (let i = 1; i <= 1200; i++) await attest('audit', `${i}.a`, i);
  audit.set('1200.a', 1200);
  seen();
  const receipts = open();
  expect((await said(receipts, '1200.a')).state).toBe('attested');
  await attest('audit', '1201.b', 'of a colleague');
  audit.set('1201.b', 'of a colleague');
  expect((await said(receipts, '1201.b')).state).toBe('attested');
  expect(asked).toEqual([1199, 1200]);
  receipts.close();
});

test('what waits for the relay is told to, and has its receipt once it is there', async () => {
  const { audit, attest, seen, side, open } = await setting();
  await attest('audit', '1.a', 'first');
  seen();
  audit.set('2.a', 'mine');
  side.status = { state: 'syncing', changes: 1 };
  side.waiting = () => new Set(['2.a']);
  const receipts = open();
  expect((await said(receipts, '2.a')).state).toBe('waiting');
  await attest('audit', '2.a', 'mine');
  side.status = SYNCED;
  side.waiting = () => new Set();
  await vi.waitUntil(() => receipts.of('2.a').state === 'attested');
  receipts.close();
});

test('without the relay nothing is known, and it is asked again when it is back', async () => {
  const { audit, attest, seen, side, net, open } = await setting();
  audit.set('1.a', 'x');
  await attest('audit', '1.a', 'x');
  seen();
  net.isDown = true;
  side.status = { state: 'offline', changes: 0 };
  const receipts = open();
  expect(await said(receipts, '1.a')).toMatchObject({
    state: 'unknown',
    problem: { code: 'relay.unreachable' }
  });
  net.isDown = false;
  side.status = SYNCED;
  await vi.waitUntil(() => receipts.of('1.a').state === 'attested');
  receipts.close();
});

test('a chain that does not lead through what was seen is doubted, and vouches for nothing', async () => {
  const other = await setting();
  await other.attest('audit', '1.a', 'y');
  other.seen();
  const { audit, attest, side, words, open } = await setting();
  audit.set('1.a', 'x');
  await attest('audit', '1.a', 'x');
  side.heads = other.side.heads;
  const receipts = open();
  expect(await said(receipts, '1.a')).toMatchObject({
    state: 'unknown',
    problem: { code: 'receipts.doubted' }
  });
  expect(words).toEqual([{ word: 'doubt', section: 'org', doubt: 'key' }]);
  receipts.close();
});

test('an entry that left for an archive keeps its receipt, and one that was altered there has none', async () => {
  const { attest, archived, seen, open } = await setting();
  await attest('audit', '1.a', 'x');
  await attest('audit', '2.a', new Uint8Array([1, 2]));
  await attest('audit', '3.a', 'z');
  seen();
  archived
    .set('1.a', 'x')
    .set('2.a', new Uint8Array([1, 2]))
    .set('3.a', 'forged');
  const receipts = open();
  expect((await said(receipts, '1.a')).state).toBe('attested');
  expect((await said(receipts, '2.a')).state).toBe('attested');
  expect((await said(receipts, '3.a')).state).toBe('differs');
  receipts.close();
});
