/** What the undo stack needs of an entry. */
export interface Step {
  readonly id: string;
  readonly undoes?: string | undefined;
}

export interface Stacks {
  /** Entries that undo can take back, the last one first to go. */
  readonly undo: readonly string[];
  /** Undoings that redo can take back. */
  readonly redo: readonly string[];
}

/**
 * The stacks after one more of this device's own entries. An undoing moves what it took back to
 * the redo stack as itself; undoing that one moves it back; any other step clears redo.
 */
export function stepped({ undo, redo }: Stacks, { id, undoes }: Step): Stacks {
  if (undoes === undefined) return { undo: [...undo, id], redo: [] };
  const without = (ids: readonly string[]) => ids.filter((other) => other !== undoes);
  return redo.includes(undoes)
    ? { undo: [...undo, id], redo: without(redo) }
    : { undo: without(undo), redo: [...redo, id] };
}

/** The stacks after a whole log of this device's own entries. */
export function stacksOf(steps: Iterable<Step>): Stacks {
  const undo = new Set<string>();
  const redo = new Set<string>();
  for (const { id, undoes } of steps)
    if (undoes === undefined) {
      undo.add(id);
      redo.clear();
    } else if (redo.delete(undoes)) undo.add(id);
    else {
      undo.delete(undoes);
      redo.add(id);
    }
  return { undo: [...undo], redo: [...redo] };
}
