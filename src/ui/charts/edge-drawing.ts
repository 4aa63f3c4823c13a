import type { Trace } from './svg-paper.ts';
import { boxOf, type Palette, type Scene, type View } from './tree-drawing.ts';
import { CARD, type Branch, type Layout, type Placed, type Stack } from './tree-layout.ts';
import { branchesWithin } from './tree-window.ts';

/** Radius of a bend, and from the trunk to what hangs on it, at 100 %. */
const BEND = 6;
const TRUNK = 16;

/** A line in the tree's own terms: `main` from level to level, `cross` along a level. */
class Pen {
  readonly #trace: Trace;
  readonly #view: View;
  readonly #right: boolean;

  constructor(trace: Trace, view: View, direction: Layout['direction']) {
    this.#trace = trace;
    this.#view = view;
    this.#right = direction === 'right';
  }

  move(main: number, cross: number) {
    this.#trace.moveTo(...this.#point(main, cross));
  }
  line(main: number, cross: number) {
    this.#trace.lineTo(...this.#point(main, cross));
  }
  bend(corner: readonly [number, number], to: readonly [number, number]) {
    this.#trace.quadraticCurveTo(...this.#point(...corner), ...this.#point(...to));
  }

  #point(main: number, cross: number): [number, number] {
    const { k, dx, dy } = this.#view;
    return this.#right ? [main * k + dx, cross * k + dy] : [cross * k + dx, main * k + dy];
  }
}

/** The edges in sight: a trunk for each parent, and from it a bend to each child. */
export function drawEdges(
  to: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  palette: Palette
) {
  const [plain, lit] = [new Path2D(), new Path2D()];
  traceEdges(scene, view, plain, lit);
  if (scene.strong) to.globalAlpha = 0.6;
  to.lineWidth = 1.25;
  to.strokeStyle = palette.edge;
  to.stroke(plain);
  to.globalAlpha = 1;
  to.lineWidth = 2;
  to.strokeStyle = palette.lit;
  to.stroke(lit);
}

/** The same as lines, on a canvas and in a picture: what is lit apart from the rest. */
export function traceEdges(
  { layout, lit: way }: Pick<Scene, 'layout' | 'lit'>,
  view: View,
  plainTrace: Trace,
  litTrace: Trace
) {
  const plain = new Pen(plainTrace, view, layout.direction);
  const lit = new Pen(litTrace, view, layout.direction);
  const box = boxOf(view);
  const [from, end] = layout.direction === 'right' ? [box.top, box.bottom] : [box.left, box.right];
  const across = { from: from - BEND, to: end + BEND };
  for (const branch of branchesWithin(layout, box)) {
    const spot = spotOf(layout, branch.parent);
    const ends = endsOf(layout, branch);
    const trunk = trunkOf(layout, branch);
    for (const end of ends) {
      if (way.has(end.id)) addBend(lit, spot, end, trunk, true);
      else if (end.cross > across.from - CARD.width && end.cross < across.to + CARD.width)
        addBend(plain, spot, end, trunk);
    }
    addTrunk(plain, spot, ends, trunk, across);
    if (branch.parent.stack) addBracket(plain, layout, branch.parent.stack);
  }
}

interface Spot {
  readonly main: number;
  readonly cross: number;
}

interface End extends Spot {
  readonly id: string;
}

/** Where edges leave a card. */
const spotOf = ({ direction }: Layout, { x, y, height }: Placed): Spot =>
  direction === 'right'
    ? { main: x + CARD.width, cross: y + height / 2 }
    : { main: y + height, cross: x + CARD.width / 2 };

/** Where they arrive: the near sides of the children, and of the stack. */
function endsOf({ direction }: Layout, { parent, children }: Branch): End[] {
  const right = direction === 'right';
  const ends = children.map(({ id, x, y, height }) => ({
    id,
    main: right ? x : y,
    cross: right ? y + height / 2 : x + CARD.width / 2
  }));
  const { stack } = parent;
  if (stack)
    ends.push({
      id: stackKey(stack.parent),
      main: (right ? stack.left : stack.top) - BEND,
      cross: right ? (stack.top + stack.bottom) / 2 : (stack.left + stack.right) / 2
    });
  return ends;
}

/** How the way to a leaf names the stack it stands in. */
export const stackKey = (parent: string): string => `stack/${parent}`;

/** Where the trunk stands: a little before all that hangs on it. */
function trunkOf({ direction }: Layout, { parent, children }: Branch): number {
  const [first] = children;
  const { left = 0, top = 0 } = parent.stack ?? {};
  return (direction === 'right' ? (first?.x ?? left) : (first?.y ?? top)) - TRUNK;
}

function addTrunk(
  pen: Pen,
  spot: Spot,
  ends: readonly End[],
  trunk: number,
  across: { from: number; to: number }
) {
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last) return;
  pen.move(spot.main, spot.cross);
  pen.line(trunk, spot.cross);
  pen.move(trunk, Math.max(across.from, Math.min(spot.cross, first.cross + BEND)));
  pen.line(trunk, Math.min(across.to, Math.max(spot.cross, last.cross - BEND)));
}

/** From the trunk to a child; `whole` from the parent on. */
function addBend(pen: Pen, spot: Spot, end: End, trunk: number, whole = false) {
  const drop = end.cross - spot.cross;
  const radius = Math.min(BEND, Math.abs(drop) / 2);
  const from = Math.abs(drop) < 1 ? end.cross : end.cross - Math.sign(drop) * radius;
  if (whole) {
    pen.move(spot.main, spot.cross);
    pen.line(trunk, spot.cross);
    pen.line(trunk, from);
  } else pen.move(trunk, from);
  pen.bend([trunk, end.cross], [trunk + radius, end.cross]);
  pen.line(end.main, end.cross);
}

/** Holds the leaves of a stack together along its near side. */
function addBracket(pen: Pen, { direction }: Layout, { left, top, right, bottom }: Stack) {
  const [main, from, to] = direction === 'right' ? [left, top, bottom] : [top, left, right];
  pen.move(main - BEND, from);
  pen.line(main - BEND, to);
}
