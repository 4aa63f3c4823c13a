import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { isFailure } from '#crdt/local/failure.ts';
import { readStored, StoredDocument } from '#crdt/local/stored-document.ts';
import { newDocument } from '#crdt/update.ts';
import type { GrantInfo, Role } from '#protocol/grants.ts';

const kept = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key)
  }
});
const { accept } = await import('#workspace/join.ts');
const { catalog } = await import('#workspace/catalog.ts');
const { storeOf } = await import('#workspace/documents.ts');

/** Another one for each test: what is on the disk stays there. */
let workspace = 'workspace0';

function take(id: string, accounts: Role, finance: Role): Promise<void> {
  const roles = { org: 'write', accounts, finance, access: 'none', sharing: 'none' } as const;
  const grant: GrantInfo = {
    id,
    workspace,
    label: id,
    owner: false,
    roles,
    createdAt: 1,
    online: 0
  };
  const secret = 'x'.repeat(43);
  return accept({ workspace, secret, known: false, unsent: 0, grant });
}

/** Something only this device has, in the finance of the present right. */
async function writeUnsent() {
  const doc = newDocument();
  const name = `${storeOf(workspace)}/finance`;
  const stored = await StoredDocument.open(name, doc, () => undefined);
  if (isFailure(stored)) throw new Error(stored.reason);
  doc.getMap('audit').set('1.a', 'a secret of finance');
  await stored.close();
}

async function financeThere(store: string): Promise<unknown> {
  const doc = newDocument();
  await readStored(`${store}/finance`, doc);
  return doc.getMap('audit').toJSON();
}

const stores = () => catalog.list().map(({ id }) => storeOf(id));

let tests = 0;
beforeEach(() => {
  workspace = `workspace${++tests}`;
  for (const { id } of catalog.list()) catalog.remove(id);
});

test('a narrower right that comes again finds nothing of the wider one between', async () => {
  await take('g1', 'write', 'none');
  await take('g3', 'write', 'read');
  const former = storeOf(workspace);
  await writeUnsent();
  await take('g1', 'write', 'none');

  expect(new Set(stores()).size).toBe(2);
  expect(await financeThere(storeOf(workspace))).toEqual({});
  // What was never sent stays, as a workspace of its own.
  expect(stores()).toContain(former);
  expect(await financeThere(former)).toEqual({ '1.a': 'a secret of finance' });
});

test('a right that comes again has another place than the one deleted for it', async () => {
  await take('g1', 'write', 'none');
  await take('g3', 'write', 'read');
  const former = storeOf(workspace);
  await take('g1', 'write', 'none');
  expect(stores()).toHaveLength(1);
  expect(stores()).not.toContain(former);
});

test('nor does it share a place with what was kept of it long before', async () => {
  await take('g1', 'none', 'write');
  await writeUnsent();
  await take('g2', 'write', 'none');
  await take('g1', 'none', 'write');
  expect(new Set(stores()).size).toBe(2);
  expect(await financeThere(storeOf(workspace))).toEqual({});
});
