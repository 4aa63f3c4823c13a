import { describe, expect, test } from 'vitest';
import { ROOT } from '#core/org/model.ts';
import { changePaint } from '#ui/charts/change-paint.ts';
import type { Painter } from '#ui/charts/paints.ts';
import { ALL_STEPS, type Palette } from '#ui/charts/tree-drawing.ts';
import { AreasScene } from '#ui/organization/areas/scene.svelte.ts';
import { ChartState } from '#ui/organization/chart/chart-state.svelte.ts';
import { ChartScene } from '#ui/organization/chart/scene.svelte.ts';
import { drawAreas, drawTree } from '#ui/organization/picture/draw.ts';
import { ShownCosts } from '#workspace/month-costs.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { holderOf, listed } from '../../support/costs.ts';
import { billsOf, sampleState } from '../../support/focus-file.ts';

settings.set({ locale: 'en' });

const group = sampleState(60);
const holder = holderOf(listed(group, billsOf(group)));
const { state } = holder;
const NOW = Date.UTC(2026, 10, 24);
const names = (start: string) => Array.from({ length: ALL_STEPS + 1 }, (_, i) => `#${start}${i}`);
const inks = {
  text: '#1',
  quiet: '#2',
  line: '#3',
  paper: '#4',
  accent: '#5',
  lit: '#6',
  people: [],
  family: 'Inter'
};
const painter: Painter = {
  inks,
  painted: (paint) => ({ fill: `of ${paint}`, soft: '', ink: '', mark: undefined })
};
const palette: Palette = {
  edge: '#3',
  lit: '#6',
  accent: '#5',
  warning: '#7',
  faint: '#2',
  family: 'Inter',
  fills: names('fill'),
  inks: names('ink'),
  categories: []
};

/** The organization as a link shows it, by who may see money or may not. */
async function sceneOf(link: string, finance = true) {
  const params = new URLSearchParams(link);
  const costs = new ShownCosts(holder, () => '2026-11');
  await costs.follow();
  const matter = {
    workspace: { state, conflicts: [], blobs: () => holder.blobs(), canRead: () => finance },
    view: {
      query: '',
      tagged: undefined,
      sort: { field: 'name', descending: false } as const,
      colour: params.get('colour') ?? '',
      top: undefined,
      expanded: new Set([ROOT]),
      address: { read: () => params, write: () => undefined }
    },
    findings: [],
    costs
  };
  const motif = { state, view: matter.view, now: NOW };
  const areas = new AreasScene(() => matter);
  return {
    costs,
    areas: () => drawAreas('treemap', areas, motif, painter).svg,
    chart: () => {
      const chart = new ChartState(matter.view.address, undefined);
      return drawTree(new ChartScene(() => matter, chart), motif, palette, painter).svg;
    }
  };
}

describe('a picture by money', () => {
  test('of areas has their sizes and colours, and says of which month and unit', async () => {
    const { areas, costs } = await sceneOf('colour=change&area=cost');
    const svg = areas();
    expect(svg).toContain('Size: Cost 2026-10 (M CNY)');
    expect(svg).toContain('Colour: Cost in Oct 2026 (CNY) against Sept 2026');
    expect(svg).toContain('60 accounts');
    expect(svg).toMatch(/USD without a rate, not counted/);
    expect(svg).toContain('−20%');
    const top = costs.changeOf(state, ROOT);
    expect(top.after).toBeGreaterThan(0n);
    expect(svg).toContain(`of ${changePaint(top).slice(0, 4)}`);
  });

  test('of the chart has the scale that its cards are on, with its ends apart', async () => {
    const svg = (await sceneOf('fill=change')).chart();
    expect(svg).toContain('−20% … +20%');
    expect(svg).toMatch(/USD without a rate, not counted/);
    expect(svg).toContain('#fill16');
    expect(svg).toMatch(/<title>root, Cost in Oct 2026 [\d,.]+ CNY/);
  });

  test('is one without money for whoever may not see it', async () => {
    const scene = await sceneOf('colour=change&area=cost&fill=change&size=cost', false);
    for (const svg of [scene.areas(), scene.chart()]) {
      expect(svg).not.toMatch(/CNY|Cost|−20%/);
      expect(svg).toContain('60 accounts');
    }
  });
});
