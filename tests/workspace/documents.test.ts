import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { Locks } from '../support/locks.ts';

const kept = new Map<string, string>();
const locks = new Locks();
const silent = () => undefined;
for (const [name, value] of Object.entries({
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key)
  },
  navigator: { locks },
  document: new EventTarget(),
  addEventListener: silent,
  removeEventListener: silent
}))
  Object.defineProperty(globalThis, name, { value, configurable: true });

const { catalog } = await import('#workspace/catalog.ts');
const { openDocuments } = await import('#workspace/documents.ts');

const ID = 'workspace1';
function open() {
  const events = {
    onSaved: silent,
    onLeading: silent,
    onRelay: silent,
    onHeads: () => undefined,
    onShown: silent,
    onForget: silent
  };
  return openDocuments(ID, ['org', 'accounts'], events);
}

test('a tab that was robbed of the lead while it opened keeps nothing open to write to', async () => {
  catalog.note({ id: ID, name: '', accounts: 0, openedAt: 0 });
  const opening = open();
  await new Promise<void>((resolve) =>
    queueMicrotask(() => {
      let release: (() => void) | undefined;
      void locks.request(`banyan:banyan/${ID}`, { steal: true }, () => {
        resolve();
        return new Promise<void>((done) => (release = done));
      });
      setTimeout(() => release?.(), 100);
    })
  );
  const opened = await opening;
  if (!opened.ok) throw new Error(opened.problems[0].code);
  expect(opened.value.leading).toBe(false);
  expect(opened.value.isWhole()).toBe(false);

  // The thief goes: now it is this tab's to keep, once.
  await expect.poll(() => opened.value.leading && opened.value.isWhole()).toBe(true);
  await opened.value.close();
});
