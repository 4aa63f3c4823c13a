import { compareStamps, type Place, type Placement } from './placement.ts';
import { ROOT } from './model.ts';
import { MAX_DEPTH } from './tree.ts';

/** What replaying needs to know of the tree around the departments in question. */
export interface Around {
  readonly wanted: (id: string) => Placement | undefined;
  /** Departments that want to stand in one. */
  readonly wanting: (id: string) => Iterable<string>;
}

export interface Replayed {
  readonly places: ReadonlyMap<string, Place>;
  /** Departments that could not get what they want, and why. */
  readonly skipped: ReadonlyMap<string, 'cycle' | 'depth'>;
}

/**
 * Settles departments that cannot all have their place: all hang from the root at first, then wants
 * are granted by stamp, but for those that would close a circle or go too deep; whoever was passed
 * over gets the first that fits of: where it stood before, the nearest department above the wanted
 * one, the root. Nothing can be lost, nothing is ever too deep, and every replica settles alike.
 */
export function replay(ids: ReadonlySet<string>, around: Around): Replayed {
  const tree = new Provisional(ids, around);
  const skipped = new Map<string, 'cycle' | 'depth'>();
  const order = [...ids].flatMap((id) => around.wanted(id) ?? []).sort(compareStamps);
  for (const want of order) {
    const why = tree.obstacle(want.id, want.parentId);
    if (why) skipped.set(want.id, why);
    else tree.put(want.id, { parentId: want.parentId, order: want.order });
  }
  for (const want of order) {
    if (!skipped.has(want.id)) continue;
    tree.put(want.id, tree.firstFitting(want));
  }
  return { places: tree.places, skipped };
}

class Provisional {
  readonly places = new Map<string, Place>();
  /** Who was put where, so that a height costs what stands beneath and not all that was placed. */
  readonly #placed = new Map<string, string[]>();
  readonly #ids: ReadonlySet<string>;
  readonly #around: Around;

  constructor(ids: ReadonlySet<string>, around: Around) {
    this.#ids = ids;
    this.#around = around;
  }

  /** Each department is put once. */
  put(id: string, place: Place) {
    this.places.set(id, place);
    const placed = this.#placed.get(place.parentId);
    if (placed) placed.push(id);
    else this.#placed.set(place.parentId, [id]);
  }

  firstFitting(want: Placement): Place {
    const before = { parentId: want.prevParentId, order: want.prevOrder };
    if (this.#exists(before.parentId) && !this.obstacle(want.id, before.parentId)) return before;
    const seen = new Set<string>();
    let at: string | undefined = want.parentId;
    while (at !== undefined && at !== ROOT && !seen.has(at)) {
      seen.add(at);
      at = this.#parent(at);
      if (at !== undefined && !this.obstacle(want.id, at))
        return { parentId: at, order: want.order };
    }
    return { parentId: ROOT, order: want.order };
  }

  obstacle(id: string, parentId: string): 'cycle' | 'depth' | undefined {
    let depth = 1;
    for (let at: string | undefined = parentId; at !== undefined && at !== ROOT; depth++) {
      if (at === id || depth > 2 * MAX_DEPTH + 2) return 'cycle';
      at = this.#parent(at);
    }
    return depth + this.#height(id, MAX_DEPTH) > MAX_DEPTH ? 'depth' : undefined;
  }

  #exists(id: string): boolean {
    return id === ROOT || this.#around.wanted(id) !== undefined;
  }

  #parent(id: string): string | undefined {
    if (this.#ids.has(id)) return this.places.get(id)?.parentId ?? ROOT;
    return this.#around.wanted(id)?.parentId;
  }

  /** Levels beneath a department as things stand; more than `most` is said as one more. */
  #height(id: string, most: number): number {
    if (most < 0) return 1;
    let height = 0;
    for (const child of this.#children(id))
      height = Math.max(height, 1 + this.#height(child, most - 1));
    return height;
  }

  *#children(id: string): Generator<string> {
    for (const child of this.#around.wanting(id)) if (!this.#ids.has(child)) yield child;
    yield* this.#placed.get(id) ?? [];
  }
}
