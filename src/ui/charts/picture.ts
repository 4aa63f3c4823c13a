import { escapedXml } from '#core/export/markup.ts';
import type { LegendEntry } from './area-chart.ts';
import { marksOf, type AreaScene, type Block, type Line } from './area-drawing.ts';
import { fitted, widthOfText } from './fit.ts';
import type { Painter } from './paints.ts';
import { CARD, type Branch, type Layout, type Placed } from './tree-layout.ts';

/** A drawing as SVG text: text in it stays text, fonts are named and not embedded. Pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What stands around a chart on a picture of it. */
export interface Caption {
  readonly title: string;
  /** What is shown of it, and of when. */
  readonly note: string;
  readonly legend: readonly LegendEntry[];
}

const EDGE = 24;
const TITLE = 16;
const SMALL = 12;
const SWATCH = 10;
const LEGEND_ROW = 20;
/** So wide at least that a title has room. */
const LEAST_WIDTH = 480;

const number = (n: number): string => String(Math.round(n * 100) / 100);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? number(value) : escapedXml(value)}"`
    )
    .join('');

function rect({ x, y, width, height, radius, fill }: Block): string {
  const round = radius > 0 ? { rx: radius } : {};
  return `<rect${attributes({ x, y, width, height, ...round, fill })}/>`;
}

/** Programs differ in how they find the middle of a line: a baseline is understood by all. */
function text({ text, x, y, size, weight, fill, end }: Line): string {
  const anchor = end ? { 'text-anchor': 'end' } : {};
  const place = { x, y: y + size * 0.36, 'font-size': size, 'font-weight': weight };
  return `<text${attributes({ ...place, fill, ...anchor })}>${escapedXml(text)}</text>`;
}

/** What a part of a picture is, in full, where its own text had to be cut. */
const named = (name: string, content: string): string =>
  content === '' ? '' : `<g><title>${escapedXml(name)}</title>${content}</g>`;

/** A treemap or an icicle. */
export function areaPicture(
  scene: AreaScene,
  size: { readonly width: number; readonly height: number },
  caption: Caption,
  painter: Painter
): Picture {
  const parts = scene.layout.areas.map((area) => {
    const { blocks, lines } = marksOf(area, scene, painter);
    const { label, value } = scene.lookOf(area.id);
    const name = value === '' ? label : `${label} ${value}`;
    return named(name, blocks.map(rect).join('') + lines.map(text).join(''));
  });
  return framed(parts.join(''), size, caption, painter);
}

/** What a card of the tree says, and its step on the sequential scale. */
export interface PictureCard {
  readonly name: string;
  readonly line: string;
  readonly step: number;
  readonly warning?: string | undefined;
}

const STEPS = ['seq-1', 'seq-2', 'seq-3', 'seq-4', 'seq-5', 'seq-6', 'seq-7'] as const;

export const stepPaint = (step: number) => STEPS[Math.max(1, Math.min(7, step)) - 1] ?? 'seq-1';

/** The tree with the cards that are open. */
export function treePicture(
  layout: Layout,
  cardOf: (id: string) => PictureCard,
  caption: Caption,
  painter: Painter
): Picture {
  const { left, top, right, bottom } = layout.bounds;
  const pills = layout.nodes.some((node) => node.hidden > 0) ? 44 : 0;
  const edges = layout.branches.flat().map(edgesOf).join('');
  const stroke = attributes({ stroke: painter.inks.line, 'stroke-width': 1.25, fill: 'none' });
  const cards = layout.nodes.map((node) => cardParts(node, cardOf(node.id), painter));
  return framed(
    `<g${attributes({ transform: `translate(${number(-left)} ${number(-top)})` })}><path${stroke}${attributes({ d: edges })}/>${cards.join('')}</g>`,
    { width: right - left + pills, height: bottom - top },
    caption,
    painter
  );
}

const centreOf = (card: Placed) => card.y + CARD.height / 2;

/** From a parent right to the middle of the gap, and from there with a bend to each child. */
function edgesOf({ parent, children }: Branch): string {
  const middle = parent.x + CARD.width + CARD.gap / 2;
  const from = centreOf(parent);
  const bends = children.map((child) => {
    const to = centreOf(child);
    const bend = Math.min(6, Math.abs(to - from) / 2) * Math.sign(to - from);
    return `M${number(middle)} ${number(from)}V${number(to - bend)}Q${number(middle)} ${number(to)} ${number(middle + Math.abs(bend))} ${number(to)}H${number(child.x)}`;
  });
  return `M${number(parent.x + CARD.width)} ${number(from)}H${number(middle)}${bends.join('')}`;
}

function cardParts(node: Placed, card: PictureCard, { painted, inks }: Painter): string {
  const { x, y, hidden } = node;
  const { fill, ink } = painted(stepPaint(card.step));
  const box: Block = { x, y, width: CARD.width, height: CARD.height, radius: 6, fill };
  const room = CARD.width - 20;
  const name: Line = {
    text: fitted(card.name, room, 13),
    x: x + 10,
    y: y + 12,
    size: 13,
    weight: 500,
    fill: ink
  };
  const line: Line = {
    ...name,
    text: fitted(card.line, room, 11),
    y: y + 28,
    size: 11,
    weight: 400
  };
  const warning =
    card.warning === undefined
      ? ''
      : rect({ ...box, width: 4, radius: 2, fill: painted('warn').mark ?? '' });
  const more = hidden > 0 ? pill(x + CARD.width + 5, centreOf(node), hidden, inks) : '';
  const said = [card.name, card.line, card.warning].filter((part) => part).join(', ');
  return named(said, rect(box) + warning + text(name) + text(line)) + more;
}

function pill(x: number, y: number, hidden: number, inks: Painter['inks']): string {
  const label = `+${hidden}`;
  const width = Math.ceil(widthOfText(label, 11)) + 10;
  const box = { x: x + 0.5, y: y - 9, width, height: 18, rx: 9 };
  return (
    `<rect${attributes({ ...box, fill: inks.paper, stroke: inks.line })}/>` +
    text({ text: label, x: x + 5, y, size: 11, weight: 400, fill: inks.quiet })
  );
}

/** Title and note above, the legend below them, and the chart. */
function framed(
  content: string,
  size: { readonly width: number; readonly height: number },
  { title, note, legend }: Caption,
  { inks, painted }: Painter
): Picture {
  const width = Math.ceil(Math.max(LEAST_WIDTH, size.width) + 2 * EDGE);
  const room = width - 2 * EDGE;
  const head: Line = {
    text: fitted(title, room, TITLE),
    x: EDGE,
    y: EDGE + 10,
    size: TITLE,
    weight: 600,
    fill: inks.text
  };
  const below: Line = {
    ...head,
    text: fitted(note, room, SMALL),
    y: EDGE + 32,
    size: SMALL,
    weight: 400,
    fill: inks.quiet
  };
  let [x, y] = [EDGE, EDGE + 56];
  const entries = legend.map(({ paint, label }) => {
    const cut = fitted(label, 220, SMALL);
    const taken = SWATCH + 6 + widthOfText(cut, SMALL) + 12;
    if (x > EDGE && x + taken > width - EDGE) [x, y] = [EDGE, y + LEGEND_ROW];
    const { mark, fill } = painted(paint);
    const box: Block = {
      x,
      y: y - 5,
      width: SWATCH,
      height: SWATCH,
      radius: 2,
      fill: mark ?? fill
    };
    const line: Line = { ...below, text: cut, x: x + SWATCH + 6, y };
    x += taken;
    return named(label, rect(box) + text(line));
  });
  const top = legend.length > 0 ? y + 20 : EDGE + 52;
  const height = Math.ceil(top + size.height + EDGE);
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': inks.family,
    role: 'img'
  };
  const paper = `<rect${attributes({ width, height, fill: inks.paper })}/>`;
  const svg = `<svg${attributes(root)}><title>${escapedXml(title)}</title><desc>${escapedXml(note)}</desc>${paper}${text(head)}${text(below)}${entries.join('')}<g${attributes({ transform: `translate(${EDGE} ${number(top)})` })}>${content}</g></svg>\n`;
  return { svg, width, height };
}
