import {
  CARD,
  LEAF,
  type Box,
  type Branch,
  type Layout,
  type Placed,
  type Stack
} from './tree-layout.ts';

/** A leaf of a stack by its number. */
export interface LeafPlace {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where something stands across the levels: what lies in a window is looked up by it. */
const acrossOf = (layout: Layout, { left, top, right, bottom }: Box): Span =>
  layout.direction === 'right' ? { from: top, to: bottom } : { from: left, to: right };

const spanOf = (layout: Layout, { x, y, height }: Placed): Span =>
  layout.direction === 'right' ? { from: y, to: y + height } : { from: x, to: x + CARD.width };

export const boxOfCard = ({ x, y, height }: Placed): Box => ({
  left: x,
  top: y,
  right: x + CARD.width,
  bottom: y + height
});

const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** The cards that a window on the chart shows at least a corner of; costs what is in it. */
export function cardsWithin(layout: Layout, window: Box): Placed[] {
  const across = acrossOf(layout, window);
  return layout.levels.flatMap((level) =>
    inSpan(level, across, (card) => spanOf(layout, card)).filter((card) =>
      meets(boxOfCard(card), window)
    )
  );
}

/** The stacks that reach into a window. */
export function stacksWithin(layout: Layout, window: Box): Stack[] {
  const across = acrossOf(layout, window);
  return layout.stacks.flatMap((level) =>
    inSpan(level, across, (stack) => acrossOf(layout, stack)).filter((stack) =>
      meets(stack, window)
    )
  );
}

/** The leaves of a stack within a window; costs what is in it. */
export function leavesWithin(stack: Stack, { left, top, right, bottom }: Box): LeafPlace[] {
  const columns = Math.ceil(stack.count / stack.rows);
  const column = (x: number) => (x - stack.left) / LEAF.across;
  const row = (y: number) => (y - stack.top) / LEAF.down;
  const [c0, c1] = [
    Math.max(0, Math.floor(column(left))),
    Math.min(columns - 1, Math.floor(column(right)))
  ];
  const [r0, r1] = [
    Math.max(0, Math.floor(row(top))),
    Math.min(stack.rows - 1, Math.floor(row(bottom)))
  ];
  const found: LeafPlace[] = [];
  for (let c = c0; c <= c1; c++)
    for (let r = r0; r <= r1; r++) {
      const index = c * stack.rows + r;
      if (index >= stack.count) break;
      const place = leafAt(stack, index);
      if (meets(boxOfLeaf(place), { left, top, right, bottom })) found.push(place);
    }
  return found;
}

export const leafAt = (stack: Stack, index: number): LeafPlace => ({
  index,
  x: stack.left + Math.floor(index / stack.rows) * LEAF.across,
  y: stack.top + (index % stack.rows) * LEAF.down
});

export const boxOfLeaf = ({ x, y }: { readonly x: number; readonly y: number }): Box => ({
  left: x,
  top: y,
  right: x + LEAF.width,
  bottom: y + LEAF.height
});

/** What stands at a point: a card, or a leaf of a stack by its number. */
export function hitAt(
  layout: Layout,
  x: number,
  y: number
): { readonly card: Placed } | { readonly stack: Stack; readonly index: number } | undefined {
  const point = { left: x, top: y, right: x + 0.01, bottom: y + 0.01 };
  const [card] = cardsWithin(layout, point);
  if (card) return { card };
  const [stack] = stacksWithin(layout, point);
  const [leaf] = stack ? leavesWithin(stack, point) : [];
  return stack && leaf && { stack, index: leaf.index };
}

/** The edges a window may show, a parent at a time; costs what is in it. */
export function branchesWithin(layout: Layout, window: Box): Branch[] {
  const across = acrossOf(layout, window);
  const [start, end] =
    layout.direction === 'right' ? [window.left, window.right] : [window.top, window.bottom];
  return layout.branches.flatMap((level) => {
    const [first] = level;
    if (!first) return [];
    const [parent] = [first.parent];
    const from = layout.direction === 'right' ? parent.x + CARD.width : parent.y;
    const next = first.children[0] ?? first.parent.stack;
    const to = next ? mainOf(layout, next) : from;
    if (from >= end || to <= start) return [];
    return inSpan(level, across, (branch) => reachOf(layout, branch));
  });
}

/** A parent stands between its children, and beyond them where its card is the larger. */
function reachOf(layout: Layout, { parent, from, to }: Branch): Span {
  const own = spanOf(layout, parent);
  return { from: Math.min(from, own.from), to: Math.max(to, own.to) };
}

const mainOf = ({ direction }: Layout, at: Placed | Stack): number => {
  if ('id' in at) return direction === 'right' ? at.x : at.y;
  return direction === 'right' ? at.left : at.top;
};

/** Those of an ordered list that overlap a span; they overlap one another nowhere. */
function inSpan<T>(items: readonly T[], span: Span, of: (item: T) => Span): T[] {
  const found: T[] = [];
  for (let i = firstFrom(items, (item) => of(item).to > span.from); i < items.length; i++) {
    const item = items[i];
    if (item === undefined || of(item).from >= span.to) break;
    found.push(item);
  }
  return found;
}

/** The first place from which on something holds, where it holds for all behind one for which it does. */
function firstFrom<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How much a card says at a zoom; text is never drawn below 11 px, it is left out. */
export function detailAt(zoom: number): 'both' | 'line' | 'name' | 'block' {
  if (zoom >= 0.8) return 'both';
  if (zoom >= 0.5) return 'line';
  return zoom >= 0.25 ? 'name' : 'block';
}
