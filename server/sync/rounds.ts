/**
 * Lets one of those who wait go in each round of the event loop, in the order they came: what many
 * ask for at once is done piece by piece, and whatever else comes in is dealt with between.
 */
export class Rounds {
  readonly #waiting: (() => void)[] = [];

  wait(go: () => void): void {
    if (this.#waiting.push(go) === 1) setImmediate(() => this.#next());
  }

  #next(): void {
    try {
      this.#waiting[0]?.();
    } finally {
      // Taken out only now, so that one who comes meanwhile does not begin a second round.
      this.#waiting.shift();
      if (this.#waiting.length > 0) setImmediate(() => this.#next());
    }
  }
}
