// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AreaLook } from '../../../src/ui/charts/area-drawing.ts';
import { layoutIcicle, layoutTreemap } from '../../../src/ui/charts/area-layout.ts';
import { areaPicture, type Picture } from '../../../src/ui/charts/picture.ts';
import { pngSize } from '../../../src/ui/charts/png.ts';
import type { Card, Palette } from '../../../src/ui/charts/tree-drawing.ts';
import { CARD, LEAF, layoutTree, type Layout } from '../../../src/ui/charts/tree-layout.ts';
import { treePicture, type TreeMotif } from '../../../src/ui/charts/tree-picture.ts';
import type { Painter } from '../../../src/ui/charts/paints.ts';
import { painter as plain } from '../../support/painter.ts';

const painter: Painter = {
  ...plain,
  painted: (paint) => ({
    fill: '#eeeeee',
    soft: '#f8f8f8',
    ink: '#111111',
    mark: paint.startsWith('cat') || paint === 'warn' ? '#3ea0be' : undefined
  })
};

const palette: Palette = {
  edge: '#cccccc',
  lit: '#005577',
  accent: '#006688',
  warning: '#905c01',
  faint: '#666666',
  family: painter.inks.family,
  fills: ['#ffffff', '#f1', '#f2', '#f3', '#f4', '#f5', '#f6', '#f7'],
  inks: new Array<string>(8).fill('#111111'),
  categories: ['#d9dde0', '#c1', '#c2', '#c3', '#c4', '#c5', '#c6', '#c7', '#c8', '#c9', '#c10']
};

/** A picture of a tree whose cards all say the same of what is not asked for. */
const ofTree = (layout: Layout, card: Partial<Card>, motif: Partial<TreeMotif> = {}) =>
  treePicture(
    {
      layout,
      cardOf: (id) => ({ name: name(id), line: '', step: 1, ...card }),
      leavesOf: () => [],
      partsOf: () => undefined,
      legend: { title: 'Accounts', least: '0', most: '100+' },
      size: undefined,
      heapLine: (n) => `${n} accounts`,
      ...motif
    },
    caption,
    palette,
    painter.inks
  );

/** Strict XML, as other programs read it: what is not well-formed is an error and not mended. */
function parsed({ svg }: Picture): Element {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')?.textContent).toBeUndefined();
  expect(document.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
  return document.documentElement;
}

const textsOf = (root: Element) =>
  [...root.querySelectorAll('text')].map((each) => each.textContent);
const titlesOf = (root: Element) =>
  [...root.querySelectorAll('g > title')].map((each) => each.textContent);

const NAMES = {
  top: 'R&D <group> "A" \'B\'',
  a: '华东事业部 👩‍👩‍👧‍👦',
  b: 'A very long name that no card can hold, and which goes on and on and on for ever',
  c: ']]><script>&amp;'
} as const;
type Id = keyof typeof NAMES;
const children = (id: string) => (id === 'top' ? ['a', 'b', 'c'] : []);
const name = (id: string): string => (id in NAMES ? NAMES[id as Id] : id);
const value = (id: string) => (id === 'top' ? 300 : 100);
const lookOf = (id: string): AreaLook => ({
  label: name(id),
  value: String(value(id)),
  paint: 'cat-1'
});
const caption = {
  title: '远岸集团 & partners',
  note: ['Group <draft>', '26 November 2026'],
  legend: [{ paint: 'cat-1' as const, label: 'East & west' }]
};

describe('a picture', () => {
  test.each([
    ['treemap' as const, layoutTreemap],
    ['icicle' as const, layoutIcicle]
  ])('of a %s has names as text, whatever is in them', (shape, layouter) => {
    const layout = layouter({ children, value }, 'top', 600, 400);
    const picture = areaPicture(
      { shape, layout, lookOf },
      { width: 600, height: 400 },
      caption,
      painter
    );
    const root = parsed(picture);
    const texts = textsOf(root);
    expect(texts).toContain(caption.title);
    expect(texts).toContain('Group <draft> · 26 November 2026');
    expect(texts).toContain('East & west');
    expect(texts).toContain(NAMES.a);
    expect(texts).toContain(NAMES.c);
    expect(texts.some((each) => each.startsWith('A very long name') && each.endsWith('…'))).toBe(
      true
    );
    // Cut where there is no room, and in full where one points.
    expect(titlesOf(root)).toContain(`${NAMES.b} 100`);
    expect(root.querySelector('script')).toBeNull();
    expect(root.getAttribute('font-family')).toBe(painter.inks.family);
  });

  test('of the tree has a card for each node and an edge to each child', () => {
    const layout = layoutTree('top', children, () => true);
    const root = parsed(ofTree(layout, { line: '100 个账号', step: 3 }));
    expect(root.querySelectorAll(`rect[width="${CARD.width}"]`)).toHaveLength(4);
    expect(textsOf(root).filter((each) => each === '100 个账号')).toHaveLength(4);
    const edges = root.querySelector('path')?.getAttribute('d') ?? '';
    expect(edges.match(/Q/g)).toHaveLength(3);
    expect(titlesOf(root)).toContain(`${NAMES.top}, 100 个账号`);
  });

  test('of a tree that is closed says how many more there are', () => {
    const layout = layoutTree('top', children, () => false);
    const root = parsed(ofTree(layout, { warning: '1 conflict' }));
    expect(textsOf(root)).toContain('+3');
    expect(titlesOf(root)).toContain(`${NAMES.top}, 1 conflict`);
  });

  test('of the tree grows as the chart does, with cards as high as they are there', () => {
    const heightOf = (id: string) => (id === 'a' ? 74 : 38);
    const layout = layoutTree('top', children, () => true, {
      direction: 'down',
      heightOf,
      tallest: 74
    });
    const made = ofTree(layout, {}, { size: 'Size: accounts' });
    const root = parsed(made);
    const cards = [...root.querySelectorAll(`rect[width="${CARD.width}"]`)];
    expect(cards.map((each) => Number(each.getAttribute('height'))).toSorted()).toEqual([
      38, 38, 38, 74
    ]);
    const [top, a] = cards.map((each) => Number(each.getAttribute('y')));
    expect(a).toBeGreaterThan(top ?? Infinity);
    expect(made.width).toBeGreaterThanOrEqual(3 * CARD.width);
    expect(textsOf(root)).toContain('Size: accounts');
  });

  test('of the tree has the accounts beneath a department, and categories by name', () => {
    const leaves = ['prod-1', 'prod-2'];
    const layout = layoutTree('a', children, () => true, { leavesOf: () => leaves.length });
    const cardOf = (id: string): Card => ({
      name: name(id),
      line: id === 'a' ? '2 accounts' : 'prod',
      step: 0,
      parts: [{ colour: 3, share: 1 }]
    });
    const legend = { title: 'Tag env', categories: [{ colour: 3, label: 'prod' }] };
    const root = parsed(ofTree(layout, {}, { cardOf, leavesOf: () => leaves, legend }));
    expect(textsOf(root)).toEqual(expect.arrayContaining(['Tag env', 'prod-1', 'prod-2']));
    expect(titlesOf(root)).toContain('prod-2, prod');
    expect(root.querySelectorAll(`rect[height="${LEAF.height}"][fill="#ffffff"]`)).toHaveLength(2);
    // The swatch of the legend, and along the foot of the card and of each leaf.
    expect(root.querySelectorAll('[fill="#c3"]')).toHaveLength(4);
  });

  test('of a tree with more accounts than can be drawn counts them instead', () => {
    const ids = Array.from({ length: 6000 }, (_, i) => `n${i}`);
    const layout = layoutTree('a', children, () => true, { leavesOf: () => ids.length });
    const made = ofTree(layout, {}, { leavesOf: () => ids });
    expect(textsOf(parsed(made))).toContain('6000 accounts');
    expect(made.svg.length).toBeLessThan(20_000);
  });

  test('says all of a long note, in lines', () => {
    const note = Array.from({ length: 12 }, (_, i) => `Filter ${i}: some value or other`);
    const area = { children, value };
    const size = { width: 600, height: 400 };
    const layout = layoutTreemap(area, 'top', size.width, size.height);
    const scene = { shape: 'treemap' as const, layout, lookOf };
    const made = areaPicture(scene, size, { ...caption, note }, painter);
    const said = textsOf(parsed(made)).filter((each) => each.startsWith('Filter'));
    expect(said.length).toBeGreaterThan(1);
    expect(said.join(' · ')).toBe(note.join(' · '));
    const short = areaPicture(scene, size, caption, painter);
    expect(made.height).toBeGreaterThan(short.height);
  });

  test('is well-formed and holds all it draws, whatever the names are', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string()
    );
    fc.assert(
      fc.property(names, names, fc.nat(60), (title, label, count) => {
        const ids = Array.from({ length: count }, (_, i) => `n${i}`);
        const layout = layoutTree(
          'top',
          (id) => (id === 'top' ? ids : []),
          () => true
        );
        const made = ofTree(
          layout,
          { name: label, line: title, step: 7, warning: title },
          { legend: { title, categories: [{ colour: 1, label }] } }
        );
        const root = parsed(made);
        const [, x = '', y = ''] =
          /translate\((\S+) (\S+)\)/.exec(root.lastElementChild?.getAttribute('transform') ?? '') ??
          [];
        expect(Number(x) + layout.bounds.right - layout.bounds.left).toBeLessThanOrEqual(
          made.width
        );
        expect(Number(y) + layout.bounds.bottom - layout.bounds.top).toBeLessThanOrEqual(
          made.height
        );
      }),
      { numRuns: 50 }
    );
  });
});

test('a PNG has twice the pixels, and a bound', () => {
  expect(pngSize({ width: 1600, height: 1000 })).toEqual({
    width: 3200,
    height: 2000,
    tooLarge: false
  });
  expect(pngSize({ width: 500, height: 8001 }).tooLarge).toBe(true);
  expect(pngSize({ width: 5000, height: 5000 }).tooLarge).toBe(true);
});
