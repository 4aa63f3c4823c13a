import type { Surface } from './svg-paper.ts';
import {
  boxOf,
  FAINT,
  type Card,
  type Palette,
  type Part,
  type Scene,
  type View
} from './tree-drawing.ts';
import { CARD, LEAF, type Box, type Stack } from './tree-layout.ts';
import {
  boxOfCard,
  boxOfLeaf,
  cardsWithin,
  detailAt,
  leavesWithin,
  stacksWithin
} from './tree-window.ts';

/** Leaves lower than this are no longer seen one by one: their stack is drawn as a whole. */
const LEAST = 5;
/** From this zoom on a leaf has room for its name. */
const LEAF_NAMES = 0.6;

/** A rectangle in the window's pixels. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const frameOf = ({ left, top, right, bottom }: Box, { k, dx, dy }: View): Frame => ({
  x: left * k + dx,
  y: top * k + dy,
  width: (right - left) * k,
  height: (bottom - top) * k
});

/** The cards in sight as shapes, with as much text as there is room for. */
export function drawCards(
  to: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  palette: Palette
) {
  const box = boxOf(view);
  const detail = detailAt(view.k);
  to.textBaseline = 'middle';
  for (const placed of cardsWithin(scene.layout, box)) {
    const card = scene.cardOf(placed.id);
    const frame = frameOf(boxOfCard(placed), view);
    to.globalAlpha = alphaOf(scene, placed.id);
    if (detail === 'both') drawCard(to, card, frame, palette);
    else {
      drawShape(to, card, frame, palette);
      const room = { ...frame, width: frame.width - 10, x: frame.x + 5 };
      if (detail === 'line' || (detail === 'name' && placed.level <= 2))
        write(to, card.name, room, font(palette, 11, 500), palette.inks[card.step]);
    }
    outline(to, scene, placed.id, frame, palette);
  }
  for (const stack of stacksWithin(scene.layout, box)) drawStack(to, scene, stack, view, palette);
  to.globalAlpha = 1;
}

/** A card with all that it says. */
export function drawCard(to: Surface, card: Card, frame: Frame, palette: Palette) {
  drawShape(to, card, frame, palette);
  writeBoth(to, card, { ...frame, x: frame.x + 10, width: frame.width - 20 }, palette);
}

/** A leaf with its name and what its colour says. */
export function drawLeaf(to: Surface, card: Card, frame: Frame, palette: Palette) {
  drawShape(to, card, frame, palette);
  writeLeaf(to, card, frame, palette);
}

const alphaOf = ({ strong }: Scene, id: string): number => (!strong || strong.has(id) ? 1 : FAINT);

function drawStack(
  to: CanvasRenderingContext2D,
  scene: Scene,
  stack: Stack,
  view: View,
  palette: Palette
) {
  if (LEAF.height * view.k < LEAST) {
    drawBlock(to, scene, stack, view, palette);
    return;
  }
  const ids = scene.leavesOf(stack.parent);
  for (const place of leavesWithin(stack, boxOf(view))) {
    const id = ids[place.index];
    if (id === undefined) continue;
    const card = scene.cardOf(id);
    const frame = frameOf(boxOfLeaf(place), view);
    to.globalAlpha = alphaOf(scene, id);
    if (view.k >= LEAF_NAMES) drawLeaf(to, card, frame, palette);
    else drawShape(to, card, frame, palette);
    outline(to, scene, id, frame, palette);
  }
}

/** A whole stack, filled by what it consists of. */
export function drawHeap(
  to: Surface,
  parts: readonly Part[] | undefined,
  frame: Frame,
  palette: Palette
) {
  const { x, y, width, height } = frame;
  to.fillStyle = palette.fills[0] ?? '';
  to.fillRect(x, y, width, height);
  drawParts(to, parts, frame, palette);
  to.strokeStyle = palette.edge;
  to.lineWidth = 0.5;
  to.strokeRect(x, y, width, height);
}

/** A whole stack, with a ring where it holds what is dealt with. */
function drawBlock(
  to: CanvasRenderingContext2D,
  scene: Scene,
  stack: Stack,
  view: View,
  palette: Palette
) {
  const frame = frameOf(stack, view);
  const { x, y, width, height } = frame;
  to.globalAlpha = scene.strong ? FAINT : 1;
  drawHeap(to, scene.partsOf(stack.parent), frame, palette);
  const ids = scene.leavesOf(stack.parent);
  const held = [scene.at, ...scene.selected].filter((id) => id !== undefined);
  if (!held.some((id) => ids.includes(id))) return;
  to.strokeStyle = palette.accent;
  to.lineWidth = 2;
  to.strokeRect(x - 1, y - 1, width + 2, height + 2);
}

/** Fill and edge of a card; its shares along the foot, or all over it where it is low. */
function drawShape(to: Surface, card: Card, frame: Frame, palette: Palette) {
  const { x, y, width, height } = frame;
  to.fillStyle = palette.fills[card.step] ?? '';
  to.beginPath();
  if (height < 6) to.rect(x, y, width, Math.max(1, height));
  else to.roundRect(x, y, width, height, Math.min(6, height / 4));
  to.fill();
  if (card.step === 0) {
    to.strokeStyle = palette.edge;
    to.lineWidth = height < 12 ? 0.5 : 1;
    to.stroke();
  }
  drawFoot(to, card.parts, frame, palette);
  if (card.warning !== undefined) {
    to.fillStyle = palette.warning;
    to.fillRect(x, y, Math.max(1.5, Math.min(4, width / 40)), height);
  }
}

/** Shares along the foot of a card, within its lower corners; all over it where it is low. */
function drawFoot(to: Surface, parts: readonly Part[] | undefined, frame: Frame, palette: Palette) {
  const { x, y, width, height } = frame;
  if (height < 12) {
    drawParts(to, parts, frame, palette);
    return;
  }
  const foot = Math.max(2, Math.min(4, height / 8));
  const corner = { x: Math.min(6, height / 4), y: foot };
  const last = (parts?.length ?? 0) - 1;
  let from = x;
  parts?.forEach(({ colour, share }, i) => {
    const [top, wide] = [y + height - foot, share * width];
    to.fillStyle = palette.categories[colour] ?? '';
    if (i > 0 && i < last) to.fillRect(from, top, wide, foot);
    else {
      to.beginPath();
      to.roundRect(from, top, wide, foot, [0, 0, i === last ? corner : 0, i === 0 ? corner : 0]);
      to.fill();
    }
    from += wide;
  });
}

function drawParts(
  to: Surface,
  parts: readonly Part[] | undefined,
  { x, y, width, height }: Frame,
  palette: Palette
) {
  let from = x;
  for (const { colour, share } of parts ?? []) {
    to.fillStyle = palette.categories[colour] ?? '';
    to.fillRect(from, y, share * width, height);
    from += share * width;
  }
}

const font = ({ family }: Palette, size: number, weight: number) => `${weight} ${size}px ${family}`;

function writeBoth(to: Surface, card: Card, room: Frame, palette: Palette) {
  const ink = palette.inks[card.step];
  const middle = room.y + room.height / 2 - (card.parts ? 2 : 0);
  write(to, card.name, { ...room, y: middle - 16, height: 17 }, font(palette, 13, 500), ink, 13);
  write(to, card.line, { ...room, y: middle + 1, height: 14 }, font(palette, 11, 400), ink);
}

/** The name at the left, and what its colour says at the right. */
function writeLeaf(to: Surface, card: Card, frame: Frame, palette: Palette) {
  const own = frame.width - 12;
  const line = Math.min(own / 2, widthOf(card.line, 11));
  const at = { ...frame, x: frame.x + 6, width: own - (line > 0 ? line + 6 : 0) };
  write(to, card.name, at, font(palette, 11, 400), palette.inks[card.step]);
  const right = { ...frame, x: frame.x + frame.width - 6 - line, width: line };
  if (line > 0) write(to, card.line, right, font(palette, 11, 400), palette.faint);
}

/** Widths are guessed so that text certainly fits: to measure each would cost more than to draw it. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((width, char) => width + advance(char, size), 0);
const advance = (char: string, size: number): number => (char > '\u2e7f' ? size : size * 0.58);

/** As many characters as certainly fit, in the middle of the height. */
function write(
  to: Surface,
  whole: string,
  { x, y, width, height }: Frame,
  face: string,
  ink = '',
  size = 11
) {
  to.font = face;
  to.fillStyle = ink;
  let text = whole;
  if (whole.length * size > width && widthOf(whole, size) > width) {
    const chars = [...whole];
    let used = size * 0.8;
    const fits = chars.findIndex((char) => (used += advance(char, size)) > width);
    text = `${chars.slice(0, Math.max(0, fits)).join('')}…`;
  }
  to.fillText(text, x, y + height / 2);
}

function outline(
  to: CanvasRenderingContext2D,
  { lit, selected, at }: Scene,
  id: string,
  { x, y, width, height }: Frame,
  palette: Palette
) {
  if (!lit.has(id) && !selected.has(id) && id !== at) return;
  const wide = selected.has(id) || id === at;
  to.strokeStyle = selected.has(id) ? palette.accent : palette.lit;
  to.lineWidth = wide ? 2 : 1;
  const out = wide ? 2 : 0;
  to.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
}

/** All of a chart in small: one rectangle a card, at least so large that it is seen. */
export function drawMap(
  to: CanvasRenderingContext2D,
  { layout, cardOf, partsOf }: Pick<Scene, 'layout' | 'cardOf' | 'partsOf'>,
  { scale, dx, dy }: { readonly scale: number; readonly dx: number; readonly dy: number },
  palette: Palette
) {
  const right = layout.direction === 'right';
  for (const level of layout.levels) {
    let drawn = -Infinity;
    for (const { id, x, y, height } of level) {
      const [left, top] = [x * scale + dx, y * scale + dy];
      // What would lie within the pixel that is drawn already is left out.
      const across = right ? top : left;
      if (across - drawn < 0.5) continue;
      drawn = across;
      const { step, parts } = cardOf(id);
      const [wide, high] = [Math.max(1, CARD.width * scale), Math.max(1, height * scale)];
      to.fillStyle = step > 0 ? (palette.fills[step] ?? '') : palette.edge;
      to.fillRect(left, top, wide, high);
      drawParts(to, parts, { x: left, y: top, width: wide, height: high }, palette);
    }
  }
  for (const stack of layout.stacks.flat()) {
    const frame = frameOf(stack, { k: scale, dx, dy, width: 0, height: 0 });
    to.fillStyle = palette.edge;
    to.fillRect(frame.x, frame.y, Math.max(1, frame.width), Math.max(1, frame.height));
    drawParts(to, partsOf(stack.parent), frame, palette);
  }
}
