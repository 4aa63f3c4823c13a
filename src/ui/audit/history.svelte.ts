import { historyMatcher, type HistoryFilter } from '#core/audit/history-filter.ts';
import type { Entry } from '#core/audit/entry.ts';
import type { Formats } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { breathe } from '#workspace/pace.ts';

/** The log as far as a history looks at it. */
export interface LogView {
  readonly state: State;
  /** Newest first. */
  entryIds(): readonly string[];
  entry(id: string): Entry | undefined;
  bornIn(entryId: string, kind: string): Iterable<string>;
}

export interface Person {
  readonly device: string;
  /** The name of the latest entry. */
  readonly name: string;
}

/** What was found so far; `whole` when the log was looked through to its end. */
export interface Found {
  readonly ids: readonly string[];
  readonly people: number;
  readonly whole: boolean;
}

const NOTHING: Found = { ids: [], people: 0, whole: false };

/** How long a slice of the search may keep the page from answering (ms). */
const SLICE = 8;
/** How often what was found so far is shown (ms). */
const TOLD_APART = 150;

/**
 * The entries that a filter asks for, newest first. The log is read in slices, from its newest
 * entry on, so that the first rows are there at once and the page stays alive for all of it.
 */
export class History {
  readonly #log: LogView;
  #found = $state.raw<Found>(NOTHING);
  #everybody = $state.raw<readonly Person[]>([]);
  #commands = $state.raw<readonly string[]>([]);
  #search = 0;
  #looked: { ids: readonly string[]; key: string } | undefined;

  constructor(log: LogView) {
    this.#log = log;
  }

  get found(): Found {
    return this.#found;
  }
  /** All who wrote what has been read so far, whatever the filter. */
  get everybody(): readonly Person[] {
    return this.#everybody;
  }
  /** All commands met so far. */
  get commands(): readonly string[] {
    return this.#commands;
  }

  /** Looks for a filter's entries in the log as it is now; answers when all of it was read. */
  async look(filter: HistoryFilter, formats: Formats): Promise<void> {
    const ids = this.#log.entryIds();
    const key = JSON.stringify([filter, formats.locale]);
    const fresh = this.#newIn(ids, key);
    this.#looked = { ids, key };
    const search = ++this.#search;
    const matches = this.#matcher(filter, formats);
    if (fresh) this.#prepend(fresh, matches);
    else await this.#readAll(ids, matches, search);
  }

  stop() {
    this.#search++;
  }

  #matcher(filter: HistoryFilter, formats: Formats) {
    const log = this.#log;
    return historyMatcher(log.state, filter, {
      formats,
      entryOf: (id) => log.entry(id),
      bornIn: (entryId, kind) => log.bornIn(entryId, kind)
    });
  }

  /** The few entries that came on top of a list that was read to its end. */
  #newIn(ids: readonly string[], key: string): readonly string[] | undefined {
    const before = this.#looked;
    if (before?.key !== key || !this.#found.whole) return undefined;
    const more = ids.length - before.ids.length;
    if (more < 0 || ids[more] !== before.ids[0] || ids.at(-1) !== before.ids.at(-1))
      return undefined;
    return ids.slice(0, more);
  }

  readonly #devices = new Map<string, Person>();
  readonly #named = new Set<string>();
  #people = new Set<string>();

  #prepend(fresh: readonly string[], matches: (entry: Entry) => boolean) {
    const found = fresh.filter((id) => this.#take(id, matches, true));
    this.#tell([...found, ...this.#found.ids], true);
  }

  async #readAll(ids: readonly string[], matches: (entry: Entry) => boolean, search: number) {
    const found: string[] = [];
    this.#people = new Set();
    let told = 0;
    let until = performance.now() + SLICE;
    for (const id of ids) {
      if (this.#take(id, matches, false)) found.push(id);
      const now = performance.now();
      if (now < until) continue;
      if (told === 0 || now - told > TOLD_APART) {
        this.#tell([...found], false);
        told = now;
      }
      await breathe();
      if (search !== this.#search) return;
      until = performance.now() + SLICE;
    }
    this.#tell(found, true);
  }

  #take(id: string, matches: (entry: Entry) => boolean, newest: boolean): boolean {
    const entry = this.#log.entry(id);
    if (!entry) return false;
    const { device, name, command } = entry;
    if (newest || !this.#devices.has(device)) this.#devices.set(device, { device, name });
    this.#named.add(command);
    if (!matches(entry)) return false;
    this.#people.add(device);
    return true;
  }

  #tell(ids: readonly string[], whole: boolean) {
    this.#found = { ids, people: this.#people.size, whole };
    this.#everybody = [...this.#devices.values()];
    this.#commands = [...this.#named];
  }
}
