import { ARCHIVE_NAMES } from '#protocol/archive-names.ts';
import { BLOB_NAMES } from '#protocol/blobs.ts';
import { roomName } from '#protocol/sections.ts';
import { log } from '../log.ts';
import type { RelayStorage, StoredRoom } from '../storage/port.ts';
import { readRoom } from '../sync/stored-room.ts';
import type { Blob, BlobStore, StoredFile } from './blob-store.ts';

const DAY = 86_400_000;
/** How long a blob stays that nothing names (ms). */
export const UNNAMED_LIFE = 30 * DAY;
/** How long a part waits to be gone on with (ms). */
export const PART_LIFE = DAY;

const markKey = ({ workspace, section, hash }: Blob) => `blob/${workspace}/${section}/${hash}`;

interface CollectionParts {
  readonly store: BlobStore;
  readonly storage: RelayStorage;
  readonly hasWorkspace: (id: string) => boolean;
  /** Pages still bring back names that a restored backup lacks: nothing is taken for unnamed. */
  readonly afterRestore: boolean;
}

/** Removes blobs that nothing names any more, and what is left of uploads nobody goes on with. */
export class Collection {
  readonly #parts: CollectionParts;
  #lookedAt = -Infinity;
  #stopped = false;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: CollectionParts) {
    this.#parts = parts;
  }

  /** Names are looked at once a day, however often this is called. */
  sweep(now: number): Promise<void> {
    const swept = this.#sweeping.then(() => this.#sweep(now));
    this.#sweeping = swept.catch(() => undefined);
    return swept;
  }

  /** Kept once it writes no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#sweeping;
  }

  async #sweep(now: number): Promise<void> {
    const { store, hasWorkspace, afterRestore } = this.#parts;
    const files = await store.list();
    const gone = new Set(files.map(({ blob }) => blob.workspace).filter((id) => !hasWorkspace(id)));
    for (const id of gone) await this.forget(id);
    const living = files.filter(({ blob }) => !gone.has(blob.workspace));
    for (const file of living) if (!file.whole) await store.removeOld(file, now - PART_LIFE);
    if (afterRestore || now - this.#lookedAt < DAY) return;
    this.#lookedAt = now;
    await this.#dropMarks(new Set(living.map(({ blob }) => markKey(blob))));
    for (const [room, blobs] of byRoom(living.filter(({ whole }) => whole))) {
      if (this.#stopped) return;
      await this.#sweepRoom(room, blobs, now).catch((err: unknown) =>
        // A document that cannot be read may name anything.
        log.error({ err, room }, 'the blobs of a room could not be swept')
      );
    }
  }

  /** Marks of blobs that are gone: a process may end between the two. */
  async #dropMarks(living: ReadonlySet<string>): Promise<void> {
    const { storage } = this.#parts;
    const marks = [...(await storage.list('blob/')).keys()].filter((key) => !living.has(key));
    if (marks.length > 0) await storage.write(new Map(marks.map((key) => [key, undefined])));
  }

  async #sweepRoom(room: string, blobs: readonly StoredFile[], now: number): Promise<void> {
    const { store, storage } = this.#parts;
    const names = namesIn(await storage.loadRoom(room));
    const marks = new Map<string, Uint8Array | undefined>();
    for (const file of blobs) {
      const key = markKey(file.blob);
      const mark = await storage.get(key);
      if (names.has(file.blob.hash)) {
        if (mark) marks.set(key, undefined);
      } else if (!mark) marks.set(key, Buffer.from(String(now)));
      else if (Number(Buffer.from(mark).toString()) <= now - UNNAMED_LIFE) {
        await store.removeOld(file, now - UNNAMED_LIFE);
        if (!(await store.progress(file.blob)).whole) marks.set(key, undefined);
      }
    }
    if (marks.size > 0) await storage.write(marks);
  }

  /** Removes all blobs of a workspace that was unshared. */
  async forget(workspace: string): Promise<void> {
    const { store, storage } = this.#parts;
    await store.removeWorkspace(workspace);
    const marks = [...(await storage.list(`blob/${workspace}/`)).keys()];
    if (marks.length > 0) await storage.write(new Map(marks.map((key) => [key, undefined])));
  }
}

function namesIn(stored: StoredRoom): ReadonlySet<string> {
  const { doc, torn } = readRoom(stored);
  if (torn.length > 0) throw new Error('It has updates that cannot be read.');
  const names = new Set([...doc.getMap(BLOB_NAMES).keys(), ...doc.getMap(ARCHIVE_NAMES).keys()]);
  doc.destroy();
  return names;
}

function byRoom(files: readonly StoredFile[]): Map<string, StoredFile[]> {
  const rooms = new Map<string, StoredFile[]>();
  for (const file of files) {
    const room = roomName(file.blob.workspace, file.blob.section);
    rooms.set(room, [...(rooms.get(room) ?? []), file]);
  }
  return rooms;
}
