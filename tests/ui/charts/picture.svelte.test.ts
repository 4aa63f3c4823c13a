// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AreaLook } from '../../../src/ui/charts/area-drawing.ts';
import { layoutIcicle, layoutTreemap } from '../../../src/ui/charts/area-layout.ts';
import type { Painter } from '../../../src/ui/charts/paints.ts';
import { areaPicture, treePicture, type Picture } from '../../../src/ui/charts/picture.ts';
import { pngSize } from '../../../src/ui/charts/png.ts';
import { CARD, layoutTree } from '../../../src/ui/charts/tree-layout.ts';

const painter: Painter = {
  inks: {
    text: '#111111',
    quiet: '#444444',
    line: '#cccccc',
    paper: '#ffffff',
    accent: '#006688',
    lit: '#005577',
    people: [],
    family: `Inter, "PingFang SC", 'Noto Sans SC', sans-serif`
  },
  painted: (paint) => ({
    fill: '#eeeeee',
    soft: '#f8f8f8',
    ink: '#111111',
    mark: paint.startsWith('cat') || paint === 'warn' ? '#3ea0be' : undefined
  })
};

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
const name = (id: string) => NAMES[id as Id];
const value = (id: string) => (id === 'top' ? 300 : 100);
const lookOf = (id: string): AreaLook => ({
  label: name(id),
  value: String(value(id)),
  paint: 'cat-1'
});
const caption = {
  title: '远岸集团 & partners',
  note: '26 November 2026 <draft>',
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
    expect(texts).toContain(caption.note);
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
    const cardOf = (id: string) => ({ name: name(id), line: '100 个账号', step: 3 });
    const root = parsed(treePicture(layout, cardOf, caption, painter));
    expect(root.querySelectorAll(`rect[width="${CARD.width}"]`)).toHaveLength(4);
    expect(textsOf(root).filter((each) => each === '100 个账号')).toHaveLength(4);
    const edges = root.querySelector('path')?.getAttribute('d') ?? '';
    expect(edges.match(/Q/g)).toHaveLength(3);
    expect(titlesOf(root)).toContain(`${NAMES.top}, 100 个账号`);
  });

  test('of a tree that is closed says how many more there are', () => {
    const layout = layoutTree('top', children, () => false);
    const cardOf = (id: string) => ({ name: name(id), line: '', step: 1, warning: '1 conflict' });
    const root = parsed(treePicture(layout, cardOf, caption, painter));
    expect(textsOf(root)).toContain('+3');
    expect(titlesOf(root)).toContain(`${NAMES.top}, 1 conflict`);
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
        const made = treePicture(
          layout,
          () => ({ name: label, line: title, step: 7 }),
          { title, note: label, legend: [{ paint: 'plain', label }] },
          painter
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
