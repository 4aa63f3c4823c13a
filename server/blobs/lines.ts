/** One thing at a time for each name; what comes meanwhile waits its turn. */
export class Lines {
  readonly #last = new Map<string, Promise<void>>();

  isBusy(name: string): boolean {
    return this.#last.has(name);
  }

  async run<T>(name: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(act);
    const done: Promise<void> = turn
      .then(
        () => undefined,
        () => undefined
      )
      .then(() => {
        if (this.#last.get(name) === done) this.#last.delete(name);
      });
    this.#last.set(name, done);
    return turn;
  }
}
