import { columnOf, DEFAULT_COLUMNS } from './columns.ts';

export interface SortBy {
  readonly column: string;
  readonly descending: boolean;
}

/** What a table shows of the accounts: everything that a link or a saved view keeps. */
export interface TableQuery {
  /** Words that an account must contain, all of them. */
  readonly text: string;
  readonly sort: readonly SortBy[];
  /** Of each column with a filter, the values that pass. */
  readonly filters: ReadonlyMap<string, ReadonlySet<string>>;
  /** The column whose values make groups. */
  readonly group: string | undefined;
  readonly columns: readonly string[];
}

export const BY_NAME: readonly SortBy[] = [{ column: 'name', descending: false }];

export const FRESH_QUERY: TableQuery = {
  text: '',
  sort: BY_NAME,
  filters: new Map(),
  group: undefined,
  columns: DEFAULT_COLUMNS
};

/** More of anything nobody chose by hand. */
const MOST = 200;

const SEPARATORS = /[%,:~]/g;
const escaped = (text: string) =>
  text.toWellFormed().replace(SEPARATORS, (c) => `%${c.charCodeAt(0).toString(16)}`);
const unescaped = (text: string) =>
  text.replace(/%(25|2c|3a|7e)/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const listOf = (text: string | null) =>
  (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .slice(0, MOST)
    .map(unescaped);

/** Amounts hardly come twice: nobody groups or filters by them. */
const isTold = (id: string) => {
  const column = columnOf(id);
  return column !== undefined && column.sort !== 'amount';
};

const knownIn = (text: string | null): string[] => [
  ...new Set(listOf(text).filter((id) => columnOf(id)))
];

/**
 * Reads what `queryText` writes, over what else is wanted where it says nothing. Total: a link of
 * any sort gives a query.
 */
export function readQuery(text: string, otherwise: TableQuery = FRESH_QUERY): TableQuery {
  const params = new URLSearchParams(text);
  const columns = knownIn(params.get('cols'));
  const group = params.get('group') ?? '';
  return {
    text: (params.get('q') ?? '').slice(0, 200),
    sort: params.has('sort') ? sortOf(params.get('sort')) : otherwise.sort,
    filters: filtersOf(params.getAll('where')),
    group: isTold(group) ? group : undefined,
    columns: columns.length > 0 ? columns : otherwise.columns
  };
}

function sortOf(text: string | null): SortBy[] {
  const seen = new Set<string>();
  return (text ?? '')
    .split(',')
    .map((part) => ({
      column: unescaped(part.replace(/^~/, '')),
      descending: part.startsWith('~')
    }))
    .filter(({ column }) => columnOf(column) && !seen.has(column) && seen.add(column))
    .slice(0, 8);
}

function filtersOf(all: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const filters = new Map<string, ReadonlySet<string>>();
  for (const text of all.slice(0, MOST)) {
    const at = text.indexOf(':');
    const column = unescaped(text.slice(0, Math.max(0, at)));
    // A value may be empty: accounts without one are what is looked for most of all.
    const values = text
      .slice(at + 1)
      .split(',')
      .slice(0, MOST)
      .map(unescaped);
    if (isTold(column)) filters.set(column, new Set(values));
  }
  return filters;
}

/** A query as the search of an address; what is as `otherwise` has it stays away. */
export function queryText(query: TableQuery, otherwise: TableQuery = FRESH_QUERY): string {
  const params = new URLSearchParams();
  if (query.text !== '') params.set('q', query.text);
  for (const [column, values] of query.filters)
    if (values.size > 0)
      params.append('where', `${escaped(column)}:${[...values].map(escaped).join(',')}`);
  if (query.group !== undefined) params.set('group', query.group);
  const sort = sortText(query.sort);
  if (sort !== sortText(otherwise.sort)) params.set('sort', sort);
  const columns = query.columns.map(escaped).join(',');
  if (columns !== otherwise.columns.map(escaped).join(',')) params.set('cols', columns);
  return params.toString();
}

const sortText = (sort: readonly SortBy[]): string =>
  sort.map(({ column, descending }) => (descending ? '~' : '') + escaped(column)).join(',');
