import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import type { Changes, RelayStorage, StoredRoom } from './port.ts';

/** Snapshots begin with the number of the last update they hold, in eight bytes. */
const HEADING = 8;
const LAST = Number.MAX_SAFE_INTEGER;

/** One lmdb environment in a folder; only one process may have it open. */
export function lmdbStorage(folder: string): RelayStorage {
  const root = open<Buffer>({ path: folder, noSubdir: false, maxDbs: 4, encoding: 'binary' });
  const values = root.openDB<Buffer, string>({ name: 'values', encoding: 'binary' });
  const rooms = new LmdbRooms(root);
  const change = (changes: Changes) => {
    for (const [key, value] of changes)
      if (value) values.putSync(key, bufferOf(value));
      else values.removeSync(key);
  };
  return {
    rooms: async () => Promise.resolve(rooms.names()),
    loadRoom: async (room) => Promise.resolve(rooms.load(room)),
    append: async (room, update, also) => {
      const seq = rooms.nextSeq(room);
      const key: [string, number] = [room, seq];
      if (!also?.size) await rooms.log.put(key, bufferOf(update));
      else
        await root.transaction(() => {
          change(also);
          rooms.log.putSync(key, bufferOf(update));
        });
      return seq;
    },
    compact: async (room, through, snapshot) =>
      root.transaction(() => rooms.replace(room, through, snapshot)),
    get: async (key) => Promise.resolve(values.get(key)),
    list: async (prefix) => {
      const found = values.getRange({ start: prefix, end: `${prefix}\uffff` });
      return Promise.resolve(new Map([...found].map(({ key, value }) => [key, value])));
    },
    range: async (start, end, limit) => {
      const found = values.getRange({ start, end, limit });
      return Promise.resolve(new Map([...found].map(({ key, value }) => [key, value])));
    },
    write: async (changes, drop = []) =>
      root.transaction(() => {
        change(changes);
        for (const room of drop) rooms.drop(room);
      }),
    flush: async () => {
      await root.flushed;
    },
    close: async () => root.close()
  };
}

/** Copies one environment into an empty folder, as it is at one moment, whoever else has it open. */
export async function backUp(from: string, to: string): Promise<void> {
  const root = open<Buffer>({ path: from, noSubdir: false, maxDbs: 4, readOnly: true });
  try {
    await root.backup(to, true);
  } finally {
    await root.close();
  }
}

class LmdbRooms {
  readonly log: Database<Buffer, [string, number]>;
  readonly #snapshots: Database<Buffer, string>;
  readonly #last = new Map<string, number>();

  constructor(root: RootDatabase<Buffer>) {
    this.log = root.openDB({ name: 'log', encoding: 'binary' });
    this.#snapshots = root.openDB({ name: 'rooms', encoding: 'binary' });
  }

  names(): string[] {
    const names = new Set(this.#snapshots.getKeys({}));
    for (const [room] of this.log.getKeys({})) names.add(room);
    return [...names].sort();
  }

  load(room: string): StoredRoom {
    const stored = this.#snapshots.get(room);
    const through = stored ? Number(stored.readBigUInt64BE()) : 0;
    const range = { start: [room, through + 1], end: [room, LAST] } as const;
    const log = [...this.log.getRange({ start: [...range.start], end: [...range.end] })];
    return {
      snapshot: stored?.subarray(HEADING),
      seq: log.at(-1)?.key[1] ?? through,
      log: log.map(({ value }) => value)
    };
  }

  /** A number is never given twice, even while the write of the last one is under way. */
  nextSeq(room: string): number {
    const seq = (this.#last.get(room) ?? this.load(room).seq) + 1;
    this.#last.set(room, seq);
    return seq;
  }

  /** One that was made before the stored one, and comes after it, would take back what that holds. */
  replace(room: string, through: number, snapshot: Uint8Array): void {
    const stored = this.#snapshots.get(room);
    if (stored && Number(stored.readBigUInt64BE()) > through) return;
    const heading = Buffer.alloc(HEADING);
    heading.writeBigUInt64BE(BigInt(through));
    this.#snapshots.putSync(room, Buffer.concat([heading, snapshot]));
    this.#clear(room, through);
  }

  drop(room: string): void {
    this.#snapshots.removeSync(room);
    this.#clear(room, LAST);
    this.#last.delete(room);
  }

  #clear(room: string, through: number): void {
    const range = { start: [room, 0], end: [room, through], inclusiveEnd: true };
    for (const key of [...this.log.getKeys(range)]) this.log.removeSync(key);
  }
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
