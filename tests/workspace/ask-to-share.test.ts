import { afterEach, beforeEach, expect, test } from 'vitest';
import { WORKSPACE, api, runRelay, TOKEN } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const kept = new Map<string, string>();
let keeps = true;
let relay: RunningRelay;
/** How many answers are still to be lost, and what was on the disk whenever the relay was asked. */
let lost = 0;
const keptWhenAsked: string[] = [];
const fetched = globalThis.fetch;
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (!keeps) throw new Error('full');
      kept.set(key, value);
    }
  },
  fetch: async (path: string, init: RequestInit) => {
    if (!path.startsWith('/')) return fetched(path, init);
    keptWhenAsked.push(...kept.values());
    const answer = await fetched(`${relay.url}${path}`, init);
    if (lost-- > 0) throw new TypeError('the line broke');
    return answer;
  }
});
const { askToShare } = await import('#workspace/ask-to-share.ts');
const { catalog } = await import('#workspace/catalog.ts');

beforeEach(async () => {
  relay = await runRelay();
  kept.clear();
  keptWhenAsked.length = 0;
  keeps = true;
  lost = 0;
  catalog.note({ id: WORKSPACE, name: 'Group', accounts: 0, openedAt: 0 });
});
afterEach(() => relay.stop());

test('a workspace whose answer was lost is this device’s when it asks again', async () => {
  lost = 2;
  for (let i = 0; i < 2; i++)
    expect(await askToShare(WORKSPACE, 'Owner', TOKEN)).toMatchObject({
      ok: false,
      problems: [{ code: 'relay.unreachable' }]
    });
  const asked = await askToShare(WORKSPACE, 'Owner', TOKEN);
  if (!asked.ok) throw new Error(asked.problems[0].code);
  const { secret, owner, grant } = asked.value;
  expect(owner).toBe(true);
  for (const stored of keptWhenAsked) expect(stored).toContain(secret);
  const me = await api(relay, 'GET', `/api/workspaces/${WORKSPACE}/me`, secret);
  expect(me).toMatchObject({ status: 200, json: { id: grant, owner: true } });
});

test('the relay is not asked where the secret cannot be kept', async () => {
  keeps = false;
  expect(await askToShare(WORKSPACE, 'Owner', TOKEN)).toMatchObject({
    ok: false,
    problems: [{ code: 'workspace.shareNotKept' }]
  });
  expect(keptWhenAsked).toEqual([]);
  keeps = true;
  expect((await askToShare(WORKSPACE, 'Owner', TOKEN)).ok).toBe(true);
});

test('a workspace that somebody else brought there is theirs', async () => {
  const other = { id: WORKSPACE, label: 'Other', secretHash: '0'.repeat(64) };
  expect((await api(relay, 'POST', '/api/workspaces', TOKEN, other)).status).toBe(201);
  expect(await askToShare(WORKSPACE, 'Owner', TOKEN)).toMatchObject({
    ok: false,
    problems: [{ code: 'relay.exists' }]
  });
});
