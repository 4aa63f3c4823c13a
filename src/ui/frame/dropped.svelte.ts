/** Files dropped anywhere, on their way to the import page. */
class Dropped {
  #files = $state.raw<readonly File[]>([]);

  /** The last files dropped; a new list for every drop. */
  get files(): readonly File[] {
    return this.#files;
  }

  put(files: readonly File[]) {
    this.#files = files;
  }
}

export const dropped = new Dropped();
