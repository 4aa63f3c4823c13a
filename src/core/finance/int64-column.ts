/** A column of 64-bit integers in halves, so that summing it makes no BigInt and needs no carry. */
export interface Int64Column {
  readonly low: Uint32Array;
  readonly high: Int32Array;
  /** Bytes that hold each of them. */
  readonly width: number;
}

const MASK = 0xffffffffn;
/** What is smaller can be doubled as a number. */
const SMALL = 2 ** 52;
const LEAST = -(2n ** 63n);
const BEYOND = 2n ** 63n;
export const fitsInt64 = (value: bigint): boolean => value >= LEAST && value < BEYOND;

/** The exact sum; a column has at most 2^20 rows, so that neither half leaves what a number counts. */
export function columnSum({ low, high }: Int64Column): bigint {
  let lows = 0;
  let highs = 0;
  for (let i = 0; i < low.length; i++) {
    lows += low[i] ?? 0;
    highs += high[i] ?? 0;
  }
  return int64Of(lows, highs);
}

/** The integer that sums of halves stand for; mostly small enough to need one BigInt only. */
export function int64Of(lows: number, highs: number): bigint {
  const whole = highs * 2 ** 32 + lows;
  return Number.isSafeInteger(whole) ? BigInt(whole) : (BigInt(highs) << 32n) + BigInt(lows);
}

/** Zigzag integers as byte planes: first the width, then every lowest byte, every second lowest… */
export function planesOf(values: readonly bigint[]): Uint8Array {
  const count = values.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  let width = 0;
  values.forEach((value, i) => {
    const number = Number(value);
    if (number < SMALL && number > -SMALL) {
      const folded = number < 0 ? -2 * number - 1 : 2 * number;
      low[i] = folded;
      high[i] = folded / 2 ** 32;
    } else {
      const folded = value >= 0n ? value << 1n : (-value << 1n) - 1n;
      low[i] = Number(folded & MASK);
      high[i] = Number(folded >> 32n);
    }
    const size = (high[i] ?? 0) > 0 ? 4 + bytesOf(high[i] ?? 0) : bytesOf(low[i] ?? 0);
    if (size > width) width = size;
  });
  const bytes = new Uint8Array(1 + width * count);
  bytes[0] = width;
  for (let plane = 0; plane < width; plane++) {
    const half = plane < 4 ? low : high;
    const shift = (plane % 4) * 8;
    for (let i = 0; i < count; i++) bytes[1 + plane * count + i] = (half[i] ?? 0) >>> shift;
  }
  return bytes;
}

const bytesOf = (half: number): number =>
  half === 0 ? 0 : half < 2 ** 8 ? 1 : half < 2 ** 16 ? 2 : half < 2 ** 24 ? 3 : 4;

/** Reads planes at a place; undefined when they are not all there. */
export function readPlanes(
  bytes: Uint8Array,
  at: number,
  count: number
): { readonly column: Int64Column; readonly end: number } | undefined {
  const width = bytes[at];
  if (width === undefined || width > 8) return undefined;
  const end = at + 1 + width * count;
  if (end > bytes.length) return undefined;
  const low = new Uint32Array(count);
  const high = new Int32Array(count);
  for (let plane = 0; plane < width; plane++) {
    const half = plane < 4 ? low : high;
    const shift = (plane % 4) * 8;
    const from = at + 1 + plane * count;
    for (let i = 0; i < count; i++) half[i] = (half[i] ?? 0) | ((bytes[from + i] ?? 0) << shift);
  }
  for (let i = 0; i < count; i++) {
    const a = low[i] ?? 0;
    const b = high[i] ?? 0;
    const sign = -(a & 1);
    low[i] = ((a >>> 1) | (b << 31)) ^ sign;
    high[i] = (b >>> 1) ^ sign;
  }
  return { column: { low, high, width }, end };
}
