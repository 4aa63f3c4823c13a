import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seenOf, unseen } from '#workspace/seen.ts';

const slot = fc.constantFrom('a', 'b', 'constructor', '__proto__x'.replace(/_/g, 'p'), 'z9');
const stamp = fc.tuple(fc.nat(40), slot).map(([l, of]) => `${l}.${of}`);
const stamps = fc.uniqueArray(stamp, { maxLength: 60 });

test('what was seen is never news, and what came later to the log is, however early it was made', () => {
  fc.assert(
    fc.property(stamps, stamps, (before, later) => {
      const seen = seenOf(before);
      expect(unseen(before, seen)).toEqual([]);
      const tip = (of: string) =>
        Math.max(
          -1,
          ...before.flatMap((id) => (id.endsWith(`.${of}`) ? Number(id.split('.')[0]) : []))
        );
      const news = later.filter((id) => {
        const [l = '', of = ''] = id.split('.');
        return Number(l) > tip(of);
      });
      expect(new Set(unseen([...before, ...later], seen))).toEqual(new Set(news));
    })
  );
});

test('thousands of opened documents are told by their time alone', () => {
  const before = Array.from({ length: 3000 }, (_, l) => `${l}.s${l}`);
  const seen = seenOf(before);
  expect(Object.keys(seen.slots)).toHaveLength(2000);
  expect(unseen(before, seen)).toEqual([]);
  expect(unseen([...before, '3000.s1', '500.s2500'], seen)).toEqual(['3000.s1']);
  expect(unseen(['2000.new', '999.new'], seen)).toEqual(['2000.new']);
});
