import { changedFields, fieldOf, type Kind, type Row } from '#core/kernel/kind.ts';
import { get } from '#core/kernel/table.ts';
import type { Diff, State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import type { FieldChanges, KindChanges } from './entry.ts';

/** The name under which births and deaths are kept where fields are told apart. */
export const EXISTENCE = '';

/** Who wrote a field last: an entry's id. */
export type WriterOf = (kind: string, id: string, field: string) => string | undefined;

export interface Recorded {
  /** A block command: births without ids, changes without `to`. */
  readonly blocks: boolean;
  /** A record that is only brought back: a block holds nothing of it, so that the entry names it. */
  readonly asleep: (kind: string, id: string) => boolean;
  readonly writerOf: WriterOf;
}

/** A diff as an entry stores it, field by field in columns, over the state it will apply to. */
export function recordChanges(before: State, diff: Diff, how: Recorded): KindChanges[] {
  const recorded: KindChanges[] = [];
  for (const [name, rows] of diff) {
    const kind = KINDS.get(name);
    if (kind) recorded.push(recordKind(kind, before, rows, how));
  }
  return recorded;
}

interface Column {
  ids: string[];
  from: unknown[];
  to: unknown[];
  after: (string | undefined)[];
}

function recordKind(
  kind: Kind,
  before: State,
  rows: ReadonlyMap<string, Row | undefined>,
  { blocks, asleep, writerOf }: Recorded
): KindChanges {
  const table = before.get(kind.name);
  const bornIds: string[] = [];
  let born = 0;
  const died: Row[] = [];
  const columns = new Map<string, Column>();
  for (const [id, after] of rows) {
    const row = table && get(table, id);
    if (!row) {
      if (!after) continue;
      born++;
      if (!blocks || asleep(kind.name, id)) bornIds.push(id);
    } else if (!after) died.push(row);
    else
      for (const field of changedFields(kind, row, after)) {
        const column = columnOf(columns, field);
        column.ids.push(id);
        column.from.push(fieldOf(row, field));
        column.to.push(fieldOf(after, field));
        column.after.push(writerOf(kind.name, id, field));
      }
  }
  const fields = [...columns].map(([field, { to, ...column }]): FieldChanges => ({
    field,
    ...column,
    ...(!blocks && { to })
  }));
  const existence = (id: string) => writerOf(kind.name, id, EXISTENCE);
  return {
    kind: kind.name,
    born,
    bornIds,
    bornAfter: bornIds.map(existence),
    died,
    diedAfter: died.map((row) => existence(row.id)),
    fields
  };
}

function columnOf(columns: Map<string, Column>, field: string): Column {
  let column = columns.get(field);
  if (!column) columns.set(field, (column = { ids: [], from: [], to: [], after: [] }));
  return column;
}
