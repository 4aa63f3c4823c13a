import { compareStamps } from './entry.ts';

/**
 * Which entries take which back. An entry is undone when something that took it back stands.
 * Entries come from anybody: a chain of undoings may be as long as the log, and is never walked by
 * calls within calls.
 */
export class Undoings {
  readonly #undoers = new Map<string, Set<string>>();
  readonly #known = new Map<string, boolean>();

  /** Only what is earlier can be undone, so that no circle of undoing can be written. */
  note(id: string, undoes: string) {
    if (compareStamps(id, undoes) <= 0) return;
    const undoers = this.#undoers.get(undoes);
    if (undoers) undoers.add(id);
    else this.#undoers.set(undoes, new Set([id]));
    this.#known.clear();
  }

  clear() {
    this.#undoers.clear();
    this.#known.clear();
  }

  /** Whether an entry was taken back, and that was not taken back in turn. */
  isUndone(id: string): boolean {
    return this.#judge(id, this.#known, () => true);
  }

  /** The same, counting only some of those that took something back. */
  isUndoneBy(id: string, counts: (undoer: string) => boolean): boolean {
    return this.#undoers.has(id) && this.#judge(id, new Map(), counts);
  }

  #judge(id: string, known: Map<string, boolean>, counts: (undoer: string) => boolean): boolean {
    const behind = [id];
    // Each entry takes one back, so what stands behind one is a tree.
    for (const at of behind)
      if (!known.has(at)) for (const undoer of this.#undoers.get(at) ?? []) behind.push(undoer);
    for (const at of behind.reverse()) {
      if (known.has(at)) continue;
      let undone = false;
      for (const undoer of this.#undoers.get(at) ?? [])
        undone ||= known.get(undoer) === false && counts(undoer);
      known.set(at, undone);
    }
    return known.get(id) === true;
  }
}
