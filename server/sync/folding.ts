import { log } from '../log.ts';
import type { RelayStorage, StoredRoom } from '../storage/port.ts';

/** What a log may be before it is folded; `closing` is for a room that everybody has left. */
const LONG = { entries: 500, bytes: 256 * 1024, age: 24 * 3_600_000, closing: 50 } as const;
/** How long after a failure (ms): folding writes the whole document, and the disk may be full. */
const AGAIN_AFTER = 60_000;

/**
 * When a room's log becomes one document. It is written beside the room's turns: the log keeps what
 * comes meanwhile, and what is folded was committed before, so that nothing depends on its end.
 */
export class Folding {
  readonly #storage: RelayStorage;
  readonly #room: string;
  #log = { entries: 0, bytes: 0 };
  /** Since when the log may not be empty; of one that was read, since it was. */
  #since: number | undefined;
  #snapshotBytes = 0;
  #notBefore = 0;
  #reads = 0;
  #running: Promise<void> | undefined;

  constructor(storage: RelayStorage, room: string) {
    this.#storage = storage;
    this.#room = room;
  }

  /** The folding under way. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  read({ snapshot, log }: StoredRoom, now: number): void {
    this.#reads++;
    this.#snapshotBytes = snapshot?.length ?? 0;
    const bytes = log.reduce((sum, { length }) => sum + length, 0);
    this.#log = { entries: log.length, bytes };
    this.#since = log.length > 0 ? (this.#since ?? now) : undefined;
  }

  appended(bytes: number, now: number): void {
    this.#log = { entries: this.#log.entries + 1, bytes: this.#log.bytes + bytes };
    this.#since ??= now;
  }

  isDue(now: number, closing = false): boolean {
    const { entries, bytes } = this.#log;
    if (entries === 0 || this.#running || now < this.#notBefore) return false;
    // A large document is written anew only once as much as half of it came.
    const most = Math.max(LONG.bytes, this.#snapshotBytes / 2);
    const isOld = now - (this.#since ?? now) >= LONG.age;
    return entries >= (closing ? LONG.closing : LONG.entries) || bytes > most || isOld;
  }

  /** Begins to write a document in place of the updates up to a number. */
  start(through: number, snapshot: Uint8Array, now: number): void {
    const before = { ...this.#log, reads: this.#reads };
    this.#running = this.#storage.compact(this.#room, through, snapshot).then(
      () => this.#folded(before, snapshot.length, now),
      (error: unknown) => {
        // The log still has everything.
        this.#notBefore = now + AGAIN_AFTER;
        this.#running = undefined;
        log.error({ err: error, room: this.#room }, 'a room could not be compacted');
      }
    );
  }

  #folded(before: { entries: number; bytes: number; reads: number }, bytes: number, now: number) {
    this.#running = undefined;
    this.#snapshotBytes = bytes;
    // One that was read anew meanwhile was counted anew.
    if (before.reads !== this.#reads) return;
    const entries = this.#log.entries - before.entries;
    this.#log = { entries, bytes: this.#log.bytes - before.bytes };
    this.#since = entries > 0 ? now : undefined;
  }
}
