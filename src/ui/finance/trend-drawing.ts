/** A part of a column, in pixels. */
export interface Block {
  readonly key: string;
  readonly y: number;
  readonly height: number;
}

export interface TrendScale {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

/** Steps that people count in. */
const STEPS = [1, 2, 2.5, 5, 10];

/** A scale from zero, or from below it, whose ticks are round and about five. */
export function trendScale(
  lowest: number,
  highest: number,
  top: number,
  bottom: number
): TrendScale {
  const low = Math.min(0, lowest);
  const high = Math.max(highest, low + 1e-9);
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough) ?? 10) * power;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  const y = (value: number) =>
    bottom - ((value - from * step) / ((to - from) * step)) * (bottom - top);
  return { ticks, y };
}

/** Parts of one column: those above zero stand on it, the first lowest; those below hang from it. */
export function stacked(
  parts: readonly { readonly key: string; readonly value: number }[],
  { y }: TrendScale
): Block[] {
  let [up, down] = [0, 0];
  return parts.flatMap(({ key, value }) => {
    if (value === 0) return [];
    const from = value > 0 ? up : down;
    if (value > 0) up += value;
    else down += value;
    const [top, bottom] = value > 0 ? [y(up), y(from)] : [y(from), y(down)];
    // A line of one pixel parts what stands on another.
    return [{ key, y: top, height: Math.max(0.5, bottom - top - 1) }];
  });
}

/** The sums above and below zero. */
export function reachOf(values: readonly number[]): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const value of values)
    if (value > 0) high += value;
    else low += value;
  return [low, high];
}
