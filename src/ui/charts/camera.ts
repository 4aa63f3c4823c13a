import { boxOf } from './tree-drawing.ts';
import { CARD, type Box, type Layout } from './tree-layout.ts';

/** Where a chart stands in its window: a point's place is `x * k + dx`. */
export interface Camera {
  readonly k: number;
  readonly dx: number;
  readonly dy: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const LEAST_ZOOM = 0.1;
export const MOST_ZOOM = 1.5;
/** Kept free around what is brought into sight. */
const MARGIN = 20;
/** Where the root of a tree that grows down stands, beneath the legend. */
const BELOW_LEGEND = 56;

const bounded = (k: number): number => Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));

/** Nearer or further, while the point of the chart under a point of the window stays there. */
export function zoomed(camera: Camera, factor: number, x: number, y: number): Camera {
  const k = bounded(camera.k * factor);
  const by = k / camera.k;
  return { k, dx: x - (x - camera.dx) * by, dy: y - (y - camera.dy) * by };
}

export const panned = (camera: Camera, x: number, y: number): Camera => ({
  k: camera.k,
  dx: camera.dx + x,
  dy: camera.dy + y
});

/** Two fingers: what was under each of them stays under them. */
export function pinched(
  camera: Camera,
  before: readonly [Point, Point],
  after: readonly [Point, Point]
): Camera {
  const apart = (points: readonly [Point, Point]) =>
    Math.max(1, Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y));
  const middle = ([a, b]: readonly [Point, Point]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const [from, to] = [middle(before), middle(after)];
  const moved = panned(camera, to.x - from.x, to.y - from.y);
  return zoomed(moved, apart(after) / apart(before), to.x, to.y);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The whole chart in the window, at 100 % at most. */
export function fitting({ left, top, right, bottom }: Box, { width, height }: Size): Camera {
  const k = bounded(
    Math.min(1, (width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top))
  );
  const along = (from: number, to: number, room: number) =>
    Math.max(MARGIN, (room - (to - from) * k) / 2) - from * k;
  return { k, dx: along(left, right, width), dy: along(top, bottom, height) };
}

/** Brings a point of the chart into the middle. */
export const centred = ({ k }: Camera, x: number, y: number, { width, height }: Size): Camera => ({
  k,
  dx: width / 2 - x * k,
  dy: height / 2 - y * k
});

/** Moves as little as brings a box into sight; from far away into the middle. */
export function showing(camera: Camera, box: Box, size: Size): Camera {
  const seen = boxOf({ ...camera, ...size });
  const far =
    box.left > seen.right + size.width / camera.k ||
    box.right < seen.left - size.width / camera.k ||
    box.top > seen.bottom + size.height / camera.k ||
    box.bottom < seen.top - size.height / camera.k;
  if (far) return centred(camera, (box.left + box.right) / 2, (box.top + box.bottom) / 2, size);
  const along = (from: number, to: number, d: number, room: number) => {
    const [low, high] = [from * camera.k + d, to * camera.k + d];
    if (low < MARGIN) return d + MARGIN - low;
    return high > room - MARGIN ? d - Math.min(high - room + MARGIN, low - MARGIN) : d;
  };
  return {
    k: camera.k,
    dx: along(box.left, box.right, camera.dx, size.width),
    dy: along(box.top, box.bottom, camera.dy, size.height)
  };
}

/** All of a chart if it fits at 100 %, else what is looked at, else the root at its edge. */
export function first(layout: Layout, at: Box | undefined, size: Size): Camera {
  const { left, top, right, bottom } = layout.bounds;
  const wide = right - left + 2 * MARGIN <= size.width;
  if (wide && bottom - top + 2 * MARGIN <= size.height) return fitting(layout.bounds, size);
  const [root] = layout.nodes;
  const { x, y, height } = root ?? { x: 0, y: 0, height: 0 };
  const origin = { k: 1, dx: 0, dy: 0 };
  if (at) return centred(origin, (at.left + at.right) / 2, (at.top + at.bottom) / 2, size);
  return layout.direction === 'right'
    ? { k: 1, dx: MARGIN, dy: size.height / 2 - y - height / 2 }
    : { k: 1, dx: size.width / 2 - x - CARD.width / 2, dy: BELOW_LEGEND };
}
