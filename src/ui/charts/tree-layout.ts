/** A card's measures at 100 %, from the design guide; `pitch` and `gap` as they stand left to right. */
export const CARD = { width: 156, height: 38, pitch: 46, gap: 32 } as const;
/** A card of a stack: one line, many of them. */
export const LEAF = { width: 156, height: 24, across: 164, down: 28 } as const;
/** Space between cards side by side, and between levels, where the tree grows down. */
const ASIDE = 12;
const BELOW = 36;
/** A stack stays one column up to so many, and becomes about a square beyond. */
const ONE_COLUMN = 12;

/** Where children stand: to the right of their parent, or below it. */
export type Direction = 'right' | 'down';

export interface Placed {
  readonly id: string;
  readonly parent: string | undefined;
  /** 0 for the root; place among siblings from 1, cards of the stack counted behind the others. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Of the card's left upper corner, at 100 %. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Children and leaves there are that are not shown. */
  readonly hidden: number;
  readonly children: readonly string[];
  /** Leaves that are shown beneath it, in a block of their own. */
  readonly stack: Stack | undefined;
}

/** Leaves of one node in columns, filled from the top down: placed by number, never one by one. */
export interface Stack extends Box {
  readonly parent: string;
  readonly level: number;
  readonly count: number;
  readonly rows: number;
  /** How many siblings stand before the first. */
  readonly before: number;
}

export interface Layout {
  readonly direction: Direction;
  /** Parents before children, siblings in their order. */
  readonly nodes: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
  /** What stands on each level, in the order of the other axis: a window is looked up by halves. */
  readonly levels: readonly (readonly Placed[])[];
  readonly stacks: readonly (readonly Stack[])[];
  /** What hangs together by edges, by the level of the parent. */
  readonly branches: readonly (readonly Branch[])[];
  readonly bounds: Box;
}

/** A parent with what hangs on it, and from where to where that reaches across. */
export interface Branch {
  readonly parent: Placed;
  readonly children: readonly Placed[];
  readonly from: number;
  readonly to: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a layout follows besides who stands under whom. */
export interface Shown {
  readonly direction?: Direction;
  /** How many leaves stand in a stack beneath a node; none without it. */
  readonly leavesOf?: ((id: string) => number) | undefined;
  /** Height of a card, and the greatest there is; all are alike without it. */
  readonly heightOf?: ((id: string) => number) | undefined;
  readonly tallest?: number;
}

interface Tree extends Shown {
  readonly childrenOf: (id: string) => readonly string[];
  readonly isOpen: (id: string) => boolean;
}

/** Something placed beneath a parent: outlines by level from its own on, relative to its start. */
interface Unit {
  /** From its parent's start to its own, across. */
  at: number;
  readonly size: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

interface Node extends Unit {
  readonly id: string;
  readonly height: number;
  readonly hidden: number;
  readonly children: readonly Node[];
  readonly stack: (Unit & { readonly count: number; readonly rows: number }) | undefined;
}

/** Distances of a direction: across, and from level to level. */
interface Grid {
  readonly direction: Direction;
  readonly aside: number;
  readonly card: number;
  readonly level: number;
}

/**
 * A tidy tree: cards of a level stand in line, parents in the middle of their children, subtrees
 * as near to each other as their outlines allow and evenly apart. Costs nodes × levels.
 */
export function layoutTree(
  rootId: string,
  childrenOf: (id: string) => readonly string[],
  isOpen: (id: string) => boolean,
  shown: Shown = {}
): Layout {
  const { direction = 'right' } = shown;
  const card = direction === 'right' ? CARD.width : (shown.tallest ?? CARD.height);
  const between = direction === 'right' ? CARD.gap : BELOW;
  const aside = direction === 'right' ? CARD.pitch - CARD.height : ASIDE;
  const grid = { direction, aside, card, level: card + between };
  return placedFrom(measured({ childrenOf, isOpen, ...shown }, grid, rootId), grid);
}

function measured(tree: Tree, grid: Grid, id: string): Node {
  const ids = tree.childrenOf(id);
  const leaves = tree.leavesOf?.(id) ?? 0;
  const open = tree.isOpen(id);
  const children =
    open && ids.length > 0 ? ids.map((child) => measured(tree, grid, child)) : NOBODY;
  const stack = open && leaves > 0 ? stackOf(leaves, grid) : undefined;
  const height = tree.heightOf?.(id) ?? CARD.height;
  const size = grid.direction === 'right' ? height : CARD.width;
  const { low, high } = arranged(stack ? [...children, stack] : children, size, grid.aside);
  const hidden = open ? 0 : ids.length + leaves;
  return { id, height, hidden, children, stack, at: 0, size, low, high };
}

function stackOf(count: number, { direction, card, level }: Grid) {
  const square = Math.ceil(Math.sqrt((count * LEAF.across) / LEAF.down));
  const rows = Math.min(count, Math.max(ONE_COLUMN, square));
  const width = Math.ceil(count / rows) * LEAF.across - (LEAF.across - LEAF.width);
  const height = rows * LEAF.down - (LEAF.down - LEAF.height);
  const [size, depth] = direction === 'right' ? [height, width] : [width, height];
  const levels = Math.max(1, Math.ceil((depth - card) / level) + 1);
  return {
    at: 0,
    count,
    rows,
    size,
    low: new Array<number>(levels).fill(0),
    high: new Array<number>(levels).fill(size)
  };
}

const START = [0];
const NOBODY: readonly Node[] = [];
const NO_IDS: readonly string[] = [];

/** Sets units beside each other and their parent before the middle; answers with all their outline. */
function arranged(units: readonly Unit[], size: number, aside: number) {
  // Most cards have nothing beneath them.
  if (units.length === 0) return { low: START, high: [size] };
  const low: number[] = [];
  const high: number[] = [];
  // Which unit a level's far edge belongs to: the gap it makes is shared by those between.
  const owners: number[] = [];
  const spread = new Spread(units.length);
  units.forEach((unit, i) => {
    let at = i === 0 ? 0 : (high[0] ?? 0) + aside;
    for (let level = 1; level < Math.min(unit.low.length, high.length); level++) {
      const missing = (high[level] ?? 0) + aside - at - (unit.low[level] ?? 0);
      if (missing <= 0) continue;
      at += missing;
      spread.add(owners[level] ?? i, i, missing);
    }
    unit.at = at;
    for (let level = 0; level < unit.low.length; level++) {
      low[level] ??= at + (unit.low[level] ?? 0);
      high[level] = at + (unit.high[level] ?? 0);
      owners[level] = i;
    }
  });
  spread.apply(units);
  const [first, last] = [units[0], units.at(-1)];
  const start =
    first && last ? (first.at + first.size / 2 + last.at + last.size / 2 - size) / 2 : 0;
  for (const unit of units) unit.at -= start;
  return {
    low: [0, ...low.map((edge) => edge - start)],
    high: [size, ...high.map((edge) => edge - start)]
  };
}

/** Gaps that a deep subtree makes, shared out among the smaller ones before it in one walk. */
class Spread {
  readonly #slopes: number[];
  readonly #ends: number[];

  constructor(count: number) {
    this.#slopes = new Array<number>(count + 1).fill(0);
    this.#ends = new Array<number>(count + 1).fill(0);
  }

  /** `to` was moved by so much because of `from`: those between follow by their share. */
  add(from: number, to: number, by: number) {
    if (to - from < 2) return;
    const each = by / (to - from);
    this.#slopes[from + 1] = (this.#slopes[from + 1] ?? 0) + each;
    this.#slopes[to] = (this.#slopes[to] ?? 0) - each;
    this.#ends[to] = (this.#ends[to] ?? 0) - each * (to - from - 1);
  }

  apply(units: readonly Unit[]) {
    let slope = 0;
    let moved = 0;
    units.forEach((unit, i) => {
      slope += this.#slopes[i] ?? 0;
      moved += slope + (this.#ends[i] ?? 0);
      unit.at += moved;
    });
  }
}

/** From distances to places, and into the lists that windows are looked up in. */
function placedFrom(root: Node, grid: Grid): Layout {
  const nodes: Placed[] = [];
  const levels: Placed[][] = [];
  const stacks: Stack[][] = [];
  const branches: Branch[][] = [];
  const place = (
    node: Node,
    cross: number,
    level: number,
    among: readonly [number, number],
    parent?: string
  ) => {
    const main = level * grid.level;
    const [x, y] = grid.direction === 'right' ? [main, cross] : [cross, main];
    const below = node.children.length + (node.stack?.count ?? 0);
    const placed: Placed = {
      id: node.id,
      parent,
      level,
      position: among[0],
      siblings: among[1],
      x,
      y,
      height: node.height,
      hidden: node.hidden,
      children: node.children.length > 0 ? node.children.map(({ id }) => id) : NO_IDS,
      stack: node.stack && stackAt(node, node.stack, cross + node.stack.at, level + 1, grid)
    };
    nodes.push(placed);
    (levels[level] ??= []).push(placed);
    if (placed.stack) (stacks[level + 1] ??= []).push(placed.stack);
    const children = node.children.map((child, i) =>
      place(child, cross + child.at, level + 1, [i + 1, below], node.id)
    );
    if (below > 0) (branches[level] ??= []).push(branchOf(node, placed, children, cross));
    return placed;
  };
  place(root, 0, 0, [1, 1]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (let level = 0; level < levels.length; level++) {
    branches[level] ??= [];
    stacks[level] ??= [];
  }
  const { direction } = grid;
  return { direction, nodes, byId, levels, stacks, branches, bounds: boundsOf(nodes) };
}

function stackAt(
  { id, children }: Node,
  { count, rows, size }: { readonly count: number; readonly rows: number; readonly size: number },
  cross: number,
  level: number,
  grid: Grid
): Stack {
  const main = level * grid.level;
  const columns = Math.ceil(count / rows);
  const depth =
    grid.direction === 'right'
      ? columns * LEAF.across - (LEAF.across - LEAF.width)
      : rows * LEAF.down - (LEAF.down - LEAF.height);
  const [left, top] = grid.direction === 'right' ? [main, cross] : [cross, main];
  const [width, height] = grid.direction === 'right' ? [depth, size] : [size, depth];
  const before = children.length;
  return {
    parent: id,
    level,
    count,
    rows,
    before,
    left,
    top,
    right: left + width,
    bottom: top + height
  };
}

function branchOf(node: Node, parent: Placed, children: readonly Placed[], cross: number): Branch {
  const [first, last] = [node.children[0] ?? node.stack, node.stack ?? node.children.at(-1)];
  const from = cross + (first?.at ?? 0);
  const to = cross + (last?.at ?? 0) + (last?.size ?? 0);
  return { parent, children, from, to };
}

function boundsOf(nodes: readonly Placed[]): Box {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  for (const { x, y, height, stack } of nodes) {
    left = Math.min(left, x, stack?.left ?? x);
    top = Math.min(top, y, stack?.top ?? y);
    right = Math.max(right, x + CARD.width, stack?.right ?? x);
    bottom = Math.max(bottom, y + height, stack?.bottom ?? y);
  }
  return { left, top, right, bottom };
}

/** The step of a sequential scale by bins of 1, 2 and 5: 1 is below the first, 7 beyond the last. */
export function stepOf(value: number, bins: readonly number[]): number {
  return 1 + bins.filter((bin) => value >= bin).length;
}
