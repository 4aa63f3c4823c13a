import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LIMITS } from '#protocol/limits.ts';
import {
  RawClient,
  WORKSPACE,
  give,
  pause,
  provider,
  runRelay,
  share,
  until
} from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';
import { show } from './presence-message.ts';

const running: RunningRelay[] = [];
async function start() {
  const relay = await runRelay();
  running.push(relay);
  return { relay, owner: await share(relay) };
}
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

describe('presence', () => {
  test('carries the right it was shown under, whatever the page says', async () => {
    const { relay, owner } = await start();
    const guest = await give(relay, owner, { label: 'Guest of honour' });
    const one = await new RawClient(relay, owner).open();
    const two = await new RawClient(relay, guest.secret).open();
    show(two, [[7, 1, { name: 'Eve', grant: { id: 'stolen', label: 'Owner', owner: true } }]]);
    const grant = { id: guest.grant.id, label: 'Guest of honour', owner: false };
    await until(() => one.presence.length === 1);
    expect(one.presence).toEqual([{ client: 7, clock: 1, state: { name: 'Eve', grant } }]);
    const late = await new RawClient(relay, owner).open();
    expect(late.presence).toEqual(one.presence);
    two.socket.close();
    await until(() => one.presence.length === 2 && late.presence.length === 2);
    expect(one.presence[1]).toEqual({ client: 7, clock: 2, state: null });
  });

  test('speaks for one client, and for nobody else', async () => {
    const { relay, owner } = await start();
    const guest = await give(relay, owner);
    const one = await new RawClient(relay, owner).open();
    const two = await new RawClient(relay, guest.secret).open();
    show(one, [[1, 1, { name: 'One' }]]);
    await until(() => two.presence.length === 1);
    show(two, [[1, 9, null]]);
    show(two, [[2, 1, { name: 'Two' }]]);
    show(two, [[3, 1, { name: 'Three' }]]);
    show(two, [
      [3, 1, { name: 'Three' }],
      [2, 2, { name: 'Two, again' }]
    ]);
    await until(() => one.presence.length === 3);
    expect(one.presence.map(({ client }) => client)).toEqual([1, 2, 2]);
  });

  test('a page that comes back before its old line is found dead stays', async () => {
    const { relay, owner } = await start();
    const watcher = await new RawClient(relay, owner).open();
    const old = await new RawClient(relay, owner).open();
    show(old, [[5, 1, {}]]);
    const anew = await new RawClient(relay, owner).open();
    show(anew, [[5, 2, {}]]);
    await until(() => watcher.presence.length === 2);
    old.socket.close();
    await old.closed;
    await pause(50);
    expect(watcher.presence.every(({ state }) => state !== null)).toBe(true);
  });

  test('is bounded, an object, and only where the organization is', async () => {
    const { relay, owner } = await start();
    for (const state of ['text', 5, [1], { long: 'x'.repeat(LIMITS.awareness) }]) {
      const client = await new RawClient(relay, owner).open();
      show(client, [[1, 1, state]]);
      expect(await client.closed).toBe(4400);
    }
    const room = `${WORKSPACE}/finance`;
    const one = await new RawClient(relay, owner, { room }).open();
    const two = await new RawClient(relay, owner, { room }).open();
    show(one, [[1, 1, {}]]);
    await one.sync();
    await two.sync();
    expect(two.presence).toEqual([]);
  });

  test('works with the client that pages use', async () => {
    const { relay, owner } = await start();
    const [one, two] = [new Y.Doc(), new Y.Doc()].map((doc) => provider(relay, owner, doc));
    one!.awareness.setLocalStateField('name', 'One');
    await until(() => two!.awareness.getStates().has(one!.doc.clientID));
    expect(two!.awareness.getStates().get(one!.doc.clientID)).toMatchObject({
      name: 'One',
      grant: { label: 'Owner', owner: true }
    });
    one!.destroy();
    await until(() => !two!.awareness.getStates().has(one!.doc.clientID));
    two!.destroy();
  });
});
