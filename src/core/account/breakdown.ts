import { grouped, type Group } from '#core/kernel/group.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, rows, type Table } from '#core/kernel/table.ts';
import { accountsByTag, groupValue } from './by-tag.ts';
import { Account } from './model.ts';
import { tagKeys } from './tag-use.ts';

/** How many accounts share a value; the value '' stands for those that have none. */
export interface Share {
  readonly value: string;
  readonly count: number;
}

/** How many accounts had joined by the end of a month (`YYYY-MM`) or year (`YYYY`), and in it. */
export interface Joined {
  readonly period: string;
  readonly joined: number;
  readonly total: number;
}

const byStatus = grouped<Account>((row) => row.status);
const byProvider = grouped<Account>((row) => row.provider);
/** Times are whole texts in UTC, so their beginning is their month. */
const byMonth = grouped<Account>((row) => row.joinedTime.slice(0, 7));

export const statusShares = (state: State): Share[] =>
  sharesOf(byStatus(tableOf(state, Account)), (id) => id);
export const providerShares = (state: State): Share[] =>
  sharesOf(byProvider(tableOf(state, Account)), (id) => id);
export const tagShares = (state: State, key: string): Share[] =>
  sharesOf(accountsByTag(state, key), (id) => groupValue(id) ?? '');

/** The largest first; those without a value last. */
function sharesOf(groups: Table<Group>, valueOf: (id: string) => string): Share[] {
  const counts = new Map<string, number>();
  each(groups, ({ id, members }) => {
    const value = valueOf(id);
    counts.set(value, (counts.get(value) ?? 0) + members.length);
  });
  const shares = [...counts].map(([value, count]) => ({ value, count }));
  return shares.sort(
    (a, b) =>
      Number(a.value === '') - Number(b.value === '') ||
      b.count - a.count ||
      (a.value < b.value ? -1 : 1)
  );
}

/** Tag keys of accounts, the most used first. */
export const tagKeysInUse = (state: State): string[] =>
  [...rows(tagKeys(tableOf(state, Account)))]
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);

/**
 * The accounts there are by when they joined, over successive months or years: those that left are
 * not among them, and those that do not say when stand before the first.
 */
export function growthOf(state: State, periods: readonly string[]): Joined[] {
  const [first = ''] = periods;
  const joined = new Map<string, number>();
  let total = 0;
  each(byMonth(tableOf(state, Account)), ({ id, members }) => {
    const period = id.slice(0, first.length);
    if (period < first) total += members.length;
    else joined.set(period, (joined.get(period) ?? 0) + members.length);
  });
  return periods.map((period) => {
    const came = joined.get(period) ?? 0;
    total += came;
    return { period, joined: came, total };
  });
}

/** The years up to one, itself included, as `YYYY`. */
export const yearsUntil = (year: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(year - count + 1 + i).padStart(4, '0'));

/** The months up to one, itself included, as `YYYY-MM`. */
export function monthsUntil(month: string, count: number): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, i) => {
    const at = year * 12 + number - count + i;
    return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
