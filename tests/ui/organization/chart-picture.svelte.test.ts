import { describe, expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { sortedAccounts } from '#core/account/outline.ts';
import { rowOf } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import type { Palette } from '#ui/charts/tree-drawing.ts';
import { ChartState } from '#ui/organization/chart/chart-state.svelte.ts';
import { ChartScene } from '#ui/organization/chart/scene.svelte.ts';
import { drawTree } from '#ui/organization/picture/draw.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { sampleState } from '../../support/focus-file.ts';
import { painter } from '../../support/painter.ts';

settings.set({ locale: 'en' });

const state = sampleState(60);
const EAST = 'tencent:10001';
const NOW = Date.UTC(2026, 10, 24);
const palette: Palette = {
  edge: '#cccccc',
  lit: '#005577',
  accent: '#006688',
  warning: '#905c01',
  faint: '#666666',
  family: 'Inter',
  fills: ['#ffffff', '#f1', '#f2', '#f3', '#f4', '#f5', '#f6', '#f7'],
  inks: new Array<string>(8).fill('#111111'),
  categories: ['#d9dde0', '#c1', '#c2', '#c3', '#c4', '#c5', '#c6', '#c7', '#c8', '#c9', '#c10']
};

/** The chart as a link shows it, and its picture. */
function drawn(link: string, expanded: readonly string[]) {
  const address = { read: () => new URLSearchParams(link), write: () => undefined };
  const sort = { field: 'name', descending: false } as const;
  const matter = {
    workspace: { state, conflicts: [], canRead: () => false },
    view: { expanded: new Set(expanded), sort },
    findings: [],
    costs: undefined
  };
  const scene = new ChartScene(() => matter, new ChartState(address, undefined));
  const { svg, width, height } = drawTree(scene, { state, now: NOW }, palette, painter);
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const texts = (of: string) => [...root.querySelectorAll(of)].map((each) => each.textContent);
  return { scene, words: texts('text'), parts: texts('g > title'), width, height };
}

describe('the picture of the chart', () => {
  test('has a card for each that is open, and the legend of the chart', () => {
    const { scene, words, parts } = drawn('', [ROOT]);
    for (const { id } of scene.layout.nodes)
      expect(parts.some((part) => part.startsWith(scene.cards.cardOf(id).name))).toBe(true);
    expect(words).toContain('Accounts');
    expect(words).toContain('0–100+');
    expect(words[1]).toMatch(/^Chart · 60 accounts · 24 November 2026$/);
  });

  test('begins at the department that is looked at alone, with its accounts and what they are', () => {
    const { scene, words, parts } = drawn(`root=${EAST}&accounts=1&fill=status&dir=down`, [EAST]);
    expect(words[0]).toMatch(/\/ 华东事业部$/);
    const ids = scene.layout.stacks.flat().flatMap(({ parent }) =>
      sortedAccounts(state, parent, {
        field: 'name',
        descending: false
      })
    );
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const name = rowOf(state, Account, id)?.name ?? '';
      expect(parts.some((part) => part.startsWith(name))).toBe(true);
    }
    expect(words).toContain('Account status');
    expect(words).toContain('Active');
    expect(parts.some((part) => part.startsWith('华南事业部'))).toBe(false);
  });

  test('has the direction and the sizes of the chart', () => {
    const right = drawn('dir=right', [ROOT]);
    const down = drawn('dir=down', [ROOT]);
    expect(down.width).toBeGreaterThan(right.width);
    expect(down.height).toBeLessThan(right.height);
    const sized = drawn('dir=right&size=accounts', [ROOT]);
    expect(sized.words).toContain('Size: Accounts');
    expect(sized.height).toBeGreaterThan(right.height);
  });
});
