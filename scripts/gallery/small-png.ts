import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Colours that a palette holds. */
const MOST_COLOURS = 256;
const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/**
 * A screenshot with a palette instead of three bytes a pixel: pages have few colours, and those of
 * the edges of letters go to the nearest. A third of the size, and nobody sees it.
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = decoded(png);
  const palette = paletteOf(pixels);
  const index = nearestIn(palette);
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = index(pixels[y * width + x] ?? 0);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Uint8Array.from(
    palette.flatMap((each) => [each >> 16, (each >> 8) & 255, each & 255])
  );
  return joined([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', new Uint8Array())
  ]);
}

/** A PNG of eight bits a channel as Chromium writes it, its pixels as `0xrrggbb`. */
function decoded(png: Uint8Array): { width: number; height: number; pixels: Uint32Array } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (png[24] !== 8 || channels === undefined) throw new Error('Not a PNG as Chromium writes it.');
  const data: Uint8Array[] = [];
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const bytes = unfiltered(inflateSync(joined(data)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const at = i * channels;
    pixels[i] = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  }
  return { width, height, pixels };
}

/** Each line is told by its difference from what is left of it and above it (PNG 1.2, §6). */
function unfiltered(lines: Uint8Array, wide: number, height: number, step: number): Uint8Array {
  const bytes = new Uint8Array(wide * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (wide + 1)] ?? 0;
    for (let x = 0; x < wide; x++) {
      const at = y * wide + x;
      const left = x >= step ? (bytes[at - step] ?? 0) : 0;
      const above = y > 0 ? (bytes[at - wide] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (bytes[at - wide - step] ?? 0) : 0;
      const told = lines[y * (wide + 1) + 1 + x] ?? 0;
      bytes[at] = told + guess(filter, left, above, corner);
    }
  }
  return bytes;
}

function guess(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const middle = left + above - corner;
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(middle - each)) as [
    number,
    number,
    number
  ];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

const distance = (a: number, b: number): number => {
  const [r, g, l] = [
    (a >> 16) - (b >> 16),
    ((a >> 8) & 255) - ((b >> 8) & 255),
    (a & 255) - (b & 255)
  ];
  return 2 * r * r + 4 * g * g + 3 * l * l;
};

/** The most frequent colours, each followed by none that is near to it while others are left. */
function paletteOf(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  if (sorted.length <= MOST_COLOURS) return sorted;
  const palette: number[] = [];
  // What is apart by less than `near` is the same to the eye; the bound falls until all have a place.
  for (let near = 600; palette.length < MOST_COLOURS && near >= 1; near = Math.floor(near / 2))
    for (const colour of sorted) {
      if (palette.length >= MOST_COLOURS) break;
      if (palette.every((each) => distance(each, colour) >= near)) palette.push(colour);
    }
  return palette;
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map<number, number>();
  return (colour) => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    let best = 0;
    palette.forEach((each, i) => {
      if (distance(each, colour) < distance(palette[best] ?? 0, colour)) best = i;
    });
    known.set(colour, best);
    return best;
  };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
