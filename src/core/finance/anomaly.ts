import type { CostCells } from './cost.ts';

/** Something that cost far more or less in a month than it usually does, and by how much. */
export interface Anomaly {
  readonly key: string;
  readonly sort: 'above' | 'below' | 'new';
  readonly amount: bigint;
  /** The median of the months before. */
  readonly usual: bigint;
  /** How many times its usual swing (1.4826 MAD, which is one standard deviation) it lies off. */
  readonly times: number;
}

/** Months before that say what is usual, and the fewest that do. */
const MONTHS = 12;
const FEWEST = 4;
/** Iglewicz and Hoaglin's bound for robust scores, and the factor between MAD and deviation. */
const BOUND = 3.5;
const MAD_TO_DEVIATION = 14_826n;
/** A swing is at least this part of what is usual: what never moved may move a little. */
const LEAST_SWING = 50n;
/** What is less than this part of the month's whole is not worth a look. */
const MATERIAL = 100n;

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** The middle of some amounts, or the mean of the middle two. */
export function median(amounts: readonly bigint[]): bigint {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0n;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0n) + upper) / 2n;
}

/**
 * The anomalies of one month, the largest first: cells before `at` say what is usual, from the first
 * that is not zero on. `since` is the first cell that has bills at all.
 */
export function anomaliesAt(
  rows: readonly { readonly key: string; readonly cells: CostCells }[],
  at: number,
  since = 0
): Anomaly[] {
  const whole = rows.reduce((sum, { cells }) => sum + (cells[at] ?? 0n), 0n);
  const found = rows.flatMap(({ key, cells }) => {
    const before = cells.slice(Math.max(since, at - MONTHS), at);
    const anomaly = judge(key, cells[at] ?? 0n, before);
    const material = anomaly && sizeOf(anomaly.amount - anomaly.usual) * MATERIAL >= sizeOf(whole);
    return material ? [anomaly] : [];
  });
  return found.sort((a, b) => {
    const size = sizeOf(b.amount - b.usual) - sizeOf(a.amount - a.usual);
    return size > 0n ? 1 : size < 0n ? -1 : a.key < b.key ? -1 : 1;
  });
}

function judge(key: string, amount: bigint, before: readonly bigint[]): Anomaly | undefined {
  if (before.length < FEWEST) return undefined;
  const began = before.findIndex((each) => each !== 0n);
  if (began < 0)
    return amount === 0n ? undefined : { key, sort: 'new', amount, usual: 0n, times: Infinity };
  const known = before.slice(began);
  if (known.length < FEWEST) return undefined;
  const usual = median(known);
  const mad = median(known.map((each) => sizeOf(each - usual)));
  const least = sizeOf(usual) / LEAST_SWING;
  const deviation = ((mad > least ? mad : least) * MAD_TO_DEVIATION) / 10_000n;
  const off = sizeOf(amount - usual);
  const times = deviation === 0n ? Infinity : Number((off * 10n) / deviation) / 10;
  if (off === 0n || times <= BOUND) return undefined;
  return { key, sort: amount > usual ? 'above' : 'below', amount, usual, times };
}
