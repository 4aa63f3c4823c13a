import { derived } from '#core/kernel/selector.ts';
import type { State } from '#core/kernel/state.ts';
import {
  changes,
  emptyTable,
  get,
  put,
  rowAt,
  rows,
  seatCount,
  seatOfId,
  type Page,
  type Table
} from '#core/kernel/table.ts';
import { initialsOf } from '#core/account/initials.ts';
import type { Account } from '#core/account/model.ts';
import { columnOf, type Column } from './columns.ts';
import { kept } from './kept.ts';
import { isReplaced, stateOf, tablesOf, type Tables } from './order.ts';
import type { TableQuery } from './query.ts';

type Asked = Pick<TableQuery, 'text' | 'filters'>;

/** Which accounts a query finds, by seat. */
export interface Match {
  readonly found: Uint8Array;
  readonly count: number;
}

/** One lower-case text a page, kept under the page itself: an edit makes one page new. */
const texts = new WeakMap<Page<Account>, readonly string[]>();

function textsOf(page: Page<Account>): readonly string[] {
  let lines = texts.get(page);
  if (!lines) {
    lines = Array.from(page, (row) => (row ? textOf(row) : ''));
    texts.set(page, lines);
  }
  return lines;
}

/** All that is written in an account, with its names in pinyin initials. */
function textOf(row: Account): string {
  const { name, externalId, nickname, owner, email, remark, tags } = row;
  const written = [name, externalId, nickname, owner, email, remark];
  for (const [key, value] of tags) written.push(`${key}=${value}`);
  for (const text of [name, nickname, owner]) {
    const initials = initialsOf(text);
    if (initials !== '') written.push(initials);
  }
  return written.join('\n').toLowerCase();
}

/** Looks up, some pages at a time, what the first keystroke of a search would wait for. */
export function* prepareSearch(state: State): Generator<void> {
  const [accounts] = tablesOf(state);
  for (const [i, page] of accounts.pages.entries()) {
    textsOf(page);
    if (i % 8 === 7) yield;
  }
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

interface Filter {
  readonly column: Column;
  readonly values: ReadonlySet<string>;
}

const filtersOf = ({ filters }: Asked): Filter[] =>
  [...filters].flatMap(([id, values]): Filter[] => {
    const column = columnOf(id);
    return column ? [{ column, values }] : [];
  });

/** What two queries that find the same have in common. */
const askedKey = (asked: Asked): string =>
  JSON.stringify([
    wordsOf(asked.text),
    [...asked.filters].map(([id, values]) => [id, [...values]])
  ]);

/** The accounts with all words of a query and a value that each of its filters lets pass. */
export const matchOf = (state: State, asked: Asked): Match =>
  matches(askedKey(asked), asked)(...tablesOf(state));

const matches = kept((asked: Asked) => {
  const words = wordsOf(asked.text);
  const filters = filtersOf(asked);
  return derived<Tables, Match>(
    (...tables) => build(words, filters, tables),
    (match, before, after) => step(words, filters, match, before, after)
  );
});

const passes = (filters: readonly Filter[], row: Account, state: State): boolean =>
  filters.every(({ column, values }) => values.has(column.valueOf(row, state)));

function build(words: readonly string[], filters: readonly Filter[], tables: Tables): Match {
  const [accounts] = tables;
  const state = stateOf(tables);
  const found = new Uint8Array(seatCount(accounts));
  let count = 0;
  accounts.pages.forEach((page, at) => {
    const lines = words.length > 0 ? textsOf(page) : [];
    const first = at * (found.length / accounts.pages.length);
    page.forEach((row, slot) => {
      if (!row || !words.every((word) => lines[slot]?.includes(word))) return;
      if (!passes(filters, row, state)) return;
      found[first + slot] = 1;
      count++;
    });
  });
  return { found, count };
}

function step(
  words: readonly string[],
  filters: readonly Filter[],
  match: Match,
  before: Tables,
  after: Tables
): Match | undefined {
  const columns = filters.map(({ column }) => column);
  if (isReplaced(columns, before, after)) return undefined;
  const [accounts] = after;
  const state = stateOf(after);
  const next: [seat: number, passes: 0 | 1][] = [];
  changes(before[0], accounts, (id, _, is) => {
    const seat = seatOfId(accounts, id) ?? -1;
    const passed =
      is && passes(filters, is, state) && (words.length === 0 || isWritten(words, textOf(is)));
    const found = passed ? 1 : 0;
    if (found !== (match.found[seat] ?? 0)) next.push([seat, found]);
  });
  if (next.length > accounts.size / 6 + 64) return undefined;
  if (next.length === 0 && match.found.length >= seatCount(accounts)) return match;
  const found = new Uint8Array(seatCount(accounts));
  found.set(match.found.subarray(0, found.length));
  let { count } = match;
  for (const [seat, passed] of next) {
    found[seat] = passed;
    count += passed === 1 ? 1 : -1;
  }
  return { found, count };
}

const isWritten = (words: readonly string[], text: string) =>
  words.every((word) => text.includes(word));

/** How many accounts that pass all other filters have a value. */
export interface ValueCount {
  readonly id: string;
  readonly count: number;
}

/** The values of a column among what the rest of a query finds, the most frequent first. */
export function facetOf(state: State, asked: Asked, column: Column): readonly ValueCount[] {
  const others = { text: asked.text, filters: new Map(asked.filters) };
  others.filters.delete(column.id);
  const counts = facets(`${column.id}\n${askedKey(others)}`, { column, others })(
    ...tablesOf(state)
  );
  const chosen = asked.filters.get(column.id);
  const gone = [...(chosen ?? [])].filter((id) => !get(counts, id)).map((id) => ({ id, count: 0 }));
  return [...rows(counts), ...gone].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

const facets = kept(({ column, others }: { column: Column; others: Asked }) => {
  const matched = (tables: Tables) => matchOf(stateOf(tables), others);
  return derived<Tables, Table<ValueCount>>(
    (...tables) => counted(column, tables, matched(tables)),
    (counts, before, after) => {
      const filters = [...filtersOf(others).map((filter) => filter.column), column];
      if (isReplaced(filters, before, after)) return undefined;
      return recounted(column, counts, [before, matched(before)], [after, matched(after)]);
    }
  );
});

function counted(column: Column, tables: Tables, { found }: Match): Table<ValueCount> {
  const [accounts] = tables;
  const state = stateOf(tables);
  const counts = new Map<string, number>();
  for (let seat = 0; seat < found.length; seat++) {
    const row = found[seat] === 1 ? rowAt(accounts, seat) : undefined;
    if (!row) continue;
    const value = column.valueOf(row, state);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return put(
    emptyTable<ValueCount>(),
    [...counts].map(([id, count]) => [id, { id, count }] as const)
  );
}

function recounted(
  column: Column,
  counts: Table<ValueCount>,
  [before, wasFound]: [Tables, Match],
  [after, isFound]: [Tables, Match]
): Table<ValueCount> | undefined {
  const more = new Map<string, number>();
  const add = (row: Account, tables: Tables, n: number) => {
    const value = column.valueOf(row, stateOf(tables));
    more.set(value, (more.get(value) ?? 0) + n);
  };
  let n = 0;
  changes(before[0], after[0], (id, was, is) => {
    const seat = seatOfId(after[0], id) ?? -1;
    n++;
    if (was && wasFound.found[seat] === 1) add(was, before, -1);
    if (is && isFound.found[seat] === 1) add(is, after, 1);
  });
  if (n > after[0].size / 6 + 64) return undefined;
  return put(
    counts,
    [...more].map(([id, extra]) => {
      const count = (get(counts, id)?.count ?? 0) + extra;
      return [id, count > 0 ? { id, count } : undefined] as const;
    })
  );
}
