import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { failureOf, isFailure, within, type StorageFailure } from './failure.ts';

/** How long a browser may take to open a database or to read it. */
const PATIENCE = 5000;
/** The log is folded into one row beyond this many bytes, and a quarter of what it adds to. */
const LOG_BYTES = 64 * 1024;
const RETRY_MS = 10_000;

export interface SaveState {
  /** Bytes that only this page has. */
  readonly unsaved: number;
  readonly failure?: StorageFailure;
}

/** The origin of what was loaded, which need not be stored again. */
const LOADED = Symbol('loaded');

/**
 * A document kept in IndexedDB, in y-indexeddb's own layout. Every change is written here, one
 * transaction a tick, and counts as saved only when the browser said so. What could not be written
 * is kept and tried again, so that a full disk loses nothing while the page lives. y-indexeddb
 * folds the log; loading through it would append the document once more at each open.
 */
export class StoredDocument {
  readonly doc: Y.Doc;
  readonly #name: string;
  readonly #db: IDBDatabase;
  readonly #onState: (state: SaveState) => void;
  #queue: Uint8Array[] = [];
  #writing: Promise<void> | undefined;
  #failure: StorageFailure | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #logBytes = 0;
  #snapshotBytes: number;

  private constructor(
    name: string,
    doc: Y.Doc,
    loaded: Loaded,
    onState: (state: SaveState) => void
  ) {
    this.doc = doc;
    this.#name = name;
    this.#db = loaded.db;
    this.#snapshotBytes = loaded.bytes;
    this.#onState = onState;
    doc.on('update', this.#onUpdate);
  }

  /** Loads what is stored into the document, and from then on keeps every change of it. */
  static async open(
    name: string,
    doc: Y.Doc,
    onState: (state: SaveState) => void
  ): Promise<StoredDocument | StorageFailure> {
    const loaded = await load(name, doc);
    if (isFailure(loaded)) return loaded;
    const stored = new StoredDocument(name, doc, loaded, onState);
    if (loaded.missing) stored.#onUpdate(loaded.missing, undefined);
    if (loaded.damaged) {
      stored.#failure = loaded.damaged;
      stored.#tell();
    }
    return stored;
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === LOADED || origin instanceof IndexeddbPersistence) return;
    this.#queue.push(update);
    this.#tell();
    if (!this.#writing) this.#writing = Promise.resolve().then(() => this.#write());
  };

  /** Resolves when everything so far is stored, or has failed and waits to be tried again. */
  async flush(): Promise<void> {
    if (this.#queue.length > 0 && !this.#writing) this.#writing = this.#write();
    await this.#writing;
  }

  get unsaved(): number {
    return this.#queue.reduce((n, update) => n + update.length, 0);
  }

  async #write(): Promise<void> {
    clearTimeout(this.#retry);
    while (this.#queue.length > 0) {
      const taken = this.#queue.length;
      const update = Y.mergeUpdates(this.#queue);
      const failure = await this.#append(update);
      if (failure) {
        this.#failure = failure;
        this.#retry = setTimeout(() => void this.flush(), RETRY_MS);
        break;
      }
      this.#queue = this.#queue.slice(taken);
      this.#failure = undefined;
      this.#logBytes += update.length;
    }
    this.#writing = undefined;
    this.#tell();
  }

  #append(update: Uint8Array): Promise<StorageFailure | undefined> {
    return new Promise((resolve) => {
      try {
        // Strict: "saved" means that it survives the power going, and commands come at a hand's pace.
        const transaction = this.#db.transaction(['updates'], 'readwrite', {
          durability: 'strict'
        });
        transaction.objectStore('updates').add(update);
        transaction.oncomplete = () => resolve(undefined);
        transaction.onabort = () => resolve(failureOf(transaction.error));
        transaction.onerror = (event) => event.preventDefault();
      } catch (error) {
        resolve(failureOf(error));
      }
    });
  }

  /** Something small kept beside the document, which is none of its content. */
  async mark(name: string): Promise<unknown> {
    const read = request(this.#db, 'readonly', (marks) => marks.get(name));
    return within(PATIENCE, read);
  }

  /** Lost without harm: it is only ever a claim that is checked anew. */
  async setMark(name: string, value: unknown): Promise<void> {
    await within(
      PATIENCE,
      request(this.#db, 'readwrite', (marks) => marks.put(value, name))
    );
  }

  /** Folds a long log into one row, in one transaction that never leaves a moment without data. */
  async compact(): Promise<void> {
    if (this.#queue.length > 0 || this.#failure) return;
    if (this.#logBytes <= Math.max(LOG_BYTES, this.#snapshotBytes / 4)) return;
    this.#snapshotBytes += this.#logBytes;
    this.#logBytes = 0;
    await within(PATIENCE, folded(this.#name, this.doc));
  }

  #tell() {
    const unsaved = this.unsaved;
    this.#onState(this.#failure ? { unsaved, failure: this.#failure } : { unsaved });
  }

  /** Stops keeping the document; what is not stored yet stays in it. */
  async close(): Promise<void> {
    this.doc.off('update', this.#onUpdate);
    clearTimeout(this.#retry);
    await this.flush();
    clearTimeout(this.#retry);
    this.#db.close();
  }
}

interface Loaded {
  readonly db: IDBDatabase;
  readonly bytes: number;
  readonly damaged?: StorageFailure;
  /** What the document held before and the disk does not: it was made while nothing was kept. */
  readonly missing?: Uint8Array;
}

async function load(name: string, doc: Y.Doc): Promise<Loaded | StorageFailure> {
  const db = await within(PATIENCE, openDatabase(name));
  if (isFailure(db)) return db;
  const rows = await within(PATIENCE, allRows(db));
  if (isFailure(rows)) {
    db.close();
    return rows;
  }
  const before = doc.store.clients.size > 0 ? Y.encodeStateAsUpdate(doc) : undefined;
  const whole = rows.filter((row) => taken(doc, row, LOADED));
  const bytes = whole.reduce<number>((n, update) => n + (update as Uint8Array).length, 0);
  const broken = rows.length - whole.length;
  const missing = before && notStored(before, whole as Uint8Array[]);
  if (broken === 0) return { db, bytes, ...(missing && { missing }) };
  const detail = `${broken} of ${rows.length} rows`;
  return { db, bytes, damaged: { reason: 'damaged', detail }, ...(missing && { missing }) };
}

/** What of an update the stored rows do not have; nothing when they have it all. */
function notStored(update: Uint8Array, rows: readonly Uint8Array[]): Uint8Array | undefined {
  const disk = new Y.Doc();
  for (const row of rows) Y.applyUpdate(disk, row);
  const vector = Y.encodeStateVector(disk);
  Y.applyUpdate(disk, update);
  const ahead = Y.encodeStateAsUpdate(disk, vector);
  const grown = Y.encodeStateVector(disk).some((byte, i) => byte !== vector[i]);
  disk.destroy();
  return grown ? ahead : undefined;
}

/** One row instead of many, in one transaction of y-indexeddb's that never leaves a moment without data. */
async function folded(name: string, doc: Y.Doc): Promise<void> {
  const persistence = new IndexeddbPersistence(name, doc);
  doc.off('update', persistence._storeUpdate);
  await persistence.whenSynced;
  await storeState(persistence, true);
  await persistence.destroy();
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('updates', { autoIncrement: true });
      request.result.createObjectStore('custom');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('open'));
  });
}

function allRows(db: IDBDatabase): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const values = db.transaction(['updates'], 'readonly').objectStore('updates').getAll();
    values.onsuccess = () => resolve(values.result);
    values.onerror = () => reject(values.error ?? new Error('read'));
  });
}

function request(
  db: IDBDatabase,
  mode: IDBTransactionMode,
  ask: (marks: IDBObjectStore) => IDBRequest
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = ask(db.transaction(['custom'], mode).objectStore('custom'));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('mark'));
  });
}

/** Whether a stored row could be read into the document; one that could not is left out. */
function taken(doc: Y.Doc, row: unknown, origin?: symbol): boolean {
  if (!(row instanceof Uint8Array)) return false;
  try {
    Y.applyUpdate(doc, row, origin);
    return true;
  } catch {
    return false;
  }
}

/** Reads what is stored into a document without keeping anything of it. */
export async function readStored(name: string, doc: Y.Doc): Promise<StorageFailure | undefined> {
  const db = await within(PATIENCE, openDatabase(name));
  if (isFailure(db)) return db;
  const rows = await within(PATIENCE, allRows(db));
  db.close();
  if (isFailure(rows)) return rows;
  for (const row of rows) taken(doc, row);
  return undefined;
}

/** Deletes a stored document; resolves also when another tab still holds it open. */
export function deleteStored(name: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    } catch {
      resolve();
    }
  });
}
