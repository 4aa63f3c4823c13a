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
  readonly bounds: Box;
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
  const bounds: { -readonly [Side in keyof Box]: number } = {
    left: 0,
    top: 0,
    right: CARD.width,
    bottom: CARD.height
  };
  arranged.each((node) => {
    const { id } = node.data;
    const siblings = node.parent?.children ?? [node];
    const shown = (node.children ?? []).map((child) => child.data.id);
    nodes.push({
      id,
      parent: node.parent?.data.id,
      level: node.depth,
      position: siblings.indexOf(node) + 1,
      siblings: siblings.length,
      x: node.y,
      y: node.x,
      hidden: childrenOf(id).length - shown.length,
      children: shown
    });
    bounds.top = Math.min(bounds.top, node.x);
    bounds.bottom = Math.max(bounds.bottom, node.x + CARD.height);
    bounds.right = Math.max(bounds.right, node.y + CARD.width);
  });
  return { nodes, byId: new Map(nodes.map((node) => [node.id, node])), bounds };
}

/** The cards that a window on the chart shows at least a corner of. */
export function cardsWithin({ nodes }: Layout, view: Box): Placed[] {
  return nodes.filter(
    ({ x, y }) =>
      x < view.right && x + CARD.width > view.left && y < view.bottom && y + CARD.height > view.top
  );
}

/** An edge from a card to its child: right angles, with a rounded corner in the middle of the gap. */
export function edgePath(from: Placed, to: Placed, zoom: number): string {
  const x1 = (from.x + CARD.width) * zoom;
  const y1 = (from.y + CARD.height / 2) * zoom;
  const x2 = to.x * zoom;
  const y2 = (to.y + CARD.height / 2) * zoom;
  const drop = y2 - y1;
  if (Math.abs(drop) < 1) return `M${x1} ${y1}H${x2}`;
  const middle = (x1 + x2) / 2;
  const bend = Math.min(6 * zoom, Math.abs(drop) / 2);
  const down = Math.sign(drop) * bend;
  return `M${x1} ${y1}H${middle - bend}Q${middle} ${y1} ${middle} ${y1 + down}V${y2 - down}Q${middle} ${y2} ${middle + bend} ${y2}H${x2}`;
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
