import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { LIMITS } from '#protocol/limits.ts';
import { SNAPSHOT_LIFE } from '#protocol/snapshots.ts';
import { Snapshots } from '../../server/snapshots.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import { give, pause, runRelay, share } from '../support/relay.ts';
import type { RelaySetup, RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
async function start(setup: RelaySetup = {}): Promise<RunningRelay> {
  const relay = await runRelay(setup);
  running.push(relay);
  return relay;
}
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

const ID = 'snapshot01';
const DELETE_TOKEN = 'the delete token'.replaceAll(' ', '-');
const tokenHash = createHash('sha256').update(DELETE_TOKEN).digest('hex');
const path = (id = ID) => `/api/snapshots/${id}`;

function put(
  relay: RunningRelay,
  secret: string | undefined,
  { id = ID, expires = Date.now() + 60_000, body = Buffer.from('sealed') } = {}
): Promise<Response> {
  return fetch(`${relay.url}${path(id)}?expires=${expires}`, {
    method: 'PUT',
    body,
    headers: {
      'X-Delete-Token-Hash': tokenHash,
      ...(secret ? { Authorization: `Bearer ${secret}` } : {})
    }
  });
}

const problem = async (response: Response) => {
  const { code } = (await response.json()) as { code: string };
  return [response.status, code];
};

const revoke = (relay: RunningRelay, token: string) =>
  fetch(`${relay.url}${path()}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${token}` }
  });

describe('snapshots', () => {
  test('are put by a right, read by everybody, and are nothing but a download', async () => {
    const relay = await start({ host: '0.0.0.0' });
    const { secret } = await give(relay, await share(relay));
    expect(await problem(await put(relay, undefined))).toEqual([401, 'relay.unauthorized']);
    expect((await put(relay, secret)).status).toBe(201);
    expect((await put(relay, secret)).status).toBe(409);
    const got = await fetch(`${relay.url}${path()}`);
    expect(got.status).toBe(200);
    expect(await got.text()).toBe('sealed');
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store'
    });
    expect(got.headers.get('content-security-policy')).toContain('sandbox');
    expect(got.headers.get('access-control-allow-origin')).toBeNull();
    const missing = await fetch(`${relay.url}${path('nosuchsnapshot')}`);
    expect(await problem(missing)).toEqual([404, 'snapshot.notFound']);
  });

  test('are put by a person at this machine without a right', async () => {
    expect((await put(await start(), undefined)).status).toBe(201);
  });

  test('end when they expire', async () => {
    const relay = await start();
    await put(relay, undefined, { expires: Date.now() + 100 });
    await pause(150);
    expect(await problem(await fetch(`${relay.url}${path()}`))).toEqual([410, 'snapshot.expired']);
  });

  test('end by their maker’s word', async () => {
    const relay = await start();
    await put(relay, undefined);
    expect((await revoke(relay, 'guessed')).status).toBe(401);
    expect((await revoke(relay, DELETE_TOKEN)).status).toBe(204);
    expect(await problem(await fetch(`${relay.url}${path()}`))).toEqual([410, 'snapshot.revoked']);
    expect((await put(relay, undefined)).status).toBe(409);
  });

  test('are bounded in time and size', async () => {
    const relay = await start();
    const now = Date.now();
    for (const expires of [now - 1, now + SNAPSHOT_LIFE.most + 60_000, Number.NaN])
      expect((await put(relay, undefined, { expires })).status).toBe(400);
    expect((await put(relay, undefined, { body: Buffer.alloc(0) })).status).toBe(400);
    const tooLarge = put(relay, undefined, { body: Buffer.alloc(LIMITS.snapshot + 1) });
    // The answer may come before all was sent, and then the line is cut.
    const status = await tooLarge.then(
      (response) => response.status,
      () => 413
    );
    expect(status).toBe(413);
  });

  test('of a workspace are bounded in sum, and those that end make room', async () => {
    const storage = memoryStorage();
    const put = (snapshots: Snapshots, n: number, of: string) =>
      snapshots.put(
        { id: `snapshot0${n}`, bytes: Buffer.alloc(40), expires: '1000', tokenHash, of },
        0
      );
    const snapshots = new Snapshots(storage, 100);
    const both = await Promise.all([put(snapshots, 1, 'w'), put(snapshots, 2, 'w')]);
    expect(both).toMatchObject([{ status: 201 }, { status: 201 }]);
    expect(await put(snapshots, 3, 'w')).toBe('snapshot.tooMany');
    expect(await put(snapshots, 3, 'other')).toMatchObject({ status: 201 });
    // Another start counts what lies there.
    const again = new Snapshots(storage, 100);
    expect(await put(again, 4, 'w')).toBe('snapshot.tooMany');
    expect(await again.revoke('snapshot01', tokenHash, 1)).toEqual({ status: 204 });
    expect(await put(again, 4, 'w')).toMatchObject({ status: 201 });
    await again.sweep(1000);
    const full = { id: 'snapshot09', bytes: Buffer.alloc(100), tokenHash, of: 'w' };
    expect(await again.put({ ...full, expires: '3000' }, 1000)).toMatchObject({ status: 201 });
  });

  test('leave no ciphertext once they are swept, and nothing a year later', async () => {
    const storage = memoryStorage();
    const snapshots = new Snapshots(storage);
    const body = { id: ID, bytes: Buffer.from('sealed'), expires: '1000', tokenHash, of: 'w' };
    expect(await snapshots.put(body, 0)).toMatchObject({ status: 201 });
    await snapshots.sweep(999);
    expect((await storage.list('ciphertext/')).size).toBe(1);
    await snapshots.sweep(1000);
    expect((await storage.list('ciphertext/')).size).toBe(0);
    expect(await snapshots.get(ID, 1001)).toBe('snapshot.expired');
    await snapshots.sweep(1001 + SNAPSHOT_LIFE.most);
    expect((await storage.list('')).size).toBe(0);
  });
});
