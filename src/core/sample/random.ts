/** A small deterministic generator (mulberry32): one seed, one group, on every machine. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (n: number): number => Math.floor(next() * n),
    chance: (p: number): boolean => next() < p,
    pick: <const I extends readonly [unknown, ...unknown[]]>(items: I): I[number] =>
      items[Math.floor(next() * items.length)],
    /** Skewed sizes, as real departments have: many small, few large. */
    skewed: (): number =>
      Math.exp(1.1 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()))
  };
}

export type Random = ReturnType<typeof randomOf>;
