import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anomaliesAt, median } from '#core/finance/anomaly.ts';
import { forecast, outlook, squareRoot } from '#core/finance/forecast.ts';
import { monthsFrom, monthsLater, quarterOf } from '#core/finance/month.ts';

const amounts = fc.array(fc.bigInt(-(10n ** 30n), 10n ** 30n), { maxLength: 30 });

describe('a forecast', () => {
  test('of an even series goes on evenly, and is sure of it', () => {
    expect(forecast([7n, 7n, 7n, 7n], 2)).toEqual({
      method: 'last',
      months: [
        { amount: 7n, within: 0n },
        { amount: 7n, within: 0n }
      ],
      sum: { amount: 14n, within: 0n }
    });
  });

  test('of a straight line is that line', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 24n), 10n ** 24n),
        fc.bigInt(1n, 10n ** 20n),
        fc.integer({ min: 6, max: 20 }),
        (from, step, length) => {
          const series = Array.from({ length }, (_, i) => from + step * BigInt(i));
          const made = forecast(series, 3);
          expect(made?.method).toBe('trend');
          expect(made?.months).toEqual(
            [0, 1, 2].map((i) => ({ amount: from + step * BigInt(length + i), within: 0n }))
          );
        }
      )
    );
  });

  test('of a yearly round is that of the year before', () => {
    const year = [5n, 90n, 3n, 70n, 1n, 60n, 2n, 88n, 4n, 77n, 6n, 99n];
    const made = forecast([...year, ...year], 3);
    expect(made).toMatchObject({ method: 'season', sum: { amount: 98n, within: 0n } });
  });

  test('is none of too little, and otherwise never surer of later months', () => {
    fc.assert(
      fc.property(amounts, (series) => {
        const made = forecast(series, 3);
        if (series.length < 4) expect(made).toBeUndefined();
        else {
          const [first, second, third] = made?.months.map(({ within }) => within) ?? [];
          expect(first).toBeLessThanOrEqual(second ?? 0n);
          expect(second).toBeLessThanOrEqual(third ?? 0n);
          expect(made?.sum.amount).toBe(made?.months.reduce((sum, each) => sum + each.amount, 0n));
        }
      })
    );
  });

  test('roots are the largest integers whose squares fit', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 60n), (value) => {
        const root = squareRoot(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      })
    );
  });
});

describe('the outlook', () => {
  const even = (first: string, last: string, amount = 10n) =>
    monthsFrom(first, last).map((month) => ({ month, amount }));

  test('ends the month and the quarter that come after what is closed', () => {
    const made = outlook(
      [...even('2026-01', '2026-10'), { month: '2026-11', amount: 4n }],
      '2026-11'
    );
    expect(made).toMatchObject({ method: 'last', basis: 10 });
    expect(made?.months).toEqual([
      { month: '2026-11', amount: 10n, within: 0n },
      { month: '2026-12', amount: 10n, within: 0n }
    ]);
    expect(made?.quarter).toEqual({
      months: ['2026-10', '2026-11', '2026-12'],
      amount: 30n,
      within: 0n
    });
  });

  test('is never below what a running month has cost already', () => {
    const made = outlook(
      [...even('2026-01', '2026-10'), { month: '2026-11', amount: 40n }],
      '2026-11'
    );
    expect(made?.months[0]?.amount).toBe(40n);
    expect(made?.quarter?.amount).toBe(60n);
  });

  test('does not take a month without a bill for one without cost', () => {
    const broken = [...even('2026-01', '2026-03'), ...even('2026-05', '2026-08')];
    expect(outlook(broken, '2026-09')?.basis).toBe(4);
    expect(outlook(broken.slice(0, -1), '2026-09')).toBeUndefined();
    const gap = [...even('2025-01', '2025-06'), ...even('2025-08', '2025-11')];
    expect(outlook(gap, '2026-09')?.quarter?.months).toEqual(['2025-10', '2025-11', '2025-12']);
  });

  test('counts months as a calendar does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9998 }), fc.integer({ min: 1, max: 12 }), (year, n) => {
        const month = `${String(year).padStart(4, '0')}-${String(n).padStart(2, '0')}`;
        const next = new Date(Date.UTC(2000, n, 1));
        expect(monthsLater(month, 1).slice(5)).toBe(
          String(next.getUTCMonth() + 1).padStart(2, '0')
        );
        expect(monthsLater(monthsLater(month, 7), -7)).toBe(month);
        expect(quarterOf(month)).toContain(month);
        expect(quarterOf(month)[0]?.slice(5)).toMatch(/^(01|04|07|10)$/);
      })
    );
  });
});

describe('anomalies', () => {
  const row = (key: string, ...cells: number[]) => ({ key, cells: cells.map(BigInt) });

  test('are what lies far off its usual swing, with how far', () => {
    const found = anomaliesAt(
      [
        row('even', 100, 100, 100, 100, 100, 100),
        row('swings', 60, 140, 70, 130, 90, 150),
        row('jumped', 100, 102, 98, 100, 101, 180),
        row('fell', 200, 198, 202, 200, 201, 20)
      ],
      5
    );
    expect(found.map(({ key, sort, usual }) => [key, sort, usual])).toEqual([
      ['fell', 'below', 200n],
      ['jumped', 'above', 100n]
    ]);
    expect(found[1]?.times).toBeGreaterThan(20);
  });

  test('are not told of what is small, nor of what is too young to have a usual', () => {
    expect(
      anomaliesAt([row('much', 9000, 9000, 9000, 9000, 9000), row('tiny', 1, 1, 1, 1, 50)], 4)
    ).toEqual([]);
    expect(anomaliesAt([row('young', 0, 0, 100, 100, 900)], 4)).toEqual([]);
    expect(anomaliesAt([row('new', 0, 0, 0, 0, 900)], 4)).toMatchObject([
      { key: 'new', sort: 'new' }
    ]);
    expect(anomaliesAt([row('new', 0, 0, 0, 0, 900)], 4, 2)).toEqual([]);
  });

  test('do not depend on the unit, nor on the order of rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 8, maxLength: 8 }), {
          maxLength: 6
        }),
        (cells) => {
          const rows = cells.map((each, i) => ({
            key: String(i),
            cells: each.map((n) => n * 10_000n)
          }));
          const larger = rows.map(({ key, cells }) => ({
            key,
            cells: cells.map((n) => n * 1000n)
          }));
          const keys = (of: typeof rows) => anomaliesAt(of, 7).map(({ key, sort }) => [key, sort]);
          expect(keys(larger.reverse())).toEqual(keys(rows));
        }
      )
    );
  });

  test('a median is the middle', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(), { minLength: 1 }), (list) => {
        const middle = median(list);
        const half = list.length / 2;
        expect(list.filter((each) => each < middle).length).toBeLessThanOrEqual(half);
        expect(list.filter((each) => each > middle + 1n).length).toBeLessThanOrEqual(half);
      })
    );
  });
});
