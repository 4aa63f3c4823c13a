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

/** Of cells that are a month and the one after it; nothing at all is zero in both. */
export const changeIn = (cells: CostCells | undefined): Change => ({
  before: cells?.[0] ?? 0n,
  after: cells?.[1] ?? 0n
});

export const changeOf = ({ before, after }: Change): bigint => after - before;

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/**
 * Who drove the difference between two cells: rows summed by `keyOf`, the `most` largest named. Names
 * and the rest add up to the difference exactly. Rows of one account follow each other, as in a pivot.
 */
export function driversOf<R extends { readonly account: string; readonly cells: CostCells }>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  { from, to, most }: { from: number; to: number; most: number }
): Drivers {
  const byKey = new Map<string, DriverSum>();
  for (const row of rows) {
    const [before, after] = [row.cells[from] ?? 0n, row.cells[to] ?? 0n];
    if (before === 0n && after === 0n) continue;
    const key = keyOf(row);
    let sum = byKey.get(key);
    if (!sum) byKey.set(key, (sum = new DriverSum()));
    sum.add(row.account, before, after);
  }
  const all = [...byKey].map(([key, sum]) => ({ key, ...sum.sum() }));
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

/** Sums under one name, while the rows of an account may still go on. */
class DriverSum {
  #account: string | undefined;
  #own = { before: 0n, after: 0n };
  #all = { before: 0n, after: 0n };
  #came = { accounts: 0, change: 0n };
  #left = { accounts: 0, change: 0n };

  add(account: string, before: bigint, after: bigint): void {
    if (account !== this.#account) this.#close();
    this.#account = account;
    this.#own.before += before;
    this.#own.after += after;
  }

  #close(): void {
    const { before, after } = this.#own;
    this.#all.before += before;
    this.#all.after += after;
    const part = before === 0n ? this.#came : this.#left;
    if ((before === 0n) !== (after === 0n)) {
      part.accounts++;
      part.change += after - before;
    }
    this.#own = { before: 0n, after: 0n };
  }

  sum(): Omit<Driver, 'key'> {
    this.#close();
    return { ...this.#all, came: this.#came, left: this.#left };
  }
}

const summed = (changes: readonly Change[]): Change => ({
  before: changes.reduce((sum, { before }) => sum + before, 0n),
  after: changes.reduce((sum, { after }) => sum + after, 0n)
});

/** By what share something grew, for reading only; undefined from nothing, or from less than nothing. */
export function growthOf({ before, after }: Change): number | undefined {
  if (before <= 0n) return undefined;
  return Number(((after - before) * 100_000n) / before) / 100_000;
}
