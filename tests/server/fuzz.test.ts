import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import { fuzzFrames } from '../fuzz/in-process.ts';
import { fuzzSockets } from '../fuzz/over-sockets.ts';
import { removeFolder, runRelay, share, temporaryFolder } from '../support/relay.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** More than the tables that stay at hand for the next who come take. */
const KEPT_BYTES = 16 * 1024 * 1024;

test('ten thousand malformed frames leave the honest pages their words and the heap as it was', async () => {
  const folder = temporaryFolder();
  const storage = lmdbStorage(folder);
  const told = await fuzzFrames(10_000, 1, { storage, collect });
  expect(told.ended).toBeGreaterThan(1000);
  expect(told.growth).toBeLessThan(KEPT_BYTES);
  await storage.close();
  removeFolder(folder);
}, 60_000);

test('malformed frames and requests over sockets end their senders and nobody else', async () => {
  const relay = await runRelay();
  const target = { url: relay.url, owner: await share(relay) };
  const told = await fuzzSockets(target, { frames: 1000, requests: 300 }, 1);
  expect(told.ended).toBeGreaterThan(50);
  expect(told.words).toBeGreaterThan(10);
  expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
  await relay.stop();
}, 60_000);
