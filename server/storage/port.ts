/** A room as it lies on disk: a document, and the updates that came after it. */
export interface StoredRoom {
  readonly snapshot: Uint8Array | undefined;
  /** The number of the last update, whether in the snapshot or in the log. */
  readonly seq: number;
  readonly log: readonly Uint8Array[];
}

/**
 * Where the relay keeps what it must not lose. A promise that is kept means: committed, whatever
 * happens to this process next. A rejected one means: as if it had not been called.
 */
export interface RelayStorage {
  /** Names of all rooms there are, in order. */
  readonly rooms: () => Promise<readonly string[]>;
  readonly loadRoom: (room: string) => Promise<StoredRoom>;
  /**
   * Answers with the update's number in its room, counting from 1. Values that belong to it are
   * written with it: both or neither.
   */
  readonly append: (room: string, update: Uint8Array, also?: Changes) => Promise<number>;
  /**
   * Puts a document in place of the updates up to a number; later ones stay, and so does a document
   * that holds more.
   */
  readonly compact: (room: string, through: number, snapshot: Uint8Array) => Promise<void>;
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly list: (prefix: string) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** The first values, so many at most, from one key on and before another, in the keys' order. */
  readonly range: (
    from: string,
    before: string,
    most: number
  ) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Writes values, or removes those that are undefined, and drops rooms: all of it or nothing. */
  readonly write: (changes: Changes, drop?: readonly string[]) => Promise<void>;
  /** Kept once all that was committed before outlasts the machine's power as well. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type Changes = ReadonlyMap<string, Uint8Array | undefined>;
