import type { CostCells } from './cost.ts';

/** Before and after, in one unit. */
export interface Change {
  readonly before: bigint;
  readonly after: bigint;
}

/** Accounts that make a part of a change: how many, and how much of it. */
export interface ChangePart {
  readonly accounts: number;
  readonly change: bigint;
}

/** What changed under one name, and what of it came with accounts that cost nothing before or cost nothing now. */
export interface Driver extends Change {
  readonly key: string;
  readonly came: ChangePart;
  readonly left: ChangePart;
}

export interface Drivers {
  /** The largest changes first. */
  readonly drivers: readonly Driver[];
  /** All others together: with the drivers it is the whole. */
  readonly rest: Change & { readonly count: number };
  readonly whole: Change;
}

export const changeOf = ({ before, after }: Change): bigint => after - before;

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/**
 * Who drove the difference between two cells: rows of accounts summed by `keyOf`, the `most` largest
 * named. Names and the rest add up to the difference exactly.
 */
export function driversOf<R extends { readonly account: string; readonly cells: CostCells }>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  { from, to, most }: { from: number; to: number; most: number }
): Drivers {
  const byKey = new Map<string, Map<string, Change>>();
  for (const row of rows) {
    const [before, after] = [row.cells[from] ?? 0n, row.cells[to] ?? 0n];
    if (before === 0n && after === 0n) continue;
    const key = keyOf(row);
    let accounts = byKey.get(key);
    if (!accounts) byKey.set(key, (accounts = new Map<string, Change>()));
    const known = accounts.get(row.account) ?? { before: 0n, after: 0n };
    accounts.set(row.account, { before: known.before + before, after: known.after + after });
  }
  const all = [...byKey].map(([key, accounts]) => driverOf(key, [...accounts.values()]));
  all.sort((a, b) => {
    const size = sizeOf(changeOf(b)) - sizeOf(changeOf(a));
    return size > 0n ? 1 : size < 0n ? -1 : a.key < b.key ? -1 : 1;
  });
  const others = all.slice(most);
  return {
    drivers: all.slice(0, most),
    rest: { ...summed(others), count: others.length },
    whole: summed(all)
  };
}

function driverOf(key: string, accounts: readonly Change[]): Driver {
  const came = accounts.filter(({ before, after }) => before === 0n && after !== 0n);
  const left = accounts.filter(({ before, after }) => before !== 0n && after === 0n);
  return { key, ...summed(accounts), came: partOf(came), left: partOf(left) };
}

const summed = (changes: readonly Change[]): Change => ({
  before: changes.reduce((sum, { before }) => sum + before, 0n),
  after: changes.reduce((sum, { after }) => sum + after, 0n)
});

const partOf = (changes: readonly Change[]): ChangePart => ({
  accounts: changes.length,
  change: changeOf(summed(changes))
});

/** By what share something grew, for reading only; undefined from nothing, or from less than nothing. */
export function growthOf({ before, after }: Change): number | undefined {
  if (before <= 0n) return undefined;
  return Number(((after - before) * 100_000n) / before) / 100_000;
}
