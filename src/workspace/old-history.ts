import type { Conflict } from '#core/audit/conflict.ts';
import type { Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { archive, historyBytes, HISTORY_BYTES, leavingOf, type Leaving } from '#crdt/archiving.ts';
import { openConflicts } from '#crdt/conflicts.ts';
import type { Replica } from '#crdt/replica.ts';
import type { SectionReader } from '#crdt/section-reader.ts';
import { readArchive, valueOfJson } from '#protocol/archive.ts';
import type { Blobs } from './blobs.ts';
import { breathe } from './pace.ts';

/** Months of history that left the documents: read again when they are asked for. */
export class OldHistory {
  readonly #replica: Replica;
  readonly #blobs: Blobs;

  constructor(replica: Replica, blobs: Blobs) {
    this.#replica = replica;
    this.#blobs = blobs;
  }

  /** Reads the newest month that was not read yet, in every section; `all` reads on to the first. */
  async read(all = false): Promise<Result<undefined>> {
    const unread = this.#replica.unreadArchives();
    const month = unread[0]?.month;
    for (const { section, hash } of unread.filter((each) => all || each.month === month)) {
      const bytes = await this.#blobs.read(section, hash);
      if (!bytes.ok) return bytes;
      const lines = readArchive(new TextDecoder().decode(bytes.value));
      if (!lines) return refused({ code: 'blob.damaged', params: {} });
      await breathe();
      const entries = [...lines].map(([id, json]) => [id, valueOfJson(json)] as const);
      this.#replica.archived.take(section, hash, new Map(entries));
    }
    return ok(undefined);
  }

  /**
   * Takes the oldest months out of documents whose history has grown beyond a bound. A month is
   * stored first, here and at the relay; if anything of it changed meanwhile, it waits for the next
   * time.
   */
  async archive(
    now: number,
    mayStill: (section: Section) => boolean,
    most = HISTORY_BYTES
  ): Promise<Result<number>> {
    let months = 0;
    for (const [section, reader] of this.#replica.sections)
      for (;;) {
        if (!mayStill(section) || historyBytes(reader.doc) <= most) break;
        const month = this.#oldest(reader, now);
        if (!month) break;
        const stored = await this.#blobs.write(section, month.bytes);
        if (!stored.ok) return stored;
        const again = mayStill(section) ? this.#oldest(reader, now) : undefined;
        if (!again || !sameIds(again, month)) break;
        archive(reader, stored.value, again);
        months++;
      }
    return ok(months);
  }

  #oldest(reader: SectionReader, now: number): Leaving | undefined {
    const [oldest] = leavingOf(reader, this.#replica.state, this.#conflicts(), now);
    return oldest;
  }

  #conflicts(): readonly Conflict[] {
    const list = openConflicts(this.#replica.sections, this.#replica.state);
    let step = list.next();
    while (!step.done) step = list.next();
    return step.value;
  }
}

const sameIds = (a: Leaving, b: Leaving): boolean =>
  a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i]);
