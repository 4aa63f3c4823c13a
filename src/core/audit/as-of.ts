import {
  changedFields,
  fieldOf,
  readRow,
  withFields,
  type Kind,
  type Row
} from '#core/kernel/kind.ts';
import { applyDiff, rowOf, type State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, FormerDepartment } from '#core/org/model.ts';
import { compareStamps, type Entry, type FieldChanges } from './entry.ts';
import { positionsOf, positionsOfRows } from './positions.ts';
import { treeAsOf } from './tree-as-of.ts';

/** What a command of very many records wrote beside its entry, in ids and columns. */
export interface PastBlock {
  readonly kind: string;
  readonly op: 'birth' | 'change' | 'death' | 'revival';
  readonly ids: readonly string[];
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** The log as time travel reads it. */
export interface PastLog {
  /** All entries' ids, oldest first. */
  readonly ids: readonly string[];
  readonly entry: (id: string) => Entry | undefined;
  /** The entries whose changes name a record, oldest first. */
  readonly mentions: (kind: string, id: string) => readonly string[];
  /** An entry's blocks; those it hides count as deaths, those it shows again as births. */
  readonly blocks: (entryId: string) => Iterable<PastBlock>;
}

/** What is known of a record from the entries after the moment, the first word on each field. */
interface Touched {
  /** Whether it was there before the first of them that made or removed it. */
  existed?: boolean;
  /** As it was when that one removed it. */
  removed?: Row;
  /** What a field held before the first of them that changed it, up to a birth or a death. */
  readonly from: Map<string, unknown>;
  /** What was removed stood in blocks that were hidden: entries before may have said more of it. */
  hidden?: true;
}

/**
 * The organization as it was right after an entry: what no later entry touched is as it is now,
 * a touched field has what the last entry up to then gave it, or else what the first later one
 * found. Total over any log, and the same on every replica; cost follows what was touched since.
 */
export function stateAsOf(live: State, entryId: string, log: PastLog): State {
  const at = lastUpTo(log.ids, entryId);
  const touched = touchedAfter(log, at);
  if (touched.size === 0) return live;
  const past = new Past(live, entryId, log, at);
  const diff = new Map<string, Map<string, Row | undefined>>();
  for (const [name, records] of touched) {
    const kind = KINDS.get(name);
    if (!kind || kind === FormerDepartment) continue;
    const rows = new Map<string, Row | undefined>();
    for (const [id, record] of records) {
      const row = past.row(kind, id, record);
      if (row !== rowOf(live, kind, id)) rows.set(id, row);
    }
    diff.set(name, rows);
  }
  const departments = touched.get(Department.name);
  const formers = departments && past.formers(departments.keys(), diff.get(Department.name));
  const before = applyDiff(
    live,
    formers ? new Map([...diff, [FormerDepartment.name, formers]]) : diff
  );
  return departments ? treeAsOf(before, (id) => past.lastRemoved(id)) : before;
}

/** How many entries there are up to a moment. */
function lastUpTo(ids: readonly string[], entryId: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareStamps(ids[middle] ?? '', entryId) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

type TouchedRecords = Map<string, Map<string, Touched>>;

function touchedAfter(log: PastLog, at: number): TouchedRecords {
  const all: TouchedRecords = new Map();
  const of = (kind: string, id: string): Touched => {
    let records = all.get(kind);
    if (!records) all.set(kind, (records = new Map<string, Touched>()));
    let record = records.get(id);
    if (!record) records.set(id, (record = { from: new Map() }));
    return record;
  };
  for (const id of log.ids.slice(at)) {
    const entry = log.entry(id);
    if (entry) noteEntry(entry, log, of);
  }
  return all;
}

function noteEntry(entry: Entry, log: PastLog, of: (kind: string, id: string) => Touched) {
  for (const { kind, bornIds, died, fields } of entry.changes) {
    // Changes first: one entry never makes and changes a record, but may hide what it changed.
    for (const { field, ids, from } of fields)
      ids.forEach((id, i) => {
        const record = of(kind, id);
        if (record.existed === undefined && !record.from.has(field))
          record.from.set(field, from[i]);
      });
    for (const id of bornIds) of(kind, id).existed ??= false;
    for (const row of died) noteRemoved(of(kind, row.id), row);
  }
  if (!writesBlocks(entry)) return;
  for (const block of log.blocks(entry.id)) noteBlock(block, of);
}

/** Only then are births to be looked for outside the entry itself. */
const writesBlocks = ({ changes, undoes }: Entry): boolean =>
  undoes !== undefined || changes.some(({ born, bornIds }) => born > bornIds.length);

function noteRemoved(record: Touched, row: Row) {
  if (record.existed !== undefined) return;
  record.existed = true;
  record.removed = row;
}

function noteBlock(block: PastBlock, of: (kind: string, id: string) => Touched) {
  const { kind, op, ids, columns } = block;
  if (op === 'change') return;
  ids.forEach((id, i) => {
    const record = of(kind, id);
    if (op !== 'death') record.existed ??= false;
    // A command that removes very many names them, with all they were, in its entry.
    else if (columns.size > 0 && record.existed === undefined) {
      noteRemoved(record, rowIn(kind, id, columns, i) ?? { id });
      record.hidden = true;
    }
  });
}

function rowIn(kindName: string, id: string, columns: PastBlock['columns'], at: number) {
  const kind = KINDS.get(kindName);
  return kind && readRow(kind, id, (name) => columns.get(name)?.[at]);
}

/** What entries up to the moment say of single records. */
class Past {
  readonly #live: State;
  readonly #entryId: string;
  readonly #log: PastLog;
  readonly #upTo: number;
  #made: ReadonlyMap<string, Made> | undefined;

  constructor(live: State, entryId: string, log: PastLog, upTo: number) {
    this.#live = live;
    this.#entryId = entryId;
    this.#log = log;
    this.#upTo = upTo;
  }

  row(kind: Kind, id: string, { existed, removed, from, hidden }: Touched): Row | undefined {
    const row = this.#standing(kind, id, existed, removed);
    if (!row) return undefined;
    const values: Record<string, unknown> = {};
    for (const field of hidden ? Object.keys(kind.fields) : from.keys()) {
      const given = this.#lastGiven(kind, id, field);
      if (given) values[field] = given.value;
      else if (from.has(field)) values[field] = from.get(field);
    }
    const next = withFields(kind, row, values as Partial<Row>);
    const live = rowOf<Kind>(this.#live, kind, id);
    return live && changedFields(kind, live, next).length === 0 ? live : next;
  }

  /** The record before its fields are looked at; undefined when it was not there. */
  #standing(kind: Kind, id: string, existed: boolean | undefined, removed: Row | undefined) {
    const live = rowOf<Kind>(this.#live, kind, id);
    if (existed === undefined) return live;
    const last = this.#lastExistence(kind, id, existed);
    if (!(last?.alive ?? existed)) return undefined;
    if (removed) return readRow(kind, id, (name) => fieldOf(removed, name));
    return last?.row ?? live;
  }

  /** The last entry up to the moment that made or removed a record. */
  #lastExistence(kind: Kind, id: string, existed: boolean) {
    const named = this.#lastNamed(kind, id);
    // Who removed it had seen it: only for one that was made twice are the blocks looked through.
    const made = existed ? undefined : this.#madeInBlocks().get(`${kind.name}/${id}`);
    if (!made || (named && compareStamps(named.entry, made.entry) > 0)) return named;
    return { alive: made.alive, row: made.alive ? made.row() : undefined };
  }

  #lastNamed(kind: Kind, id: string): { entry: string; alive: boolean; row?: Row } | undefined {
    for (const entry of this.#earlier(kind.name, id))
      for (const { kind: name, bornIds, died } of entry.changes) {
        if (name !== kind.name) continue;
        if (has(bornIds, id)) return { entry: entry.id, alive: true };
        if (positionsOfRows(died).has(id)) return { entry: entry.id, alive: false };
      }
    return undefined;
  }

  /** The last entries up to the moment that speak of a record, the latest first. */
  *#earlier(kind: string, id: string): Generator<Entry> {
    const mentions = this.#log.mentions(kind, id);
    for (let i = mentions.length - 1; i >= 0; i--) {
      const mention = mentions[i] ?? '';
      const entry = compareStamps(mention, this.#entryId) <= 0 && this.#log.entry(mention);
      if (entry) yield entry;
    }
  }

  /** What the last entry up to the moment gave a field, where one did since the record was made. */
  #lastGiven(kind: Kind, id: string, field: string): { readonly value: unknown } | undefined {
    for (const entry of this.#earlier(kind.name, id))
      for (const { kind: name, bornIds, died, fields } of entry.changes) {
        if (name !== kind.name) continue;
        const column = fields.find((one) => one.field === field && placeIn(one, id) >= 0);
        if (column) return this.#given(entry.id, kind, column, id);
        if (has(bornIds, id) || positionsOfRows(died).has(id)) return undefined;
      }
    return undefined;
  }

  #given(entryId: string, kind: Kind, column: FieldChanges, id: string) {
    if (column.to) return { value: column.to[placeIn(column, id)] };
    const value = this.#columnOf(entryId, kind.name, column.field).get(id);
    return value === undefined ? undefined : { value };
  }

  readonly #columns = new Map<string, ReadonlyMap<string, unknown>>();

  #columnOf(entryId: string, kind: string, field: string): ReadonlyMap<string, unknown> {
    const key = `${entryId}/${kind}/${field}`;
    let values = this.#columns.get(key);
    if (!values) {
      const read = new Map<string, unknown>();
      for (const block of this.#log.blocks(entryId))
        if (block.kind === kind && block.op === 'change')
          block.columns.get(field)?.forEach((value, i) => read.set(block.ids[i] ?? '', value));
      this.#columns.set(key, (values = read));
    }
    return values;
  }

  #madeInBlocks(): ReadonlyMap<string, Made> {
    if (this.#made) return this.#made;
    const made = new Map<string, Made>();
    for (const entryId of this.#log.ids.slice(0, this.#upTo)) {
      const entry = this.#log.entry(entryId);
      if (!entry || !writesBlocks(entry)) continue;
      for (const { kind, op, ids, columns } of this.#log.blocks(entryId))
        if (op !== 'change')
          ids.forEach((id, i) => {
            const row = () => (columns.size > 0 ? rowIn(kind, id, columns, i) : undefined);
            made.set(`${kind}/${id}`, { entry: entryId, alive: op !== 'death', row });
          });
    }
    return (this.#made = made);
  }

  /** A department as it was when it was last removed up to the moment. */
  lastRemoved(id: string): Department | undefined {
    for (const entry of this.#earlier(Department.name, id))
      for (const { kind, died } of entry.changes) {
        const row = kind === Department.name ? died.find((each) => each.id === id) : undefined;
        if (row) return readRow(Department, id, (name) => fieldOf(row, name));
      }
    return undefined;
  }

  /** What was left of departments that were deleted by then, and nothing of those that were not. */
  formers(ids: Iterable<string>, rows: ReadonlyMap<string, Row | undefined> | undefined) {
    const former = new Map<string, Row | undefined>();
    for (const id of ids) {
      const there = rows?.has(id) ? rows.get(id) : rowOf(this.#live, Department, id);
      const removed = there ? undefined : this.lastRemoved(id);
      former.set(
        id,
        removed && Object.freeze({ id, name: removed.name, parentId: removed.parentId })
      );
    }
    return former;
  }
}

interface Made {
  readonly entry: string;
  readonly alive: boolean;
  readonly row: () => Row | undefined;
}

const has = (ids: readonly string[], id: string): boolean => positionsOf(ids).has(id);
const placeIn = ({ ids }: FieldChanges, id: string): number => positionsOf(ids).get(id) ?? -1;
