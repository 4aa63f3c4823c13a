import { describe, expect, test } from 'vitest';
import { rowOf } from '#core/kernel/state.ts';
import { Department } from '#core/org/model.ts';
import type { Picture } from '#ui/charts/picture.ts';
import { readFinanceAddress } from '#ui/finance/address.ts';
import { drawCostAreas } from '#ui/finance/picture/areas.ts';
import { drawTrend } from '#ui/finance/picture/trend.ts';
import { FinanceView } from '#ui/finance/view.svelte.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { countedBills } from '../../support/bills.ts';
import { billsOf, sampleState } from '../../support/focus-file.ts';
import { painter } from '../../support/painter.ts';

settings.set({ locale: 'en' });

const group = sampleState(60);
const invented = countedBills(billsOf(group));

function motif(query: string) {
  const view = new FinanceView(() => ({
    state: group,
    money: invented,
    ratesTo: () => new Map(),
    address: readFinanceAddress(new URLSearchParams(query)),
    thisMonth: '2026-11',
    then: new Map()
  }));
  return { view, name: 'Group & Co', now: Date.UTC(2026, 10, 24) };
}

function parsed({ svg }: Picture) {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  expect(root.querySelector('parsererror')).toBeNull();
  return { root, words: [...root.querySelectorAll('text')].map((each) => each.textContent) };
}

describe('a picture of costs', () => {
  test('of the trend has each month with its amount, its parts by name, and what is expected', () => {
    const drawn = motif('month=2026-10');
    const { root, words } = parsed(drawTrend(drawn, painter));
    const { view } = drawn;
    expect(words[0]).toBe('Group & Co');
    expect(words[1]).toMatch(
      /By month · November 2025 – October 2026 · M CNY · Grouped by: Department/
    );
    expect(words.slice(1, 3).join(' ')).toContain('24 November 2026');
    const unit = view.unitOf(view.total);
    expect(words).toContain(view.inUnit(view.total[view.at] ?? 0n, unit));
    expect(words).toContain('Forecast');
    const largest = view.breakdown.reduce((most, each) =>
      (each.cells[view.at] ?? 0n) > (most.cells[view.at] ?? 0n) ? each : most
    );
    expect(words).toContain(view.nameOf('department', largest.key));
    expect(root.querySelectorAll('rect[fill="#cat-1"]').length).toBeGreaterThan(10);
  });

  test('says by which tag costs are told', () => {
    const { words } = parsed(drawTrend(motif('month=2026-10&by=tag&tagKey=env'), painter));
    expect(words.slice(1, 3).join(' ')).toContain('Grouped by: Account tag env');
    expect(words).toContain('no env');
  });

  test.each(['treemap', 'icicle'] as const)(
    'of a %s has names, amounts and the change',
    (shape) => {
      const { root, words } = parsed(drawCostAreas(shape, motif('month=2026-10'), painter));
      expect(words.some((word) => word.startsWith('Change on Sep'))).toBe(true);
      expect(words).toContain('+20%');
      expect(words).toContain('华东事业部');
      expect(root.querySelectorAll('g > title').length).toBeGreaterThan(20);
    }
  );

  test('says what is looked into and what is filtered by', () => {
    const id = 'tencent:10001';
    const name = rowOf(group, Department, id)?.name ?? '';
    const drawn = motif(`month=2026-10&department=${id}&cost=effective&region=`);
    for (const made of [drawTrend(drawn, painter), drawCostAreas('treemap', drawn, painter)]) {
      const { root } = parsed(made);
      const said = root.querySelector('desc')?.textContent ?? '';
      expect(said).toContain(`Department: ${name}`);
      expect(said).toContain('Region: not stated');
      expect(said).toContain('Effective cost');
    }
    const [title] = parsed(drawCostAreas('treemap', drawn, painter)).words;
    expect(title).toBe(`Group & Co / ${name}`);
  });
});
