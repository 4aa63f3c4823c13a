import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { BlobStore } from './blobs/blob-store.ts';
import { Collection } from './blobs/collection.ts';
import type { Disk } from './blobs/disk.ts';
import { Health } from './health.ts';
import { Api } from './http/api.ts';
import { GrantBook } from './rights/grant-book.ts';
import { holds, isLocal } from './rights/origin.ts';
import { ReceiptBook } from './receipts/receipt-book.ts';
import { RelayKey } from './receipts/relay-key.ts';
import { RateLimit } from './rights/rate.ts';
import { log } from './log.ts';
import { Metrics } from './metrics.ts';
import { Snapshots } from './snapshots.ts';
import type { RelayStorage } from './storage/port.ts';
import { Door } from './sync/door.ts';
import { Hub } from './sync/hub.ts';

export interface RelayOptions {
  readonly storage: RelayStorage;
  /** Where blobs are kept. */
  readonly blobs: Disk;
  readonly host: string;
  readonly trustProxy: number;
  readonly setupToken: string;
  readonly afterRestore?: boolean;
  /** What reading `/metrics` takes from elsewhere than this machine; nobody may without one. */
  readonly metricsToken?: string | undefined;
}

/** What the process's HTTP server hands over, and how it ends. */
export interface Relay {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Why it cannot do its work just now; undefined when it can. */
  readonly ready: () => Promise<string | undefined>;
  /** What it tells of itself, to those who may ask. */
  readonly metrics: (request: IncomingMessage) => Metrics | undefined;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** What its receipts are signed with. */
  readonly publicKey: string;
  readonly stop: () => Promise<void>;
}

export const isForApi = (url: string): boolean => url.startsWith('/api/');
export const isForRooms = (url: string): boolean => url.startsWith('/ws/');

const HOUR = 3_600_000;
const FAILURES = { burst: 30, every: 2000 } as const;
const PUTS = { burst: 30, every: 10_000 } as const;
/** A rotation stores some batches at once, and what breaks off is asked for again. */
const BLOB_PUTS = { burst: 200, every: 1000 } as const;
/** An office comes back at once, a section each. */
const DOCUMENTS = { burst: 500, every: 100 } as const;

/** The meeting place of pages that share a workspace. Owns the storage from here on. */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const { storage, host, trustProxy, setupToken, afterRestore = false, metricsToken } = options;
  const book = await GrantBook.open(storage);
  const key = await RelayKey.open(storage);
  const blobs = blobsOf(options, book);
  const metrics: Metrics = new Metrics(() => hub.open);
  const hub = new Hub(
    storage,
    key,
    metrics,
    (workspace, grant) => !afterRestore && book.isLive(workspace, grant, Date.now()),
    (blob) => blobs.store.read(blob)
  );
  const health = new Health(storage);
  const snapshots = new Snapshots(storage);
  const failures = new RateLimit(FAILURES);
  const api = new Api({
    book,
    hub,
    snapshots,
    blobs,
    metrics,
    limits: {
      failures,
      snapshots: new RateLimit(PUTS),
      blobs: new RateLimit(BLOB_PUTS),
      documents: new RateLimit(DOCUMENTS)
    },
    receipts: new ReceiptBook(storage, key, book),
    host,
    trustProxy,
    setupToken
  });
  const door = new Door({ book, hub, failures, metrics, trustProxy });
  const sweeping = await sweepHourly(snapshots, blobs.collection);
  return {
    publicKey: key.publicKey,
    handle: (request, response) => void api.handle(request, response),
    upgrade: (request, socket, head) => door.upgrade(request, socket, head),
    ready: () => health.problem(Date.now()),
    metrics: (request) => {
      const allowed = isLocal(request, host, trustProxy) || holds(request, metricsToken);
      return allowed ? metrics : undefined;
    },
    stop: async () => {
      clearInterval(sweeping);
      door.close();
      health.stop();
      await blobs.collection.stop();
      await hub.stop();
      await storage.close();
      metrics.close();
    }
  };
}

function blobsOf({ storage, blobs, afterRestore = false }: RelayOptions, book: GrantBook) {
  const store = new BlobStore(blobs);
  const hasWorkspace = (id: string) => book.has(id);
  return { store, collection: new Collection({ store, storage, hasWorkspace, afterRestore }) };
}

/** The first look at blobs reads documents and is not waited for. */
async function sweepHourly(snapshots: Snapshots, blobs: Collection): Promise<NodeJS.Timeout> {
  const failed = (err: unknown) => log.error({ err }, 'the sweep failed');
  const sweepBlobs = () => void blobs.sweep(Date.now()).catch(failed);
  const sweepSnapshots = () => snapshots.sweep(Date.now()).catch(failed);
  await sweepSnapshots();
  sweepBlobs();
  return setInterval(() => {
    void sweepSnapshots();
    sweepBlobs();
  }, HOUR).unref();
}
