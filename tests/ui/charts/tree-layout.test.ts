import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  branchesWithin,
  CARD,
  cardAt,
  cardsWithin,
  layoutTree,
  stepOf
} from '../../../src/ui/charts/tree-layout.ts';

/** Parent by index: a random tree of up to five levels. */
const trees = fc.array(fc.nat(), { maxLength: 80 }).map((picks) => {
  const children = new Map<string, string[]>([['0', []]]);
  const levels = new Map([['0', 0]]);
  picks.forEach((pick, i) => {
    const open = [...levels].filter(([, level]) => level < 5).map(([id]) => id);
    const parent = open[pick % open.length] ?? '0';
    const id = String(i + 1);
    children.get(parent)?.push(id);
    children.set(id, []);
    levels.set(id, (levels.get(parent) ?? 0) + 1);
  });
  return children;
});
const opened = fc.array(fc.nat(80).map(String), { maxLength: 20 }).map((ids) => new Set(ids));

describe('the tree layout', () => {
  test('overlaps no cards, keeps siblings in order, and centres parents', () => {
    fc.assert(
      fc.property(trees, opened, (children, closed) => {
        const layout = layoutTree(
          '0',
          (id) => children.get(id) ?? [],
          (id) => !closed.has(id)
        );
        for (const [i, a] of layout.nodes.entries())
          for (const b of layout.nodes.slice(i + 1))
            expect(a.x !== b.x || Math.abs(a.y - b.y) >= CARD.height).toBe(true);
        for (const node of layout.nodes) {
          const kids = node.children.map((id) => layout.byId.get(id));
          kids.forEach((kid, i) => {
            expect(kid?.x).toBe(node.x + CARD.width + CARD.gap);
            if (i > 0) expect(kid?.y).toBeGreaterThan(kids[i - 1]?.y ?? Infinity);
          });
          const [first, last] = [kids[0], kids.at(-1)];
          if (first && last) expect(node.y).toBeCloseTo((first.y + last.y) / 2);
          expect(node.hidden + node.children.length).toBe(children.get(node.id)?.length);
        }
      })
    );
  });

  test('shows in a window what overlaps it', () => {
    fc.assert(
      fc.property(
        trees,
        fc.integer({ min: -500, max: 900 }),
        fc.integer({ min: -500, max: 900 }),
        (children, left, top) => {
          const layout = layoutTree(
            '0',
            (id) => children.get(id) ?? [],
            () => true
          );
          const view = { left, top, right: left + 400, bottom: top + 300 };
          const inside = new Set(cardsWithin(layout, view).map((node) => node.id));
          for (const { id, x, y } of layout.nodes) {
            const apart =
              x >= view.right ||
              x + CARD.width <= view.left ||
              y >= view.bottom ||
              y + CARD.height <= view.top;
            expect(inside.has(id)).toBe(!apart);
          }
        }
      )
    );
  });
});

test('every edge that crosses a window is among those found in it, and a point meets its card', () => {
  const at = fc.integer({ min: -500, max: 900 });
  fc.assert(
    fc.property(trees, at, at, (children, left, top) => {
      const layout = layoutTree(
        '0',
        (id) => children.get(id) ?? [],
        () => true
      );
      const view = { left, top, right: left + 400, bottom: top + 300 };
      const found = new Set(branchesWithin(layout, view).map(({ parent }) => parent.id));
      for (const { parent, children: kids, top: from, bottom } of layout.branches.flat()) {
        const [first, last] = [kids[0], kids.at(-1)];
        expect(from).toBe(first?.y);
        expect(bottom).toBe((last?.y ?? 0) + CARD.height);
        const crosses =
          parent.x + CARD.width < view.right &&
          (first?.x ?? 0) > view.left &&
          from < view.bottom &&
          bottom > view.top;
        expect(found.has(parent.id)).toBe(crosses);
      }
      for (const { id, x, y } of layout.nodes)
        expect(cardAt(layout, x + CARD.width / 2, y + CARD.height / 2)?.id).toBe(id);
    })
  );
});

test('steps go by their bins', () => {
  expect([0, 1, 4, 5, 99, 100, 5000].map((n) => stepOf(n, [1, 5, 10, 20, 50, 100]))).toEqual([
    1, 2, 2, 3, 6, 7, 7
  ]);
});
