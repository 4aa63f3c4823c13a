import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { isFailure } from '#crdt/local/failure.ts';
import {
  deleteStored,
  readStored,
  StoredDocument,
  type SaveState
} from '#crdt/local/stored-document.ts';

const NAME = 'banyan/test/org';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.restoreAllMocks());

async function open(doc = new Y.Doc(), states: SaveState[] = []) {
  const stored = await StoredDocument.open(NAME, doc, (state) => states.push(state));
  if (isFailure(stored)) throw new Error(stored.detail);
  return { doc, stored, states, map: doc.getMap<number>('m') };
}

async function rowsOf(name = NAME): Promise<Uint8Array[]> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error());
  });
  const rows = await new Promise<Uint8Array[]>((resolve) => {
    const all = db.transaction('updates').objectStore('updates').getAll();
    all.onsuccess = () => resolve(all.result as Uint8Array[]);
  });
  db.close();
  return rows;
}

describe('a stored document', () => {
  test('has what was written when it is opened again, and says when it is saved', async () => {
    const first = await open();
    first.map.set('a', 1);
    expect(first.states.at(-1)?.unsaved).toBeGreaterThan(0);
    await first.stored.flush();
    expect(first.states.at(-1)).toEqual({ unsaved: 0 });
    first.map.set('b', 2);
    await first.stored.close();
    const second = await open();
    expect(second.map.toJSON()).toEqual({ a: 1, b: 2 });
    const reader = new Y.Doc();
    expect(await readStored(NAME, reader)).toBeUndefined();
    expect(reader.getMap('m').toJSON()).toEqual({ a: 1, b: 2 });
    await second.stored.close();
  });

  test('takes one row a tick, however many changes that holds', async () => {
    const { map, stored } = await open();
    const before = (await rowsOf()).length;
    for (let i = 0; i < 50; i++) map.set(`k${i}`, i);
    await stored.flush();
    expect(await rowsOf()).toHaveLength(before + 1);
    await stored.close();
  });

  test('does not grow by being opened: ten opens without an edit add nothing of its content', async () => {
    const { doc, map, stored } = await open();
    for (let i = 0; i < 2000; i++) map.set(`key ${i}`, i);
    await stored.close();
    const size = Y.encodeStateAsUpdate(doc).length;
    for (let i = 0; i < 10; i++) await (await open()).stored.close();
    const bytes = (await rowsOf()).reduce((n, row) => n + row.length, 0);
    expect(bytes).toBeLessThan(size * 1.1);
  });

  test('is folded by bytes into one row that still opens', async () => {
    const { map, stored } = await open();
    for (let i = 0; i < 600; i++) {
      map.set(`k${i % 7}`, i);
      map.set(`text${i}`, i * 1e9);
      await stored.flush();
    }
    for (let i = 0; i < 3000; i++) map.set(`more ${i}`, i);
    await stored.flush();
    await stored.compact();
    await vi.waitFor(async () => expect((await rowsOf()).length).toBeLessThan(5));
    const expected = map.toJSON();
    await stored.close();
    const again = await open();
    expect(again.map.toJSON()).toEqual(expected);
    await again.stored.close();
  });

  test('keeps what a full disk refuses, says so, and writes it when there is room', async () => {
    const { map, stored, states } = await open();
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    map.set('a', 1);
    await stored.flush();
    expect(states.at(-1)?.failure?.reason).toBe('full');
    expect(stored.unsaved).toBeGreaterThan(0);
    map.set('b', 2);
    add.mockRestore();
    await stored.flush();
    expect(states.at(-1)).toEqual({ unsaved: 0 });
    await stored.close();
    const again = await open();
    expect(again.map.toJSON()).toEqual({ a: 1, b: 2 });
    await again.stored.close();
  });

  test('opens around a damaged row, and says that something is missing', async () => {
    const first = await open();
    first.map.set('a', 1);
    await first.stored.close();
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(NAME);
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise<void>((resolve) => {
      const transaction = db.transaction('updates', 'readwrite');
      transaction.objectStore('updates').add(new Uint8Array([255, 254, 253]));
      transaction.objectStore('updates').add('no bytes at all');
      transaction.oncomplete = () => resolve();
    });
    db.close();
    const again = await open();
    expect(again.map.toJSON()).toEqual({ a: 1 });
    expect(again.states.at(-1)?.failure?.reason).toBe('damaged');
    await again.stored.close();
  });

  test('says why it cannot be opened, within its patience', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const refused = await StoredDocument.open(NAME, new Y.Doc(), () => undefined);
    expect(refused).toMatchObject({ reason: 'unavailable' });
    vi.useFakeTimers();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    const hanging = StoredDocument.open(NAME, new Y.Doc(), () => undefined);
    await vi.advanceTimersByTimeAsync(6000);
    expect(await hanging).toMatchObject({ reason: 'timeout' });
    vi.useRealTimers();
  });

  test('is gone after it was deleted', async () => {
    const { map, stored } = await open();
    map.set('a', 1);
    await stored.close();
    await deleteStored(NAME);
    const again = await open();
    expect(again.map.size).toBe(0);
    await again.stored.close();
  });

  test('never loses what it said was saved: random edits, crashes, folds and reopenings', async () => {
    const step = fc.constantFrom('edit', 'edit', 'flush', 'crash', 'compact', 'reopen');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        globalThis.indexedDB = new IDBFactory();
        let current = await open();
        let saved: Record<string, number> = {};
        let n = 0;
        for (const one of steps) {
          if (one === 'edit') current.map.set(`k${n % 5}`, n++);
          if (one === 'flush' || one === 'reopen' || one === 'compact') {
            await current.stored.flush();
            saved = current.map.toJSON();
          }
          if (one === 'compact') await current.stored.compact();
          if (one === 'reopen') await current.stored.close();
          if (one === 'reopen' || one === 'crash') {
            current = await open();
            for (const [key, value] of Object.entries(saved))
              expect(current.map.get(key)).toBeGreaterThanOrEqual(value);
          }
        }
        await current.stored.close();
      }),
      { numRuns: 40 }
    );
  }, 60_000);
});
