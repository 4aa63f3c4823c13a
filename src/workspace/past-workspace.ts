import { stateAsOf, type PastLog } from '#core/audit/as-of.ts';
import { compareStamps, type Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import type { State } from '#core/kernel/state.ts';
import type { Blobs } from './blobs.ts';
import { FrozenView } from './frozen-view.ts';

/**
 * The organization as it was right after an entry, in a workspace's place: the same views show it,
 * and nothing changes it. What came later, it does not know of.
 */
export class PastWorkspace extends FrozenView {
  readonly at: Entry;
  readonly state: State;
  readonly readOnlyProblem = { code: 'workspace.past', params: {} };
  readonly frozen = { hiddenColumns: [] };
  readonly canRead: (section: Section) => boolean;
  /** Bills are read where they lie, those that were listed then. */
  readonly blobs: () => Promise<Blobs>;
  readonly takenAt: number;
  readonly #log: PastLog;

  constructor(
    id: string,
    at: Entry,
    live: {
      readonly state: State;
      readonly canRead: (section: Section) => boolean;
      readonly blobs: () => Promise<Blobs>;
    },
    log: PastLog
  ) {
    super(id);
    this.at = at;
    this.canRead = live.canRead;
    this.blobs = live.blobs;
    this.takenAt = at.at;
    this.#log = log;
    this.state = stateAsOf(live.state, at.id, log);
  }

  /** Newest first, and nothing later. */
  historyOf(kind: string, id: string): readonly Entry[] {
    return this.#log
      .mentions(kind, id)
      .filter((entry) => this.#isPast(entry))
      .flatMap((entry) => this.#log.entry(entry) ?? [])
      .reverse();
  }

  entry(id: string): Entry | undefined {
    return this.#isPast(id) ? this.#log.entry(id) : undefined;
  }

  #isPast(id: string): boolean {
    return compareStamps(id, this.at.id) <= 0;
  }
}
