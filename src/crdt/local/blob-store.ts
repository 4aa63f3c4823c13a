import type { Section } from '#core/kernel/kind.ts';
import { blobsNameIn } from './blobs-name.ts';
import { within, type StorageFailure } from './failure.ts';

/** A blob as it lies on this device. */
export interface KeptBlob {
  readonly section: Section;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const BLOBS = 'blobs';
/** By blob, the right under which the relay is known to have it. */
const GIVEN = 'given';
/** 2 added the marks. */
const VERSION = 2;
/** How long the browser may take (ms). */
const PATIENCE = 10_000;

/**
 * Blobs of one workspace on this device, by section and hash. The database is opened for each step
 * and closed behind it, so that it never stands in the way of whoever deletes it.
 */
export class LocalBlobs {
  readonly #name: string;

  constructor(store: string) {
    this.#name = blobsNameIn(store);
  }

  /** Undefined also where the browser does not give it: it is then fetched again. */
  async get(section: Section, hash: string): Promise<KeptBlob | undefined> {
    const found = await this.#ask(BLOBS, (blobs) => blobs.get(keyOf(section, hash)));
    return isKept(found) && found.section === section && found.hash === hash ? found : undefined;
  }

  put(blob: KeptBlob): Promise<StorageFailure | undefined> {
    return this.#put(BLOBS, blob, keyOf(blob.section, blob.hash));
  }

  /** All there are; none where the browser gives none. */
  async all(): Promise<KeptBlob[]> {
    const found = await this.#ask(BLOBS, (blobs) => blobs.getAll());
    return Array.isArray(found) ? found.filter(isKept) : [];
  }

  /** Lost without harm: what the relay has already is given once more. */
  async noteGiven(section: Section, hash: string, grant: string): Promise<void> {
    await this.#put(GIVEN, grant, keyOf(section, hash));
  }

  /** The blobs that the relay was not given under a right, by what they are and not what they hold. */
  async ungiven(grant: string): Promise<{ readonly section: string; readonly hash: string }[]> {
    const keys = await this.#ask(BLOBS, (blobs) => blobs.getAllKeys());
    const given = await this.#ask(GIVEN, (marks) => marks.getAllKeys());
    const grants = await this.#ask(GIVEN, (marks) => marks.getAll());
    if (!Array.isArray(keys) || !Array.isArray(given) || !Array.isArray(grants)) return [];
    const marks = new Map(given.map((key, i): [unknown, unknown] => [key, grants[i]]));
    return keys.flatMap((key: unknown) => {
      const [section, hash] = typeof key === 'string' ? key.split('/') : [];
      if (section === undefined || hash === undefined || marks.get(key) === grant) return [];
      return { section, hash };
    });
  }

  #ask<T>(store: string, ask: (from: IDBObjectStore) => IDBRequest<T>): Promise<unknown> {
    return within(PATIENCE, this.#do(store, 'readonly', ask));
  }

  #put(store: string, value: unknown, key: string): Promise<StorageFailure | undefined> {
    const put = this.#do(store, 'readwrite', (into) => into.put(value, key));
    return within(
      PATIENCE,
      put.then(() => undefined)
    );
  }

  async #do<T>(
    store: string,
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>
  ): Promise<T> {
    const db = await opened(this.#name);
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = db.transaction([store], mode, { durability: 'strict' });
        const asked = ask(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onabort = () => reject(transaction.error ?? new Error('blob'));
        transaction.onerror = (event) => event.preventDefault();
      });
    } finally {
      db.close();
    }
  }
}

const keyOf = (section: Section, hash: string): string => `${section}/${hash}`;

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      const { result: db } = request;
      for (const store of [BLOBS, GIVEN]) {
        if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('open'));
  });
}

/** What lies there was put there by anybody who may write to this device. */
function isKept(raw: unknown): raw is KeptBlob {
  const { section, hash, bytes } = (raw ?? {}) as Partial<Record<keyof KeptBlob, unknown>>;
  return typeof section === 'string' && typeof hash === 'string' && bytes instanceof Uint8Array;
}
