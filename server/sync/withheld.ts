import { LIMITS } from '#protocol/limits.ts';
import type { Missing } from './predecessors.ts';

interface Waiting {
  readonly update: Uint8Array;
  readonly missing: Missing;
}

/** One connection's updates that build on what has not come; counted, so that they cannot pile up. */
export class Withheld {
  #waiting: Waiting[] = [];
  #bytes = 0;
  /** Whether a step 1 is out, the answer to which would bring what is missing. */
  asked = false;

  get size(): number {
    return this.#waiting.length;
  }

  /** False when there is no room left. */
  add(waiting: Waiting): boolean {
    this.#bytes += waiting.update.length;
    if (this.#bytes > LIMITS.withheld) return false;
    this.#waiting.push(waiting);
    return true;
  }

  /** Takes out the updates whose first missing predecessor is there now. */
  takeReady(has: (missing: Missing) => boolean): Uint8Array[] {
    const ready = this.#waiting.filter(({ missing }) => has(missing));
    if (ready.length === 0) return [];
    this.#waiting = this.#waiting.filter(({ missing }) => !has(missing));
    this.#bytes = this.#waiting.reduce((sum, { update }) => sum + update.length, 0);
    return ready.map(({ update }) => update);
  }

  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }
}
