/** So many at once, and one more every so many milliseconds; per address. */
export interface Rate {
  readonly burst: number;
  readonly every: number;
}

/** Beyond so many, those that have recovered are forgotten, now and then (ms). */
const KEPT = 10_000;
const SWEEP_EVERY = 1000;

interface Bucket {
  spent: number;
  at: number;
}

/** Counts what each address spends; addresses that have recovered are forgotten. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  isSpent(address: string, now: number): boolean {
    return this.#bucket(address, now).spent >= this.#rate.burst;
  }

  spend(address: string, now: number): void {
    const bucket = this.#bucket(address, now);
    this.#buckets.set(address, { spent: bucket.spent + 1, at: now });
    if (this.#buckets.size > KEPT && now - this.#sweptAt >= SWEEP_EVERY) this.#sweep(now);
  }

  #bucket(address: string, now: number): Bucket {
    const { spent, at } = this.#buckets.get(address) ?? { spent: 0, at: now };
    return { spent: Math.max(0, spent - (now - at) / this.#rate.every), at: now };
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const address of this.#buckets.keys())
      if (this.#bucket(address, now).spent === 0) this.#buckets.delete(address);
  }
}
