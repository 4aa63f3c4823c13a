import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request as raw, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { blobPath } from '#protocol/blobs.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RoomSection } from '#protocol/sections.ts';
import { blobFolder } from '../../server/blobs/folder-disk.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import {
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

const running: RunningRelay[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

async function start() {
  const folder = temporaryFolder();
  folders.push(folder);
  const relay = await runRelay({ storage: memoryStorage(), folder });
  running.push(relay);
  const owner = await share(relay);
  const filesOf = (section: RoomSection = 'finance') => {
    try {
      return readdirSync(join(blobFolder(folder), WORKSPACE, section));
    } catch {
      return [];
    }
  };
  return { relay, owner, filesOf };
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const BYTES = randomBytes(300_000);
const HASH = sha(BYTES);
const pathOf = (hash = HASH, section: RoomSection = 'finance', workspace = WORKSPACE) =>
  blobPath(workspace, section, hash);

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

function ask(relay: RunningRelay, secret: string, asked: Asked = {}): Promise<Response> {
  const { method = 'GET', path = pathOf(), body, headers = {} } = asked;
  return fetch(`${relay.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${secret}`, ...headers },
    ...(body && { body })
  });
}

const put = (relay: RunningRelay, secret: string, asked: Asked = {}) =>
  ask(relay, secret, { method: 'PUT', body: BYTES, ...asked });

const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code?: string }).code
];

const progressOf = async (relay: RunningRelay, secret: string, path = pathOf()) => {
  const { status, headers } = await ask(relay, secret, { method: 'HEAD', path });
  return [status, headers.get('upload-offset'), headers.get('upload-complete')];
};

const stretch = (from: number, to: number, total = BYTES.length) => ({
  body: BYTES.subarray(from, to),
  headers: { 'Content-Range': `bytes ${from}-${to - 1}/${total}` }
});

/** An upload whose sender can stop in the middle. */
function slowPut(relay: RunningRelay, secret: string, length = BYTES.length, path = pathOf()) {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Length': length };
  const sent: ClientRequest = raw(`${relay.url}${path}`, { method: 'PUT', headers });
  const status = new Promise<number>((done) => {
    sent.on('response', (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    sent.on('error', () => done(0));
  });
  sent.flushHeaders();
  return { sent, status };
}

describe('a blob', () => {
  test('comes back as it was put, and is nothing but a download', async () => {
    const { relay, owner, filesOf } = await start();
    expect((await put(relay, owner)).status).toBe(201);
    expect(filesOf()).toEqual([HASH]);
    const got = await ask(relay, owner);
    expect(got.status).toBe(200);
    expect(sha(new Uint8Array(await got.arrayBuffer()))).toBe(HASH);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-disposition': 'attachment',
      'content-length': String(BYTES.length),
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': 'application/octet-stream',
      etag: `"${HASH}"`,
      vary: 'Authorization',
      'x-content-type-options': 'nosniff'
    });
    expect(got.headers.get('access-control-allow-origin')).toBeNull();
    const again = await ask(relay, owner, { headers: { 'If-None-Match': `"${HASH}"` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is answered in stretches', async () => {
    const { relay, owner } = await start();
    await put(relay, owner);
    const last = BYTES.length - 1;
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=1000-1999', 1000, 2000],
      [`bytes=${last}-`, last, last + 1],
      ['bytes=-7', last - 6, last + 1],
      [`bytes=5-${10 * last}`, 5, last + 1]
    ] as const) {
      const got = await ask(relay, owner, { headers: { Range: range } });
      expect(got.status, range).toBe(206);
      expect(got.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${BYTES.length}`);
      expect(sha(new Uint8Array(await got.arrayBuffer()))).toBe(sha(BYTES.subarray(from, to)));
    }
    for (const range of [`bytes=${BYTES.length}-`, 'bytes=-0']) {
      const got = await ask(relay, owner, { headers: { Range: range } });
      expect(got.headers.get('content-range')).toBe(`bytes */${BYTES.length}`);
      expect(await codeOf(got)).toEqual([416, 'blob.range']);
    }
    for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=7-3', 'bytes=-'])
      expect((await ask(relay, owner, { headers: { Range: range } })).status, range).toBe(200);
    const other = { Range: 'bytes=0-0', 'If-Range': '"another"' };
    expect((await ask(relay, owner, { headers: other })).status).toBe(200);
  });

  test('is not kept when it is not what its name says', async () => {
    const { relay, owner, filesOf } = await start();
    const wrong = Uint8Array.from(BYTES);
    wrong[BYTES.length - 1]! ^= 1;
    expect(await codeOf(await put(relay, owner, { body: wrong }))).toEqual([422, 'blob.mismatch']);
    expect(filesOf()).toEqual([]);
    expect(await codeOf(await ask(relay, owner))).toEqual([404, 'blob.notFound']);
  });

  test('is bounded, and what is sent of it must say where it belongs', async () => {
    const { relay, owner } = await start();
    const tooLarge = slowPut(relay, owner, LIMITS.blob + 1);
    expect(await tooLarge.status).toBe(413);
    tooLarge.sent.destroy();
    expect((await put(relay, owner, { body: new Uint8Array() })).status).toBe(400);
    for (const range of ['bytes 0-1/300000', 'bytes 0-299999/299999', 'bytes */300000', 'all'])
      expect((await put(relay, owner, { headers: { 'Content-Range': range } })).status).toBe(400);
    const chunked = raw(`${relay.url}${pathOf()}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${owner}`, 'Transfer-Encoding': 'chunked' }
    });
    const status = new Promise((done) => chunked.on('response', (got) => done(got.statusCode)));
    chunked.end(BYTES);
    expect(await status).toBe(400);
    for (const path of [pathOf('abc'), pathOf(HASH.toUpperCase()), `${pathOf()}/..%2f`])
      expect((await ask(relay, owner, { path })).status, path).toBe(404);
  });

  test('that is there is answered at once, before it is sent', async () => {
    const { relay, owner } = await start();
    await put(relay, owner);
    const { sent, status } = slowPut(relay, owner);
    expect(await status).toBe(200);
    sent.destroy();
    expect(await progressOf(relay, owner)).toEqual([200, String(BYTES.length), '?1']);
  });
});

describe('an upload', () => {
  test('that broke goes on where it was', async () => {
    const { relay, owner } = await start();
    expect(await progressOf(relay, owner)).toEqual([200, '0', '?0']);
    const { sent } = slowPut(relay, owner);
    sent.write(BYTES.subarray(0, 100_000));
    await until(() => sent.writableLength === 0);
    let at = 0;
    while (at < 100_000) at = Number((await progressOf(relay, owner))[1]);
    sent.destroy();
    expect(await progressOf(relay, owner)).toEqual([200, '100000', '?0']);
    expect(await codeOf(await ask(relay, owner))).toEqual([404, 'blob.notFound']);
    const wrong = await put(relay, owner, stretch(50_000, BYTES.length));
    expect(wrong.headers.get('upload-offset')).toBe('100000');
    expect(await codeOf(wrong)).toEqual([409, 'blob.offset']);
    const middle = await put(relay, owner, stretch(100_000, 200_000));
    expect([middle.status, middle.headers.get('upload-offset')]).toEqual([202, '200000']);
    expect((await put(relay, owner, stretch(200_000, BYTES.length))).status).toBe(201);
    const got = await ask(relay, owner);
    expect(sha(new Uint8Array(await got.arrayBuffer()))).toBe(HASH);
  });

  test('that is not wanted any more from where it was begins anew', async () => {
    const { relay, owner } = await start();
    const other = { ...stretch(0, 1000), body: new Uint8Array(1000) };
    expect((await put(relay, owner, other)).status).toBe(202);
    expect(await codeOf(await put(relay, owner, stretch(1000, BYTES.length)))).toEqual([
      422,
      'blob.mismatch'
    ]);
    await put(relay, owner, other);
    expect((await put(relay, owner)).status).toBe(201);
  });

  test('of what others send at the same time waits for them, and harms none', async () => {
    const { relay, owner, filesOf } = await start();
    const first = slowPut(relay, owner);
    first.sent.write(BYTES.subarray(0, 50_000));
    while (Number((await progressOf(relay, owner))[1]) < 50_000);
    const others = Array.from({ length: 5 }, () => put(relay, owner).then(({ status }) => status));
    const late = put(relay, owner, stretch(7, BYTES.length)).then(({ status }) => status);
    first.sent.end(BYTES.subarray(50_000));
    expect(await first.status).toBe(201);
    expect(await Promise.all([...others, late])).toEqual([200, 200, 200, 200, 200, 200]);
    expect(filesOf()).toEqual([HASH]);
  });

  test('counts only while its right does', async () => {
    const { relay, owner, filesOf } = await start();
    const { grant, secret } = await give(relay, owner);
    const { sent, status } = slowPut(relay, secret);
    sent.write(BYTES.subarray(0, 50_000));
    while (Number((await progressOf(relay, owner))[1]) < 50_000);
    await api(relay, 'DELETE', `/api/workspaces/${WORKSPACE}/grants/${grant.id}`, owner);
    sent.end(BYTES.subarray(50_000));
    expect(await status).toBe(403);
    expect(filesOf()).toEqual([]);
  });
});

describe('rights to blobs', () => {
  test('are those to their section, and tell nothing of what is elsewhere', async () => {
    const { relay, owner } = await start();
    await put(relay, owner);
    const reader = await give(relay, owner, { roles: { ...rolesOf('none'), finance: 'read' } });
    const other = await give(relay, owner, { roles: { ...rolesOf('write'), finance: 'none' } });
    expect((await ask(relay, reader.secret)).status).toBe(200);
    expect(await codeOf(await put(relay, reader.secret))).toEqual([403, 'relay.otherPart']);
    expect((await progressOf(relay, reader.secret))[0]).toBe(403);
    // What is there looks like what is not.
    for (const path of [pathOf(), pathOf(sha(Buffer.from('nothing')))]) {
      expect(await codeOf(await ask(relay, other.secret, { path }))).toEqual([
        404,
        'blob.notFound'
      ]);
      expect(await codeOf(await put(relay, other.secret, { path }))).toEqual([
        403,
        'relay.otherPart'
      ]);
      expect(await progressOf(relay, other.secret, path)).toEqual([403, null, null]);
    }
    // Nor is it in another section or workspace because it is in this one.
    const stranger = await share(relay, 'workspace2');
    const elsewhere = pathOf(HASH, 'finance', 'workspace2');
    expect(await progressOf(relay, owner, pathOf(HASH, 'org'))).toEqual([200, '0', '?0']);
    expect(await progressOf(relay, stranger, elsewhere)).toEqual([200, '0', '?0']);
    expect(await codeOf(await ask(relay, stranger))).toEqual([401, 'relay.unauthorized']);
    expect((await ask(relay, 'guessed')).status).toBe(401);
    const page = await ask(relay, owner, { headers: { Origin: 'https://evil.example' } });
    expect(page.status).toBe(403);
  });

  test('end with the workspace, and its blobs with it', async () => {
    const { relay, owner, filesOf } = await start();
    await put(relay, owner);
    expect((await api(relay, 'DELETE', `/api/workspaces/${WORKSPACE}`, owner)).status).toBe(204);
    expect(filesOf()).toEqual([]);
    const again = await share(relay);
    expect(await codeOf(await ask(relay, again))).toEqual([404, 'blob.notFound']);
  });
});
