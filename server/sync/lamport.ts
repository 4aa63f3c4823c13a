import type * as Y from 'yjs';
import { ROOT_MAPS, stampOf } from '#protocol/root-maps.ts';
import { ROOM_SECTIONS, roomName } from '#protocol/sections.ts';
import type { RelayStorage } from '../storage/port.ts';
import { readRoom } from './stored-room.ts';

/** The latest Lamport time that a document's keys speak of; undefined when none do. */
export function latestIn(doc: Y.Doc): number | undefined {
  let latest: number | undefined;
  for (const map of Object.keys(ROOT_MAPS))
    doc.getMap(map).forEach((value, key) => {
      const l = stampOf(map, key, value)?.l;
      if (l !== undefined) latest = Math.max(latest ?? 0, l);
    });
  return latest;
}

/** A workspace's Lamport time, one over all its sections, as far as they were looked at. */
export class LamportTime {
  readonly #storage: RelayStorage;
  readonly #workspace: string;
  #latest: number | undefined;
  #all: Promise<void> | undefined;
  #isWhole = false;

  constructor(storage: RelayStorage, workspace: string) {
    this.#storage = storage;
    this.#workspace = workspace;
  }

  get latest(): number | undefined {
    return this.#latest;
  }

  /** Whether every section's time is in it. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  note(l: number | undefined): void {
    if (l !== undefined) this.#latest = Math.max(this.#latest ?? 0, l);
  }

  /** Kept once sections that nobody has open were looked at as well. */
  lookEverywhere(): Promise<void> {
    this.#all ??= this.#look().catch((error: unknown) => {
      this.#all = undefined;
      throw error;
    });
    return this.#all;
  }

  async #look(): Promise<void> {
    for (const section of ROOM_SECTIONS) {
      const room = roomName(this.#workspace, section);
      const { doc } = readRoom(await this.#storage.loadRoom(room));
      this.note(latestIn(doc));
      doc.destroy();
    }
    this.#isWhole = true;
  }
}
