/** How many selectors of one sort stay at hand: the present one and what was looked at before. */
const KEPT = 6;

/** Makes something once for each key and keeps the few that were asked for last. */
export function kept<A, V>(make: (of: A) => V): (key: string, of: A) => V {
  const values = new Map<string, V>();
  return (key, of) => {
    const value = values.get(key) ?? make(of);
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (oldest !== undefined && values.size > KEPT) values.delete(oldest);
    return value;
  };
}
