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

/** Zigzag integers in halves: 0, -1, 1, -2… as 0, 1, 2, 3…. */
export interface FoldedColumn {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Puts an integer whose double a number still counts. */
function foldNumber({ low, high }: FoldedColumn, at: number, value: number): void {
  const folded = value < 0 ? -2 * value - 1 : 2 * value;
  low[at] = folded;
  high[at] = folded / 2 ** 32;
}

function foldBigInt({ low, high }: FoldedColumn, at: number, value: bigint): void {
  const folded = value >= 0n ? value << 1n : (-value << 1n) - 1n;
  low[at] = Number(folded & MASK);
  high[at] = Number(folded >> 32n);
}

const emptyColumn = (size: number): FoldedColumn => ({
  low: new Uint32Array(size),
  high: new Uint32Array(size)
});

/** 64-bit integers, folded. */
export function folded(values: readonly bigint[]): FoldedColumn {
  const column = emptyColumn(values.length);
  values.forEach((value, at) => {
    foldBigInt(column, at, value);
  });
  return column;
}

/** Amounts as units and 1e-12 fractions of one sign, as 64-bit integers of 10^-scale, folded. */
export function foldedAmounts(
  units: Float64Array,
  fractions: Float64Array,
  scale: number
): FoldedColumn {
  const column = emptyColumn(units.length);
  const ten = 10 ** scale;
  const rest = 10 ** (12 - scale);
  const exactTen = 10n ** BigInt(scale);
  for (let at = 0; at < units.length; at++) {
    const whole = units[at] ?? 0;
    const part = (fractions[at] ?? 0) / rest;
    const value = whole * ten + part;
    if (value < SMALL && value > -SMALL) foldNumber(column, at, value);
    else foldBigInt(column, at, BigInt(whole) * exactTen + BigInt(part));
  }
  return column;
}

/** A column as bytes: what is worth deflating, and planes of noise, which are not. */
export interface WrittenColumn {
  readonly packed: Uint8Array;
  readonly noise: readonly Uint8Array[];
}

/** Fewer bytes are not told from noise. */
const LEAST_NOISE = 4096;

/**
 * Zigzag integers as byte planes: every lowest byte, every second lowest… `packed` begins with the
 * width, a bit for each plane that is noise, and whether a bitmap follows of those that are not zero:
 * then the planes hold only these.
 */
export function planesOf(column: FoldedColumn): WrittenColumn {
  const count = column.low.length;
  const { bitmap, present } = presentOf(column);
  const isSparse = (count - present.length) * 8 > count;
  const planes = allPlanes(isSparse ? chosen(column, present) : column);
  const noise = planes.filter(isNoise);
  const mask = planes.reduce((bits, plane, i) => bits | (noise.includes(plane) ? 1 << i : 0), 0);
  const head = Uint8Array.of(planes.length, mask, Number(isSparse));
  const kept = planes.filter((plane) => !noise.includes(plane));
  return { packed: joined([head, ...(isSparse ? [bitmap] : []), ...kept]), noise };
}

/** Which integers are not zero. */
function presentOf({ low, high }: FoldedColumn) {
  const bitmap = new Uint8Array((low.length + 7) >> 3);
  const places = new Uint32Array(low.length);
  let size = 0;
  for (let at = 0; at < low.length; at++) {
    if (((low[at] ?? 0) | (high[at] ?? 0)) === 0) continue;
    bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
    places[size++] = at;
  }
  return { bitmap, present: places.subarray(0, size) };
}

function chosen({ low, high }: FoldedColumn, places: Uint32Array): FoldedColumn {
  const column = emptyColumn(places.length);
  for (let i = 0; i < places.length; i++) {
    column.low[i] = low[places[i] ?? 0] ?? 0;
    column.high[i] = high[places[i] ?? 0] ?? 0;
  }
  return column;
}

function allPlanes({ low, high }: FoldedColumn): Uint8Array[] {
  let [lows, highs] = [0, 0];
  for (let at = 0; at < low.length; at++) {
    lows |= low[at] ?? 0;
    highs |= high[at] ?? 0;
  }
  const width = highs !== 0 ? 4 + bytesOf(highs >>> 0) : bytesOf(lows >>> 0);
  return Array.from({ length: width }, (_, plane) => {
    const half = plane < 4 ? low : high;
    const shift = (plane % 4) * 8;
    const bytes = new Uint8Array(low.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (half[at] ?? 0) >>> shift;
    return bytes;
  });
}

const bytesOf = (half: number): number =>
  half === 0 ? 0 : half < 2 ** 8 ? 1 : half < 2 ** 16 ? 2 : half < 2 ** 24 ? 3 : 4;

/** Of a byte's eight bits: deflating what says more saves less than a fifth, and makes reading slower. */
const NOISY_BITS = 6.4;

/** Whether bytes are so evenly many that deflating gains next to nothing: their entropy says so. */
function isNoise(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length < LEAST_NOISE) return false;
  const counts = new Float64Array(256);
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  const said = counts.reduce((sum, count) => sum + count * log2(count), 0);
  return log2(length) - said / length >= NOISY_BITS;
}

/** Nearly a logarithm (between powers of two a line), and the same to the last bit on every device. */
function log2(count: number): number {
  const power = 31 - Math.clz32(count);
  return count > 0 ? power + count / 2 ** power - 1 : 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes, and where to read on. */
export interface Reading {
  readonly bytes: Uint8Array;
  at: number;
}

/** Reads a column from where it begins, and its noise; undefined when they are not all there. */
export function readPlanes(
  packed: Reading,
  noise: Reading,
  count: number
): Int64Column | undefined {
  const [width = 9, mask = 0, sparse = 2] = packed.bytes.subarray(packed.at, packed.at + 3);
  if (width > 8 || sparse > 1) return undefined;
  packed.at += 3;
  const places = sparse ? readPlaces(packed, count) : undefined;
  const present = places?.length ?? count;
  const low = new Uint32Array(count);
  const high = new Int32Array(count);
  for (let plane = 0; plane < width; plane++) {
    const from = (mask >> plane) & 1 ? noise : packed;
    if (from.at + present > from.bytes.length) return undefined;
    addPlane(plane < 4 ? low : high, from.bytes.subarray(from.at, from.at + present), {
      shift: (plane % 4) * 8,
      places
    });
    from.at += present;
  }
  unfold(low, high);
  return { low, high, width };
}

/** Which of so many are there, by their bitmap. */
function readPlaces(packed: Reading, count: number): Uint32Array {
  const { bytes } = packed;
  const places = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++)
    if (((bytes[packed.at + (i >> 3)] ?? 0) >> (i & 7)) & 1) places[size++] = i;
  packed.at += (count + 7) >> 3;
  return places.subarray(0, size);
}

function addPlane(
  half: Uint32Array | Int32Array,
  bytes: Uint8Array,
  { shift, places }: { readonly shift: number; readonly places: Uint32Array | undefined }
): void {
  if (places)
    for (let i = 0; i < bytes.length; i++) {
      const at = places[i] ?? 0;
      half[at] = (half[at] ?? 0) | ((bytes[i] ?? 0) << shift);
    }
  else for (let i = 0; i < bytes.length; i++) half[i] = (half[i] ?? 0) | ((bytes[i] ?? 0) << shift);
}

function unfold(low: Uint32Array, high: Int32Array): void {
  for (let i = 0; i < low.length; i++) {
    const a = low[i] ?? 0;
    const b = high[i] ?? 0;
    const sign = -(a & 1);
    low[i] = ((a >>> 1) | (b << 31)) ^ sign;
    high[i] = (b >>> 1) ^ sign;
  }
}
