import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Api } from './http/api.ts';
import { GrantBook } from './rights/grant-book.ts';
import { RateLimit } from './rights/rate.ts';
import { Snapshots } from './snapshots.ts';
import type { RelayStorage } from './storage/port.ts';
import { Door } from './sync/door.ts';
import { Hub } from './sync/hub.ts';

export interface RelayOptions {
  readonly storage: RelayStorage;
  readonly host: string;
  readonly trustProxy: number;
  readonly setupToken: string;
  readonly afterRestore?: boolean;
}

/** What the process's HTTP server hands over, and how it ends. */
export interface Relay {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly stop: () => Promise<void>;
}

export const isForApi = (url: string): boolean => url.startsWith('/api/');
export const isForRooms = (url: string): boolean => url.startsWith('/ws/');

const HOUR = 3_600_000;
const FAILURES = { burst: 30, every: 2000 } as const;
const PUTS = { burst: 30, every: 10_000 } as const;

/** The meeting place of pages that share a workspace. Owns the storage from here on. */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const { storage, host, trustProxy, setupToken, afterRestore = false } = options;
  const book = await GrantBook.open(storage);
  const hub = new Hub(
    storage,
    (workspace, grant) => !afterRestore && book.isLive(workspace, grant, Date.now())
  );
  const snapshots = new Snapshots(storage);
  const failures = new RateLimit(FAILURES);
  const puts = new RateLimit(PUTS);
  const api = new Api({ book, hub, snapshots, failures, puts, host, trustProxy, setupToken });
  const door = new Door({ book, hub, failures, trustProxy });
  const sweep = () =>
    snapshots
      .sweep(Date.now())
      .catch((error: unknown) => console.error('The sweep failed:', error));
  await sweep();
  const sweeping = setInterval(() => void sweep(), HOUR);
  sweeping.unref();
  return {
    handle: (request, response) => void api.handle(request, response),
    upgrade: (request, socket, head) => door.upgrade(request, socket, head),
    stop: async () => {
      clearInterval(sweeping);
      door.close();
      await hub.stop();
      await storage.close();
    }
  };
}
