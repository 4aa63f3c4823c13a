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
export function planesOf(values: readonly bigint[]): WrittenColumn {
  const bitmap = new Uint8Array((values.length + 7) >> 3);
  const present = values.filter((value, i) => {
    if (value !== 0n) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
    return value !== 0n;
  });
  const isSparse = (values.length - present.length) * 8 > values.length;
  const planes = allPlanes(isSparse ? present : values);
  const noise = planes.filter(isNoise);
  const mask = planes.reduce((bits, plane, i) => bits | (noise.includes(plane) ? 1 << i : 0), 0);
  const head = Uint8Array.of(planes.length, mask, Number(isSparse));
  const kept = planes.filter((plane) => !noise.includes(plane));
  return { packed: joined([head, ...(isSparse ? [bitmap] : []), ...kept]), noise };
}

function allPlanes(values: readonly bigint[]): Uint8Array[] {
  const count = values.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  let [lows, highs] = [0, 0];
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
    lows |= low[i] ?? 0;
    highs |= high[i] ?? 0;
  });
  const width = highs !== 0 ? 4 + bytesOf(highs >>> 0) : bytesOf(lows >>> 0);
  return Array.from({ length: width }, (_, plane) => {
    const half = plane < 4 ? low : high;
    const shift = (plane % 4) * 8;
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = (half[i] ?? 0) >>> shift;
    return bytes;
  });
}

const bytesOf = (half: number): number =>
  half === 0 ? 0 : half < 2 ** 8 ? 1 : half < 2 ** 16 ? 2 : half < 2 ** 24 ? 3 : 4;

/** Whether two bytes of many are alike hardly more often than by chance: deflating gains nothing. */
function isNoise(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length < LEAST_NOISE) return false;
  const counts = new Float64Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const alike = counts.reduce((sum, count) => sum + count * (count - 1), 0);
  return alike * 256 <= 1.02 * length * (length - 1);
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
