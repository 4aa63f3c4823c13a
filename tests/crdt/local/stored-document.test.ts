import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
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

/** One row of the local database as this app opens it. */
function withDatabase<T>(
  run: (store: IDBObjectStore) => T,
  version?: number,
  upgrade?: (db: IDBDatabase) => void
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onerror = () => reject(request.error ?? new Error('open'));
    request.onsuccess = () => {
      const transaction = request.result.transaction('updates', 'readwrite');
      const result = run(transaction.objectStore('updates'));
      transaction.oncomplete = () => {
        request.result.close();
        resolve(result);
      };
    };
  });
}

/** The weaknesses of y-indexeddb, and what is done about each. */
describe('where y-indexeddb is weak', () => {
  const sizeOf = (rows: readonly Uint8Array[]) => rows.reduce((n, row) => n + row.length, 0);

  test('growth on each open: ten opens without an edit add nothing of its content', async () => {
    const { doc, map, stored } = await open();
    for (let i = 0; i < 2000; i++) map.set(`key ${i}`, i);
    await stored.close();
    const size = Y.encodeStateAsUpdate(doc).length;
    // Opened with everything in memory already, as after a relay that was faster than the disk.
    for (let i = 0; i < 10; i++) {
      const known = new Y.Doc();
      Y.applyUpdate(known, Y.encodeStateAsUpdate(doc));
      await (await open(known)).stored.close();
    }
    expect(sizeOf(await rowsOf())).toBeLessThan(size * 1.1);
  });

  test('its layout is kept: it opens what is stored here, and what it stored opens here', async () => {
    const { map, stored } = await open();
    for (let i = 0; i < 3000; i++) map.set(`key ${i}`, i);
    await stored.flush();
    await stored.compact();
    await stored.close();
    const theirs = new Y.Doc();
    const persistence = new IndexeddbPersistence(NAME, theirs);
    await persistence.whenSynced;
    expect(theirs.getMap('m').size).toBe(3000);
    theirs.getMap('m').set('theirs', 1);
    await vi.waitFor(async () => expect((await rowsOf()).length).toBeGreaterThan(1));
    await persistence.destroy();
    expect((await open()).map.get('theirs')).toBe(1);
  });

  test('folding by rows: a few large changes are folded as well as many small ones', async () => {
    const { map, stored } = await open();
    for (let i = 0; i < 6; i++) {
      map.set('large', i);
      (map as Y.Map<unknown>).set('bytes', new Uint8Array(30_000).fill(i));
      await stored.flush();
    }
    const before = sizeOf(await rowsOf());
    expect(before).toBeGreaterThan(180_000);
    await stored.compact();
    expect(await rowsOf()).toHaveLength(1);
    expect(sizeOf(await rowsOf())).toBeLessThan(before / 4);
    await stored.close();
  });

  test('folding takes what lies on the disk: rows of another tab, and rows nobody can read, stay', async () => {
    const one = await open();
    for (let i = 0; i < 8000; i++) one.map.set(`key ${i}`, i);
    await one.stored.flush();
    const other = new Y.Doc();
    other.getMap('m').set('other tab', 1);
    const unread = new Uint8Array([255, 254, 253]);
    await withDatabase((rows) => {
      rows.add(Y.encodeStateAsUpdate(other));
      rows.add(unread);
    });
    await one.stored.compact();
    const rows = await rowsOf();
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(unread);
    await one.stored.close();
    const again = await open();
    expect(again.map.get('other tab')).toBe(1);
    expect(again.map.size).toBe(8001);
  });

  test('folding twice at once: a tab that finds the lock taken leaves it to the other', async () => {
    const asked: string[] = [];
    const locks = {
      request: (name: string, _: LockOptions, held: (lock: Lock | null) => unknown) => {
        asked.push(name);
        return Promise.resolve(held(null));
      }
    };
    vi.stubGlobal('navigator', { locks });
    const { map, stored } = await open();
    for (let i = 0; i < 8000; i++) map.set(`key ${i}`, i);
    await stored.flush();
    const before = (await rowsOf()).length;
    map.set('one more', 1);
    await stored.flush();
    await stored.compact();
    expect(asked).toEqual([`banyan-fold:${NAME}`]);
    expect(await rowsOf()).toHaveLength(before + 1);
    vi.unstubAllGlobals();
    await stored.compact();
    expect(await rowsOf()).toHaveLength(1);
    await stored.close();
  });

  test('an aborted write: what was not stored is told, kept and written later', async () => {
    const { map, stored, states } = await open();
    const commit = vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (
      this: IDBTransaction
    ) {
      this.abort();
    });
    map.set('a', 1);
    await stored.flush();
    expect(states.at(-1)?.failure).toBeDefined();
    expect(stored.unsaved).toBeGreaterThan(0);
    commit.mockRestore();
    await stored.flush();
    expect(states.at(-1)).toEqual({ unsaved: 0 });
    await stored.close();
    expect((await open()).map.get('a')).toBe(1);
  });

  test('an open that hangs and answers after all: the late database is let go', async () => {
    vi.useFakeTimers();
    const real = indexedDB.open.bind(indexedDB);
    const late: IDBOpenDBRequest = {} as IDBOpenDBRequest;
    const hanging = vi.spyOn(indexedDB, 'open').mockImplementation(() => late);
    const opening = StoredDocument.open(NAME, new Y.Doc(), () => undefined);
    await vi.advanceTimersByTimeAsync(6000);
    expect(await opening).toMatchObject({ reason: 'timeout' });
    hanging.mockRestore();
    vi.useRealTimers();
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = real(NAME);
      request.onsuccess = () => resolve(request.result);
    });
    const closed = vi.spyOn(db, 'close');
    Object.assign(late, { result: db });
    late.onsuccess?.(new Event('success'));
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  test('an older tab left open gives way to a newer app, and says what happened', async () => {
    const { map, stored, states } = await open();
    map.set('a', 1);
    await stored.flush();
    // It would wait for ever for the older tab.
    await withDatabase(
      () => undefined,
      2,
      (db) => db.createObjectStore('of-tomorrow')
    );
    expect(states.at(-1)?.failure?.reason).toBe('newer');
    expect(stored.gone).toBe(true);
    map.set('b', 2);
    await stored.flush();
    expect(stored.unsaved).toBeGreaterThan(0);
  });

  test('a database of a newer app is told to be one, and left alone', async () => {
    const { map, stored } = await open();
    map.set('a', 1);
    await stored.close();
    await withDatabase(
      () => undefined,
      2,
      (db) => db.createObjectStore('of-tomorrow')
    );
    const refused = await StoredDocument.open(NAME, new Y.Doc(), () => undefined);
    expect(refused).toMatchObject({ reason: 'newer' });
    expect(await readStored(NAME, new Y.Doc())).toMatchObject({ reason: 'newer' });
  });

  test('a database closed from outside is told, and what follows is kept', async () => {
    const { map, stored, states } = await open();
    await deleteStored(NAME);
    expect(states.at(-1)?.failure?.reason).toBe('closed');
    map.set('a', 1);
    await stored.flush();
    expect(stored.unsaved).toBeGreaterThan(0);
  });

  test('a change while it is being opened is kept like any other', async () => {
    const doc = new Y.Doc();
    const opening = open(doc);
    doc.getMap('m').set('meanwhile', 1);
    const { stored } = await opening;
    await stored.close();
    expect((await open()).map.get('meanwhile')).toBe(1);
  });

  test('a row cut short is left out whole, not taken by half', async () => {
    const source = new Y.Doc();
    source.getMap('m').set('a', 1);
    source.getMap('m').set('a', 2);
    const row = Y.encodeStateAsUpdate(source);
    await (await open()).stored.close();
    await withDatabase((rows) => rows.add(row.slice(0, -1)));
    const again = await open();
    expect(again.map.size).toBe(0);
    expect(again.doc.store.clients.size).toBe(0);
    expect(again.states.at(-1)?.failure?.reason).toBe('damaged');
  });
});
