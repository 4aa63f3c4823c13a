import { hierarchy, tree as tidy } from 'd3-hierarchy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CARD,
  layoutTree as layOut,
  stepOf,
  type Box,
  type Direction,
  type Layout,
  type Shown
} from '../../../src/ui/charts/tree-layout.ts';
import {
  boxOfCard,
  boxOfLeaf,
  branchesWithin,
  cardsWithin,
  hitAt,
  leafAt,
  leavesWithin,
  stacksWithin
} from '../../../src/ui/charts/tree-window.ts';

/** Parent by index: a random tree of up to five levels. */
const children = fc.array(fc.nat(), { maxLength: 80 }).map((picks) => {
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

const directions = fc.constantFrom<Direction>('right', 'down');

interface Tree extends Shown {
  readonly childrenOf: (id: string) => readonly string[];
  readonly isOpen: (id: string) => boolean;
}

const layoutTree = ({ childrenOf, isOpen, ...shown }: Tree, direction: Direction) =>
  layOut('0', childrenOf, isOpen, { ...shown, direction });

/** Trees with closed nodes, stacks of leaves and cards of several heights. */
const trees: fc.Arbitrary<Tree> = fc
  .record({
    children,
    closed: fc.uniqueArray(fc.nat(80).map(String), { maxLength: 20 }),
    leaves: fc.dictionary(fc.nat(80).map(String), fc.integer({ min: 1, max: 90 })),
    high: fc.option(fc.array(fc.integer({ min: 38, max: 74 }), { minLength: 1, maxLength: 5 }))
  })
  .map(({ children, closed, leaves, high }) => {
    const shut = new Set(closed);
    return {
      childrenOf: (id) => children.get(id) ?? [],
      isOpen: (id) => !shut.has(id),
      leavesOf: (id) => leaves[id] ?? 0,
      ...(high && { heightOf: (id: string) => high[Number(id) % high.length] ?? 38, tallest: 74 })
    };
  });

const overlap = (a: Box, b: Box) =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** Everything that stands on the chart: cards, and stacks as a whole. */
const boxesOf = ({ nodes }: Layout): Box[] =>
  nodes.flatMap((node) => [boxOfCard(node), ...(node.stack ? [node.stack] : [])]);

describe('the tree layout', () => {
  test('overlaps nothing and leaves nothing out of its bounds', () => {
    fc.assert(
      fc.property(trees, directions, (tree, direction) => {
        const layout = layoutTree(tree, direction);
        const boxes = boxesOf(layout);
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
          expect(a.left).toBeGreaterThanOrEqual(layout.bounds.left);
          expect(a.top).toBeGreaterThanOrEqual(layout.bounds.top);
          expect(a.right).toBeLessThanOrEqual(layout.bounds.right);
          expect(a.bottom).toBeLessThanOrEqual(layout.bounds.bottom);
        });
      })
    );
  });

  test('keeps siblings in order and parents in the middle of what hangs on them', () => {
    fc.assert(
      fc.property(trees, directions, (tree, direction) => {
        const layout = layoutTree(tree, direction);
        const [low, high] =
          direction === 'right' ? (['top', 'bottom'] as const) : (['left', 'right'] as const);
        const middle = (box: Box) => (box[low] + box[high]) / 2;
        for (const node of layout.nodes) {
          const below = node.children.map((id) => boxOfCard(layout.byId.get(id)!));
          if (node.stack) below.push(node.stack);
          below.forEach((box, i) => {
            if (i > 0) expect(box[low]).toBeGreaterThanOrEqual(below[i - 1]![high]);
          });
          const [first, last] = [below[0], below.at(-1)];
          if (first && last)
            expect(middle(boxOfCard(node))).toBeCloseTo((middle(first) + middle(last)) / 2);
          const inside = tree.childrenOf(node.id).length + (tree.leavesOf?.(node.id) ?? 0);
          const shown = node.children.length + (node.stack?.count ?? 0);
          expect(node.hidden + shown).toBe(inside);
        }
      })
    );
  });

  test('is as tidy as d3’s where cards are alike', () => {
    fc.assert(
      fc.property(children, (children) => {
        const childrenOf = (id: string) => children.get(id) ?? [];
        const ours = layOut('0', childrenOf, () => true);
        const root = hierarchy('0', childrenOf);
        const theirs = tidy<string>()
          .nodeSize([CARD.pitch, CARD.width + CARD.gap])
          .separation(() => 1)(root);
        theirs.each(({ data, x, y }) => {
          const placed = ours.byId.get(data);
          expect(placed?.x).toBeCloseTo(y);
          expect(placed?.y).toBeCloseTo(x);
        });
      })
    );
  });
});

describe('a window on the chart', () => {
  const corner = fc.integer({ min: -500, max: 900 });
  const windows = fc
    .tuple(corner, corner)
    .map(([left, top]) => ({ left, top, right: left + 400, bottom: top + 300 }));

  test('shows the cards, stacks and leaves that overlap it, and no others', () => {
    fc.assert(
      fc.property(trees, directions, windows, (tree, direction, window) => {
        const layout = layoutTree(tree, direction);
        const cards = new Set(cardsWithin(layout, window).map(({ id }) => id));
        const stacks = new Set(stacksWithin(layout, window).map(({ parent }) => parent));
        for (const node of layout.nodes) {
          expect(cards.has(node.id)).toBe(overlap(boxOfCard(node), window));
          const { stack } = node;
          if (!stack) continue;
          expect(stacks.has(node.id)).toBe(overlap(stack, window));
          const leaves = new Set(leavesWithin(stack, window).map(({ index }) => index));
          for (let i = 0; i < stack.count; i++) {
            expect(leaves.has(i)).toBe(overlap(boxOfLeaf(leafAt(stack, i)), window));
            expect(overlap(boxOfLeaf(leafAt(stack, i)), stack)).toBe(true);
          }
        }
      })
    );
  });

  test('has every edge whose two ends it shows', () => {
    fc.assert(
      fc.property(trees, directions, windows, (tree, direction, window) => {
        const layout = layoutTree(tree, direction);
        const found = new Set(branchesWithin(layout, window).map(({ parent }) => parent.id));
        for (const { id, children } of layout.nodes) {
          const parent = boxOfCard(layout.byId.get(id)!);
          for (const child of children) {
            const box = boxOfCard(layout.byId.get(child)!);
            if (overlap(parent, window) && overlap(box, window)) expect(found.has(id)).toBe(true);
          }
        }
      })
    );
  });

  test('meets at a point what stands there', () => {
    fc.assert(
      fc.property(trees, directions, (tree, direction) => {
        const layout = layoutTree(tree, direction);
        const at = ({ left, top, right, bottom }: Box) =>
          hitAt(layout, (left + right) / 2, (top + bottom) / 2);
        for (const node of layout.nodes) {
          expect(at(boxOfCard(node))).toEqual({ card: node });
          const { stack } = node;
          for (let index = 0; index < (stack?.count ?? 0); index++)
            expect(at(boxOfLeaf(leafAt(stack!, index)))).toEqual({ stack, index });
        }
      })
    );
  });
});

test('steps go by their bins', () => {
  expect([0, 1, 4, 5, 99, 100, 5000].map((n) => stepOf(n, [1, 5, 10, 20, 50, 100]))).toEqual([
    1, 2, 2, 3, 6, 7, 7
  ]);
});
