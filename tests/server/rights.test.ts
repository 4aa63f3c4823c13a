import { request as raw } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { GrantInfo } from '#protocol/grants.ts';
import { clientAddress, isLocal, isSameOrigin } from '../../server/rights/origin.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { RateLimit } from '../../server/rights/rate.ts';
import { hashOf, newSecret } from '../../server/rights/secrets.ts';
import {
  RawClient,
  TOKEN,
  WORKSPACE,
  api,
  give,
  pause,
  removeFolder,
  rolesOf,
  runRelay,
  share,
  temporaryFolder,
  until
} from '../support/relay.ts';
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
const SECRET = 's'.repeat(43);
const secretHash = hashOf(SECRET);
const workspace = `/api/workspaces/${WORKSPACE}`;
const grants = `${workspace}/grants`;

/** A request with headers that `fetch` would not send. */
function withHeaders(
  relay: RunningRelay,
  headers: Record<string, string>,
  body = { id: 'another123', label: 'Me', secretHash: hashOf(newSecret()) }
): Promise<number> {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } };
  return new Promise((done, fail) => {
    const sent = raw(`${relay.url}/api/workspaces`, options, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    sent.on('error', fail);
    sent.end(JSON.stringify(body));
  });
}

describe('sharing a new workspace', () => {
  test('takes the token, or a person at this machine', async () => {
    const relay = await start();
    expect(await withHeaders(relay, {})).toBe(201);
    expect(await withHeaders(relay, {})).toBe(409);
    for (const headers of [
      { Host: 'evil.example' },
      { Host: '127.0.0.1.evil.example' },
      { 'X-Forwarded-For': '127.0.0.1' },
      { 'X-Forwarded-Host': 'localhost' },
      { Forwarded: 'for=127.0.0.1' },
      { Origin: 'https://evil.example' }
    ])
      expect(await withHeaders(relay, headers), JSON.stringify(headers)).toBe(403);
    expect(await withHeaders(relay, { 'Content-Type': 'text/plain' })).toBe(400);
  });

  test.each([
    ['https://banyan.example', 'banyan.example', true],
    ['https://banyan.example', 'banyan.example:443', true],
    ['https://banyan.example:8443', 'banyan.example:8443', true],
    ['https://banyan.example:8443', 'banyan.example', false],
    ['https://banyan.example.evil.example', 'banyan.example', false],
    ['null', 'banyan.example', false]
  ])('a page of %s is the own one of %s: %s', (origin, host, own) => {
    expect(isSameOrigin({ headers: { origin, host } })).toBe(own);
  });

  test('takes the token when anybody can reach the process', async () => {
    const relay = await start({ host: '0.0.0.0' });
    const body = { id: WORKSPACE, label: 'Owner', secretHash };
    expect(await api(relay, 'POST', '/api/workspaces', undefined, body)).toEqual({
      status: 403,
      json: { code: 'relay.setupToken' }
    });
    const wrong = await api(relay, 'POST', '/api/workspaces', `${TOKEN}x`, body);
    expect(wrong.status).toBe(403);
    const given = await api(relay, 'POST', '/api/workspaces', TOKEN, body);
    expect(given.status).toBe(201);
    expect(JSON.stringify(given.json)).not.toContain(secretHash);
  });

  test('reads what it is sent strictly', async () => {
    const relay = await start();
    for (const body of [
      {},
      { id: 'short', label: 'x', secretHash },
      { id: WORKSPACE, label: '', secretHash },
      { id: WORKSPACE, label: 'x'.repeat(65), secretHash },
      { id: WORKSPACE, label: 'x', secretHash, more: 1 },
      { id: WORKSPACE, label: 'x' },
      { id: WORKSPACE, label: 'x', secretHash: secretHash.slice(1) },
      [1]
    ])
      expect((await api(relay, 'POST', '/api/workspaces', TOKEN, body)).status).toBe(400);
    const long = { id: WORKSPACE, label: 'x'.repeat(20_000), secretHash };
    expect((await api(relay, 'POST', '/api/workspaces', TOKEN, long)).status).toBe(413);
  });
});

describe('a share whose answer was lost', () => {
  const body = { id: WORKSPACE, label: 'Owner', secretHash };
  const ask = (relay: RunningRelay, asked = body) =>
    api(relay, 'POST', '/api/workspaces', TOKEN, asked);

  test('is answered the same when it is asked for again, also after a restart', async () => {
    const storage = memoryStorage();
    const relay = await start({ storage });
    const first = await ask(relay);
    expect(first.status).toBe(201);
    expect(await ask(relay)).toEqual(first);
    const again = await start({ storage });
    expect(await ask(again)).toEqual(first);
    const me = await api(again, 'GET', `${workspace}/me`, SECRET);
    expect(me).toMatchObject({ status: 200, json: { owner: true } });
    expect((await api(again, 'GET', grants, SECRET)).json['grants']).toHaveLength(1);
  });

  test('stays fenced by the setup token', async () => {
    const relay = await start({ host: '0.0.0.0' });
    expect((await ask(relay)).status).toBe(201);
    const fenced = await api(relay, 'POST', '/api/workspaces', undefined, body);
    expect(fenced).toEqual({ status: 403, json: { code: 'relay.setupToken' } });
  });

  test('is nobody else’s, and no other grant’s', async () => {
    const relay = await start();
    await ask(relay);
    const exists = { status: 409, json: { code: 'relay.exists' } };
    expect(await ask(relay, { ...body, secretHash: hashOf('another') })).toEqual(exists);
    // Neither does an editor's secret make an owner, nor one secret a second workspace.
    const editor = await give(relay, SECRET);
    expect(await ask(relay, { ...body, secretHash: hashOf(editor.secret) })).toEqual(exists);
    expect(await ask(relay, { ...body, id: 'workspace2' })).toEqual(exists);
    expect((await api(relay, 'GET', `${workspace}/me`, SECRET)).status).toBe(200);
    const other = await give(relay, SECRET, { owner: true });
    const list = (await api(relay, 'GET', grants, SECRET)).json['grants'] as GrantInfo[];
    await api(relay, 'DELETE', `${grants}/${list[0]?.id}`, other.secret);
    expect(await ask(relay)).toEqual(exists);
  });

  test('is not promised before it is stored', async () => {
    const memory = memoryStorage();
    let fail: ((error: Error) => void) | undefined;
    let isFull = true;
    const write: RelayStorage['write'] = (changes, drop) =>
      isFull && changes.has(`workspace/${WORKSPACE}`)
        ? new Promise((_, rejected) => (fail = rejected))
        : memory.write(changes, drop);
    const relay = await start({ storage: { ...memory, write } });
    const both = [ask(relay), ask(relay)];
    await until(() => fail !== undefined);
    await pause(30);
    fail?.(new Error('full'));
    for (const answer of await Promise.all(both)) expect(answer.status).toBe(507);
    isFull = false;
    expect((await ask(relay)).status).toBe(201);
  });
});

describe('rights', () => {
  test('are given, listed, and only by owners', async () => {
    const relay = await start();
    const owner = await share(relay);
    const { grant, secret } = await give(relay, owner, {
      label: '财务 Finance',
      roles: { ...rolesOf('none'), org: 'read', accounts: 'write' }
    });
    expect(grant.roles).toEqual({ ...rolesOf('none'), org: 'read', accounts: 'read' });
    const me = await api(relay, 'GET', `${workspace}/me`, secret);
    expect(me).toMatchObject({ status: 200, json: { id: grant.id, label: '财务 Finance' } });
    expect(JSON.stringify(me.json)).not.toMatch(/secret|hash/i);
    const socket = await new RawClient(relay, secret).open();
    const listed = await api(relay, 'GET', grants, owner);
    const found = listed.json['grants'] as GrantInfo[];
    expect(found.map(({ label, online, owner }) => [label, online, owner])).toEqual([
      ['Owner', 0, true],
      ['财务 Finance', 1, false]
    ]);
    expect(found[1]!.lastSeenAt).toBeGreaterThan(0);
    socket.socket.close();
    const forbidden = { status: 403, json: { code: 'relay.forbidden' } };
    expect(await api(relay, 'GET', grants, secret)).toEqual(forbidden);
    expect(await api(relay, 'DELETE', workspace, secret)).toEqual(forbidden);
    expect(await api(relay, 'DELETE', `${grants}/${grant.id}`, secret)).toEqual(forbidden);
    expect((await api(relay, 'GET', `${workspace}/me`)).json).toEqual({
      code: 'relay.unauthorized'
    });
    expect((await api(relay, 'GET', '/api/workspaces/nothinghere/me', owner)).json).toEqual({
      code: 'relay.notFound'
    });
  });

  test('say by the code of the close why a socket may not stay', async () => {
    const relay = await start();
    const owner = await share(relay);
    const viewer = await give(relay, owner, { roles: { ...rolesOf('none'), org: 'read' } });
    const short = await give(relay, owner, { expiresAt: Date.now() + 150 });
    const closing = await new RawClient(relay, short.secret).open();
    const wrong = 'x'.repeat(43);
    const code = async (...args: ConstructorParameters<typeof RawClient>) =>
      new RawClient(...args).closed;
    expect(await code(relay, wrong)).toBe(4401);
    expect(await code(relay, owner, { room: 'nothinghere/org' })).toBe(4404);
    expect(await code(relay, owner, { room: `${WORKSPACE}/nothing` })).toBe(4404);
    expect(await code(relay, owner, { protocols: ['banyan.0', owner] })).toBe(4426);
    expect(await code(relay, owner, { protocols: ['banyan.2'] })).toBe(4401);
    expect(await code(relay, viewer.secret, { room: `${WORKSPACE}/finance` })).toBe(4403);
    expect(await code(relay, owner, { headers: { Origin: 'https://evil.example' } })).toBe(1006);
    expect(await closing.closed).toBe(4402);
    expect(await code(relay, short.secret)).toBe(4402);
    const own = await new RawClient(relay, owner, { headers: { Origin: relay.url } }).open();
    expect(own.socket.protocol).toBe('banyan.2');
  });

  test('end at once when they are revoked, and say so from then on', async () => {
    const folder = temporaryFolder();
    const relay = await start({ folder });
    const owner = await share(relay);
    const guest = await give(relay, owner);
    const sockets = await Promise.all(
      ['org', 'accounts', 'finance'].map(async (section) =>
        new RawClient(relay, guest.secret, { room: `${WORKSPACE}/${section}` }).open()
      )
    );
    const other = await new RawClient(relay, owner).sync();
    const sent = performance.now();
    const path = `${grants}/${guest.grant.id}`;
    expect((await api(relay, 'DELETE', path, owner)).status).toBe(204);
    sockets[0]!.edit((map) => map.set('late', 1));
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403, 4403]);
    expect(performance.now() - sent).toBeLessThan(1000);
    await other.sync();
    expect(other.doc.getMap('map').size).toBe(0);
    await running.pop()?.stop();
    const again = await start({ folder });
    const me = await api(again, 'GET', `${workspace}/me`, guest.secret);
    expect(me).toEqual({ status: 401, json: { code: 'relay.revoked' } });
    expect(await new RawClient(again, guest.secret).closed).toBe(4403);
    await running.pop()?.stop();
    removeFolder(folder);
  });

  test('the last owner stays, also when two are revoked at once', async () => {
    const relay = await start();
    const owner = await share(relay);
    const { json } = await api(relay, 'GET', `${workspace}/me`, owner);
    const own = `${grants}/${String(json['id'])}`;
    const lastOwner = { status: 409, json: { code: 'relay.lastOwner' } };
    expect(await api(relay, 'DELETE', own, owner)).toEqual(lastOwner);
    const second = await give(relay, owner, { owner: true });
    const both = await Promise.all([
      api(relay, 'DELETE', own, owner),
      api(relay, 'DELETE', `${grants}/${second.grant.id}`, second.secret)
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  test('a workspace that is no longer shared is gone, with what lay in it', async () => {
    const relay = await start();
    const owner = await share(relay);
    const client = await new RawClient(relay, owner).sync();
    client.edit((map) => map.set('a', 1));
    await until(() => client.acked() === 1);
    client.edit((map) => map.set('b', 1));
    expect((await api(relay, 'DELETE', workspace, owner)).status).toBe(204);
    expect(await client.closed).toBe(4404);
    expect((await api(relay, 'GET', `${workspace}/me`, owner)).json).toEqual({
      code: 'relay.notFound'
    });
    expect(await new RawClient(relay, owner).closed).toBe(4404);
    const anew = await new RawClient(relay, await share(relay)).sync();
    expect(anew.doc.getMap('map').size).toBe(0);
  });

  test('guessing is slowed down', async () => {
    const relay = await start();
    const owner = await share(relay);
    const answers: number[] = [];
    for (let i = 0; i < 40; i++) {
      const secret = String(i).padStart(43, 'x');
      answers.push((await api(relay, 'GET', `${workspace}/me`, secret)).status);
    }
    expect(answers.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(answers.at(-1)).toBe(429);
    expect(await new RawClient(relay, owner).closed).toBe(4529);
    await pause(0);
  });
});

describe('addresses', () => {
  const from = (headers: Record<string, string>, remoteAddress = '10.0.0.1') =>
    ({ headers, socket: { remoteAddress } }) as unknown as Parameters<typeof clientAddress>[0];

  test('are read from the proxies that are trusted and from no other', () => {
    const hops = { 'x-forwarded-for': 'forged, 203.0.113.9, 10.1.1.1' };
    expect(clientAddress(from(hops), 0)).toBe('10.0.0.1');
    expect(clientAddress(from(hops), 1)).toBe('10.1.1.1');
    expect(clientAddress(from(hops), 2)).toBe('203.0.113.9');
    expect(clientAddress(from({}), 2)).toBe('10.0.0.1');
    expect(clientAddress(from({}, '::ffff:192.0.2.1'), 0)).toBe('192.0.2.1');
    expect(clientAddress(from({}, '2001:db8::1'), 0)).toBe('2001:db8:0:0::/64');
    expect(clientAddress(from({}, '2001:db8:0:0:5:6:7:8'), 0)).toBe('2001:db8:0:0::/64');
  });

  test('are local only by name, place and path', () => {
    expect(isLocal(from({ host: 'localhost:4870' }), '127.0.0.1', 0)).toBe(true);
    expect(isLocal(from({ host: '[::1]:4870' }), '::1', 0)).toBe(true);
    expect(isLocal(from({ host: 'localhost:4870' }), '0.0.0.0', 0)).toBe(false);
    expect(isLocal(from({}), '127.0.0.1', 0)).toBe(false);
    expect(isLocal(from({ host: 'localhost:4870' }), '127.0.0.1', 1)).toBe(false);
    expect(isLocal(from({ host: 'localhost:4870', via: '1.1 x' }), '127.0.0.1', 0)).toBe(false);
  });

  test('recover with time', () => {
    const limit = new RateLimit({ burst: 2, every: 1000 });
    for (const at of [0, 0]) limit.spend('a', at);
    expect([limit.isSpent('a', 0), limit.isSpent('b', 0), limit.isSpent('a', 1000)]).toEqual([
      true,
      false,
      false
    ]);
  });
});
