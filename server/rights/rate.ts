/** So many at once, and one more every so many milliseconds; per address. */
export interface Rate {
  readonly burst: number;
  readonly every: number;
}

interface Bucket {
  spent: number;
  at: number;
}

/** Counts what each address spends; addresses that have recovered are forgotten. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  isSpent(address: string, now: number): boolean {
    return this.#bucket(address, now).spent >= this.#rate.burst;
  }

  spend(address: string, now: number): void {
    const bucket = this.#bucket(address, now);
    this.#buckets.set(address, { spent: bucket.spent + 1, at: now });
    if (this.#buckets.size > 10_000) this.#sweep(now);
  }

  #bucket(address: string, now: number): Bucket {
    const { spent, at } = this.#buckets.get(address) ?? { spent: 0, at: now };
    return { spent: Math.max(0, spent - (now - at) / this.#rate.every), at: now };
  }

  #sweep(now: number): void {
    for (const address of this.#buckets.keys())
      if (this.#bucket(address, now).spent === 0) this.#buckets.delete(address);
  }
}
