import type { Section } from '#core/kernel/kind.ts';
import { blobsNameIn } from './blobs-name.ts';
import { within, type StorageFailure } from './failure.ts';

/** A blob as it lies on this device. */
export interface KeptBlob {
  readonly section: Section;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The right under which the relay was given it, or gave it. */
  readonly grant?: string | undefined;
}

const STORE = 'blobs';
const VERSION = 1;
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
    const read = (blobs: IDBObjectStore) => blobs.get(keyOf(section, hash)) as IDBRequest<unknown>;
    const found = await within(PATIENCE, this.#do('readonly', read));
    return isKept(found) && found.section === section && found.hash === hash ? found : undefined;
  }

  async put(blob: KeptBlob): Promise<StorageFailure | undefined> {
    const key = keyOf(blob.section, blob.hash);
    const put = await within(
      PATIENCE,
      this.#do('readwrite', (blobs) => blobs.put(blob, key)).then(() => undefined)
    );
    return put;
  }

  /** All there are; none where the browser gives none. */
  async all(): Promise<KeptBlob[]> {
    const read = (blobs: IDBObjectStore) => blobs.getAll() as IDBRequest<unknown>;
    const found = await within(PATIENCE, this.#do('readonly', read));
    return Array.isArray(found) ? found.filter(isKept) : [];
  }

  async #do<T>(mode: IDBTransactionMode, ask: (blobs: IDBObjectStore) => IDBRequest<T>) {
    const db = await opened(this.#name);
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = db.transaction([STORE], mode, { durability: 'strict' });
        const asked = ask(transaction.objectStore(STORE));
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
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('open'));
  });
}

/** What lies there was put there by anybody who may write to this device. */
function isKept(raw: unknown): raw is KeptBlob {
  const { section, hash, bytes } = (raw ?? {}) as Partial<Record<keyof KeptBlob, unknown>>;
  return typeof section === 'string' && typeof hash === 'string' && bytes instanceof Uint8Array;
}
