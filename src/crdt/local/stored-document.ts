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

/**
 * A document kept in IndexedDB. y-indexeddb loads and folds it; every later change is written
 * here, one transaction a tick, and counts as saved only when the browser said so. What could not
 * be written is kept and tried again, so that a full disk loses nothing while the page lives.
 */
export class StoredDocument {
  readonly doc: Y.Doc;
  readonly #persistence: IndexeddbPersistence;
  readonly #onState: (state: SaveState) => void;
  #queue: Uint8Array[] = [];
  #writing: Promise<void> | undefined;
  #failure: StorageFailure | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #logBytes = 0;
  #snapshotBytes: number;

  private constructor(
    doc: Y.Doc,
    persistence: IndexeddbPersistence,
    onState: (state: SaveState) => void
  ) {
    this.doc = doc;
    this.#persistence = persistence;
    this.#onState = onState;
    this.#snapshotBytes = 0;
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
    const stored = new StoredDocument(doc, loaded.persistence, onState);
    stored.#snapshotBytes = loaded.bytes;
    if (loaded.damaged) {
      stored.#failure = loaded.damaged;
      stored.#tell();
    }
    return stored;
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this.#persistence) return;
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
        const db = this.#persistence.db;
        if (!db) throw new DOMException('no database', 'InvalidStateError');
        // Strict: "saved" means that it survives the power going, and commands come at a hand's pace.
        const transaction = db.transaction(['updates'], 'readwrite', { durability: 'strict' });
        transaction.objectStore('updates').add(update);
        transaction.oncomplete = () => resolve(undefined);
        transaction.onabort = () => resolve(failureOf(transaction.error));
        transaction.onerror = (event) => event.preventDefault();
      } catch (error) {
        resolve(failureOf(error));
      }
    });
  }

  /** Folds a long log into one row, in one transaction that never leaves a moment without data. */
  async compact(): Promise<void> {
    if (this.#queue.length > 0 || this.#failure) return;
    if (this.#logBytes <= Math.max(LOG_BYTES, this.#snapshotBytes / 4)) return;
    this.#snapshotBytes += this.#logBytes;
    this.#logBytes = 0;
    await within(PATIENCE, storeState(this.#persistence, true));
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
    await within(PATIENCE, this.#persistence.destroy());
  }
}

interface Loaded {
  readonly persistence: IndexeddbPersistence;
  readonly bytes: number;
  readonly damaged?: StorageFailure;
}

async function load(name: string, doc: Y.Doc): Promise<Loaded | StorageFailure> {
  // y-indexeddb never settles when a database cannot be opened: opening it once here says why.
  const probe = await within(PATIENCE, openDatabase(name));
  if (isFailure(probe)) return probe;
  const rows = await within(PATIENCE, allRows(probe));
  probe.close();
  if (isFailure(rows)) return rows;
  // Damaged rows are passed over before y-indexeddb meets them: it would stop at the first.
  const broken = rows.filter((row) => !isUpdate(row.value));
  const persistence = new IndexeddbPersistence(name, doc);
  doc.off('update', persistence._storeUpdate);
  const bytes = rows.reduce(
    (n, { value }) => n + (value instanceof Uint8Array ? value.length : 0),
    0
  );
  if (broken.length === 0) {
    const synced = await within(PATIENCE, persistence.whenSynced);
    return isFailure(synced) ? synced : { persistence, bytes };
  }
  for (const { value } of rows) if (isUpdate(value)) Y.applyUpdate(doc, value, persistence);
  await within(PATIENCE, persistence._db);
  return {
    persistence,
    bytes,
    damaged: { reason: 'damaged', detail: `${broken.length} of ${rows.length} rows` }
  };
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

function allRows(db: IDBDatabase): Promise<{ key: IDBValidKey; value: unknown }[]> {
  return new Promise((resolve, reject) => {
    const store = db.transaction(['updates'], 'readonly').objectStore('updates');
    const keys = store.getAllKeys();
    const values = store.getAll();
    values.onsuccess = () => {
      const found: unknown[] = values.result;
      resolve(keys.result.map((key, i) => ({ key, value: found[i] })));
    };
    values.onerror = () => reject(values.error ?? new Error('read'));
  });
}

function isUpdate(value: unknown): value is Uint8Array {
  if (!(value instanceof Uint8Array)) return false;
  try {
    Y.decodeUpdate(value);
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
  for (const { value } of rows) if (isUpdate(value)) Y.applyUpdate(doc, value);
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
