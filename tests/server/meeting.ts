import { afterEach } from 'vitest';
import * as Y from 'yjs';
import { memoryStorage } from '../../server/storage/memory.ts';
import { RawClient, give, runRelay, share, until } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

/** Relays of the test that runs; what is left of them is stopped after it. */
export const running: RunningRelay[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

/** A relay, its owner and two editors, each with a right of their own. */
export async function meeting(storage = memoryStorage()) {
  const relay = await runRelay({ storage });
  running.push(relay);
  const owner = await share(relay);
  const rights = [await give(relay, owner), await give(relay, owner)];
  const [one, two] = await Promise.all(
    rights.map(({ secret }) => new RawClient(relay, secret).sync())
  );
  return { relay, owner, rights, one: one!, two: two! };
}

/** Sends one change of a document as the page would, and waits for what the relay says to it. */
export async function attempt(client: RawClient, change: (doc: Y.Doc) => void): Promise<string> {
  const vector = Y.encodeStateVector(client.doc);
  const [refusals, acks] = [client.refusals.length, client.acks.length];
  client.doc.transact(() => change(client.doc));
  client.update(Y.encodeStateAsUpdate(client.doc, vector));
  await until(() => client.refusals.length > refusals || client.acks.length > acks);
  return client.refusals.slice(refusals).join() || 'taken';
}

export const set = (map: string, key: string, value: unknown) => (doc: Y.Doc) =>
  doc.getMap(map).set(key, value);
export const placed = (l: number) => [l, 'root', 'a0', 'root', 'a0', 2];
