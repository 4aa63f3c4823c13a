import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { changes, idAt, rowAt, seatCount, seatOfId, type Table } from '#core/kernel/table.ts';
import type { Row } from '#core/kernel/kind.ts';
import { Account } from '#core/account/model.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { subtreeOf } from '#core/org/tree.ts';
import { alphabetOf, sortKey, type Alphabet } from './alphabet.ts';
import { columnOf, type Column } from './columns.ts';
import { kept } from './kept.ts';
import type { SortBy } from './query.ts';

/** What a table of accounts is made of: departments only say where an account is shown. */
export type Tables = [
  accounts: Table<Account>,
  departments: Table<Department>,
  former: Table<FormerDepartment>
];

export const tablesOf = (state: State): Tables => [
  tableOf(state, Account),
  tableOf(state, Department),
  tableOf(state, FormerDepartment)
];

/** A state of only these tables, for what asks one where an account is shown. */
export const stateOf = ([accounts, departments, former]: Tables): State =>
  new Map<string, Table<Row>>([
    [Account.name, accounts],
    [Department.name, departments],
    [FormerDepartment.name, former]
  ]);

/** Whether departments changed under columns whose values follow them. */
export const isReplaced = (columns: readonly Column[], before: Tables, after: Tables): boolean =>
  columns.some(({ placed }) => placed) && (before[1] !== after[1] || before[2] !== after[2]);

/** All accounts in order, by their seats, with the keys they were compared by. */
export interface Order {
  readonly seats: Int32Array;
  /** By seat, one key for each column. Equal keys are equal values. */
  readonly keys: readonly (readonly string[] | undefined)[];
  readonly ranks: Ranks;
}

interface Ranks {
  readonly alphabet: Alphabet;
  /** Departments in the order of the tree. */
  readonly places: ReadonlyMap<string, number>;
}

interface Sorted {
  readonly column: Column;
  readonly descending: boolean;
}

/** Every account in an order that is kept and follows single changes. */
export const orderOf = (state: State, sort: readonly SortBy[]): Order =>
  orders(
    JSON.stringify(sort.map(({ column, descending }) => [column, descending])),
    sort
  )(...tablesOf(state));

const orders = kept((sort: readonly SortBy[]) => {
  const columns = sort.flatMap(({ column, descending }): Sorted[] => {
    const found = columnOf(column);
    return found ? [{ column: found, descending }] : [];
  });
  return derived<Tables, Order>(
    (...tables) => build(columns, tables),
    (order, before, after) => step(columns, order, before, after)
  );
});

function build(sort: readonly Sorted[], tables: Tables): Order {
  const [accounts] = tables;
  const state = stateOf(tables);
  const ranks = ranksOf(sort, tables);
  const keys = new Array<readonly string[] | undefined>(seatCount(accounts));
  const seats = new Int32Array(accounts.size);
  let n = 0;
  for (let seat = 0; seat < keys.length; seat++) {
    const row = rowAt(accounts, seat);
    if (!row) continue;
    keys[seat] = keysOf(sort, ranks, row, state) ?? [];
    seats[n++] = seat;
  }
  // A typed array compares as fast, but sorts its boxed numbers slower than a list does.
  const list = Array.from(seats).sort((a, b) => compare(sort, accounts, keys, a, b));
  return { seats: Int32Array.from(list), keys, ranks };
}

function ranksOf(sort: readonly Sorted[], tables: Tables): Ranks {
  const state = stateOf(tables);
  const texts = sort.filter(({ column }) => column.sort === 'text');
  const words = new Set<string>();
  if (texts.length > 0)
    for (const page of tables[0].pages)
      for (const row of page)
        if (row)
          for (const { column } of texts) words.add(column.valueOf(row, state).toLowerCase());
  const placed = sort.some(({ column }) => column.sort === 'place');
  const places = placed ? subtreeOf(state, ROOT) : [];
  return { alphabet: alphabetOf(words), places: new Map(places.map((id, i) => [id, i])) };
}

/** Undefined when a text has a character that the alphabet lacks. */
function keysOf(
  sort: readonly Sorted[],
  { alphabet, places }: Ranks,
  row: Account,
  state: State
): readonly string[] | undefined {
  const keys: string[] = [];
  for (const { column } of sort) {
    const value = column.valueOf(row, state);
    const key =
      column.sort === 'text'
        ? sortKey(alphabet, value.toLowerCase())
        : column.sort === 'choice'
          ? rank(column.options?.indexOf(value))
          : column.sort === 'place'
            ? rank(places.get(value))
            : value;
    if (key === undefined) return undefined;
    // The value itself behind the key keeps apart what only sorts alike.
    keys.push(value === '' ? '' : `${key}\0${value}`);
  }
  return keys;
}

const rank = (n = -1): string => String.fromCharCode(0x21 + Math.min(n + 1, 0xd000));

/** What has no value stands last, whichever way the others go. */
function compare(
  sort: readonly Sorted[],
  accounts: Table<Account>,
  keys: Order['keys'],
  a: number,
  b: number
): number {
  const [of, to] = [keys[a], keys[b]];
  for (let i = 0; i < sort.length; i++) {
    const [x, y] = [of?.[i] ?? '', to?.[i] ?? ''];
    if (x === y) continue;
    if (x === '') return 1;
    if (y === '') return -1;
    return x < y === sort[i]?.descending ? 1 : -1;
  }
  return idAt(accounts, a) < idAt(accounts, b) ? -1 : 1;
}

function step(
  sort: readonly Sorted[],
  order: Order,
  before: Tables,
  after: Tables
): Order | undefined {
  const columns = sort.map(({ column }) => column);
  if (isReplaced(columns, before, after)) return undefined;
  const [accounts] = after;
  const state = stateOf(after);
  const moved = new Map<number, readonly string[] | undefined>();
  let isKnown = true;
  changes(before[0], accounts, (id, was, is) => {
    const seat = seatOfId(accounts, id) ?? -1;
    const keys = is && keysOf(sort, order.ranks, is, state);
    if (is && !keys) isKnown = false;
    if (!was || !is || !keys || !sameKeys(order.keys[seat], keys)) moved.set(seat, keys);
  });
  if (!isKnown || moved.size > accounts.size / 6 + 64) return undefined;
  return moved.size === 0 ? order : resorted(sort, order, accounts, moved);
}

const sameKeys = (a: readonly string[] | undefined, b: readonly string[]) =>
  a !== undefined && b.every((key, i) => key === a[i]);

/** The order with some accounts taken out and, where they have keys, put in again. */
function resorted(
  sort: readonly Sorted[],
  order: Order,
  accounts: Table<Account>,
  moved: ReadonlyMap<number, readonly string[] | undefined>
): Order {
  const keys = order.keys.slice();
  for (const [seat, key] of moved) keys[seat] = key;
  const stay = order.seats.filter((seat) => !moved.has(seat));
  const come = [...moved]
    .flatMap(([seat, key]) => (key ? [seat] : []))
    .sort((a, b) => compare(sort, accounts, keys, a, b));
  const seats = new Int32Array(stay.length + come.length);
  let from = 0;
  come.forEach((seat, i) => {
    const to = placeFor(stay, from, (other) => compare(sort, accounts, keys, other, seat) < 0);
    seats.set(stay.subarray(from, to), from + i);
    seats[to + i] = seat;
    from = to;
  });
  seats.set(stay.subarray(from), from + come.length);
  return { seats, keys, ranks: order.ranks };
}

/** The first place from `low` on whose seat does not stand before what is looked for. */
function placeFor(seats: Int32Array, low: number, isBefore: (seat: number) => boolean): number {
  let high = seats.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(seats[middle] ?? -1)) low = middle + 1;
    else high = middle;
  }
  return low;
}
