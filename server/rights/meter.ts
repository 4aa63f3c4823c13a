/** How much may come at once, and how much a second after that. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Traffic {
  readonly messages: Allowance;
  readonly bytes: Allowance;
}

/** What one right may send over all its connections. A first sync is a few large messages. */
export const PER_GRANT: Traffic = {
  messages: { burst: 5000, perSecond: 200 },
  bytes: { burst: 256 * 1024 * 1024, perSecond: 4 * 1024 * 1024 }
};

/** What one address may: a whole office may stand behind it. */
export const PER_ADDRESS: Traffic = {
  messages: { burst: 50_000, perSecond: 2000 },
  bytes: { burst: 1024 * 1024 * 1024, perSecond: 32 * 1024 * 1024 }
};

/** Beyond so many, those who are within their allowance again are forgotten, now and then (ms). */
const KEPT = 10_000;
const SWEEP_EVERY = 1000;

interface Spent {
  messages: number;
  bytes: number;
  at: number;
}

/**
 * Counts what comes from whom. Nobody who sends too much is cut off: their connection is not read
 * until they are within their allowance again, so that it costs the others nothing.
 */
export class Meter {
  readonly #traffic: Traffic;
  readonly #spent = new Map<string, Spent>();
  #sweptAt = 0;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
  }

  /** Milliseconds (0 for most) before more should be read from them. */
  spend(who: string, bytes: number, now: number): number {
    const spent = this.#now(who, now);
    spent.messages++;
    spent.bytes += bytes;
    this.#spent.set(who, spent);
    if (this.#spent.size > KEPT && now - this.#sweptAt >= SWEEP_EVERY) this.#sweep(now);
    const over = (key: 'messages' | 'bytes') => {
      const { burst, perSecond } = this.#traffic[key];
      return ((spent[key] - burst) / perSecond) * 1000;
    };
    return Math.max(0, Math.ceil(Math.max(over('messages'), over('bytes'))));
  }

  #now(who: string, now: number): Spent {
    const { messages, bytes, at } = this.#spent.get(who) ?? { messages: 0, bytes: 0, at: now };
    const seconds = Math.max(0, now - at) / 1000;
    return {
      messages: Math.max(0, messages - seconds * this.#traffic.messages.perSecond),
      bytes: Math.max(0, bytes - seconds * this.#traffic.bytes.perSecond),
      at: now
    };
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const who of this.#spent.keys()) {
      const { messages, bytes } = this.#now(who, now);
      if (messages + bytes === 0) this.#spent.delete(who);
    }
  }
}
