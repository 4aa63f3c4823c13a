import * as Y from 'yjs';
import { isUpdate } from '../update.ts';
import type { StorageFailure } from './failure.ts';

/**
 * A database in y-indexeddb's layout, opened in whatever version it has. It gives way to a newer
 * app that wants to change it: an older tab left open must not block that for ever.
 */
export class Database {
  readonly #db: IDBDatabase;
  #gone = false;
  #tell: (failure: StorageFailure) => void = () => undefined;

  constructor(db: IDBDatabase) {
    this.#db = db;
    db.onversionchange = ({ newVersion }) => {
      db.close();
      this.#lose({ reason: newVersion === null ? 'closed' : 'newer', detail: 'versionchange' });
    };
    db.onclose = () => this.#lose({ reason: 'closed', detail: 'close' });
  }

  #lose(failure: StorageFailure) {
    this.#gone = true;
    this.#tell(failure);
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Told when somebody else closed it. */
  onGone(tell: (failure: StorageFailure) => void) {
    this.#tell = tell;
  }

  transaction(
    stores: string[],
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability = 'default'
  ): IDBTransaction {
    return this.#db.transaction(stores, mode, { durability });
  }

  close() {
    this.#db.close();
  }
}

export function openDatabase(name: string): Promise<Database> {
  return new Promise((resolve, reject) => {
    // The version is named, so that a database of a newer app is told to be one and left alone.
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('updates', { autoIncrement: true });
      request.result.createObjectStore('custom');
    };
    request.onsuccess = () => resolve(new Database(request.result));
    request.onerror = () => reject(request.error ?? new Error('open'));
  });
}

/** The version y-indexeddb's layout has; whoever changes the layout counts on. */
const VERSION = 1;

export function allRows(db: Database): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const values = db.transaction(['updates'], 'readonly').objectStore('updates').getAll();
    values.onsuccess = () => resolve(values.result);
    values.onerror = () => reject(values.error ?? new Error('read'));
  });
}

export function request(
  db: Database,
  mode: IDBTransactionMode,
  ask: (marks: IDBObjectStore) => IDBRequest
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = ask(db.transaction(['custom'], mode).objectStore('custom'));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('mark'));
  });
}

/**
 * One row instead of many, in one transaction that never leaves a moment without data; answers with
 * its bytes. What lies there is folded, not what this tab thinks does.
 */
export function foldRows(db: Database): Promise<number> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(['updates'], 'readwrite', 'strict');
    const store = transaction.objectStore('updates');
    const keys = store.getAllKeys();
    const values = store.getAll();
    let bytes = 0;
    values.onsuccess = () => {
      const folded = new Y.Doc({ gc: true });
      const read = keys.result.filter((_, i) => {
        const row: unknown = values.result[i];
        if (!(row instanceof Uint8Array) || !isUpdate(row)) return false;
        Y.applyUpdate(folded, row);
        return true;
      });
      const row = Y.encodeStateAsUpdate(folded);
      folded.destroy();
      bytes = row.length;
      store.add(row);
      for (const key of read) store.delete(key);
    };
    transaction.oncomplete = () => resolve(bytes);
    transaction.onabort = () => reject(transaction.error ?? new Error('fold'));
    transaction.onerror = (event) => event.preventDefault();
  });
}
