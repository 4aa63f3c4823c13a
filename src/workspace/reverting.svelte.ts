/** An entry that somebody asked to take back: whoever shows the frame does it and tells. */
class Reverting {
  #asked = $state.raw<{ readonly entry: string } | undefined>();

  get asked(): { readonly entry: string } | undefined {
    return this.#asked;
  }

  ask(entry: string) {
    this.#asked = { entry };
  }

  done() {
    this.#asked = undefined;
  }
}

export const reverting = new Reverting();
