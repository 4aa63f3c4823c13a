import { distance, type Table } from './table.ts';

// Tables of many row types stand in one list here; each selector knows its own.
type Tables = readonly Table<unknown>[];

/** How many (tables, value) pairs a selector remembers: live, a few plans, a snapshot, the past. */
const REMEMBERED = 8;
/** Differing pages within which the newest remembered pair is near enough to stop looking. */
const NEAR = 8;

/**
 * A remembered pure function of tables. It catches up from the nearest remembered tables by
 * `step`, or builds anew; both must give equal values (a law the tests hold every selector to).
 * `step` may answer `undefined` when so much changed that building is cheaper.
 */
export function derived<T extends Tables, V>(
  build: (...tables: T) => V,
  step: (value: V, before: T, after: T) => V | undefined
): (...tables: T) => V {
  // Ordered by last read: with first-in-first-out a few live edits would push the plans out.
  const remembered: { tables: T; value: V }[] = [];
  return (...tables: T) => {
    const same = remembered.findIndex((pair) => pair.tables.every((t, i) => t === tables[i]));
    const found = same >= 0 ? remembered.splice(same, 1)[0] : undefined;
    const pair = found ?? { tables, value: catchUp(nearest(remembered, tables), tables) };
    remembered.unshift(pair);
    if (remembered.length > REMEMBERED) remembered.pop();
    return pair.value;
  };

  function catchUp(from: { tables: T; value: V } | undefined, tables: T): V {
    const stepped = from && step(from.value, from.tables, tables);
    return stepped === undefined ? build(...tables) : stepped;
  }
}

function nearest<T extends Tables, V>(
  remembered: readonly { tables: T; value: V }[],
  tables: T
): { tables: T; value: V } | undefined {
  let best: { tables: T; value: V } | undefined;
  let least = Infinity;
  for (const pair of remembered) {
    const apart = tables.reduce((n, table, i) => n + distance(table, pair.tables[i] ?? table), 0);
    if (apart < least) [best, least] = [pair, apart];
    if (apart <= NEAR) break;
  }
  return best;
}
