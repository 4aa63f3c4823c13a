import { EXISTENCE, recordChanges } from '#core/audit/changes.ts';
import { LAST_LAMPORT, stampOf, writeEntry, type Entry } from '#core/audit/entry.ts';
import { changedFields, fieldOf, type Kind, type Row } from '#core/kernel/kind.ts';
import { sizeOf, type Diff } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, FormerDepartment, type Department as DepartmentRow } from '#core/org/model.ts';
import type { Wish } from '#core/org/placements.ts';
import type * as Y from 'yjs';
import { BLOB_NAMES } from '#protocol/blobs.ts';
import { deflateText, writeBlock, type Block } from './block.ts';
import { keyOf, type SectionReader } from './section-reader.ts';
import { blockKey, hidesKey } from './visible-blocks.ts';

/** A command of more rows than this writes blocks; the border is never read back. */
export const KEYS_AT_MOST = 500;
const BLOCK_ROWS = 2000;
/** Blocks of a command share transactions up to this size, so that an update stays small. */
const TRANSACTION_BYTES = 60_000;
/** An entry above this is deflated: below, the deflating costs more than it saves. */
const DEFLATE_ABOVE = 4096;

/** Everything an entry says besides what changed. */
export type Heading = Omit<Entry, 'changes' | 'blocks'>;

/** A command's part in one section, packed and ready to be written in one go. */
export interface Packed {
  readonly heading: Heading;
  readonly diff: Diff;
  readonly entry: string | Uint8Array;
  readonly blocks: readonly Uint8Array[];
  readonly packedFrom: readonly Block[];
  /** The command whose blocks this one hides instead of writing the deaths of what it made. */
  readonly hides?: string;
  /** Departments that are to stay where they are shown, whatever they want. */
  readonly pins?: readonly string[];
  /** Departments that want again what keeping them in their place had given up. */
  readonly wishes?: readonly Wish[];
}

/**
 * Packs a diff for a section. A generator, because packing a hundred thousand rows takes a second:
 * it yields after each block, and whoever drives it may let the page breathe in between.
 */
export function* pack(
  reader: SectionReader,
  heading: Heading,
  diff: Diff,
  hides?: string
): Generator<number, Packed> {
  // Among blocks the later stamp wins: where time stands still only keys are sure to.
  const timeless = stampOf(heading.id)?.l === LAST_LAMPORT;
  const bulk = hides === undefined && isBulk(diff) && !timeless;
  const packedFrom: Block[] = [];
  const blocks: Uint8Array[] = [];
  if (bulk)
    for (const block of blocksOf(reader, diff))
      for (const [part, bytes] of fitted(block)) {
        packedFrom.push(part);
        blocks.push(bytes);
        yield packedFrom.length;
      }
  const writerOf = (kind: string, id: string, field: string) => lastWriter(reader, kind, id, field);
  const asleep = (kind: string, id: string) => reader.dormant.get(kind)?.has(id) === true;
  // What is hidden stands in its blocks: saying it again would undo the saving.
  const changes =
    hides === undefined
      ? recordChanges(reader.tables, diff, { blocks: bulk, asleep, writerOf })
      : [];
  const text = writeEntry({ ...heading, ...(bulk && { blocks: blocks.length }), changes });
  const entry = text.length > DEFLATE_ABOVE ? deflateText(text) : text;
  return { heading, diff, entry, blocks, packedFrom, ...(hides !== undefined && { hides }) };
}

export const isBulk = (diff: Diff): boolean => sizeOf(diff) > KEYS_AT_MOST;

/**
 * Whether deaths can be written by hiding the blocks of the command that made the records: when it
 * made nothing but these, and no key speaks of any of them.
 */
export function canHide(reader: SectionReader, entry: Entry, diff: Diff): boolean {
  if (entry.blocks === undefined || diff.has(Department.name)) return false;
  const bornOnly = entry.changes.every(({ died, fields }) => died.length + fields.length === 0);
  const born = entry.changes.reduce((n, changes) => n + changes.born, 0);
  if (!bornOnly || born !== sizeOf(diff)) return false;
  for (const [name, rows] of diff) {
    const kind = KINDS.get(name);
    for (const [id, row] of rows)
      if (row || !kind || reader.keysOfRecord(kind, id).size > 0) return false;
  }
  return true;
}

/** A place's last writer is its winning placement; any other field's stands in the log. */
export function lastWriter(
  reader: SectionReader,
  kind: string,
  id: string,
  field: string
): string | undefined {
  if (
    kind === Department.name &&
    (field === 'parentId' || field === 'order' || field === EXISTENCE)
  ) {
    const winner = reader.placements.winner(id);
    return winner && `${winner.l}.${winner.slot}`;
  }
  // Of several that wrote it apart, the one whose value is shown.
  const shown = reader.log.forks.isEmpty
    ? undefined
    : reader.fieldConflicts.at(kind, id, field)?.shown;
  return shown === undefined || shown === '' ? reader.log.writerOf(kind, id, field) : shown;
}

/** A block, in halves as long as its bytes do not fit into one transaction. */
function* fitted(block: Block): Generator<[Block, Uint8Array]> {
  const bytes = writeBlock(block);
  const half = block.ids.length >> 1;
  if (bytes.length <= TRANSACTION_BYTES || half === 0) {
    yield [block, bytes];
    return;
  }
  for (const [from, to] of [
    [0, half],
    [half, block.ids.length]
  ] as const)
    yield* fitted({
      ...block,
      ids: block.ids.slice(from, to),
      columns: new Map([...block.columns].map(([name, cells]) => [name, cells.slice(from, to)]))
    });
}

/** A diff as blocks: births whole, changes field by field, deaths and revivals by id. */
function* blocksOf(reader: SectionReader, diff: Diff): Generator<Block> {
  for (const [name, rows] of diff) {
    const kind = KINDS.get(name);
    if (!kind || kind === FormerDepartment) continue;
    const { births, revivals, deaths, changes } = sorted(reader, kind, rows);
    yield* inRows(births, (part) => ({
      kind: name,
      op: 'birth',
      ids: part.map((row) => row.id),
      columns: columnsOf(kind, part)
    }));
    const idsOnly =
      (op: 'death' | 'revival') =>
      (part: readonly string[]): Block => ({
        kind: name,
        op,
        ids: part,
        columns: new Map()
      });
    yield* inRows(revivals, idsOnly('revival'));
    yield* inRows(deaths, idsOnly('death'));
    for (const [field, changed] of changes)
      yield* inRows(changed, (part) => ({
        kind: name,
        op: 'change',
        ids: part.map((row) => row.id),
        columns: new Map([[field, part.map((row) => fieldOf(row, field))]])
      }));
  }
}

function* inRows<T>(items: readonly T[], make: (part: readonly T[]) => Block): Generator<Block> {
  for (let at = 0; at < items.length; at += BLOCK_ROWS)
    yield make(items.slice(at, at + BLOCK_ROWS));
}

interface Sorted {
  readonly births: Row[];
  readonly revivals: string[];
  readonly deaths: string[];
  readonly changes: Map<string, Row[]>;
}

function sorted(
  reader: SectionReader,
  kind: Kind,
  rows: ReadonlyMap<string, Row | undefined>
): Sorted {
  const into: Sorted = { births: [], revivals: [], deaths: [], changes: new Map() };
  const table = reader.tables.get(kind.name);
  for (const [id, row] of rows) {
    const before = table && get(table, id);
    const asleep = before ?? reader.dormant.get(kind.name)?.get(id);
    if (!row) {
      if (before && kind !== Department) into.deaths.push(id);
      continue;
    }
    if (!asleep) {
      into.births.push(row);
      continue;
    }
    // One that comes back keeps what it had: only what differs is written, so that an edit a
    // colleague made meanwhile is not taken away by bringing it back.
    if (!before && kind !== Department) into.revivals.push(id);
    for (const field of changedFields(kind, asleep, row)) {
      if (kind.fields[field]?.placed) continue;
      const list = into.changes.get(field) ?? [];
      list.push(row);
      into.changes.set(field, list);
    }
  }
  return into;
}

function columnsOf(kind: Kind, rows: readonly Row[]): Map<string, unknown[]> {
  const columns = new Map<string, unknown[]>();
  for (const [name, field] of Object.entries(kind.fields)) {
    if (field.placed) continue;
    const cells = rows.map((row) => fieldOf(row, name));
    if (cells.some((cell) => !field.equal(cell, field.initial))) columns.set(name, cells);
  }
  return columns;
}

/** Writes what was packed. The audit entry comes last, and with it everything becomes visible. */
export function write(reader: SectionReader, packed: Packed) {
  const { doc } = reader;
  const { id } = packed.heading;
  const block = doc.getMap('block');
  let part = 0;
  let room = TRANSACTION_BYTES;
  let waiting: [string, Uint8Array][] = [];
  const flush = () => {
    const now = waiting;
    waiting = [];
    doc.transact(() => now.forEach(([key, bytes]) => block.set(key, bytes)), LOCAL);
  };
  for (const bytes of packed.blocks) {
    if (bytes.length > room && waiting.length > 0) {
      flush();
      room = TRANSACTION_BYTES;
    }
    waiting.push([blockKey(id, part++), bytes]);
    room -= bytes.length;
  }
  doc.transact(() => {
    for (const [key, bytes] of waiting) block.set(key, bytes);
    if (packed.hides !== undefined) block.set(hidesKey(id), packed.hides);
    else if (packed.blocks.length > 0) takeKeys(reader, packed.packedFrom);
    else writeKeys(reader, packed.diff);
    writePlaces(reader, packed);
    writeBlobNames(reader, packed.diff);
    doc.getMap('audit').set(id, packed.entry);
  }, LOCAL);
}

/** The origin of transactions that this page made. */
export const LOCAL = Symbol('local');

/** A block takes away the keys its author had seen. */
function takeKeys(reader: SectionReader, blocks: readonly Block[]) {
  for (const { kind: name, op, ids, columns } of blocks) {
    const kind = KINDS.get(name);
    const keys = kind && reader.keysOf(kind);
    if (!keys || keys.size === 0) continue;
    const fields = op === 'birth' ? Object.keys(kind.fields) : [...columns.keys()];
    const all = op === 'change' ? fields : [...fields, EXISTENCE];
    for (const id of ids)
      for (const field of all) if (keys.has(keyOf(id, field))) keys.delete(keyOf(id, field));
  }
}

function writeKeys(reader: SectionReader, diff: Diff) {
  for (const [name, rows] of diff) {
    const kind = KINDS.get(name);
    if (!kind || kind === FormerDepartment) continue;
    const keys = reader.keysOf(kind);
    const table = reader.tables.get(name);
    for (const [id, row] of rows) {
      const before = table && get(table, id);
      if (!before !== !row && kind !== Department) keys.set(id, row ? 1 : 0);
      if (!row) continue;
      const shown = before ?? reader.dormant.get(name)?.get(id);
      for (const [name, field] of Object.entries(kind.fields)) {
        const value = fieldOf(row, name);
        const same = field.equal(shown ? fieldOf(shown, name) : field.initial, value);
        if (!field.placed && !same) keys.set(keyOf(id, name), value);
      }
    }
  }
}

/** What the relay keeps blobs by: it knows nothing of records. */
function writeBlobNames({ doc }: SectionReader, diff: Diff) {
  for (const [name, rows] of diff) {
    if (!KINDS.get(name)?.blob) continue;
    const names = doc.getMap(BLOB_NAMES);
    for (const [id, row] of rows)
      if (!row) names.delete(id);
      else if (!names.has(id)) names.set(id, 1);
  }
}

function writePlaces(reader: SectionReader, { diff, heading, pins = [], wishes = [] }: Packed) {
  const rows = diff.get(Department.name) ?? new Map<string, never>();
  const [l = '', slot = ''] = heading.id.split('.');
  const table = reader.tables.get(Department.name);
  const edits: { id: string; to: { parentId: string; order: string } | 'trash' }[] = [];
  for (const [id, row] of rows as ReadonlyMap<string, DepartmentRow | undefined>) {
    const before = table && (get(table, id) as DepartmentRow | undefined);
    if (!row) edits.push({ id, to: 'trash' });
    else if (before?.parentId !== row.parentId || before.order !== row.order)
      edits.push({ id, to: { parentId: row.parentId, order: row.order } });
  }
  const { placements } = reader;
  const written = [
    ...(edits.length > 0 ? placements.plan(edits, slot, Number(l)) : []),
    ...(pins.length > 0 ? placements.keep(pins, slot, Number(l)) : []),
    ...wishes.flatMap((wish) => [...(placements.want(wish, slot, Number(l)) ?? [])])
  ];
  const place: Y.Map<unknown> = reader.doc.getMap('place');
  for (const [key, value] of written)
    if (value === undefined) place.delete(key);
    else place.set(key, value);
}
