import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaAt,
  layoutIcicle,
  layoutTreemap,
  type Area,
  type AreaLayout,
  type AreaSource
} from '../../../src/ui/charts/area-layout.ts';

interface Weighed extends AreaSource {
  readonly ids: readonly string[];
}

/** A random tree of up to five levels, its leaves weighed, some of them with nothing. */
const trees = fc
  .array(fc.tuple(fc.nat(), fc.oneof(fc.nat(50), fc.constant(-3), fc.constant(NaN))), {
    maxLength: 120
  })
  .map((picks): Weighed => {
    const children = new Map<string, string[]>([['0', []]]);
    const levels = new Map([['0', 0]]);
    const weights = new Map<string, number>();
    picks.forEach(([pick, weight], i) => {
      const open = [...levels].filter(([, level]) => level < 5).map(([id]) => id);
      const parent = open[pick % open.length] ?? '0';
      const id = String(i + 1);
      children.get(parent)?.push(id);
      children.set(id, []);
      levels.set(id, (levels.get(parent) ?? 0) + 1);
      weights.set(id, weight);
    });
    const childrenOf = (id: string) => children.get(id) ?? [];
    const value = (id: string): number => {
      const beneath = childrenOf(id);
      if (beneath.length === 0) return weights.get(id) ?? 0;
      return beneath.reduce((sum, child) => sum + Math.max(0, value(child) || 0), 0);
    };
    return { children: childrenOf, value, ids: [...children.keys()] };
  });
const sides = fc.integer({ min: 0, max: 1600 });

const overlap = (a: Area, b: Area) =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1e-6 &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1e-6;

/** What holds of both: a forest of areas, told as the tree has it. */
function expectSound({ areas, byId, within }: AreaLayout, source: Weighed) {
  expect(byId.size).toBe(areas.length);
  for (const area of areas) {
    expect(area.inner).toBe(source.children(area.id).length > 0);
    if (area.parent !== undefined) {
      expect(source.children(area.parent)).toContain(area.id);
      expect(byId.get(area.parent)?.level).toBe(area.level - 1);
      expect(source.value(area.id)).toBeGreaterThan(0);
    }
    const beside = within.get(area.id) ?? [];
    expect(beside.map(({ position }) => position)).toEqual(
      beside.map(({ position }) => position).sort((a, b) => a - b)
    );
    if (!area.open) expect(beside).toEqual([]);
  }
}

describe('the treemap', () => {
  test('puts children within their parent, apart from each other', () => {
    fc.assert(
      fc.property(trees, sides, sides, (source, width, height) => {
        const layout = layoutTreemap(source, '0', width, height);
        expectSound(layout, source);
        for (const { id, x, y, width, height, head } of layout.areas) {
          const beside = layout.within.get(id) ?? [];
          for (const [i, a] of beside.entries()) {
            expect(a.x).toBeGreaterThanOrEqual(x);
            expect(a.y).toBeGreaterThanOrEqual(y + head);
            expect(a.x + a.width).toBeLessThanOrEqual(x + width);
            expect(a.y + a.height).toBeLessThanOrEqual(y + height);
            for (const b of beside.slice(i + 1)) expect(overlap(a, b)).toBe(false);
          }
        }
      })
    );
  });

  test('gives room by value, and leaves what a node has beyond its children', () => {
    const value = new Map([
      ['top', 100],
      ['half', 50],
      ['quarter', 25]
    ]);
    const source = {
      children: (id: string) => (id === 'top' ? ['quarter', 'half'] : []),
      value: (id: string) => value.get(id) ?? 0
    };
    const { byId, areas } = layoutTreemap(source, 'top', 1000, 1000);
    const share = (id: string) => {
      const { width = 0, height = 0 } = byId.get(id) ?? {};
      return (width * height) / 1e6;
    };
    expect(areas.map(({ id }) => id)).toEqual(['top', 'half', 'quarter']);
    expect(share('half')).toBeCloseTo(0.5, 1);
    expect(share('quarter')).toBeCloseTo(0.25, 1);
  });
});

describe('the icicle', () => {
  test('stands children beside their parent, in order, as high as their part', () => {
    fc.assert(
      fc.property(trees, sides, sides, (source, width, height) => {
        const layout = layoutIcicle(source, '0', width, height);
        expectSound(layout, source);
        for (const parent of layout.areas) {
          const scale = height / Math.max(1, source.value('0'));
          let at = parent.y;
          for (const child of layout.within.get(parent.id) ?? []) {
            expect(child.x).toBe(parent.x + parent.width);
            expect(child.y).toBeGreaterThanOrEqual(at);
            at = child.y;
            const exact = source.value(child.id) * scale;
            expect(Math.abs(child.height - exact)).toBeLessThanOrEqual(1);
          }
        }
      })
    );
  });

  test('draws no more than the rows there are, and something in each that has a node', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => String(i));
    const source = {
      children: (id: string) => (id === 'top' ? ids : []),
      value: (id: string) => (id === 'top' ? ids.length : 1)
    };
    const { areas } = layoutIcicle(source, 'top', 600, 800);
    expect(areas.length).toBeGreaterThan(300);
    expect(areas.length).toBeLessThan(802);
    const rows = new Set(areas.slice(1).map(({ y }) => Math.floor(y / 4)));
    expect(rows.size).toBe(200);
  });
});

test('a point meets the innermost area', () => {
  fc.assert(
    fc.property(trees, fc.nat(799), fc.nat(599), (source, x, y) => {
      for (const layout of [layoutTreemap, layoutIcicle]) {
        const drawn = layout(source, '0', 800, 600);
        const holding = drawn.areas.filter(
          (area) =>
            x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
        );
        const deepest = Math.max(...holding.map(({ level }) => level));
        expect(areaAt(drawn, x, y)?.level).toBe(holding.length > 0 ? deepest : undefined);
      }
    })
  );
});

test('looks into no more than it draws', () => {
  const asked = new Set<string>();
  const source = {
    children: (id: string) => {
      asked.add(id);
      return id.length < 7 ? Array.from('abcdefghij', (char) => id + char) : [];
    },
    value: (id: string) => 10 ** (7 - id.length)
  };
  for (const layout of [layoutTreemap, layoutIcicle]) {
    asked.clear();
    const { areas } = layout(source, '', 300, 200);
    expect(asked.size).toBeLessThanOrEqual(areas.length);
    expect(asked.size).toBeLessThan(12_000);
  }
});
