import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { changes, rowAt, seatCount, seatOfId, type Table } from '#core/kernel/table.ts';
import type { Row } from '#core/kernel/kind.ts';
import { Account } from '#core/account/model.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import { alphabetOf, sortKey, type Alphabet } from './alphabet.ts';
import type { AccountCost } from '#core/finance/cost.ts';
import { columnOf, type Column } from './columns.ts';
import { COSTS, costTable } from './costs.ts';
import { kept } from './kept.ts';
import type { SortBy } from './query.ts';

/** What a table of accounts is made of: departments only say where an account is shown. */
export type Tables = [
  accounts: Table<Account>,
  departments: Table<Department>,
  former: Table<FormerDepartment>,
  costs: Table<AccountCost>
];

export const tablesOf = (state: State): Tables => [
  tableOf(state, Account),
  tableOf(state, Department),
  tableOf(state, FormerDepartment),
  costTable(state)
];

/** A state of only these tables, for what asks one where an account is shown. */
export const stateOf = ([accounts, departments, former, costs]: Tables): State =>
  new Map<string, Table<Row>>([
    [Account.name, accounts],
    [Department.name, departments],
    [FormerDepartment.name, former],
    [COSTS, costs]
  ]);

/** Whether departments changed under columns whose values follow them, or bills under their costs. */
export const isReplaced = (columns: readonly Column[], before: Tables, after: Tables): boolean =>
  (columns.some(({ placed }) => placed) && (before[1] !== after[1] || before[2] !== after[2])) ||
  (before[3] !== after[3] && columns.some(({ sort }) => sort === 'amount'));

/** All accounts in order, by their seats. */
export interface Order {
  readonly seats: Int32Array;
  /** By seat, what accounts are compared by: no two have the same. */
  readonly keys: readonly (string | undefined)[];
  /** By seat, the value of the first column: equal ones stand together. */
  readonly firsts: readonly (string | undefined)[];
  readonly ranks: Ranks;
}

interface Ranks {
  readonly alphabet: Alphabet;
  /** Departments in the order of the tree. */
  readonly places: ReadonlyMap<string, number>;
  /** Keys that were worked out, by column and value; few values are many accounts'. */
  readonly known: readonly Map<string, string>[];
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
  const keys = new Array<string | undefined>(seatCount(accounts));
  const firsts = new Array<string | undefined>(keys.length);
  const seats: number[] = [];
  for (let seat = 0; seat < keys.length; seat++) {
    const row = rowAt(accounts, seat);
    if (!row) continue;
    keys[seat] = keyOf(sort, ranks, row, state) ?? '';
    firsts[seat] = sort[0]?.column.valueOf(row, state);
    seats.push(seat);
  }
  seats.sort((a, b) => compare(keys, a, b));
  return { seats: Int32Array.from(seats), keys, firsts, ranks };
}

const compare = (keys: Order['keys'], a: number, b: number): number =>
  (keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1;

function ranksOf(sort: readonly Sorted[], tables: Tables): Ranks {
  const state = stateOf(tables);
  const texts = sort.filter(({ column }) => column.sort === 'text');
  const words = new Set<string>();
  if (texts.length > 0)
    for (const page of tables[0].pages)
      for (const row of page)
        if (row)
          for (const { column } of texts) words.add(column.valueOf(row, state).toLowerCase());
  const places = new Map<string, number>();
  const visit = (id: string) => {
    places.set(id, places.size);
    for (const child of childrenOf(state, id)) visit(child);
  };
  if (sort.some(({ column }) => column.sort === 'place')) visit(ROOT);
  return { alphabet: alphabetOf(words), places, known: sort.map(() => new Map()) };
}

/** Undefined when a text has a character that the alphabet lacks. */
function keyOf(
  sort: readonly Sorted[],
  ranks: Ranks,
  row: Account,
  state: State
): string | undefined {
  let key = '';
  for (const [i, each] of sort.entries()) {
    const value = each.column.valueOf(row, state);
    const known = ranks.known[i];
    let part = known?.get(value);
    if (part === undefined) {
      part = partOf(each, value, ranks);
      if (part === undefined) return undefined;
      if (known && known.size < KNOWN) known.set(value, part);
    }
    key += part;
  }
  return key + row.id;
}

const KNOWN = 4096;
/** Above every other character and below it, at the end of a column's part of a key. */
const [LAST, END] = ['\uffff', '\u0001'];

/** One column's part of a key. What has no value stands last, whichever way the others go. */
function partOf(
  { column, descending }: Sorted,
  value: string,
  { alphabet, places }: Ranks
): string | undefined {
  if (value === '') return LAST;
  const key =
    column.sort === 'text'
      ? sortKey(alphabet, value.toLowerCase())
      : column.sort === 'choice'
        ? rank(column.options?.indexOf(value))
        : column.sort === 'place'
          ? rank(places.get(value))
          : column.sort === 'amount'
            ? amountKey(value)
            : value;
  if (key === undefined) return undefined;
  // The value itself behind the key keeps apart what only sorts alike.
  const whole = `${key}\0${value}${END}`;
  return descending ? inverted(whole) : whole;
}

const rank = (n = -1): string => String.fromCharCode(0x21 + Math.min(n + 1, 0xd000));

/** A decimal text so that texts sort as their amounts do: the more digits, the further from zero. */
function amountKey(text: string): string {
  const isNegative = text.startsWith('-');
  const digits = isNegative ? text.slice(1) : text;
  const whole = digits.split('.')[0]?.length ?? 0;
  const key = `${rank(whole)}${digits}`;
  // What is below zero sorts the other way round; an end of its own, or 0.5 stood within 0.51.
  return isNegative ? `-${inverted(`${key}${END}`)}` : `0${key}`;
}

function inverted(text: string): string {
  const units: number[] = [];
  for (let i = 0; i < text.length; i++) units.push(Math.min(0xfffe, 0xffff - text.charCodeAt(i)));
  return String.fromCharCode(...units);
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
  const moved = new Map<number, Account | undefined>();
  const keys = order.keys.slice();
  const firsts = order.firsts.slice();
  const unreadable: string[] = [];
  changes(before[0], accounts, (id, _, is) => {
    const seat = seatOfId(accounts, id) ?? -1;
    const key = is && keyOf(sort, order.ranks, is, state);
    if (is && key === undefined) unreadable.push(id);
    if (key === order.keys[seat]) return;
    moved.set(seat, is);
    keys[seat] = key;
    firsts[seat] = is && sort[0]?.column.valueOf(is, state);
  });
  if (unreadable.length > 0 || moved.size > accounts.size / 6 + 64) return undefined;
  if (moved.size === 0) return order;
  return { seats: resorted(order, keys, moved), keys, firsts, ranks: order.ranks };
}

/** The order with some accounts taken out and, where they are still there, put in again. */
function resorted(
  order: Order,
  keys: Order['keys'],
  moved: ReadonlyMap<number, Account | undefined>
): Int32Array {
  const { seats } = order;
  const leave = [...moved.keys()]
    .filter((seat) => order.keys[seat] !== undefined)
    .map((seat) => placeFor(seats, 0, order.keys, order.keys[seat] ?? ''))
    .sort((a, b) => a - b);
  const stay = new Int32Array(seats.length - leave.length);
  let from = 0;
  for (const [i, at] of leave.entries()) {
    stay.set(seats.subarray(from, at), from - i);
    from = at + 1;
  }
  stay.set(seats.subarray(from), from - leave.length);

  const come = [...moved]
    .flatMap(([seat, row]) => (row ? [seat] : []))
    .sort((a, b) => compare(keys, a, b));
  const next = new Int32Array(stay.length + come.length);
  from = 0;
  for (const [i, seat] of come.entries()) {
    const to = placeFor(stay, from, keys, keys[seat] ?? '');
    next.set(stay.subarray(from, to), from + i);
    next[to + i] = seat;
    from = to;
  }
  next.set(stay.subarray(from), from + come.length);
  return next;
}

/** The first place from `low` on whose key does not stand before another. */
function placeFor(seats: Int32Array, low: number, keys: Order['keys'], key: string): number {
  let high = seats.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[seats[middle] ?? -1] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
