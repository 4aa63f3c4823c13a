interface Bounds {
  /** Never sooner (ms). */
  readonly least: number;
  /** How much later the first time may be, twice as much each time after. */
  readonly spread: number;
  /** How much later at most. */
  readonly most: number;
}

/**
 * How long to wait before something is tried again: each time longer, and anywhere in between, so
 * that those who failed together do not come back together.
 */
export class Patience {
  readonly #bounds: Bounds;
  readonly #random: () => number;
  #tries = 0;

  constructor(bounds: Bounds, random: () => number = Math.random) {
    this.#bounds = bounds;
    this.#random = random;
  }

  next(): number {
    const { least, spread, most } = this.#bounds;
    const width = Math.min(spread * 2 ** this.#tries, most);
    if (width < most) this.#tries++;
    return least + this.#random() * width;
  }

  /** It worked. */
  reset(): void {
    this.#tries = 0;
  }
}
