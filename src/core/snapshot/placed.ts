/** Things under names: the distinct names, and where among them each thing's stands; -1 for none. */
export interface Placed {
  readonly names: readonly string[];
  readonly at: Int32Array;
}

export function placed<T>(things: readonly T[], nameOf: (thing: T) => string | undefined): Placed {
  const places = new Map<string, number>();
  const at = Int32Array.from(things, (thing) => {
    const name = nameOf(thing);
    if (name === undefined) return -1;
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, places.size);
    return places.size - 1;
  });
  return { names: [...places.keys()], at };
}
