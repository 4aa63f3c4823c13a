import { EXISTENCE } from '#core/audit/changes.ts';
import {
  compareStamps,
  readEntry,
  stampOf,
  type Entry,
  type KindChanges
} from '#core/audit/entry.ts';
import { Undoings } from '#core/audit/undoings.ts';
import type { Section } from '#core/kernel/kind.ts';
import { KINDS } from '#core/kinds.ts';
import { Department } from '#core/org/model.ts';
import { inflateText } from './block.ts';
import { EntryOrder } from './entry-order.ts';
import { Forks, type ForkLog } from './forks.ts';

/** Stored entries by id: of a document, or of its archives. */
export interface StoredEntries {
  has(id: string): boolean;
  get(id: string): unknown;
  keys(): Iterable<string>;
}

/**
 * The audit entries of one document, parsed when first asked for: who wrote a field last, and
 * which entries speak of a record.
 */
export class AuditLog {
  readonly #map: StoredEntries;
  readonly #section: Section;
  readonly #entries = new Map<string, Entry | undefined>();
  readonly #order: EntryOrder;
  readonly #undoings = new Undoings();
  /** The oldest entry that was asked what it takes back; all newer ones were. */
  #asked: string | undefined;
  #index: Index | undefined;
  #max: number | undefined;
  /** Counts entries that were read and then changed or went. */
  #rewritten = 0;

  constructor(map: StoredEntries, section: Section) {
    this.#map = map;
    this.#section = section;
    this.#order = new EntryOrder(() => map.keys());
  }

  has(id: string): boolean {
    return this.#map.has(id);
  }

  /** Every entry's id, in the order all replicas agree on. */
  ids(): readonly string[] {
    return this.#order.ids;
  }

  /**
   * Whether an entry was taken back, and that was not taken back in turn. Only a later entry can
   * take one back, so the log is read from its end and no further.
   */
  isUndone(id: string): boolean {
    const { ids } = this.#order;
    let at = this.#asked === undefined ? ids.length : this.#order.placeOf(this.#asked);
    for (; at > 0 && compareStamps(ids[at - 1] ?? '', id) > 0; at--) {
      this.#asked = ids[at - 1] ?? '';
      this.#noteUndoing(this.#asked);
    }
    return this.#undoings.isUndone(id);
  }

  #noteUndoing(id: string) {
    const undone = this.entry(id)?.undoes;
    if (undone !== undefined) this.#undoings.note(id, undone);
  }

  get maxLamport(): number {
    this.#max ??= latest(this.#map.keys());
    return this.#max;
  }

  entry(id: string): Entry | undefined {
    if (!this.#entries.has(id)) {
      const stored = this.#map.get(id);
      const text = stored instanceof Uint8Array ? inflateText(stored) : stored;
      const entry = typeof text === 'string' ? readEntry(id, text) : undefined;
      this.#entries.set(id, entry && { ...entry, changes: entry.changes.filter(this.#isOwn) });
    }
    return this.#entries.get(id);
  }

  /** An entry speaks of its own section's records: who may write one must not have another written. */
  readonly #isOwn = ({ kind }: KindChanges): boolean =>
    (KINDS.get(kind)?.section ?? this.#section) === this.#section;

  /** The entry that wrote a field last, as far as the log reaches. */
  writerOf(kind: string, id: string, field: string): string | undefined {
    return this.#ready().writers.get(`${kind}/${id}`)?.get(field);
  }

  /** Fields of a record that some entry of the log changed, with the last one. */
  writersOf(kind: string, id: string): ReadonlyMap<string, string> {
    return this.#ready().writers.get(`${kind}/${id}`) ?? NO_WRITERS;
  }

  /** Ids of the entries that speak of a record, in order. */
  mentions(kind: string, id: string): readonly string[] {
    return [...(this.#ready().mentions.get(`${kind}/${id}`) ?? [])].sort(compareStamps);
  }

  /** Where two wrote one field apart. */
  get forks(): Forks {
    return this.#ready().forks;
  }

  /** Records that are gone, or were, and may hold what was written meanwhile. */
  get departed(): Map<string, Departed> {
    return this.#ready().departed;
  }

  /** The last entry that brought records of a kind into the workspace. */
  bringerOf(kind: string): string | undefined {
    const { bringers, unnamed } = this.#ready();
    const again = unnamed.filter((id) => this.undoneAtLast(id)?.blocks !== undefined);
    const named = bringers.get(kind);
    return [...again, ...(named === undefined ? [] : [named])].sort(compareStamps).at(-1);
  }

  /** What an undoing, or an undoing of one, is about. */
  undoneAtLast(id: string): Entry | undefined {
    let entry = this.entry(id);
    for (let steps = 0; entry?.undoes !== undefined && steps < 64; steps++)
      entry = this.entry(entry.undoes);
    return entry;
  }

  /** Reads the log to its end, a slice a step, so that a long one holds nobody up. */
  *prepare(): Generator<number> {
    if (this.#index) return;
    const index = this.#newIndex();
    const rewritten = this.#rewritten;
    const read = new Set<string>();
    // Once more for what came meanwhile.
    for (let before = -1; before < read.size;) {
      before = read.size;
      for (const id of this.ids()) {
        if (read.has(id)) continue;
        const entry = this.entry(id);
        if (entry) index.add(entry);
        if (read.add(id).size % SLICE === 0) yield read.size;
      }
    }
    if (rewritten === this.#rewritten) this.#index ??= index;
  }

  /** How many entries speak of a record. */
  mentionCount(kind: string, id: string): number {
    return this.#ready().mentions.get(`${kind}/${id}`)?.size ?? 0;
  }

  /** Takes note of entries that came or went. */
  note(ids: readonly string[]) {
    this.#max = Math.max(this.maxLamport, latest(ids));
    // What an entry said before it was written over must not go on speaking.
    const rewritten = ids.some((id) => this.#entries.get(id));
    if (rewritten) this.#index = undefined;
    if (!rewritten && ids.every((id) => this.#map.has(id))) this.#order.add(ids);
    else this.#forget();
    for (const id of ids) {
      if (this.#entries.delete(id)) this.#rewritten++;
      if (this.#asked !== undefined && compareStamps(id, this.#asked) > 0) this.#noteUndoing(id);
      if (!this.#index) continue;
      const entry = this.#map.has(id) ? this.entry(id) : undefined;
      if (entry) this.#index.add(entry);
      else this.#index = undefined;
    }
  }

  #newIndex(): Index {
    return new Index({
      has: (id) => this.has(id),
      entry: (id) => this.entry(id),
      mentions: (kind, id) => this.mentions(kind, id)
    });
  }

  #forget() {
    this.#order.renew();
    this.#undoings.clear();
    this.#asked = undefined;
  }

  #ready(): Index {
    if (!this.#index) {
      this.#index = this.#newIndex();
      // In order, so that what was written in turn is seen to be.
      for (const id of this.ids()) {
        const entry = this.entry(id);
        if (entry) this.#index.add(entry);
      }
    }
    return this.#index;
  }
}

function latest(ids: Iterable<string>): number {
  let max = 0;
  for (const id of ids) max = Math.max(max, stampOf(id)?.l ?? 0);
  return max;
}

const NO_WRITERS: ReadonlyMap<string, string> = new Map();

/** Entries that are parsed in one go. */
const SLICE = 100;

/** A record that an entry removed. */
export interface Departed {
  readonly kind: string;
  readonly id: string;
}

class Index {
  readonly writers = new Map<string, Map<string, string>>();
  readonly mentions = new Map<string, Set<string>>();
  readonly forks: Forks;
  readonly departed = new Map<string, Departed>();
  readonly bringers = new Map<string, string>();
  /** Entries that take something back and name no record: a hidden import may come back by one. */
  readonly unnamed: string[] = [];

  constructor(log: ForkLog) {
    this.forks = new Forks(log);
  }

  add(entry: Entry) {
    this.forks.add(entry);
    for (const { kind, born, bornIds, bornAfter, died, diedAfter, fields } of entry.changes) {
      if (born > 0) this.#brought(kind, entry.id);
      bornIds.forEach((id, i) => this.#note(entry.id, kind, id, EXISTENCE, bornAfter[i]));
      died.forEach(({ id }, i) => {
        const key = `${kind}/${id}`;
        if (!this.departed.has(key)) this.departed.set(key, { kind, id });
        this.#note(entry.id, kind, id, EXISTENCE, diedAfter[i]);
      });
      for (const { field, ids, after } of fields)
        ids.forEach((id, i) => this.#note(entry.id, kind, id, field, after[i]));
    }
    if (entry.undoes !== undefined && entry.changes.length === 0) this.unnamed.push(entry.id);
  }

  #brought(kind: string, entryId: string) {
    const known = this.bringers.get(kind);
    if (known === undefined || compareStamps(entryId, known) > 0) this.bringers.set(kind, entryId);
  }

  #note(entryId: string, kind: string, id: string, field: string, after: string | undefined) {
    const key = `${kind}/${id}`;
    let fields = this.writers.get(key);
    if (!fields) this.writers.set(key, (fields = new Map<string, string>()));
    const last = fields.get(field);
    const later = last === undefined || compareStamps(entryId, last) > 0;
    if (later) fields.set(field, entryId);
    let mentioned = this.mentions.get(key);
    if (!mentioned) this.mentions.set(key, (mentioned = new Set<string>()));
    mentioned.add(entryId);
    if (isPlace(kind, field)) this.forks.renew(kind, id);
    else this.forks.wrote(kind, id, field, later && (last === undefined || after === last));
  }
}

/** Where departments stand, and whether they do, placements tell. */
const isPlace = (kind: string, field: string): boolean =>
  kind === Department.name && (field === 'parentId' || field === 'order' || field === EXISTENCE);
