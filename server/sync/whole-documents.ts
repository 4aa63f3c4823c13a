import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import * as Y from 'yjs';
import { LIMITS } from '#protocol/limits.ts';
import { newId } from '../rights/ids.ts';
import type { RelayStorage } from '../storage/port.ts';
import type { Room } from './room.ts';
import { readRoom, type Committed } from './stored-room.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface Copy {
  readonly etag: string;
  /** `small` is what the socket brings as well, `known` what the asker has. */
  readonly bytes: Uint8Array | 'small' | 'known';
}

/** Compressed on other threads, so that nobody who works waits for it. */
const ENCODERS: Readonly<Record<Encoding, (update: Uint8Array) => Promise<Uint8Array>>> = {
  br: (update) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
    return promisify(brotliCompress)(update, { params });
  },
  gzip: (update) => promisify(gzip)(update),
  identity: (update) => Promise.resolve(update)
};

/** What is kept of one room's document: the last copy in each encoding, while somebody has it open. */
interface Kept {
  readonly latest: Map<Encoding, Latest>;
  asking: number;
}

/** Whole documents for those who have nothing of them yet. */
export class WholeDocuments {
  readonly #storage: RelayStorage;
  readonly #openRoom: (name: string) => Room | undefined;
  readonly #kept = new Map<string, Kept>();
  /** Numbers of updates begin anew with a restored backup, and with a workspace's second life. */
  #epoch = newId();

  constructor(storage: RelayStorage, openRoom: (name: string) => Room | undefined) {
    this.#storage = storage;
    this.#openRoom = openRoom;
  }

  /** The newest copy, unless it is one of those that the asker knows the tags of. */
  async get(name: string, encoding: Encoding, known: string): Promise<Copy> {
    const now = known === '' ? undefined : this.#etag(await this.#seq(name), encoding);
    if (now !== undefined && known.includes(now)) return { etag: now, bytes: 'known' };
    const kept = this.#kept.get(name) ?? { latest: new Map<Encoding, Latest>(), asking: 0 };
    this.#kept.set(name, kept);
    kept.asking++;
    const latest = kept.latest.get(encoding) ?? new Latest(() => this.#read(name), encoding);
    kept.latest.set(encoding, latest);
    try {
      const { seq, bytes } = await latest.ask();
      return { etag: this.#etag(seq, encoding), bytes };
    } finally {
      kept.asking--;
      if (!this.#openRoom(name)) this.drop(name);
    }
  }

  /** Forgets a room that nobody has open, once nobody asks for it. */
  drop(name: string): void {
    if (this.#kept.get(name)?.asking === 0) this.#kept.delete(name);
  }

  /** Forgets rooms that are no more, whoever asks for them. */
  end(names: readonly string[]): void {
    for (const name of names) this.#kept.delete(name);
    this.#epoch = newId();
  }

  #etag(seq: number, encoding: Encoding): string {
    return `"${this.#epoch}.${seq}.${encoding}"`;
  }

  async #seq(name: string): Promise<number> {
    const room = this.#openRoom(name);
    return room ? (await room.read()).seq : (await this.#storage.loadRoom(name)).seq;
  }

  async #read(name: string): Promise<Committed> {
    const room = this.#openRoom(name);
    if (room) return room.read();
    const stored = await this.#storage.loadRoom(name);
    const { doc } = readRoom(stored);
    const update = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    return { seq: stored.seq, update };
  }
}

interface Made {
  readonly seq: number;
  readonly bytes: Copy['bytes'];
}

/** The newest copy in one encoding; all who ask while one is made are given the next. */
class Latest {
  readonly #read: () => Promise<Committed>;
  readonly #encoding: Encoding;
  #made: Made | undefined;
  #under: Promise<unknown> = Promise.resolve();
  #next: Promise<Made> | undefined;

  constructor(read: () => Promise<Committed>, encoding: Encoding) {
    this.#read = read;
    this.#encoding = encoding;
  }

  ask(): Promise<Made> {
    this.#next ??= this.#under.then(() => {
      this.#next = undefined;
      const making = this.#make();
      this.#under = making.catch(() => undefined);
      return making;
    });
    return this.#next;
  }

  async #make(): Promise<Made> {
    const { seq, update } = await this.#read();
    if (this.#made?.seq === seq) return this.#made;
    const isSmall = update.length < LIMITS.part;
    const bytes = isSmall ? 'small' : await ENCODERS[this.#encoding](update);
    return (this.#made = { seq, bytes });
  }
}
