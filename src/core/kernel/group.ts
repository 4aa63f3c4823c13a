import type { Row } from './kind.ts';
import { derived } from './selector.ts';
import { changes, each, emptyTable, get, put, type Table } from './table.ts';

/** Ids of the rows that share a value, e.g. the accounts of a department. */
export interface Group {
  readonly id: string;
  readonly members: readonly string[];
}

/**
 * Groups rows by a value of theirs. A group is a new object whenever one of its members changed in
 * any way, so what is computed from a group can be kept under the group itself.
 * With `compare` members are sorted, else they stand in the order they came.
 */
export function grouped<R extends Row>(
  keyOf: (row: R) => string,
  compare?: (a: R, b: R) => number
): (table: Table<R>) => Table<Group> {
  const sorted = (ids: string[], table: Table<R>): readonly string[] => {
    if (!compare) return ids;
    const members = ids.map((id) => get(table, id)).filter((row) => row !== undefined);
    return members.sort(compare).map((row) => row.id);
  };

  function build(table: Table<R>): Table<Group> {
    const lists = new Map<string, string[]>();
    each(table, (row, id) => {
      const key = keyOf(row);
      const list = lists.get(key);
      if (list) list.push(id);
      else lists.set(key, [id]);
    });
    const groups = [...lists].map(
      ([id, ids]) => [id, { id, members: sorted(ids, table) }] as const
    );
    return put(emptyTable<Group>(), groups);
  }

  function step(groups: Table<Group>, [before]: [Table<R>], [after]: [Table<R>]) {
    const touched = new Map<string, { gone: Set<string>; came: string[] }>();
    const touch = (key: string) => {
      let at = touched.get(key);
      if (!at) touched.set(key, (at = { gone: new Set(), came: [] }));
      return at;
    };
    let n = 0;
    changes(before, after, (id, was, is) => {
      n++;
      const from = was && keyOf(was);
      const to = is && keyOf(is);
      if (from !== undefined && from !== to) touch(from).gone.add(id);
      if (to !== undefined && from !== to) touch(to).came.push(id);
      if (to !== undefined && from === to) touch(to);
    });
    if (n > after.size / 6) return undefined;
    return put(
      groups,
      [...touched].map(([key, { gone, came }]) => {
        const old = get(groups, key)?.members ?? [];
        const kept = gone.size > 0 ? old.filter((id) => !gone.has(id)) : old;
        const members = came.length > 0 || compare ? sorted([...kept, ...came], after) : kept;
        return [key, members.length > 0 ? { id: key, members } : undefined] as const;
      })
    );
  }

  return derived<[Table<R>], Table<Group>>(build, step);
}

/** What a row gives rise to, for the few rows that give rise to anything; cost follows the change. */
export function selected<R, V extends object>(
  of: (row: R, id: string) => V | undefined
): (table: Table<R>) => Table<V> {
  const build = (table: Table<R>): Table<V> => {
    const found: [string, V][] = [];
    each(table, (row, id) => {
      const value = of(row, id);
      if (value) found.push([id, value]);
    });
    return put(emptyTable<V>(), found);
  };
  return derived<[Table<R>], Table<V>>(build, (values, [before], [after]) => {
    const next: [string, V | undefined][] = [];
    changes(before, after, (id, _, is) => next.push([id, is && of(is, id)]));
    return next.length > after.size / 6 + 64 ? undefined : put(values, next);
  });
}
