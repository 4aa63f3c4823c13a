import { emptyTable, get, put, changes, type Table } from './table.ts';
import type { Kind, RecordOf, Row } from './kind.ts';

/** Immutable tables of records by the name of their kind. */
export type State = ReadonlyMap<string, Table<Row>>;

/**
 * A set of row changes per kind: id → the row after, `undefined` for a death. What was before
 * stands in the state it applies to. The only currency of change.
 */
export type Diff = ReadonlyMap<string, ReadonlyMap<string, Row | undefined>>;

export const emptyState = (kinds: Iterable<Kind>): State =>
  new Map([...kinds].map((kind) => [kind.name, emptyTable<Row>()]));

/** The table of a kind, typed. A state is made with all kinds; one it lacks reads as empty. */
export function tableOf<K extends Kind>(state: State, kind: K): Table<RecordOf<K>> {
  return (state.get(kind.name) ?? NONE) as Table<RecordOf<K>>;
}

const NONE: Table<Row> = emptyTable();

export const rowOf = <K extends Kind>(state: State, kind: K, id: string): RecordOf<K> | undefined =>
  get(tableOf(state, kind), id);

/** The only way on: cost follows the change. */
export function applyDiff(state: State, diff: Diff): State {
  let next: Map<string, Table<Row>> | undefined;
  for (const [name, entries] of diff) {
    const table = state.get(name) ?? emptyTable<Row>();
    const changed = put(table, entries);
    if (changed !== table) (next ??= new Map(state)).set(name, changed);
  }
  return next ?? state;
}

/** The diff that leads from `a` to `b`. */
export function diffBetween(a: State, b: State): Diff {
  const diff = new Map<string, Map<string, Row | undefined>>();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const rows = new Map<string, Row | undefined>();
    changes(a.get(name) ?? NONE, b.get(name) ?? NONE, (id, _, after) => rows.set(id, after));
    if (rows.size > 0) diff.set(name, rows);
  }
  return diff;
}

/** The diff that takes `diff` back, given the state it was applied to. */
export function reverse(before: State, diff: Diff): Diff {
  return mapRows(diff, (name, id) => get(before.get(name) ?? NONE, id));
}

/** One diff with the effect of `first` and then `second`. */
export function squash(first: Diff, second: Diff): Diff {
  const both = new Map([...first].map(([name, rows]) => [name, new Map(rows)]));
  for (const [name, rows] of second) {
    const into = both.get(name) ?? new Map<string, Row | undefined>();
    for (const [id, row] of rows) into.set(id, row);
    both.set(name, into);
  }
  return both;
}

function mapRows(diff: Diff, fn: (name: string, id: string) => Row | undefined): Diff {
  return new Map(
    [...diff].map(([name, rows]) => [
      name,
      new Map([...rows.keys()].map((id) => [id, fn(name, id)] as const))
    ])
  );
}

/** How many rows a diff touches. */
export function sizeOf(diff: Diff): number {
  let n = 0;
  for (const rows of diff.values()) n += rows.size;
  return n;
}

/** A diff of one kind from entries, without those that change nothing. */
export function diffOf<K extends Kind>(
  state: State,
  kind: K,
  entries: Iterable<readonly [id: string, row: RecordOf<K> | undefined]>
): Diff {
  const rows = new Map<string, Row | undefined>();
  for (const [id, row] of entries) if (rowOf(state, kind, id) !== row) rows.set(id, row);
  return rows.size > 0 ? new Map([[kind.name, rows]]) : new Map();
}
