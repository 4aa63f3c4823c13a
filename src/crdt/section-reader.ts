import { EXISTENCE } from '#core/audit/changes.ts';
import { compareStamps } from '#core/audit/entry.ts';
import type { Kind, Row, Section } from '#core/kernel/kind.ts';
import type { Diff } from '#core/kernel/state.ts';
import { emptyTable, get, put, type Table } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import { Department } from '#core/org/model.ts';
import { Placements } from '#core/org/placements.ts';
import type * as Y from 'yjs';
import { AuditLog } from './audit-log.ts';
import { FieldConflicts } from './field-conflicts.ts';
import { HiddenEdits } from './hidden-edits.ts';
import { Pending } from './pending.ts';
import { VisibleBlocks } from './visible-blocks.ts';

/**
 * The format of documents as this app knows it; one without a word of it is of the first. Within a
 * format things are added and never retyped, so that only what an older app would damage counts on.
 */
export const FORMAT = 1;

/** Told of every change of the document, one diff a transaction, whoever made it. */
export type Watcher = (diff: Diff, transaction: Y.Transaction) => void;

/** Where changes are noted: the rows of a transaction, or what is to be read once more. */
type Notes = Pick<Pending, 'reread' | 'place'>;

/** What others changed while the document was being read. */
class Late implements Notes {
  readonly #records = new Map<string, Set<string>>();
  readonly #placed = new Set<string>();

  reread(kindName: string, ids: Iterable<string>) {
    const known = this.#records.get(kindName) ?? new Set<string>();
    this.#records.set(kindName, known);
    for (const id of ids) known.add(id);
  }

  place(id: string) {
    this.#placed.add(id);
  }

  tell(pending: Pending) {
    for (const [name, ids] of this.#records) pending.reread(name, ids);
    for (const id of this.#placed) pending.place(id);
  }
}

/**
 * One section's document as tables of records. Reading is total: whatever bytes lie in the
 * document, records come out and nothing is thrown. A key beats every block; among blocks the
 * higher (Lamport, command id) wins, field by field; departments live where placements say.
 */
export class SectionReader {
  readonly doc: Y.Doc;
  readonly section: Section;
  readonly kinds: readonly Kind[];
  readonly log: AuditLog;
  readonly blocks: VisibleBlocks;
  readonly placements = new Placements();
  readonly fieldConflicts = new FieldConflicts(this);
  readonly hiddenEdits = new HiddenEdits(this);
  /** Rows of records that are not there: removed, or not born yet. They come back with the record. */
  readonly dormant = new Map<string, Map<string, Row>>();
  readonly #tables = new Map<string, Table<Row>>();
  readonly #maps = new Map<string, Y.Map<unknown>>();
  /** Only where departments are: places in another section's document are nobody's. */
  readonly #place: Y.Map<unknown> | undefined;
  readonly #audit: Y.Map<unknown>;
  readonly #block: Y.Map<unknown>;
  readonly #meta: Y.Map<unknown>;
  /** Commands whose blocks have been read into the tables. */
  #shown = new Set<string>();
  readonly #watchers = new Set<Watcher>();
  #late: Late | undefined;

  constructor(doc: Y.Doc, section: Section) {
    this.doc = doc;
    this.section = section;
    this.kinds = [...KINDS.values()].filter((kind) => kind.section === section);
    for (const kind of this.kinds) {
      this.#tables.set(kind.name, emptyTable());
      this.dormant.set(kind.name, new Map());
      this.#maps.set(kind.name, doc.getMap(kind.name));
    }
    if (this.kinds.includes(Department)) this.#place = doc.getMap('place');
    this.#audit = doc.getMap('audit');
    this.#block = doc.getMap('block');
    this.#meta = doc.getMap('meta');
    this.log = new AuditLog(this.#audit, section);
    this.blocks = new VisibleBlocks(this.#block, (id) =>
      this.log.has(id) ? (this.log.entry(id)?.blocks ?? 0) : undefined
    );
  }

  get tables(): ReadonlyMap<string, Table<Row>> {
    return this.#tables;
  }

  get maxLamport(): number {
    return Math.max(this.log.maxLamport, this.placements.maxLamport);
  }

  /** A newer app wrote it: it can be read as far as it is known, and must not be written. */
  get newer(): boolean {
    const format = this.#meta.get('format');
    return Number.isInteger(format) && (format as number) > FORMAT;
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Reads the loaded document, a diff a block, so that whoever opens it can breathe in between. */
  *open(): Generator<Diff> {
    this.doc.on('afterTransaction', this.#onTransaction);
    const late = new Late();
    this.#late = late;
    // What came before now, from the disk or from the relay, was not watched.
    this.log.note([...this.#audit.keys()]);
    this.blocks.note(this.#block.keys());
    this.placements.apply(this.#place?.entries() ?? []);
    const keys = new Map(this.kinds.map((kind) => [kind.name, this.#keysById(kind)]));
    const commands = this.blocks.commands();
    this.#shown = new Set(commands);
    for (const commandId of commands)
      for (const block of this.blocks.blocksOf(commandId)) {
        const pending = new Pending(this);
        pending.overlay(block, (id) => keys.get(block.kind)?.get(id));
        yield this.#settle(pending);
      }
    const pending = new Pending(this);
    for (const kind of this.kinds)
      for (const [id, fields] of keys.get(kind.name) ?? []) pending.setKeys(kind, id, fields);
    for (const key of this.#place?.keys() ?? []) {
      const id = splitKey(key)[0];
      if (this.placements.winner(id)) pending.place(id);
    }
    // Keys and blocks were looked at once, in front; what changed since is read from the document.
    this.#late = undefined;
    late.tell(pending);
    yield this.#settle(pending);
  }

  close() {
    this.doc.off('afterTransaction', this.#onTransaction);
    this.#watchers.clear();
  }

  row(kind: Kind, id: string): Row | undefined {
    const table = this.#tables.get(kind.name);
    return table && get(table, id);
  }

  /** The keys of a kind: `<id>/<field>` and, for births and deaths by hand, `<id>`. */
  keysOf(kind: Kind): Y.Map<unknown> {
    return this.#maps.get(kind.name) ?? this.doc.getMap(kind.name);
  }

  keysOfRecord(kind: Kind, id: string): Map<string, unknown> {
    const map = this.keysOf(kind);
    const keys = new Map<string, unknown>();
    // The map counts itself by walking through all of its keys, which is too much for one record.
    if (map.keys().next().done) return keys;
    for (const field of [EXISTENCE, ...Object.keys(kind.fields)]) {
      const value = map.get(keyOf(id, field));
      if (value !== undefined) keys.set(field, value);
    }
    return keys;
  }

  #keysById(kind: Kind): Map<string, Map<string, unknown>> {
    const byId = new Map<string, Map<string, unknown>>();
    this.keysOf(kind).forEach((value, key) => {
      const [id, field] = splitKey(key);
      let fields = byId.get(id);
      if (!fields) byId.set(id, (fields = new Map<string, unknown>()));
      fields.set(field, value);
    });
    return byId;
  }

  /** Audit entries that a transaction brought. */
  entriesIn(transaction: Y.Transaction): string[] {
    const keys: (string | null)[] = [...(transaction.changed.get(this.#audit as never) ?? [])];
    return keys.filter((key): key is string => key !== null && this.#audit.has(key));
  }

  /** Whether a transaction took entries away. */
  losesEntries(transaction: Y.Transaction): boolean {
    const keys: (string | null)[] = [...(transaction.changed.get(this.#audit as never) ?? [])];
    return keys.some((key) => key !== null && !this.#audit.has(key));
  }

  readonly #onTransaction = (transaction: Y.Transaction) => {
    if (transaction.changed.size === 0) return;
    const changed = (map: Y.Map<unknown>): string[] =>
      [...(transaction.changed.get(map as never) ?? [])].filter((key) => key !== null);
    const place = this.#place;
    const placed = place ? changed(place).map((key) => [key, place.get(key)] as const) : [];
    const shown = this.placements.apply(placed);
    const pending = this.#late ? undefined : new Pending(this);
    const notes = this.#late ?? pending;
    if (!notes) return;
    this.#takeBlocks(changed(this.#audit), changed(this.#block), notes, pending);
    for (const kind of this.kinds) this.#takeKeys(kind, changed(this.keysOf(kind)), notes, pending);
    for (const id of shown.keys()) notes.place(id);
    for (const [key] of placed) notes.place(splitKey(key)[0]);
    if (!pending) return;
    const diff = this.#settle(pending);
    for (const watcher of [...this.#watchers]) watcher(diff, transaction);
  };

  #takeBlocks(auditKeys: string[], blockKeys: string[], notes: Notes, pending?: Pending) {
    this.log.note(auditKeys);
    const concerned = this.blocks.note(blockKeys);
    const announced = new Set<string>();
    for (const id of auditKeys) this.blocks.concern(id, announced);
    for (const id of announced) concerned.add(id);
    if (concerned.size === 0) return;
    let last = latest(this.#shown);
    for (const id of [...concerned].sort(compareStamps)) {
      const visible = this.blocks.isVisible(id);
      if (visible === this.#shown.has(id)) continue;
      const newest = visible && (last === undefined || compareStamps(id, last) > 0);
      if (visible) this.#shown.add(id);
      else this.#shown.delete(id);
      if (newest) last = id;
      else if (id === last) last = latest(this.#shown);
      for (const block of this.blocks.blocksOf(id)) {
        const kind = KINDS.get(block.kind);
        if (pending && newest && kind) pending.overlay(block, (id) => this.keysOfRecord(kind, id));
        else notes.reread(block.kind, block.ids);
      }
    }
  }

  #takeKeys(kind: Kind, keys: string[], notes: Notes, pending?: Pending) {
    const map = this.keysOf(kind);
    for (const key of keys) {
      const [id, field] = splitKey(key);
      if (!pending) notes.reread(kind.name, [id]);
      else if (map.has(key)) pending.setKeys(kind, id, new Map([[field, map.get(key)]]));
      else pending.dropKey(kind, id, field);
    }
  }

  /** Puts what is pending into the tables and answers with what differs by it. */
  #settle(pending: Pending): Diff {
    const { alive, dormant } = pending.settle();
    const diff = new Map<string, Map<string, Row | undefined>>();
    for (const [name, rows] of alive) {
      const table = this.#tables.get(name) ?? emptyTable<Row>();
      const differing = new Map([...rows].filter(([id, row]) => get(table, id) !== row));
      if (differing.size === 0) continue;
      this.#tables.set(name, put(table, differing));
      diff.set(name, differing);
    }
    for (const [name, rows] of alive) {
      const asleep = this.dormant.get(name);
      if (asleep?.size) for (const [id, row] of rows) if (row) asleep.delete(id);
    }
    for (const [name, rows] of dormant)
      for (const [id, row] of rows) this.dormant.get(name)?.set(id, row);
    return diff;
  }
}

function latest(ids: Iterable<string>): string | undefined {
  let last: string | undefined;
  for (const id of ids) if (last === undefined || compareStamps(id, last) > 0) last = id;
  return last;
}

/** A key is `<id>/<field>`, or `<id>` alone for births and deaths; ids hold no slash. */
export function splitKey(key: string): [id: string, field: string] {
  const at = key.indexOf('/');
  return at < 0 ? [key, EXISTENCE] : [key.slice(0, at), key.slice(at + 1)];
}

export const keyOf = (id: string, field: string): string =>
  field === EXISTENCE ? id : `${id}/${field}`;
