import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { writeArchive } from '#protocol/archive.ts';
import { blobPath } from '#protocol/blobs.ts';
import type { RoomSection } from '#protocol/sections.ts';
import { RawClient, until, WORKSPACE } from '../support/relay.ts';
import { attempt, meeting, set } from './meeting.ts';

const VALUES: readonly (readonly [string, unknown])[] = [
  ['1.own', '{"v":1,"command":"a"}'],
  ['2.own', new Uint8Array([1, 2, 3, 250])],
  ['3.own', '{"v":1,"command":"c"}']
];

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A workspace whose owner wrote three entries, and how an archive of some entries is stored. */
async function written() {
  const at = await meeting();
  const own = await new RawClient(at.relay, at.owner).sync();
  for (const [key, value] of VALUES)
    expect(await attempt(own, set('audit', key, value))).toBe('taken');
  const store = async (entries: typeof VALUES, section: RoomSection = 'org') => {
    const text = writeArchive(entries);
    const path = blobPath(WORKSPACE, section, hashOf(text));
    const headers = { Authorization: `Bearer ${at.owner}` };
    const answer = await fetch(`${at.relay.url}${path}`, { method: 'PUT', headers, body: text });
    expect(answer.status).toBe(201);
    return hashOf(text);
  };
  return { ...at, own, store };
}

const archive = (hash: string | undefined, keys: readonly string[]) => (doc: Y.Doc) => {
  if (hash !== undefined) doc.getMap('archive').set(hash, { count: keys.length });
  for (const key of keys) doc.getMap('audit').delete(key);
};

describe('entries leave history', () => {
  test('into a stored archive that holds them, by an owner, for everybody', async () => {
    const { own, one, relay, owner, store } = await written();
    const hash = await store(VALUES.slice(0, 2));
    expect(await attempt(own, archive(hash, ['1.own', '2.own']))).toBe('taken');
    await until(() => one.doc.getMap('audit').size === 1);
    expect([...one.doc.getMap('archive').keys()]).toEqual([hash]);
    const later = await new RawClient(relay, owner).sync();
    expect([...later.doc.getMap('audit').keys()]).toEqual(['3.own']);
    // What left cannot be written anew.
    expect(await attempt(own, set('audit', '1.own', 'forged'))).toBe('rewritten');
  });

  test('by no editor, whatever is stored', async () => {
    const { one, store } = await written();
    const hash = await store(VALUES);
    await until(() => one.doc.getMap('audit').size === VALUES.length);
    expect(await attempt(one, archive(hash, ['1.own']))).toBe('readOnly');
    const again = await attempt(one, (doc) => doc.getMap('audit').delete('2.own'));
    expect(again).toBe('rewritten');
  });

  test.each([
    ['without an archive', undefined],
    ['into one that was never stored', 'f'.repeat(64)],
    ['into what is no hash', 'archive']
  ])('not %s', async (_, hash) => {
    const { own } = await written();
    expect(await attempt(own, archive(hash, ['1.own']))).toBe('unarchived');
  });

  test('not into an archive that lacks one, has another value, or is of another section', async () => {
    const { own, store } = await written();
    const lacking = await store(VALUES.slice(0, 1));
    expect(await attempt(own, archive(lacking, ['1.own', '2.own']))).toBe('unarchived');
    const next = await written();
    const forged = await next.store([['1.own', 'forged']]);
    expect(await attempt(next.own, archive(forged, ['1.own']))).toBe('unarchived');
    const third = await written();
    const elsewhere = await third.store(VALUES, 'finance');
    expect(await attempt(third.own, archive(elsewhere, ['1.own']))).toBe('unarchived');
  });

  test('twice by two who do not know of each other, into one archive', async () => {
    const { relay, own, owner, store } = await written();
    const other = await new RawClient(relay, owner).sync();
    const hash = await store(VALUES.slice(0, 2));
    // The other's update is made before it hears of the first.
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc));
    const vector = Y.encodeStateVector(doc);
    doc.transact(() => archive(hash, ['1.own', '2.own'])(doc));
    const late = Y.encodeStateAsUpdate(doc, vector);
    expect(await attempt(own, archive(hash, ['1.own', '2.own']))).toBe('taken');
    const acks = other.acks.length;
    other.update(late);
    await until(() => other.acks.length > acks || other.refusals.length > 0);
    expect(other.refusals).toEqual([]);
    const all = await new RawClient(relay, owner).sync();
    expect([...all.doc.getMap('archive').keys()]).toEqual([hash]);
    expect([...all.doc.getMap('audit').keys()]).toEqual(['3.own']);
  });

  test('and an archive is never unnamed, not by an owner either', async () => {
    const { own, store } = await written();
    const hash = await store(VALUES.slice(0, 1));
    expect(await attempt(own, archive(hash, ['1.own']))).toBe('taken');
    expect(await attempt(own, (doc) => doc.getMap('archive').delete(hash))).toBe('rewritten');
  });
});
