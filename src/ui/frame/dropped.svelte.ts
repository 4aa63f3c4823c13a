/** Files dropped anywhere, on their way to the page that reads them. */
class Dropped {
  #files = $state.raw<readonly File[]>([]);

  /** The last files dropped; a new list for every drop. */
  get files(): readonly File[] {
    return this.#files;
  }

  /** The first of them that is a snapshot, which is looked at and not imported. */
  get snapshot(): File | undefined {
    return this.#files.find(({ name }) => name.endsWith('.banyan-snapshot'));
  }

  put(files: readonly File[]) {
    this.#files = files;
  }
}

export const dropped = new Dropped();
