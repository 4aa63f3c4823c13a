import { monthsLater, quarterOf } from './month.ts';

/**
 * How the next months are guessed: as the last one was, along the straight line through the last six,
 * or as the same month of the year before.
 */
export type ForecastMethod = 'last' | 'trend' | 'season';

/** What is expected, give or take `within` in four of five cases. */
export interface Expected {
  readonly amount: bigint;
  readonly within: bigint;
}

export interface Forecast {
  readonly method: ForecastMethod;
  /** By month ahead. */
  readonly months: readonly Expected[];
  /** All those months together. */
  readonly sum: Expected;
}

/** Months the line is drawn through, and the fewest that make one. */
const LINE = 6;
const FEWEST_FOR_LINE = 3;
/** Guesses of known months that a method is judged by. */
const FEWEST_TRIALS = 3;
const MOST_TRIALS = 12;
/** Four of five errors lie within 1.2816 times their root mean square: squared, in 1e-4. */
const FOUR_OF_FIVE = 16_424n;

type Guess = (known: readonly bigint[], ahead: number) => bigint | undefined;

const GUESSES: Readonly<Record<ForecastMethod, Guess>> = {
  last: (known) => known.at(-1),
  trend: (known, ahead) => {
    const line = known.slice(-LINE);
    return line.length < FEWEST_FOR_LINE ? undefined : lineAt(line, line.length - 1 + ahead);
  },
  season: (known, ahead) => (known.length < 12 ? undefined : known[known.length - 13 + ahead])
};

/** The value of the least-squares line at a place, by integers alone. */
function lineAt(values: readonly bigint[], at: number): bigint {
  const n = BigInt(values.length);
  let [sumX, sumXX, sumY, sumXY] = [0n, 0n, 0n, 0n];
  values.forEach((y, i) => {
    const x = BigInt(i);
    sumX += x;
    sumXX += x * x;
    sumY += y;
    sumXY += x * y;
  });
  const spread = n * sumXX - sumX * sumX;
  const slope = n * sumXY - sumX * sumY;
  return (sumY * spread + slope * (BigInt(at) * n - sumX)) / (n * spread);
}

/** The largest integer whose square is not above `value`. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value < 0n ? 0n : value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * What a series goes on with. Of the methods that can be tried, the one that would have guessed its
 * last months best; how far off it was then is the interval, which widens as errors add up. Undefined
 * when there are too few months to try any.
 */
export function forecast(series: readonly bigint[], ahead: number): Forecast | undefined {
  const methods = ['last', 'trend', 'season'] as const;
  const fewest = { last: 1, trend: FEWEST_FOR_LINE, season: 12 };
  const able = methods.filter((method) => series.length - fewest[method] >= FEWEST_TRIALS);
  const trials = Math.min(MOST_TRIALS, ...able.map((method) => series.length - fewest[method]));
  const judged = able.map((method) => ({ method, errors: errorsOf(series, method, trials) }));
  const [first, ...others] = judged;
  if (!first) return undefined;
  const best = others.reduce(
    (known, each) => (sumOfSizes(each.errors) < sumOfSizes(known.errors) ? each : known),
    first
  );
  const squares = best.errors.reduce((sum, error) => sum + error * error, 0n);
  const within = (steps: bigint) =>
    squareRoot((squares * FOUR_OF_FIVE * steps) / (10_000n * BigInt(best.errors.length)));
  const months = Array.from({ length: ahead }, (_, i) => ({
    amount: GUESSES[best.method](series, i + 1) ?? 0n,
    within: within(BigInt(i + 1))
  }));
  const steps = months.reduce((sum, _, i) => sum + BigInt((i + 1) ** 2), 0n);
  const amount = months.reduce((sum, each) => sum + each.amount, 0n);
  return { method: best.method, months, sum: { amount, within: within(steps) } };
}

/** How far off a method would have been over the last known months, each guessed from those before. */
const errorsOf = (series: readonly bigint[], method: ForecastMethod, trials: number): bigint[] =>
  Array.from({ length: trials }, (_, i) => {
    const at = series.length - trials + i;
    return (series[at] ?? 0n) - (GUESSES[method](series.slice(0, at), 1) ?? 0n);
  });

const sumOfSizes = (errors: readonly bigint[]): bigint =>
  errors.reduce((sum, error) => sum + (error < 0n ? -error : error), 0n);

/** How the month after the last closed one, and its quarter, will end. */
export interface Outlook {
  readonly method: ForecastMethod;
  /** Closed months it was made from. */
  readonly basis: number;
  /** The first is the next; none of them is closed. */
  readonly months: readonly (Expected & { readonly month: string })[];
  /** Undefined when a closed month of the quarter has no bill. */
  readonly quarter: (Expected & { readonly months: readonly string[] }) | undefined;
}

/** The months at the end of a series that follow each other: no bill is not no cost. */
export const unbrokenEnd = <M extends { readonly month: string }>(series: readonly M[]): M[] =>
  series.filter(
    ({ month }, i) => monthsLater(month, series.length - 1 - i) === series.at(-1)?.month
  );

/**
 * The outlook of a series of months with bills, ascending. Months from `running` on are not closed:
 * what they cost so far is only what they cost at least. A month without a bill ends the series, for
 * no bill is not no cost.
 */
export function outlook(
  series: readonly { readonly month: string; readonly amount: bigint }[],
  running: string
): Outlook | undefined {
  const closed = series.filter(({ month }) => month < running);
  const unbroken = unbrokenEnd(closed);
  const last = closed.at(-1);
  if (!last) return undefined;
  const next = monthsLater(last.month, 1);
  const quarter = quarterOf(next);
  const open = quarter.filter((month) => month >= next);
  const guessed = forecast(
    unbroken.map(({ amount }) => amount),
    open.length
  );
  if (!guessed) return undefined;
  const amounts = new Map(series.map(({ month, amount }) => [month, amount]));
  const months = guessed.months.map((each, i) => {
    const soFar = amounts.get(open[i] ?? '') ?? each.amount;
    return { ...each, month: open[i] ?? '', amount: soFar > each.amount ? soFar : each.amount };
  });
  const before = quarter.filter((month) => month < next);
  const known = before.reduce((sum, month) => sum + (amounts.get(month) ?? 0n), 0n);
  const amount = months.reduce((sum, each) => sum + each.amount, known);
  return {
    method: guessed.method,
    basis: unbroken.length,
    months,
    quarter: before.every((month) => amounts.has(month))
      ? { months: quarter, amount, within: guessed.sum.within }
      : undefined
  };
}
