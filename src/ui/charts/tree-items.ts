import { LEAF, type Box, type Layout, type Placed, type Stack } from './tree-layout.ts';
import {
  boxOfCard,
  boxOfLeaf,
  cardsWithin,
  leafAt,
  leavesWithin,
  stacksWithin
} from './tree-window.ts';
import type { Spot } from './tree-keys.ts';

/** A card or a leaf as an element of the page's tree. */
export interface Item {
  readonly id: string;
  readonly leaf: boolean;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Of what has something beneath it. */
  readonly expanded: boolean | undefined;
  readonly hidden: number;
}

/** A chart's layout with the leaves its stacks stand for. */
export interface Grown {
  readonly layout: Layout;
  /** The leaves of a node, in order. */
  readonly leavesOf: (id: string) => readonly string[];
  /** The node a leaf stands at, or what it would be shown at; nothing for what is no leaf. */
  readonly homeOf: (id: string) => string | undefined;
}

/** Where something stands: itself, or the nearest node that is shown above it. */
export function spotOf({ layout, leavesOf, homeOf }: Grown, id: string): Spot | undefined {
  const card = layout.byId.get(id);
  if (card) return { card };
  const home = homeOf(id);
  const at = home === undefined ? undefined : layout.byId.get(home);
  if (!at) return undefined;
  const index = at.stack ? leavesOf(at.id).indexOf(id) : -1;
  return at.stack && index >= 0 && index < at.stack.count
    ? { stack: at.stack, index }
    : { card: at };
}

export const boxOfSpot = (spot: Spot): Box =>
  'card' in spot ? boxOfCard(spot.card) : boxOfLeaf(leafAt(spot.stack, spot.index));

/** The same object for the same place, so that a view which moves over it draws nothing anew. */
const ofCards = new WeakMap<Placed, Item>();
const ofLeaves = new WeakMap<Stack, Item[]>();

export function itemOf(id: string, spot: Spot): Item {
  if ('card' in spot) {
    const known = ofCards.get(spot.card) ?? cardItem(spot.card);
    ofCards.set(spot.card, known);
    return known;
  }
  const { stack, index } = spot;
  const leaves = ofLeaves.get(stack) ?? [];
  ofLeaves.set(stack, leaves);
  const known = leaves[index];
  if (known?.id === id) return known;
  return (leaves[index] = leafItem(stack, index, id));
}

function leafItem(stack: Stack, index: number, id: string): Item {
  const { x, y } = leafAt(stack, index);
  return {
    id,
    leaf: true,
    x,
    y,
    height: LEAF.height,
    level: stack.level,
    position: stack.before + index + 1,
    siblings: stack.before + stack.count,
    expanded: undefined,
    hidden: 0
  };
}

function cardItem({ id, children, stack, ...card }: Placed): Item {
  const { x, y, height, level, position, siblings, hidden } = card;
  const inside = children.length + (stack?.count ?? 0);
  const expanded = hidden > 0 ? false : inside > 0 ? true : undefined;
  return { id, leaf: false, x, y, height, level, position, siblings, expanded, hidden };
}

/** Everything a window shows, or nothing when that is more than `most`. */
export function itemsWithin(grown: Grown, window: Box, most: number): Item[] | undefined {
  const { layout, leavesOf } = grown;
  const cards = cardsWithin(layout, window);
  if (cards.length > most) return undefined;
  const items = cards.map((card) => itemOf(card.id, { card }));
  for (const stack of stacksWithin(layout, window)) {
    const ids = leavesOf(stack.parent);
    const leaves = leavesWithin(stack, window);
    if (items.length + leaves.length > most) return undefined;
    for (const { index } of leaves) {
      const id = ids[index];
      if (id !== undefined) items.push(itemOf(id, { stack, index }));
    }
  }
  return items;
}

/** Siblings and children around a card that stay elements wherever the window is. */
const AROUND = 8;

/**
 * What a reader of the page must find from a card: the way to the root, its nearest siblings and
 * its first children.
 */
export function idsAround({ layout, leavesOf }: Grown, id: string, spot: Spot): string[] {
  const card: Placed | undefined = 'card' in spot ? spot.card : layout.byId.get(spot.stack.parent);
  const around = [id];
  for (let at = card; at; at = layout.byId.get(at.parent ?? '')) around.push(at.id);
  const nearest = (ids: readonly string[], at: number) =>
    ids.slice(Math.max(0, at - AROUND), at + AROUND + 1);
  if (!('card' in spot)) return [...around, ...nearest(leavesOf(spot.stack.parent), spot.index)];
  const { children, stack, parent } = spot.card;
  const siblings = layout.byId.get(parent ?? '')?.children ?? [];
  around.push(...nearest(siblings, siblings.indexOf(spot.card.id)));
  around.push(...children.slice(0, AROUND));
  if (stack) around.push(...leavesOf(id).slice(0, Math.min(AROUND, stack.count)));
  return around;
}

/** The ids from something up to the root. */
export function wayOf({ layout, homeOf }: Grown, id: string | undefined): Set<string> {
  const way = new Set<string>();
  let at = id;
  while (at !== undefined && !way.has(at)) {
    way.add(at);
    at = layout.byId.has(at) ? layout.byId.get(at)?.parent : homeOf(at);
  }
  return way;
}

/** All that hangs beneath a node: it rides along when that is dragged. */
export function beneath({ layout, leavesOf }: Grown, id: string): Set<string> {
  const ids = new Set<string>();
  const queue = [id];
  for (const at of queue) {
    const node = layout.byId.get(at);
    if (!node) continue;
    if (node.stack) for (const leaf of leavesOf(at)) ids.add(leaf);
    for (const child of node.children) ids.add(child);
    queue.push(...node.children);
  }
  return ids;
}
