import {
  CARD,
  branchesWithin,
  cardsWithin,
  type Box,
  type Layout,
  type Placed
} from './tree-layout.ts';

/** Where the chart stands in its window: a point's place is `x * k + dx`. */
export interface View {
  readonly k: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

/** Colours as a canvas needs them, read from the page's own. */
export interface Palette {
  readonly edge: string;
  readonly lit: string;
  readonly accent: string;
  readonly warning: string;
  readonly font: string;
  /** By step, from 1: what a card is filled with, and what is written on it. */
  readonly fills: readonly string[];
  readonly inks: readonly string[];
}

/** What a card is drawn by. */
export interface Drawn {
  readonly name: string;
  readonly step: number;
  readonly warning?: string | undefined;
}

export interface Scene {
  readonly layout: Layout;
  readonly lit: ReadonlySet<string>;
  readonly selected: ReadonlySet<string>;
  readonly at: string | undefined;
  readonly cardOf: (id: string) => Drawn;
}

/** What part of the chart a window shows. */
export const boxOf = ({ k, dx, dy, width, height }: View): Box => ({
  left: -dx / k,
  top: -dy / k,
  right: (width - dx) / k,
  bottom: (height - dy) / k
});

/** Makes a canvas as sharp as the screen and empty. */
export function cleared(canvas: HTMLCanvasElement, width: number, height: number) {
  const ratio = globalThis.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const to = canvas.getContext('2d');
  to?.setTransform(ratio, 0, 0, ratio, 0, 0);
  to?.clearRect(0, 0, width, height);
  return to;
}

/** The edges in sight: a trunk for each parent, and from it a bend to each child. */
export function drawEdges(
  to: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  palette: Palette
) {
  const plain = new Path2D();
  const lit = new Path2D();
  const box = boxOf(view);
  for (const { parent, children } of branchesWithin(scene.layout, box)) {
    for (const child of children) {
      if (child.y > box.bottom + CARD.pitch || child.y < box.top - CARD.pitch) continue;
      addBend(scene.lit.has(child.id) ? lit : plain, parent, child, view);
    }
    addTrunk(plain, parent, children, view);
    const onWay = children.find(({ id }) => scene.lit.has(id));
    if (onWay) addBend(lit, parent, onWay, view, true);
  }
  to.lineWidth = 1.25;
  to.strokeStyle = palette.edge;
  to.stroke(plain);
  to.lineWidth = 2;
  to.strokeStyle = palette.lit;
  to.stroke(lit);
}

const middleOf = (parent: Placed, { k, dx }: View) =>
  (parent.x + CARD.width + CARD.gap / 2) * k + dx;
const centreOf = (card: Placed, { k, dy }: View) => (card.y + CARD.height / 2) * k + dy;

function addTrunk(path: Path2D, parent: Placed, children: readonly Placed[], view: View) {
  const [first, last] = [children[0] ?? parent, children.at(-1) ?? parent];
  const x = middleOf(parent, view);
  const y = centreOf(parent, view);
  const bend = 6 * view.k;
  path.moveTo((parent.x + CARD.width) * view.k + view.dx, y);
  path.lineTo(x, y);
  path.moveTo(x, Math.max(-bend, Math.min(y, centreOf(first, view) + bend)));
  path.lineTo(x, Math.min(view.height + bend, Math.max(y, centreOf(last, view) - bend)));
}

/** From the trunk to a child; `whole` from the parent on. */
function addBend(path: Path2D, parent: Placed, child: Placed, view: View, whole = false) {
  const [y1, y2] = [centreOf(parent, view), centreOf(child, view)];
  const x = middleOf(parent, view);
  const drop = y2 - y1;
  const bend = Math.min(6 * view.k, Math.abs(drop) / 2);
  const from = Math.abs(drop) < 1 ? y2 : y2 - Math.sign(drop) * bend;
  if (whole) {
    path.moveTo((parent.x + CARD.width) * view.k + view.dx, y1);
    path.lineTo(x, y1);
    path.lineTo(x, from);
  } else path.moveTo(x, from);
  path.quadraticCurveTo(x, y2, x + bend, y2);
  path.lineTo(child.x * view.k + view.dx, y2);
}

/** The cards in sight as shapes, with as much text as there is room for. */
export function drawCards(
  to: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  palette: Palette
) {
  const { k, dx, dy } = view;
  const [width, height] = [CARD.width * k, CARD.height * k];
  const radius = Math.min(6, height / 4);
  const writes = k >= 0.25;
  to.font = palette.font;
  to.textBaseline = 'middle';
  for (const card of cardsWithin(scene.layout, boxOf(view))) {
    const { name, step, warning } = scene.cardOf(card.id);
    const [x, y] = [card.x * k + dx, card.y * k + dy];
    to.fillStyle = palette.fills[step] ?? '';
    to.beginPath();
    if (height < 6) to.rect(x, y, width, Math.max(1, height));
    else to.roundRect(x, y, width, height, radius);
    to.fill();
    if (warning !== undefined) {
      to.fillStyle = palette.warning;
      to.fillRect(x, y, Math.max(1.5, 4 * k), height);
    }
    if (writes && card.level <= 2) write(to, name, { x, y, width, height }, palette.inks[step]);
    outline(to, scene, card.id, { x, y, width, height }, palette);
  }
}

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As many characters as certainly fit: to measure each name would cost more than to draw it. */
function write(to: CanvasRenderingContext2D, name: string, at: Frame, ink = '') {
  const room = at.width - 10;
  let text = name;
  if (text.length * 6 > room) {
    const wide = [...text].map((char) => (char > '\u2e7f' ? 11 : 6));
    let used = 0;
    const fits = wide.findIndex((each) => (used += each) > room);
    if (fits >= 0) text = `${[...text].slice(0, Math.max(0, fits - 1)).join('')}…`;
  }
  to.fillStyle = ink;
  to.fillText(text, at.x + 5, at.y + at.height / 2);
}

function outline(
  to: CanvasRenderingContext2D,
  { lit, selected, at }: Scene,
  id: string,
  frame: Frame,
  palette: Palette
) {
  if (!lit.has(id) && !selected.has(id) && id !== at) return;
  const wide = selected.has(id) || id === at;
  to.strokeStyle = selected.has(id) ? palette.accent : palette.lit;
  to.lineWidth = wide ? 2 : 1;
  const out = wide ? 2 : 0;
  to.strokeRect(frame.x - out, frame.y - out, frame.width + 2 * out, frame.height + 2 * out);
}

/** All of a chart in small: one rectangle a card, at least so high that it is seen. */
export function drawMap(
  to: CanvasRenderingContext2D,
  { layout, cardOf }: Pick<Scene, 'layout' | 'cardOf'>,
  { scale, dx, dy }: { readonly scale: number; readonly dx: number; readonly dy: number },
  palette: Palette
) {
  const width = Math.max(1, CARD.width * scale);
  const height = Math.max(1, CARD.height * scale);
  for (const level of layout.levels) {
    let drawn = -Infinity;
    for (const { id, x, y } of level) {
      const top = y * scale + dy;
      // What would lie within the pixel that is drawn already is left out.
      if (top - drawn < 0.5) continue;
      drawn = top;
      to.fillStyle = palette.fills[cardOf(id).step] ?? '';
      to.fillRect(x * scale + dx, top, width, height);
    }
  }
}
