import { drawCard, drawHeap, drawLeaf } from './card-drawing.ts';
import { traceEdges } from './edge-drawing.ts';
import { fitted, widthOfText } from './fit.ts';
import type { Inks } from './paints.ts';
import { framed, type Caption, type Key, type Picture } from './picture.ts';
import { attributes, named } from './svg.ts';
import { SvgPaper, SvgTrace } from './svg-paper.ts';
import {
  saidBy,
  STEPS,
  type LegendOf,
  type Palette,
  type Scene,
  type View
} from './tree-drawing.ts';
import { CARD, LEAF, type Placed, type Stack } from './tree-layout.ts';
import { leafAt } from './tree-window.ts';

/** The tree as the chart shows it. */
export interface TreeMotif extends Pick<Scene, 'layout' | 'cardOf' | 'leavesOf' | 'partsOf'> {
  readonly legend: LegendOf;
  /** What the size of cards says, if anything. */
  readonly size: string | undefined;
  /** What a stack says where its leaves are too many to be drawn one by one. */
  readonly heapLine: (count: number) => string;
}

/** With more leaves than these in all, each stack is drawn as a whole: no program opens such an SVG. */
const MOST_LEAVES = 5000;
/** Room for the pill of a card that is closed. */
const PILL = { right: 44, down: 28 } as const;

/** What drawing on a picture needs. */
interface Sheet {
  readonly motif: TreeMotif;
  readonly paper: SvgPaper;
  readonly view: View;
  readonly palette: Palette;
}

/** All of the tree that is open, at 100 %. */
export function treePicture(
  motif: TreeMotif,
  caption: Caption,
  palette: Palette,
  inks: Inks
): Picture {
  const { layout } = motif;
  const { left, top, right, bottom } = layout.bounds;
  const pill = layout.nodes.some((node) => node.hidden > 0) ? PILL[layout.direction] : 0;
  const [aside, below] = layout.direction === 'right' ? [pill, 0] : [0, pill];
  const size = { width: right - left + aside, height: bottom - top + below };
  const sheet = {
    motif,
    paper: new SvgPaper(),
    view: { k: 1, dx: -left, dy: -top, ...size },
    palette
  };
  const stacks = layout.stacks.flat();
  const heaped = stacks.reduce((sum, { count }) => sum + count, 0) > MOST_LEAVES;
  const content = [
    edges(sheet),
    ...layout.nodes.map((node) => cardParts(sheet, node)),
    ...stacks.flatMap((stack) => (heaped ? heapParts(sheet, stack) : leafParts(sheet, stack)))
  ];
  return framed({ content: content.join(''), ...size }, caption, keysOf(motif, palette), inks);
}

function edges({ motif, view, palette }: Sheet): string {
  const [plain, lit] = [new SvgTrace(), new SvgTrace()];
  traceEdges({ layout: motif.layout, lit: NOBODY }, view, plain, lit);
  const stroke = { stroke: palette.edge, 'stroke-width': 1.25, fill: 'none' };
  return `<path${attributes({ ...stroke, d: plain.d })}/>`;
}

const NOBODY: ReadonlySet<string> = new Set();

function cardParts(sheet: Sheet, node: Placed): string {
  const { motif, paper, view, palette } = sheet;
  const card = motif.cardOf(node.id);
  const room = CARD.width - 20;
  const cut = { ...card, name: fitted(card.name, room, 13), line: fitted(card.line, room, 11) };
  const place = { x: node.x + view.dx, y: node.y + view.dy };
  drawCard(paper, cut, { ...place, width: CARD.width, height: node.height }, palette);
  const drawn = named(saidBy(card), paper.taken());
  if (node.hidden > 0) drawPill(sheet, node);
  return drawn + paper.taken();
}

/** How many more there are: at the end of a card of a tree that grows right, below one that grows down. */
function drawPill({ motif, paper, view, palette }: Sheet, { x, y, height, hidden }: Placed) {
  const label = `+${hidden}`;
  const width = Math.ceil(widthOfText(label, 11)) + 10;
  const right = motif.layout.direction === 'right';
  const left = view.dx + (right ? x + CARD.width - 8.5 : x + (CARD.width - width) / 2);
  const top = view.dy + (right ? y + height / 2 - 9 : y + height + 5.5);
  paper.beginPath();
  paper.roundRect(left, top, width, 18, 9);
  paper.fillStyle = palette.fills[0] ?? '';
  paper.fill();
  paper.strokeStyle = palette.edge;
  paper.lineWidth = 1;
  paper.stroke();
  paper.fillStyle = palette.faint;
  paper.font = `400 11px ${palette.family}`;
  paper.fillText(label, left + 5, top + 9);
}

function leafParts({ motif, paper, view, palette }: Sheet, stack: Stack): string[] {
  return motif.leavesOf(stack.parent).map((id, index) => {
    const card = motif.cardOf(id);
    const own = LEAF.width - 12;
    const line = fitted(card.line, own / 2, 11);
    const room = own - (line === '' ? 0 : widthOfText(line, 11) + 6);
    const { x, y } = leafAt(stack, index);
    const frame = { x: x + view.dx, y: y + view.dy, width: LEAF.width, height: LEAF.height };
    drawLeaf(paper, { ...card, line, name: fitted(card.name, room, 11) }, frame, palette);
    return named(saidBy(card), paper.taken());
  });
}

function heapParts({ motif, paper, view, palette }: Sheet, stack: Stack): string {
  const { left, top, right, bottom, parent, count } = stack;
  const frame = { x: left + view.dx, y: top + view.dy, width: right - left, height: bottom - top };
  drawHeap(paper, motif.partsOf(parent), frame, palette);
  const line = motif.heapLine(count);
  // On the colours themselves nothing could be read.
  paper.fillStyle = palette.fills[0] ?? '';
  paper.fillRect(frame.x + 4, frame.y + 4, widthOfText(line, 11) + 8, 18);
  paper.fillStyle = palette.inks[0] ?? '';
  paper.font = `400 11px ${palette.family}`;
  paper.fillText(line, frame.x + 8, frame.y + 13);
  return named(line, paper.taken());
}

const SCALE = Array.from({ length: STEPS }, (_, i) => i + 1);

/** A scale that goes both ways has a sign at each end, which a dash between them would drown. */
const scaleOf = (
  { least, most, steps }: Extract<LegendOf, { readonly least: string }>,
  palette: Palette
): Key => ({
  fills: (steps ?? SCALE).map((step) => palette.fills[step] ?? ''),
  label: steps ? `${least} … ${most}` : `${least}–${most}`
});

/** The chart's legend: what its colours are about, and its scale or its categories. */
function keysOf({ legend, size }: TreeMotif, palette: Palette): Key[] {
  const keys =
    'categories' in legend
      ? legend.categories.map(({ colour, label }) => ({
          fills: [palette.categories[colour] ?? ''],
          label
        }))
      : [scaleOf(legend, palette)];
  const sized = size === undefined ? [] : [{ fills: [], label: size }];
  return [{ fills: [], label: legend.title }, ...keys, ...sized];
}
