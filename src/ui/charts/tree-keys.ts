import type { Layout, Placed, Stack } from './tree-layout.ts';

/** What a key means on a chart; `command` is left to the page. */
export type ChartAction =
  | { readonly do: 'go' | 'toggle' | 'select' | 'focus'; readonly id: string }
  | { readonly do: 'zoom'; readonly by: number }
  | { readonly do: 'fit' | 'leave' }
  | { readonly do: 'find'; readonly step: 1 | -1 }
  | { readonly do: 'command'; readonly key: string; readonly id: string };

type KeyLike = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** A card, or a leaf by its place in its stack. */
export type Spot = { readonly card: Placed } | { readonly stack: Stack; readonly index: number };

/** The tree as keys walk it. */
export interface Ground {
  readonly layout: Layout;
  readonly leavesOf: (id: string) => readonly string[];
}

type Way = 'deeper' | 'back' | 'next' | 'previous';

const WAYS: Readonly<Record<Layout['direction'], Readonly<Record<string, Way>>>> = {
  right: { ArrowRight: 'deeper', ArrowLeft: 'back', ArrowDown: 'next', ArrowUp: 'previous' },
  down: { ArrowDown: 'deeper', ArrowUp: 'back', ArrowRight: 'next', ArrowLeft: 'previous' }
};

const PAGE_KEYS = new Set(['Enter', 'F2', 'Delete', 'Backspace', 'm', 'M', 't', 'T']);

/**
 * The W3C pattern of a tree, laid along the chart: towards the children opens and enters, towards
 * the root closes and leaves, along the level goes to what stands next to it there.
 */
export function chartAction(
  event: KeyLike,
  ground: Ground,
  id: string,
  spot: Spot
): ChartAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { key } = event;
  const way = WAYS[ground.layout.direction][key];
  if (way)
    return 'card' in spot ? cardWay(ground, spot.card, way) : leafWay(ground, spot, key, way);
  if (PAGE_KEYS.has(key)) return { do: 'command', key, id };
  const { nodes } = ground.layout;
  switch (key) {
    case 'Home':
      return go(nodes[0]?.id);
    case 'End':
      return go(nodes.at(-1)?.id);
    case ' ':
      return { do: 'select', id };
    case 'f':
    case 'F':
      return 'card' in spot ? { do: 'focus', id } : { do: 'focus', id: spot.stack.parent };
    case 'Escape':
      return { do: 'leave' };
    case 'n':
    case 'N':
      return { do: 'find', step: event.shiftKey ? -1 : 1 };
    case '+':
    case '=':
      return { do: 'zoom', by: 1.25 };
    case '-':
      return { do: 'zoom', by: 0.8 };
    case '0':
      return { do: 'fit' };
    default:
      return undefined;
  }
}

const go = (id: string | undefined): ChartAction | undefined =>
  id === undefined ? undefined : { do: 'go', id };

function cardWay({ layout, leavesOf }: Ground, card: Placed, way: Way): ChartAction | undefined {
  const inside = card.children.length + (card.stack?.count ?? 0);
  if (way === 'deeper')
    return card.hidden > 0
      ? { do: 'toggle', id: card.id }
      : go(card.children[0] ?? leavesOf(card.id)[0]);
  if (way === 'back')
    return inside > 0 && card.level > 0 ? { do: 'toggle', id: card.id } : go(card.parent);
  const siblings = layout.byId.get(card.parent ?? '')?.children ?? [];
  const at = siblings.indexOf(card.id);
  const sibling = siblings[way === 'next' ? at + 1 : at - 1];
  if (sibling !== undefined) return go(sibling);
  const parent = layout.byId.get(card.parent ?? '');
  if (way === 'next' && parent?.stack) return go(leavesOf(parent.id)[0]);
  const level = layout.levels[card.level] ?? [];
  return go(level[level.indexOf(card) + (way === 'next' ? 1 : -1)]?.id);
}

/** Within a stack arrows go as it is seen; out of it at its near edges. */
function leafWay(
  { layout, leavesOf }: Ground,
  { stack, index }: { readonly stack: Stack; readonly index: number },
  key: string,
  way: Way
): ChartAction | undefined {
  const row = index % stack.rows;
  const column = Math.floor(index / stack.rows);
  const ids = leavesOf(stack.parent);
  const at = (c: number, r: number) =>
    c < 0 || r < 0 || r >= stack.rows ? undefined : ids[c * stack.rows + r];
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0]
  };
  const [across, down] = steps[key] ?? [0, 0];
  const next = at(column + across, row + down);
  if (next !== undefined) return go(next);
  if (way === 'back') return go(stack.parent);
  if (way === 'previous') return go(layout.byId.get(stack.parent)?.children.at(-1) ?? stack.parent);
  return undefined;
}
