import { afterEach, expect, test } from 'vitest';
import { memoryStorage } from '../../server/storage/memory.ts';
import { RawClient, give, rolesOf, runRelay, share, until } from '../support/relay.ts';
import type { RelaySetup, RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
async function start(setup: RelaySetup = {}) {
  const relay = await runRelay(setup);
  running.push(relay);
  return relay;
}
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

/** The value of one line of what Prometheus would read. */
async function measured(relay: RunningRelay, name: string): Promise<number> {
  const text = await (await fetch(`${relay.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1));
}

test('metrics follow what happens: rooms, sockets, updates, commits, refusals and closes', async () => {
  const relay = await start();
  const owner = await share(relay);
  const { secret } = await give(relay, owner, { roles: rolesOf('read') });
  const writer = await new RawClient(relay, owner).sync();
  const viewer = await new RawClient(relay, secret).sync();
  expect(await measured(relay, 'banyan_rooms')).toBe(1);
  expect(await measured(relay, 'banyan_sockets')).toBe(2);
  writer.edit((map) => map.set('a', 1));
  await until(() => writer.acked() === 1);
  expect(await measured(relay, 'banyan_updates_total')).toBe(1);
  expect(await measured(relay, 'banyan_commit_seconds_count')).toBe(1);
  expect(await measured(relay, 'banyan_received_bytes_total')).toBeGreaterThan(20);
  expect(await measured(relay, 'banyan_sent_bytes_total')).toBeGreaterThan(20);
  for (let i = 0; i < 3; i++) viewer.edit((map) => map.set('b', i));
  await viewer.closed;
  expect(await measured(relay, 'banyan_refusals_total{reason="readOnly"}')).toBe(3);
  expect(await measured(relay, 'banyan_closes_total{reason="forbidden"}')).toBe(1);
  await new RawClient(relay, 'x'.repeat(43)).closed;
  expect(await measured(relay, 'banyan_closes_total{reason="unauthorized"}')).toBe(1);
  expect(await measured(relay, 'banyan_http_requests_total{status="201"}')).toBe(2);
  writer.socket.close();
  await writer.closed;
  await until(() => writer.socket.readyState === writer.socket.CLOSED);
  for (let i = 0; i < 100 && (await measured(relay, 'banyan_rooms')) > 0; i++);
  expect(await measured(relay, 'banyan_rooms')).toBe(0);
});

test('what stands behind a proxy needs the token for its metrics', async () => {
  const relay = await start({ host: '0.0.0.0', metricsToken: 'a-token-for-metrics' });
  const ask = (token?: string) =>
    fetch(`${relay.url}/metrics`, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  expect((await ask()).status).toBe(403);
  expect((await ask('another-token-entirely')).status).toBe(403);
  expect((await ask('a-token-for-metrics')).status).toBe(200);
  const without = await start({ host: '0.0.0.0' });
  const offered = { headers: { Authorization: 'Bearer undefined' } };
  expect((await fetch(`${without.url}/metrics`, offered)).status).toBe(403);
});

test('a relay that cannot write is alive and not ready', async () => {
  let full = true;
  const storage = memoryStorage();
  const relay = await start({
    storage: {
      ...storage,
      write: (changes, drop) =>
        full ? Promise.reject(new Error('ENOSPC')) : storage.write(changes, drop)
    }
  });
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${relay.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain('disk');
  full = false;
  const other = await start({ storage });
  expect((await fetch(`${other.url}/readyz`)).status).toBe(200);
});
