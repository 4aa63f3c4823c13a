import { compareStamps, stampOf } from '#core/audit/entry.ts';

/**
 * Ids of entries in the order all replicas agree on. The list is a new one after each change and
 * the same one as long as nothing changed; an entry that comes last costs a copy and no sorting.
 */
export class EntryOrder {
  readonly #keys: () => Iterable<string>;
  #ids: readonly string[] = [];
  #stale = true;

  /** `keys` gives all there are, entries or not. */
  constructor(keys: () => Iterable<string>) {
    this.#keys = keys;
  }

  get ids(): readonly string[] {
    if (this.#stale) {
      const stamped = [...this.#keys()].flatMap((id) => {
        const stamp = stampOf(id);
        return stamp ? [{ id, ...stamp }] : [];
      });
      stamped.sort((a, b) => a.l - b.l || (a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : 0));
      this.#ids = stamped.map(({ id }) => id);
      this.#stale = false;
    }
    return this.#ids;
  }

  /** Takes in new ids; what is there already stays where it is. */
  add(added: readonly string[]) {
    if (this.#stale || added.length === 0) return;
    const ids = [...this.#ids];
    for (const id of added) {
      if (!stampOf(id)) continue;
      const at = placeOf(ids, id);
      if (ids[at] !== id) ids.splice(at, 0, id);
    }
    this.#ids = ids;
  }

  /** Where an id stands, or would stand. */
  placeOf(id: string): number {
    return placeOf(this.ids, id);
  }

  /** Entries went: the order is taken from the keys there are. */
  renew() {
    this.#stale = true;
  }
}

function placeOf(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareStamps(ids[middle] ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Several orders as one, each id once. */
export function merged(orders: readonly (readonly string[])[]): readonly string[] {
  return orders.reduce(
    (into, ids) => (into.length === 0 ? ids : ids.length === 0 ? into : zipped(into, ids)),
    []
  );
}

function zipped(a: readonly string[], b: readonly string[]): string[] {
  const all: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    const order = x === undefined ? 1 : y === undefined ? -1 : x === y ? 0 : compareStamps(x, y);
    if (order <= 0) i++;
    if (order >= 0) j++;
    all.push((order <= 0 ? x : y) ?? '');
  }
  return all;
}

/** Several orders as one: the same list for the same lists. */
export class MergedOrder {
  #orders: readonly (readonly string[])[] = [];
  #ids: readonly string[] = [];

  of(orders: readonly (readonly string[])[]): readonly string[] {
    const changed = orders.length !== this.#orders.length;
    if (changed || orders.some((ids, i) => ids !== this.#orders[i])) this.#ids = merged(orders);
    this.#orders = orders;
    return this.#ids;
  }
}
