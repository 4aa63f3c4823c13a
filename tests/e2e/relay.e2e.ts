import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import * as Y from 'yjs';
import {
  RawClient,
  WORKSPACE,
  api,
  pause,
  provider,
  removeFolder,
  share,
  temporaryFolder,
  until
} from '../support/relay.ts';
import { startServer } from '../support/server.ts';
import type { RunningServer } from '../support/server.ts';

const KILLS = 20;
const KILLS_WITHIN = 120_000;

/** A data folder that outlives the servers started on it, and what ends them all. */
const test = base.extend<{ folder: string; start: () => Promise<RunningServer> }>({
  // Playwright wants a pattern here that names what the fixture needs.
  folder: async ({ browserName: _ }, use) => {
    const folder = temporaryFolder();
    await use(folder);
    removeFolder(folder);
  },
  start: async ({ folder }, use) => {
    const started: RunningServer[] = [];
    await use(async () => {
      const server = await startServer({ SETUP_TOKEN: '' }, folder);
      if (!('url' in server)) throw new Error(server.output);
      started.push(server);
      return server;
    });
    await Promise.all(started.map((server) => server.stop('SIGKILL')));
  }
});

const mapOf = (doc: Y.Doc) => doc.getMap('map').toJSON();

/** What a page that knows nothing yet is sent. */
async function stored(server: RunningServer, secret: string): Promise<Record<string, unknown>> {
  const reader = await new RawClient(server, secret).sync();
  reader.socket.terminate();
  return mapOf(reader.doc);
}

test('what was acknowledged outlives a kill at that moment, twenty times', async ({ start }) => {
  test.setTimeout(KILLS_WITHIN);
  let server = await start();
  const secret = await share(server);
  const expected: Record<string, unknown> = {};
  for (let i = 0; i < KILLS; i++) {
    const writer = await new RawClient(server, secret).sync();
    const text = `${i}`.repeat(i % 5 === 4 ? 100_000 : 10);
    writer.edit((map) => map.set(`edit${i}`, text));
    await until(() => writer.acked() === 1);
    const ended = await server.stop('SIGKILL');
    expect(ended.code).toBeNull();
    expected[`edit${i}`] = text;
    server = await start();
    expect(await stored(server, secret), `after kill ${i + 1}`).toEqual(expected);
  }
});

test('a kill amid a burst loses nothing acknowledged, for the client that pages use', async ({
  start
}) => {
  const server = await start();
  const secret = await share(server);
  const doc = new Y.Doc();
  const page = provider(server, secret, doc);
  await until(() => page.synced);
  const witness = await new RawClient(server, secret).sync();
  for (let i = 0; i < 400; i++) {
    doc.getMap('map').set(`page${i}`, i);
    witness.edit((map) => map.set(`witness${i}`, i));
    if (i % 20 === 19) await pause(1);
  }
  await until(() => witness.acked() > 0);
  await server.stop('SIGKILL');
  page.shouldConnect = false;
  await witness.closed;
  const acked = witness.acked();
  const again = await start();
  const found = await stored(again, secret);
  for (let i = 0; i < acked; i++) expect(found[`witness${i}`]).toBe(i);
  // What the relay showed to others had been stored before.
  const shown = Object.keys(mapOf(witness.doc)).filter((key) => key.startsWith('page'));
  for (const key of shown) expect(found, key).toHaveProperty(key);
  page.destroy();
  await reconnected(again, secret, doc);
});

/** A page that comes back brings what the relay lost, and both ends are even. */
async function reconnected(server: RunningServer, secret: string, doc: Y.Doc): Promise<void> {
  const page = provider(server, secret, doc);
  await until(() => page.synced);
  await expect.poll(() => stored(server, secret)).toEqual(mapOf(doc));
  page.destroy();
}

test('a stop stores everything, says so to every socket and ends within two seconds', async ({
  start
}) => {
  const server = await start();
  const secret = await share(server);
  const rooms = ['org', 'accounts', 'finance'];
  const clients = await Promise.all(
    rooms.map(async (name) =>
      new RawClient(server, secret, { room: `${WORKSPACE}/${name}` }).sync()
    )
  );
  for (const client of clients) client.edit((map) => map.set('first', 'words'));
  await until(() => clients.every((client) => client.acked() === 1));
  for (let i = 0; i < 100; i++)
    for (const client of clients) client.edit((map) => map.set(`last${i}`, i));
  const before = Date.now();
  const ended = await server.stop('SIGTERM');
  expect(Date.now() - before).toBeLessThan(2000);
  expect(ended.code).toBe(0);
  for (const client of clients) expect(await client.closed).toBe(1012);
  const again = await start();
  for (const [i, name] of rooms.entries()) {
    const reader = await new RawClient(again, secret, { room: `${WORKSPACE}/${name}` }).sync();
    const found = mapOf(reader.doc);
    expect(found['first'], name).toBe('words');
    const acked = (clients[i]?.acked() ?? 0) - 1;
    for (let n = 0; n < acked; n++) expect(found[`last${n}`], name).toBe(n);
  }
});

test('the setup token is kept for this user alone and never printed', async ({ start, folder }) => {
  const file = join(folder, 'setup-token');
  expect(existsSync(file)).toBe(false);
  const server = await start();
  const token = readFileSync(file, 'utf8').trim();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const body = { id: WORKSPACE, label: 'Owner', secretHash: '0'.repeat(64) };
  expect((await api(server, 'POST', '/api/workspaces', token, body)).status).toBe(201);
  const ended = await server.stop();
  expect(ended.output).not.toContain(token);
  const again = await start();
  expect(readFileSync(file, 'utf8').trim()).toBe(token);
  expect((await again.stop()).output).not.toContain(token);
});
