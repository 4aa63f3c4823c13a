import type { Message } from '#core/kernel/message.ts';
import { tourMessages as m } from './messages.ts';

export interface Stop {
  readonly title: Message;
  readonly text: Message;
  /** What is pointed at, by its `data-tour`; where it is not in sight the card stands alone. */
  readonly at: string;
}

/** Seven, in the order in which a newcomer meets them. */
export const STOPS: readonly Stop[] = [
  { title: m.tree, text: m.treeText, at: 'tree' },
  { title: m.chart, text: m.chartText, at: 'view' },
  { title: m.search, text: m.searchText, at: 'search' },
  { title: m.undo, text: m.undoText, at: 'undo' },
  { title: m.import, text: m.importText, at: 'import' },
  { title: m.audit, text: m.auditText, at: 'audit' },
  { title: m.share, text: m.shareText, at: 'share' }
];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Between what is pointed at and the card, and from the edge of the window (px). */
const GAP = 12;
/** The bar at the foot of a narrow window (px). */
const FOOT = 56;
/** Of a ring: from what it is around, and from the edge of the window (px). */
const AROUND = 4;
const EDGE = 2;

/** A ring a little around something, whole within the window. */
export function ringAround(target: Box, view: Box): Box {
  const left = Math.max(EDGE, target.left - AROUND);
  const top = Math.max(EDGE, target.top - AROUND);
  const right = Math.min(view.width - EDGE, target.left + target.width + AROUND);
  const bottom = Math.min(view.height - EDGE, target.top + target.height + AROUND);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/**
 * Where a card goes: below what it speaks of, else above it, else within it: in its upper right
 * where there is width for that, else at its foot; always whole within the window.
 */
export function placeCard(target: Box, card: Box, view: Box): { left: number; top: number } {
  const below = target.top + target.height + GAP;
  const above = target.top - GAP - card.height;
  const most = view.height - card.height - GAP;
  const wide = target.width >= card.width * 2;
  const left = wide ? target.left + target.width - card.width - GAP * 2 : target.left;
  const within = wide ? target.top + GAP * 2 : most - FOOT;
  const top = below <= most ? below : above >= GAP ? above : within;
  return {
    left: Math.max(GAP, Math.min(left, view.width - card.width - GAP)),
    top: Math.max(GAP, Math.min(top, most))
  };
}
