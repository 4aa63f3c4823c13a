import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Section } from '#core/kernel/kind.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { Share } from '#workspace/share.ts';
import { RawClient, WORKSPACE, give, rolesOf, runRelay, share, until } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

let relay: RunningRelay | undefined;
/** What the page of this test asked for over HTTP, and how much its sockets brought. */
const asked: string[] = [];
let brought = 0;
let fails: ((path: string) => Promise<Response>) | undefined;
const onWay: (() => Promise<void>)[] = [];

/** A browser's page at the relay's address, as far as a connection needs one. */
class PageSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    this.on('message', (data: Buffer | ArrayBuffer) => (brought += data.byteLength));
  }
}
const fetched = globalThis.fetch;
Object.assign(globalThis, {
  WebSocket: PageSocket,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  fetch: async (path: string, init: RequestInit) => {
    if (!path.startsWith('/')) return fetched(path, init);
    asked.push(path);
    if (fails) return fails(path);
    const answer = await fetched(`${relay?.url}${path}`, init);
    for (const act of onWay.splice(0)) await act();
    return answer;
  }
});
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
const { Live } = await import('#workspace/live.ts');

const open: { close: () => void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await relay?.stop();
  asked.length = 0;
  brought = 0;
  fails = undefined;
});

const LARGE = [1, 2, 3, 4].map((i) => [
  `large${i}`,
  randomBytes(LIMITS.part / 4).toString('base64')
]);
const KEYS = LARGE.map(([key]) => key);
const keysOf = ({ doc }: { readonly doc: Y.Doc }) => [...doc.getMap('map').keys()].sort();

/** A relay whose `org` is large, and somebody who writes there. */
async function start() {
  relay = await runRelay();
  Object.assign(globalThis, { location: { origin: relay.url } });
  const owner = await share(relay);
  const writer = await new RawClient(relay, owner).sync();
  for (const [key = '', value] of LARGE) writer.edit((map) => map.set(key, value));
  await until(() => writer.acked() === LARGE.length);
  return { relay, owner, writer };
}

function join(secret: string, roles = rolesOf('write'), doc = new Y.Doc()) {
  const right: Share = { secret, grant: 'grant', label: '', owner: false, roles };
  const sections: readonly Section[] = ['org'];
  const statuses: string[] = [];
  const documents = sections.map(
    (each) =>
      [each, { doc, clocks: undefined, keep: nothing, head: undefined, keepHead: nothing }] as const
  );
  const live = new Live(WORKSPACE, right, new Map(documents), {
    onStatus: ({ state }) => statuses.push(state),
    onPeople: nothing,
    onHeads: nothing
  });
  open.push(live);
  return { doc, live, statuses };
}

const nothing = () => undefined;
const synced = ({ statuses }: { readonly statuses: readonly string[] }) =>
  statuses.at(-1) === 'synced';

test('a page that has nothing gets it by HTTP, and the socket brings only the rest', async () => {
  const { owner, writer } = await start();
  onWay.push(async () => {
    const before = writer.acks.length;
    writer.edit((map) => map.set('between', 1));
    await until(() => writer.acks.length > before);
  });
  const page = join(owner);
  await until(() => synced(page));
  expect(asked).toEqual([`/api/workspaces/${WORKSPACE}/documents/org`]);
  expect(keysOf(page)).toEqual(['between', ...KEYS]);
  expect(brought).toBeLessThan(1000);
  writer.edit((map) => map.set('after', 1));
  await until(() => page.doc.getMap('map').has('after'));
  expect(page.live.waiting().size).toBe(0);
});

test.each<[string, () => Promise<Response>]>([
  ['fails', () => Promise.reject(new TypeError('no network'))],
  ['is refused', () => Promise.resolve(new Response('{"code":"relay.tooMany"}', { status: 429 }))],
  ['is a page', () => Promise.resolve(new Response('<!doctype html>'))],
  [
    'is broken',
    () => {
      const headers = { 'Content-Type': 'application/octet-stream' };
      return Promise.resolve(new Response(Uint8Array.of(1, 2, 3), { headers }));
    }
  ]
])('when the copy %s, the socket brings all', async (_, answer) => {
  const { owner } = await start();
  fails = answer;
  const page = join(owner);
  await until(() => synced(page));
  expect(asked).toHaveLength(1);
  expect(keysOf(page)).toEqual(KEYS);
  expect(brought).toBeGreaterThan(LIMITS.part);
});

test('a page that has something asks the socket alone', async () => {
  const { owner, writer } = await start();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
  const page = join(owner, undefined, doc);
  await until(() => synced(page));
  expect(asked).toEqual([]);
  expect(brought).toBeLessThan(1000);
});

test('a right without the section gets nothing of it, and a page that leaves connects no more', async () => {
  const { relay, owner } = await start();
  const roles = { ...rolesOf('none'), finance: 'read' } as const;
  const { secret } = await give(relay, owner, { roles });
  const page = join(secret, roles);
  expect(asked).toEqual([]);
  // Nor when it claims another.
  const liar = join(secret, rolesOf('read'));
  await until(() => liar.statuses.at(-1) === 'refused');
  for (const { doc } of [page, liar]) expect(doc.store.clients.size).toBe(0);
  const left = join(owner);
  open.pop()?.close();
  await until(() => asked.length === 2);
  expect(left.doc.store.clients.size).toBe(0);
});
