/** Whether the tour is on: the palette and the welcome page start it, whichever page is shown. */
class Tour {
  #on = $state.raw(false);

  get on(): boolean {
    return this.#on;
  }

  start() {
    this.#on = true;
  }

  end() {
    this.#on = false;
  }
}

export const tour = new Tour();
