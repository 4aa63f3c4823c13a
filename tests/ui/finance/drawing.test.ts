import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { groupedBy } from '#core/finance/grouping.ts';
import { accountCosts, pivot, totalCells } from '#core/finance/pivot.ts';
import { ROOT } from '#core/org/model.ts';
import { changePaint, CHANGE_LEGEND } from '#ui/charts/change-paint.ts';
import { costAreas } from '#ui/finance/area-source.ts';
import { reachOf, stacked, trendScale } from '#ui/finance/trend-drawing.ts';
import { countedBills } from '../../support/bills.ts';
import { billsOf, sampleState } from '../../support/focus-file.ts';

const TOP = 20;
const BOTTOM = 240;
const amounts = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 6
});

test('columns stay between the edges, whatever is above or below zero, and parts do not overlap', () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const scale = trendScale(...reachOf(values), TOP, BOTTOM);
      const blocks = stacked(
        values.map((value, i) => ({ key: String(i), value })),
        scale
      );
      for (const { y, height } of blocks) {
        expect(y).toBeGreaterThanOrEqual(TOP - 1e-6);
        expect(y + height).toBeLessThanOrEqual(BOTTOM + 0.5 + 1e-6);
      }
      const up = blocks.filter(({ key }) => (values[Number(key)] ?? 0) > 0);
      up.slice(1).forEach(({ y, height }, i) => {
        expect(y + height).toBeLessThanOrEqual((up[i]?.y ?? 0) + 0.5 + 1e-6);
      });
    })
  );
});

test('ticks are round, from at most zero to at least the highest', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e9, noNaN: true }), (highest) => {
      const { ticks } = trendScale(0, highest, TOP, BOTTOM);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-6));
      expect(ticks.length).toBeGreaterThan(2);
      expect(ticks.length).toBeLessThan(8);
    })
  );
});

test('areas are every account once, and what is outside is within the whole', () => {
  const state = sampleState(60);
  const { counted } = countedBills(billsOf(state, '2026-10', 2));
  const months = ['2026-09', '2026-10'];
  const { rows } = pivot(counted, {
    months,
    measure: 'billed',
    reporting: { currency: 'CNY', rates: new Map() },
    ...groupedBy(state, {}, 'account')
  });
  const areas = costAreas(state, accountCosts(rows), months.length, 1);
  expect(areas.cells(ROOT)).toEqual(totalCells(rows, months.length));
  expect(areas.children(ROOT)).toContain(OUTSIDE);
  const seen: string[] = [];
  const walk = (id: string) => {
    if (areas.isAccount(id)) seen.push(id);
    for (const child of areas.children(id)) walk(child);
  };
  walk(ROOT);
  const billed = rows.filter(({ cells }) => (cells[1] ?? 0n) > 0n).map(({ account }) => account);
  expect(seen.toSorted()).toEqual(billed.toSorted());
});

test('a change has the colour of its size, and the legend has every colour', () => {
  const paint = (before: bigint, after: bigint) => changePaint({ before, after });
  expect([paint(100n, 100n), paint(100n, 101n), paint(100n, 106n), paint(100n, 125n)]).toEqual([
    'div-same',
    'div-up-1',
    'div-up-2',
    'div-up-4'
  ]);
  expect([paint(100n, 70n), paint(100n, 88n), paint(0n, 5n), paint(0n, 0n)]).toEqual([
    'div-down-4',
    'div-down-3',
    'div-up-4',
    'div-same'
  ]);
  expect(new Set(CHANGE_LEGEND.map(({ paint }) => paint)).size).toBe(9);
});
