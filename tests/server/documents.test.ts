import { randomBytes } from 'node:crypto';
import { request as raw } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentPath } from '#protocol/documents.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RoomSection } from '#protocol/sections.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { WholeDocuments } from '../../server/sync/whole-documents.ts';
import { RawClient, WORKSPACE, api, give, pause, rolesOf, until } from '../support/relay.ts';
import { meeting } from './meeting.ts';

interface Got {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
}

/** A request whose answer is not decompressed on the way. */
function get(
  relay: { readonly url: string },
  secret: string,
  headers: Record<string, string> = {},
  section: RoomSection = 'org'
): Promise<Got> {
  const asked = { headers: { Authorization: `Bearer ${secret}`, ...headers } };
  return new Promise((done, fail) => {
    raw(`${relay.url}${documentPath(WORKSPACE, section)}`, asked, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode: status = 0, headers } = answer;
        done({ status, headers, body: Buffer.concat(chunks) });
      });
    })
      .on('error', fail)
      .end();
  });
}

/** Edits that make a document too large for one part, whatever compresses it. */
const LARGE = [1, 2, 3, 4].map((i) => [
  `large${i}`,
  randomBytes(LIMITS.part / 4).toString('base64')
]);
const KEYS = LARGE.map(([key]) => key);

async function large(storage?: RelayStorage) {
  const met = await meeting(storage);
  for (const [key = '', value] of LARGE) met.one.edit((map) => map.set(key, value));
  await until(() => met.one.acked() >= LARGE.length);
  return met;
}

const documentIn = (update: Uint8Array) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
};
const keysOf = (doc: Y.Doc) => [...doc.getMap('map').keys()].sort();
const readOf = ({ body }: Got) => keysOf(documentIn(body));

describe('a document over HTTP', () => {
  test('is what was committed, as compressed as was asked', async () => {
    const { relay, owner, one } = await large();
    const plain = await get(relay, owner);
    expect(plain.status).toBe(200);
    expect(Buffer.from(Y.encodeStateAsUpdate(one.doc)).equals(plain.body)).toBe(true);
    expect(plain.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-disposition': 'attachment',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': 'application/octet-stream',
      vary: 'Accept-Encoding, Authorization',
      'x-content-type-options': 'nosniff'
    });
    const gzipped = await get(relay, owner, { 'Accept-Encoding': 'gzip, deflate' });
    expect(gzipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzipped.body).equals(plain.body)).toBe(true);
    const brotli = await get(relay, owner, { 'Accept-Encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(brotli.body.length).toBeLessThan(plain.body.length);
    const tags = [plain, gzipped, brotli].map(({ headers }) => headers['etag']);
    expect(new Set(tags).size).toBe(3);
  });

  test('has a tag that stands until something is written, whether anybody is there or not', async () => {
    const { relay, owner, one, two } = await large();
    const etag = String((await get(relay, owner)).headers['etag']);
    expect((await get(relay, owner)).headers['etag']).toBe(etag);
    const same = await get(relay, owner, { 'If-None-Match': `"x", ${etag}` });
    expect([same.status, same.headers['etag'], same.body.length]).toEqual([304, etag, 0]);
    for (const { socket, closed } of [one, two]) {
      socket.close();
      await closed;
    }
    await pause(50);
    expect((await get(relay, owner, { 'If-None-Match': etag })).status).toBe(304);
    const back = await new RawClient(relay, owner).sync();
    back.edit((map) => map.set('more', 1));
    await until(() => back.acked() === 1);
    const changed = await get(relay, owner, { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(readOf(changed)).toEqual([...KEYS, 'more']);
  });

  test('that is small is left to the socket', async () => {
    const { relay, owner, one } = await meeting();
    one.edit((map) => map.set('small', 1));
    await until(() => one.acks.length > 0);
    expect((await get(relay, owner)).status).toBe(204);
    expect((await get(relay, owner, {}, 'access')).status).toBe(204);
  });

  test('is given to those who may read the section, and nothing of it to others', async () => {
    const { relay, owner } = await large();
    const reader = await give(relay, owner, { roles: { ...rolesOf('none'), org: 'read' } });
    const other = await give(relay, owner, { roles: { ...rolesOf('none'), finance: 'write' } });
    expect((await get(relay, reader.secret)).status).toBe(200);
    const refused = await get(relay, other.secret);
    expect([refused.status, refused.body.toString()]).toEqual([
      403,
      JSON.stringify({ code: 'relay.otherPart' })
    ]);
    expect((await get(relay, 'x'.repeat(43))).status).toBe(401);
    const named = await api(relay, 'GET', `/api/workspaces/${WORKSPACE}/documents/map`, owner);
    expect(named.status).toBe(403);
  });

  test('leaves a small step 2 to the socket, and loses nothing written in between', async () => {
    const { relay, owner, one } = await large();
    const { body } = await get(relay, owner);
    one.edit((map) => map.set('between', 1));
    await until(() => one.acked() > LARGE.length);
    const cold = new RawClient(relay, owner, { doc: documentIn(body) });
    let bytes = 0;
    cold.socket.on('message', (data: Buffer) => (bytes += data.length));
    await cold.open();
    cold.step1();
    await until(() => cold.step2s > 0);
    expect(keysOf(cold.doc)).toEqual(['between', ...KEYS]);
    expect(bytes).toBeLessThan(1000);
    expect(cold.parts).toBe(0);
  });

  test('never has what is not committed', async () => {
    const memory = memoryStorage();
    let letGo: (() => void) | undefined;
    let holds = false;
    const slow: RelayStorage = {
      ...memory,
      append: async (...written) => {
        if (holds) await new Promise<void>((next) => (letGo = next));
        return memory.append(...written);
      }
    };
    const { relay, owner, one } = await large(slow);
    holds = true;
    one.edit((map) => map.set('later', 1));
    await until(() => letGo !== undefined);
    let answered = false;
    const asked = get(relay, owner).finally(() => (answered = true));
    await pause(50);
    expect(answered).toBe(false);
    holds = false;
    letGo?.();
    expect(readOf(await asked)).toContain('later');
  });

  test('that could not be committed has nothing of what was refused', async () => {
    const memory = memoryStorage();
    let full = false;
    const { relay, owner, one } = await large({
      ...memory,
      append: (...written) => (full ? Promise.reject(new Error('full')) : memory.append(...written))
    });
    full = true;
    one.edit((map) => map.set('refused', 1));
    await until(() => one.refusals.length > 0);
    expect(readOf(await get(relay, owner))).toEqual(KEYS);
  });
});

test('many who ask for a document that nobody has open make two copies of it, and leave none', async () => {
  const memory = memoryStorage();
  let reads = 0;
  const storage: RelayStorage = {
    ...memory,
    loadRoom: async (name) => {
      reads++;
      return memory.loadRoom(name);
    }
  };
  const doc = new Y.Doc();
  for (const [key = '', value] of LARGE) doc.getMap('map').set(key, value);
  await storage.append('w/org', Y.encodeStateAsUpdate(doc));
  const documents = new WholeDocuments(storage, () => undefined);
  const first = documents.get('w/org', 'gzip', '');
  await until(() => reads === 1);
  const more = Array.from({ length: 50 }, () => documents.get('w/org', 'gzip', ''));
  const copies = await Promise.all([first, ...more]);
  expect(new Set(copies.map(({ bytes }) => bytes)).size).toBe(1);
  expect(reads).toBe(2);
  // What was dropped is read anew.
  await documents.get('w/org', 'gzip', '');
  expect(reads).toBe(3);
});
