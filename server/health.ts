import type { RelayStorage } from './storage/port.ts';

/** How long an answer stands (ms), so that asking often writes seldom. */
const STANDS = 5000;
const KEY = 'health';

/** Whether the relay can do its work: that it can write, which a full disk ends, and is not stopping. */
export class Health {
  readonly #storage: RelayStorage;
  #stopping = false;
  #found: { readonly at: number; readonly problem: Promise<string | undefined> } | undefined;

  constructor(storage: RelayStorage) {
    this.#storage = storage;
  }

  problem(now: number): Promise<string | undefined> {
    if (this.#stopping) return Promise.resolve('stopping');
    if (!this.#found || now - this.#found.at > STANDS)
      this.#found = { at: now, problem: this.#write(now) };
    return this.#found.problem;
  }

  stop(): void {
    this.#stopping = true;
  }

  async #write(now: number): Promise<string | undefined> {
    try {
      await this.#storage.write(new Map([[KEY, Buffer.from(String(now))]]));
      return undefined;
    } catch {
      return 'nothing can be written: is the disk full?';
    }
  }
}
