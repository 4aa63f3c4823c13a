import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changes,
  distance,
  each,
  emptyTable,
  get,
  put,
  rows,
  type Table
} from '#core/kernel/table.ts';

const ids = fc.constantFrom(
  ...Array.from({ length: 600 }, (_, i) => `id${i}`),
  '__proto__',
  'constructor'
);
const entries = fc.array(fc.tuple(ids, fc.option(fc.nat(5), { nil: undefined })), {
  maxLength: 40
});
const batches = fc.array(entries, { maxLength: 12 });

/** The same by the plainest means. */
const model = (history: readonly (readonly [string, number | undefined])[][]) => {
  const map = new Map<string, number>();
  for (const [id, row] of history.flat())
    if (row === undefined) map.delete(id);
    else map.set(id, row);
  return map;
};

const asMap = (table: Table<number>) => {
  const map = new Map<string, number>();
  each(table, (row, id) => map.set(id, row));
  return map;
};

describe('tables', () => {
  test('hold what was put, and every old one stays as it was', () => {
    fc.assert(
      fc.property(batches, (history) => {
        const states = [emptyTable<number>()];
        for (const batch of history) states.push(put(states.at(-1) ?? emptyTable(), batch));
        states.forEach((table, i) => {
          const expected = model(history.slice(0, i));
          expect(asMap(table)).toEqual(expected);
          expect(table.size).toBe(expected.size);
          expect([...rows(table)].length).toBe(expected.size);
          for (const [id, row] of expected) expect(get(table, id)).toBe(row);
        });
      })
    );
  });

  test('changes(a, b) leads from any state of a lineage, or of another, to any other', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), fc.boolean(), (history, x, y, strangers) => {
        const states = [emptyTable<number>()];
        for (const batch of history) states.push(put(states.at(-1) ?? emptyTable(), batch));
        const a = states[x % states.length] ?? emptyTable<number>();
        const here = states[y % states.length] ?? emptyTable<number>();
        const b = strangers ? put(emptyTable<number>(), asMap(here)) : here;
        const map = asMap(a);
        changes(a, b, (id, before, after) => {
          expect(before).toBe(map.get(id));
          expect(after).not.toBe(before);
          if (after === undefined) map.delete(id);
          else map.set(id, after);
        });
        expect(map).toEqual(asMap(b));
        expect(distance(a, a)).toBe(0);
      })
    );
  });

  test('putting what is there already gives the same table back', () => {
    fc.assert(
      fc.property(batches, (history) => {
        const table = history.reduce((at, batch) => put(at, batch), emptyTable<number>());
        expect(put(table, asMap(table))).toBe(table);
      })
    );
  });
});
