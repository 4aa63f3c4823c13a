import type { State } from '#core/kernel/state.ts';
import { idAt, seatOfId, type Table } from '#core/kernel/table.ts';
import type { Account } from '#core/account/model.ts';
import { columnOf } from './columns.ts';
import { matchOf, type Match } from './match.ts';
import { orderOf, tablesOf } from './order.ts';
import type { TableQuery } from './query.ts';

/** A line as it is drawn: an account, or the head of a group of them. */
export type Line =
  | { readonly kind: 'account'; readonly id: string; readonly key: string }
  | {
      readonly kind: 'group';
      readonly value: string;
      readonly key: string;
      readonly count: number;
      readonly collapsed: boolean;
    };

interface Group {
  readonly value: string;
  /** Its line, and the first of its accounts among those that were found. */
  readonly line: number;
  readonly from: number;
  readonly count: number;
  readonly collapsed: boolean;
}

/** What a table shows, line by line; a line is made when it is drawn. */
export class Lines {
  readonly length: number;
  /** Accounts that were found, those of collapsed groups too. */
  readonly count: number;
  readonly groups: readonly { readonly value: string; readonly count: number }[];
  readonly #accounts: Table<Account>;
  readonly #found: Int32Array;
  readonly #groups: readonly Group[];

  constructor(accounts: Table<Account>, found: Int32Array, groups: readonly Group[]) {
    this.#accounts = accounts;
    this.#found = found;
    this.#groups = groups;
    this.groups = groups;
    this.count = found.length;
    const last = groups.at(-1);
    this.length = last ? last.line + 1 + (last.collapsed ? 0 : last.count) : found.length;
  }

  at(index: number): Line | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const group = this.#groupAt(index, 'line');
    if (!group) return this.#account(index);
    if (index > group.line) return this.#account(group.from + index - group.line - 1);
    const { value, count, collapsed } = group;
    return { kind: 'group', value, key: groupKey(value), count, collapsed };
  }

  /** The line with a key, or -1 when it is not shown. */
  indexOf(key: string): number {
    if (key.startsWith(GROUP))
      return this.#groups.find(({ value }) => groupKey(value) === key)?.line ?? -1;
    const seat = seatOfId(this.#accounts, key);
    const at = seat === undefined ? -1 : this.#found.indexOf(seat);
    const group = at < 0 ? undefined : this.#groupAt(at, 'from');
    if (!group) return at;
    return group.collapsed ? -1 : group.line + 1 + at - group.from;
  }

  /** All accounts that were found, in order. */
  *ids(): Generator<string> {
    for (const seat of this.#found) yield idAt(this.#accounts, seat);
  }

  /** The accounts on the lines from one to another, both with it. */
  idsBetween(a: number, b: number): string[] {
    const ids: string[] = [];
    for (let i = Math.min(a, b); i <= Math.max(a, b); i++) {
      const line = this.at(i);
      if (line?.kind === 'account') ids.push(line.id);
    }
    return ids;
  }

  /** The accounts of the group that begins on a line. */
  idsOfGroup(value: string): string[] {
    const group = this.#groups.find((each) => each.value === value);
    if (!group) return [];
    const seats = this.#found.subarray(group.from, group.from + group.count);
    return Array.from(seats, (seat) => idAt(this.#accounts, seat));
  }

  #account(at: number): Line | undefined {
    const seat = this.#found[at];
    if (seat === undefined) return undefined;
    const id = idAt(this.#accounts, seat);
    return { kind: 'account', id, key: id };
  }

  /** The last group that begins at or before a line, or an account. */
  #groupAt(index: number, by: 'line' | 'from'): Group | undefined {
    let low = 0;
    let high = this.#groups.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#groups[middle]?.[by] ?? Infinity) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#groups[low];
  }
}

/** No record's id begins so. */
const GROUP = '/';
export const groupKey = (value: string): string => GROUP + value;

/**
 * What a query shows of a state. Accounts keep their order and whether they are found from one
 * state to the next, so an edit costs a pass over small integers and nothing by row.
 */
export function linesOf(state: State, query: TableQuery, collapsed: ReadonlySet<string>): Lines {
  const { group, sort } = query;
  const column = group === undefined ? undefined : columnOf(group);
  const grouped = column
    ? [
        // Groups come in their own order, or in that of the sort by the same column.
        sort.find((each) => each.column === column.id) ?? { column: column.id, descending: false },
        ...sort.filter((each) => each.column !== column.id)
      ]
    : sort;
  const { seats, firsts } = orderOf(state, grouped);
  const isAll = query.text.trim() === '' && query.filters.size === 0;
  const found = isAll ? seats : foundIn(seats, matchOf(state, query));
  return new Lines(tablesOf(state)[0], found, column ? groupsOf(found, firsts, collapsed) : []);
}

function foundIn(seats: Int32Array, { found, count }: Match): Int32Array {
  const list = new Int32Array(count);
  let n = 0;
  for (const seat of seats) if (found[seat] === 1) list[n++] = seat;
  return list;
}

function groupsOf(
  found: Int32Array,
  values: readonly (string | undefined)[],
  collapsed: ReadonlySet<string>
): Group[] {
  const groups: Group[] = [];
  let line = 0;
  for (let from = 0; from < found.length;) {
    const value = values[found[from] ?? -1] ?? '';
    let to = from + 1;
    while (to < found.length && values[found[to] ?? -1] === value) to++;
    const group = { value, line, from, count: to - from, collapsed: collapsed.has(value) };
    groups.push(group);
    line += 1 + (group.collapsed ? 0 : group.count);
    from = to;
  }
  return groups;
}
