import * as Y from 'yjs';
import { applyUpdate } from '../update.ts';
import { allRows, foldRows, openDatabase, request, type Database } from './database.ts';
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
 * A document kept in IndexedDB, in y-indexeddb's layout. Every change is written here, one
 * transaction a tick, and counts as saved only when the browser said so. What could not be written
 * is kept and tried again, so that a full disk loses nothing while the page lives.
 */
export class StoredDocument {
  readonly doc: Y.Doc;
  readonly #name: string;
  readonly #db: Database;
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
    this.#failure = loaded.damaged;
    if (loaded.missing) this.#onUpdate(loaded.missing, undefined);
    doc.on('update', this.#onUpdate);
    loaded.db.onGone((failure) => {
      this.#failure = failure;
      this.#tell();
    });
    if (loaded.damaged) this.#tell();
  }

  /** Loads what is stored into the document, and from then on keeps every change of it. */
  static async open(
    name: string,
    doc: Y.Doc,
    onState: (state: SaveState) => void
  ): Promise<StoredDocument | StorageFailure> {
    const db = await within(PATIENCE, openDatabase(name), (late) => late.close());
    if (isFailure(db)) return db;
    const rows = await within(PATIENCE, allRows(db));
    // From here to the first kept change nothing waits, so that none is missed.
    if (!isFailure(rows)) return new StoredDocument(name, doc, load(db, rows, doc), onState);
    db.close();
    return rows;
  }

  /** The database was closed from outside: it has to be opened anew. */
  get gone(): boolean {
    return this.#db.gone;
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === LOADED) return;
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
        const transaction = this.#db.transaction(['updates'], 'readwrite', 'strict');
        transaction.objectStore('updates').add(update);
        transaction.oncomplete = () => resolve(undefined);
        transaction.onabort = () => resolve(failureOf(transaction.error));
        transaction.onerror = (event) => event.preventDefault();
        // Said at once, because a tab that is closed now answers no event any more.
        transaction.commit();
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

  /**
   * Folds a long log into one row. One tab folds at a time, and rows that cannot be read stay as
   * they are: somebody may yet know how.
   */
  async compact(): Promise<void> {
    if (this.#queue.length > 0 || this.#failure) return;
    if (this.#logBytes <= Math.max(LOG_BYTES, this.#snapshotBytes / 4)) return;
    const bytes = await within(
      PATIENCE,
      alone(`banyan-fold:${this.#name}`, () => foldRows(this.#db))
    );
    if (typeof bytes !== 'number') return;
    this.#snapshotBytes = bytes;
    this.#logBytes = 0;
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
  readonly db: Database;
  readonly bytes: number;
  readonly damaged: StorageFailure | undefined;
  /** What the document held before and the disk does not: it was made while nothing was kept. */
  readonly missing: Uint8Array | undefined;
}

function load(db: Database, rows: readonly unknown[], doc: Y.Doc): Loaded {
  const before = doc.store.clients.size > 0 ? Y.encodeStateAsUpdate(doc) : undefined;
  const whole = rows.filter((row): row is Uint8Array => taken(doc, row, LOADED));
  const bytes = whole.reduce((n, update) => n + update.length, 0);
  const broken = rows.length - whole.length;
  const detail = `${broken} of ${rows.length} rows`;
  return {
    db,
    bytes,
    damaged: broken > 0 ? { reason: 'damaged', detail } : undefined,
    missing: before && notStored(before, whole)
  };
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

/** Runs something unless another tab is at it; undefined then. */
async function alone<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
  // An insecure origin has no locks, whatever the types say.
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return run();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? run() : undefined));
}

/** Whether a stored row could be read into the document; one that could not is left out whole. */
const taken = (doc: Y.Doc, row: unknown, origin?: symbol): boolean =>
  row instanceof Uint8Array && applyUpdate(doc, row, origin);

/** Reads what is stored into a document without keeping anything of it. */
export async function readStored(name: string, doc: Y.Doc): Promise<StorageFailure | undefined> {
  const db = await within(PATIENCE, openDatabase(name), (late) => late.close());
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
