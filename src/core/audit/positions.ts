interface Named {
  readonly id: string;
}

const positions = new WeakMap<object, ReadonlyMap<string, number>>();

/** Where ids stand in a long column, found without going through it for each. */
export function positionsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  let known = positions.get(ids);
  if (!known) positions.set(ids, (known = new Map(ids.map((id, at) => [id, at]))));
  return known;
}

/** The same for records. */
export function positionsOfRows(rows: readonly Named[]): ReadonlyMap<string, number> {
  let known = positions.get(rows);
  if (!known) positions.set(rows, (known = new Map(rows.map(({ id }, at) => [id, at]))));
  return known;
}
