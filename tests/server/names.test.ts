import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { stampOf } from '#protocol/root-maps.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import { RawClient, api, give, runRelay, share, until, WORKSPACE } from '../support/relay.ts';
import { attempt, meeting, placed, running, set } from './meeting.ts';
import { show } from './presence-message.ts';

const say = (client: RawClient) => show(client, [[client.doc.clientID, 1, { name: 'Here' }]]);

/** Sends what another document of the sender's making writes under a client id. */
async function forge(client: RawClient, id: number): Promise<string> {
  const forged = new Y.Doc();
  forged.clientID = id;
  forged.getMap('account').set('a/name', 'forged');
  const [refusals, acks] = [client.refusals.length, client.acks.length];
  client.update(Y.encodeStateAsUpdate(forged));
  await until(() => client.refusals.length > refusals || client.acks.length > acks);
  return client.refusals.slice(refusals).join() || 'taken';
}

describe('a client id that was shown', () => {
  test('is its own', async () => {
    const { one, two } = await meeting();
    say(one);
    await until(() => two.presence.length > 0);
    expect(await forge(two, one.doc.clientID)).toBe('foreign');
    expect(await attempt(one, set('audit', '1.one', 'honest'))).toBe('taken');
  });

  test("is an owner's own, against another owner as well as long as they are here", async () => {
    const { relay, owner, two } = await meeting();
    const mine = await new RawClient(relay, owner).sync();
    const { secret } = await give(relay, owner, { owner: true });
    const other = await new RawClient(relay, secret).sync();
    say(mine);
    await until(() => two.presence.length > 0);
    expect(await forge(two, mine.doc.clientID)).toBe('foreign');
    expect(await forge(other, mine.doc.clientID)).toBe('foreign');
    expect(await attempt(mine, set('audit', '1.mine', 'honest'))).toBe('taken');
    mine.socket.close();
    await until(() => other.presence.some(({ state }) => state === null));
    other.doc.clientID = mine.doc.clientID;
    expect(await attempt(other, set('account', 'a/name', 'brought'))).toBe('taken');
  });

  test('stays bound when its page is away and the relay began anew', async () => {
    const memory = newMemory();
    const { rights, one, two } = await meeting(memoryStorage(memory));
    say(one);
    await until(() => two.presence.length > 0);
    await running.pop()?.stop();
    const again = await runRelay({ storage: memoryStorage(memory) });
    running.push(again);
    const editor = await new RawClient(again, rights[1]!.secret).sync();
    expect(await forge(editor, one.doc.clientID)).toBe('foreign');
  });

  test('binds nothing when somebody shows it who may only read', async () => {
    const { relay, owner, one, two } = await meeting();
    const roles = { org: 'read', accounts: 'read', finance: 'read' } as const;
    const { secret } = await give(relay, owner, {
      roles: { ...roles, access: 'read', sharing: 'read' }
    });
    const reader = await new RawClient(relay, secret).sync();
    show(reader, [[one.doc.clientID, 1, {}]]);
    await until(() => two.presence.length > 0);
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
  });
});

describe('what an owner brings of others', () => {
  test('stays theirs when sharing ended and began again', async () => {
    const { relay, owner, one } = await meeting();
    const mine = await new RawClient(relay, owner).sync();
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    await until(() => mine.doc.getMap('audit').size === 1);
    await api(relay, 'DELETE', `/api/workspaces/${WORKSPACE}`, owner);
    one.doc.getMap('audit').set('2.one', 'meanwhile');
    const anew = await share(relay);
    await new RawClient(relay, anew, { doc: mine.doc }).sync();
    const { secret } = await give(relay, anew);
    const back = await new RawClient(relay, secret, { doc: one.doc }).sync();
    expect(await attempt(back, set('audit', '3.one', 'x'))).toBe('taken');
    expect(back.refusals).toEqual([]);
  });

  test('stays theirs when the relay lost it and who wrote it, also as a change of the moment', async () => {
    const memory = newMemory();
    const { owner, rights, one, two } = await meeting(memoryStorage(memory));
    expect(await attempt(one, set('audit', '1.one', 'x'))).toBe('taken');
    expect(await attempt(two, set('audit', '2.two', 'x'))).toBe('taken');
    await until(() => two.doc.getMap('audit').size === 2);
    await running.pop()?.stop();
    memory.rooms.clear();
    for (const key of memory.values.keys())
      if (key.startsWith('writer/')) memory.values.delete(key);
    const again = await runRelay({ storage: memoryStorage(memory) });
    running.push(again);
    const healer = await new RawClient(again, owner).sync();
    healer.update(Y.encodeStateAsUpdate(two.doc));
    await until(() => healer.acks.length > 0);
    const back = await new RawClient(again, rights[0]!.secret, { doc: one.doc }).sync();
    expect(await attempt(back, set('audit', '3.one', 'x'))).toBe('taken');
  });

  test('and what they write themselves is theirs', async () => {
    const { relay, owner, two } = await meeting();
    const mine = await new RawClient(relay, owner).sync();
    expect(await attempt(mine, set('audit', '1.mine', 'x'))).toBe('taken');
    expect(await attempt(two, set('audit', '2.mine', 'x'))).toBe('foreign');
  });
});

test('a stamp is written in one way only', () => {
  expect(stampOf('audit', '5.e', '')).toEqual({ l: 5, slot: 'e' });
  expect(stampOf('audit', '0.e', '')).toEqual({ l: 0, slot: 'e' });
  expect(stampOf('block', '999999999999999.e/0', '')).toEqual({
    l: 999_999_999_999_999,
    slot: 'e'
  });
  for (const key of ['05.e', '00.e', '1000000000000000.e', '-1.e'])
    expect(stampOf('audit', key, '')).toBeUndefined();
  expect(stampOf('place', 'd1/one', placed(7))).toEqual({ l: 7, slot: 'one', placed: 'd1' });
});
