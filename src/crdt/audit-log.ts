import { EXISTENCE } from '#core/audit/changes.ts';
import { compareStamps, readEntry, stampOf, type Entry } from '#core/audit/entry.ts';
import type * as Y from 'yjs';
import { inflateText } from './block.ts';
import { EntryOrder } from './entry-order.ts';

/**
 * The audit entries of one document, parsed when first asked for: who wrote a field last, and
 * which entries speak of a record.
 */
export class AuditLog {
  readonly #map: Y.Map<unknown>;
  readonly #entries = new Map<string, Entry | undefined>();
  readonly #order: EntryOrder;
  readonly #undoings = new Map<string, string[]>();
  /** The oldest entry that was asked what it takes back; all newer ones were. */
  #asked: string | undefined;
  #index: Index | undefined;
  #max: number | undefined;

  constructor(map: Y.Map<unknown>) {
    this.#map = map;
    this.#order = new EntryOrder(() => map.keys());
  }

  has(id: string): boolean {
    return this.#map.has(id);
  }

  /** Every entry's id, in the order all replicas agree on. */
  ids(): readonly string[] {
    return this.#order.ids;
  }

  /** Whether an entry was taken back, and that was not taken back in turn. */
  isUndone(id: string): boolean {
    return this.#undoersOf(id).some((undoer) => !this.isUndone(undoer));
  }

  /** Only a later entry can take one back, so the log is read from its end and no further. */
  #undoersOf(id: string): readonly string[] {
    const { ids } = this.#order;
    let at = this.#asked === undefined ? ids.length : this.#order.placeOf(this.#asked);
    for (; at > 0 && compareStamps(ids[at - 1] ?? '', id) > 0; at--) {
      this.#asked = ids[at - 1] ?? '';
      this.#noteUndoing(this.#asked);
    }
    return this.#undoings.get(id) ?? [];
  }

  #noteUndoing(id: string) {
    const undone = this.entry(id)?.undoes;
    if (undone === undefined || compareStamps(id, undone) <= 0) return;
    const undoers = this.#undoings.get(undone) ?? [];
    if (!undoers.includes(id)) this.#undoings.set(undone, [...undoers, id]);
  }

  get maxLamport(): number {
    this.#max ??= latest(this.#map.keys());
    return this.#max;
  }

  entry(id: string): Entry | undefined {
    if (!this.#entries.has(id)) {
      const stored = this.#map.get(id);
      const text = stored instanceof Uint8Array ? inflateText(stored) : stored;
      this.#entries.set(id, typeof text === 'string' ? readEntry(id, text) : undefined);
    }
    return this.#entries.get(id);
  }

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

  /** Takes note of entries that came or went. */
  note(ids: readonly string[]) {
    this.#max = Math.max(this.maxLamport, latest(ids));
    if (ids.every((id) => this.#map.has(id))) this.#order.add(ids);
    else this.#forget();
    for (const id of ids) {
      this.#entries.delete(id);
      if (this.#asked !== undefined && compareStamps(id, this.#asked) > 0) this.#noteUndoing(id);
      if (!this.#index) continue;
      const entry = this.#map.has(id) ? this.entry(id) : undefined;
      if (entry) this.#index.add(entry);
      else this.#index = undefined;
    }
  }

  #forget() {
    this.#order.renew();
    this.#undoings.clear();
    this.#asked = undefined;
  }

  #ready(): Index {
    if (!this.#index) {
      this.#index = new Index();
      for (const id of this.#map.keys()) {
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

class Index {
  readonly writers = new Map<string, Map<string, string>>();
  readonly mentions = new Map<string, Set<string>>();

  add(entry: Entry) {
    for (const { kind, bornIds, died, fields } of entry.changes) {
      for (const id of bornIds) this.#note(entry.id, kind, id, EXISTENCE);
      for (const { id } of died) this.#note(entry.id, kind, id, EXISTENCE);
      for (const { field, ids } of fields)
        for (const id of ids) this.#note(entry.id, kind, id, field);
    }
  }

  #note(entryId: string, kind: string, id: string, field: string) {
    const key = `${kind}/${id}`;
    let fields = this.writers.get(key);
    if (!fields) this.writers.set(key, (fields = new Map<string, string>()));
    const last = fields.get(field);
    if (last === undefined || compareStamps(entryId, last) > 0) fields.set(field, entryId);
    let mentioned = this.mentions.get(key);
    if (!mentioned) this.mentions.set(key, (mentioned = new Set<string>()));
    mentioned.add(entryId);
  }
}
