/** How many hashes are kept: enough to tell a twentieth from a half. */
const KEPT = 512;

/**
 * Which charge lines a bill has, by the smallest 32-bit hashes of them in order. Two of these tell
 * how much of one bill stands in another: a cumulative file holds the one of the day before, while
 * parts of one export hold nothing of each other.
 */
export type RowSketch = readonly number[];

/** Collects the smallest distinct hashes. */
export class SketchMaker {
  #kept = new Set<number>();
  #limit = 2 ** 32;

  add(hash: number): void {
    if (hash >= this.#limit) return;
    this.#kept.add(hash);
    if (this.#kept.size >= KEPT * 4) this.#cut();
  }

  /** What a hash must be below to be kept. */
  get limit(): number {
    return this.#limit;
  }

  sketch(): RowSketch {
    this.#cut();
    return [...this.#kept];
  }

  #cut(): void {
    const smallest = Uint32Array.from(this.#kept).sort().subarray(0, KEPT);
    this.#kept = new Set(smallest);
    if (smallest.length === KEPT) this.#limit = smallest.at(-1) ?? this.#limit;
  }
}

/** The sketch of all rows together. */
export function mergedSketch(sketches: readonly RowSketch[]): RowSketch {
  const maker = new SketchMaker();
  for (const sketch of sketches) for (const hash of sketch) maker.add(hash);
  return maker.sketch();
}

/** What share of `a` stands in `b`, 0 to 1, judged by where both are complete. */
export function shareWithin(a: RowSketch, b: RowSketch): number {
  const reach = Math.min(reachOf(a), reachOf(b));
  const known = new Set(b);
  let seen = 0;
  let shared = 0;
  for (const hash of a) {
    if (hash > reach) continue;
    seen++;
    if (known.has(hash)) shared++;
  }
  return seen === 0 ? 0 : shared / seen;
}

/** Up to where a sketch has every hash: a short one has all of them. */
const reachOf = (sketch: RowSketch): number =>
  sketch.length < KEPT ? 2 ** 32 : (sketch.at(-1) ?? 0);

/** About how many distinct lines a sketch stands for. */
export const sizeOf = (sketch: RowSketch): number =>
  sketch.length < KEPT ? sketch.length : (KEPT / (1 + (sketch.at(-1) ?? 0))) * 2 ** 32;
