import type { Conflict } from '#core/audit/conflict.ts';
import { EXISTENCE } from '#core/audit/changes.ts';
import { changedFields, fieldOf, readRow, type Kind, type Row } from '#core/kernel/kind.ts';
import { KINDS } from '#core/kinds.ts';
import type { Departed } from './audit-log.ts';
import type { SectionReader } from './section-reader.ts';

interface Edited {
  readonly kind: Kind;
  readonly id: string;
  readonly removal: string;
  /** Fields that lie otherwise in the document than the record had them when it was removed. */
  readonly fields: readonly string[];
  readonly row: Row;
}

/** What a record is called, for those that no entry names. */
const nameOf = ({ row }: Edited): string => {
  const name = fieldOf(row, 'name');
  return typeof name === 'string' ? name : '';
};

/** Records that are gone and were edited by somebody who did not know, a conflict a removal. */
export function* editedWhileDeleted(reader: SectionReader): Generator<number, Conflict[]> {
  const found: Edited[] = yield* reader.hiddenEdits.all();
  let n = 0;
  for (const departed of reader.log.departed.values()) {
    if (++n % SLICE === 0) yield n;
    const kind = KINDS.get(departed.kind);
    const edited = kind && lookedAt(reader, kind, departed);
    if (edited) found.push(edited);
  }
  const groups = new Map<string, Edited[]>();
  for (const edited of found) {
    const key = keyOf(reader, edited);
    const group = groups.get(key);
    if (group) group.push(edited);
    else groups.set(key, [edited]);
  }
  return [...groups].map(([key, group]) => conflictOf(reader, key, group));
}

function keyOf({ log }: SectionReader, { kind, id, removal, fields }: Edited): string {
  const writers = fields.map((field) => `${field}:${log.writerOf(kind.name, id, field) ?? ''}`);
  return `gone/${kind.name}/${removal}/${writers.join(',')}`;
}

/** The records of such a conflict as they were before what removed them hid them, with the edits. */
export function hiddenRows(
  reader: SectionReader,
  { kind, ids, sides }: Conflict
): Map<string, Row> {
  const [removal] = sides;
  const list = reader.hiddenEdits.all();
  let step = list.next();
  while (!step.done) step = list.next();
  const wanted = new Set(ids);
  const rows = step.value.filter(
    (each) => each.kind.name === kind && each.removal === removal?.entry && wanted.has(each.id)
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

/** What a look at a record comes to, kept as long as it and what is said of it stay the same. */
function lookedAt(reader: SectionReader, kind: Kind, departed: Departed): Edited | undefined {
  const { id } = departed;
  // It may go again without another word: a department that was only kept for what came into it.
  if (reader.row(kind, id)) return undefined;
  const row = reader.dormant.get(kind.name)?.get(id);
  const mentions = reader.log.mentionCount(kind.name, id);
  const known = looks.get(departed);
  if (known && known.row === row && known.mentions === mentions) return known.edited;
  const edited = editedSince(reader, kind, id);
  looks.set(departed, { row, mentions, edited });
  return edited;
}

interface Look {
  readonly row: Row | undefined;
  readonly mentions: number;
  readonly edited: Edited | undefined;
}

const looks = new WeakMap<Departed, Look>();

function editedSince(reader: SectionReader, kind: Kind, id: string): Edited | undefined {
  const row = reader.dormant.get(kind.name)?.get(id);
  const removal = reader.log.writerOf(kind.name, id, EXISTENCE);
  if (!row || removal === undefined || reader.row(kind, id)) return undefined;
  const removed = reader.log.mentions(kind.name, id).flatMap((entryId) => {
    const died = diedIn(reader, kind, id, entryId);
    return died ? [died] : [];
  });
  if (removed.length === 0) return undefined;
  const fields = changedFields(kind, row, removed[0] ?? row).filter(
    (field) =>
      !kind.fields[field]?.placed &&
      removed.every((died) => !kind.fields[field]?.equal(fieldOf(died, field), fieldOf(row, field)))
  );
  return fields.length > 0 ? { kind, id, removal, fields, row } : undefined;
}

/** A record as an entry removed it. */
function diedIn(reader: SectionReader, kind: Kind, id: string, entryId: string): Row | undefined {
  const stored = reader.log.forks.removed(entryId, kind.name, id);
  return stored && readRow(kind, id, (field) => fieldOf(stored, field));
}

function conflictOf(reader: SectionReader, key: string, edited: readonly Edited[]): Conflict {
  const group = [...edited].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = group;
  if (!first) throw new Error('a conflict of nothing');
  const { kind, removal, fields } = first;
  const [field = ''] = fields;
  const editor = reader.log.writerOf(kind.name, first.id, field);
  return {
    key,
    type: 'edited-while-deleted',
    section: reader.section,
    kind: kind.name,
    ids: group.map(({ id }) => id),
    name: nameOf(first),
    ...(fields.length === 1 && { field }),
    sides: [
      { shown: true, entry: removal, place: 'removed' },
      {
        shown: false,
        ...(editor !== undefined && { entry: editor }),
        ...(fields.length === 1 && {
          values: new Map(group.map(({ id, row }) => [id, fieldOf(row, field)]))
        })
      }
    ]
  };
}

/** Records that are looked at in one go. */
const SLICE = 500;
