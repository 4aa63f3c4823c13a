import { hierarchy, tree } from 'd3-hierarchy';

/** A card's measures at 100 %, from the design guide. */
export const CARD = { width: 156, height: 38, pitch: 46, gap: 32 } as const;

export interface Placed {
  readonly id: string;
  readonly parent: string | undefined;
  /** 0 for the root; place among siblings from 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Of the card's left upper corner, at 100 %. */
  readonly x: number;
  readonly y: number;
  /** Children there are that are not shown. */
  readonly hidden: number;
  readonly children: readonly string[];
}

export interface Layout {
  readonly nodes: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
  /** The nodes of each level, from the top down: a window is looked up in them by halves. */
  readonly levels: readonly (readonly Placed[])[];
  /** What hangs together by edges, by the level of the parent, from the top down. */
  readonly branches: readonly (readonly Branch[])[];
  readonly bounds: Box;
}

/** A parent with its children, and from where to where they reach. */
export interface Branch {
  readonly parent: Placed;
  readonly children: readonly Placed[];
  readonly top: number;
  readonly bottom: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Datum {
  readonly id: string;
}

/** A tidy tree from left to right: names are wide and siblings many. */
export function layoutTree(
  rootId: string,
  childrenOf: (id: string) => readonly string[],
  isOpen: (id: string) => boolean
): Layout {
  const root = hierarchy<Datum>({ id: rootId }, ({ id }) =>
    isOpen(id) ? childrenOf(id).map((child) => ({ id: child })) : []
  );
  const arranged = tree<Datum>()
    .nodeSize([CARD.pitch, CARD.width + CARD.gap])
    .separation(() => 1)(root);
  const nodes: Placed[] = [];
  const levels: Placed[][] = [];
  const places = new Map<string, number>();
  const bounds: { -readonly [Side in keyof Box]: number } = {
    left: 0,
    top: 0,
    right: CARD.width,
    bottom: CARD.height
  };
  arranged.each((node) => {
    const { id } = node.data;
    const shown = (node.children ?? []).map((child) => child.data.id);
    shown.forEach((child, i) => places.set(child, i + 1));
    const placed: Placed = {
      id,
      parent: node.parent?.data.id,
      level: node.depth,
      position: places.get(id) ?? 1,
      siblings: node.parent?.children?.length ?? 1,
      x: node.y,
      y: node.x,
      hidden: childrenOf(id).length - shown.length,
      children: shown
    };
    nodes.push(placed);
    (levels[node.depth] ??= []).push(placed);
    bounds.top = Math.min(bounds.top, node.x);
    bounds.bottom = Math.max(bounds.bottom, node.x + CARD.height);
    bounds.right = Math.max(bounds.right, node.y + CARD.width);
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return { nodes, byId, levels, branches: levels.map((level) => branchesOf(level, byId)), bounds };
}

function branchesOf(level: readonly Placed[], byId: ReadonlyMap<string, Placed>): Branch[] {
  return level.flatMap((parent) => {
    const children = parent.children.flatMap((id) => byId.get(id) ?? []);
    const [first, last] = [children[0], children.at(-1)];
    return first && last ? [{ parent, children, top: first.y, bottom: last.y + CARD.height }] : [];
  });
}

/** The cards that a window on the chart shows at least a corner of; costs what is in it. */
export function cardsWithin({ levels }: Layout, view: Box): Placed[] {
  const cards: Placed[] = [];
  for (const level of levels) {
    const x = level[0]?.x ?? 0;
    if (x >= view.right || x + CARD.width <= view.left) continue;
    const from = firstFrom(level, (card) => card.y + CARD.height > view.top);
    for (let i = from; i < level.length; i++) {
      const card = level[i];
      if (!card || card.y >= view.bottom) break;
      cards.push(card);
    }
  }
  return cards;
}

/** The card at a point, if there is one. */
export function cardAt(layout: Layout, x: number, y: number): Placed | undefined {
  return cardsWithin(layout, { left: x, top: y, right: x + 0.01, bottom: y + 0.01 })[0];
}

/** The edges a window may show, a parent at a time; costs what is in it. */
export function branchesWithin({ branches }: Layout, view: Box): Branch[] {
  const found: Branch[] = [];
  for (const level of branches) {
    const { parent, children } = level[0] ?? {};
    if (!parent || parent.x + CARD.width >= view.right || (children?.[0]?.x ?? 0) <= view.left)
      continue;
    for (let i = firstFrom(level, (branch) => branch.bottom > view.top); i < level.length; i++) {
      const branch = level[i];
      if (!branch || branch.top >= view.bottom) break;
      found.push(branch);
    }
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

/** The step of a sequential scale by bins of 1, 2 and 5: 0 is the first, 7 the last. */
export function stepOf(value: number, bins: readonly number[]): number {
  return 1 + bins.filter((bin) => value >= bin).length;
}
