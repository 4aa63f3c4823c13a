import { escapedXml } from '#core/export/markup.ts';
import type { LegendEntry } from './area-chart.ts';
import { marksOf, type AreaScene, type Block, type Line } from './area-drawing.ts';
import { fitted, widthOfText } from './fit.ts';
import type { Inks, Painter } from './paints.ts';
import { attributes, named, number, rect, text } from './svg.ts';

/** A drawing as SVG text: text in it stays text, fonts are named and not embedded. Pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What stands above a chart on a picture of it. */
export interface Caption {
  readonly title: string;
  /** What is shown of it, and of when: said one behind the other, in as many lines as that takes. */
  readonly note: readonly string[];
}

/** A line of a legend: a swatch, several for a scale, none for a word about what follows. */
export interface Key {
  readonly fills: readonly string[];
  readonly label: string;
}

/** What a chart is drawn in, and how large that is. */
export interface Drawn {
  readonly content: string;
  readonly width: number;
  readonly height: number;
}

const EDGE = 24;
const TITLE = 16;
const SMALL = 12;
const SWATCH = 10;
const SCALE_STEP = 18;
const LEGEND_ROW = 20;
const LONGEST_LABEL = 220;
/** Words about what follows say what all of it means: they are cut only by the picture's edge. */
const LONGEST_WORDS = 480;
const NOTE_ROW = 18;
const BETWEEN = ' · ';
/** So wide at least that a title has room. */
const LEAST_WIDTH = 480;

/** A treemap or an icicle. */
export function areaPicture(
  scene: AreaScene,
  size: { readonly width: number; readonly height: number },
  caption: Caption & { readonly legend: readonly LegendEntry[]; readonly about?: string },
  painter: Painter
): Picture {
  const parts = scene.layout.areas.map((area) => {
    const { blocks, lines } = marksOf(area, scene, painter);
    const { label, value } = scene.lookOf(area.id);
    const name = value === '' ? label : `${label} ${value}`;
    return named(name, blocks.map(rect).join('') + lines.map(text).join(''));
  });
  const keys = caption.legend.map(({ paint, label }): Key => {
    const { mark, fill } = painter.painted(paint);
    return { fills: [mark ?? fill], label };
  });
  const about = caption.about === undefined ? [] : [{ fills: [], label: caption.about }];
  return framed({ content: parts.join(''), ...size }, caption, [...about, ...keys], painter.inks);
}

/** Title and note above, the legend below them, and the chart. */
export function framed(
  drawn: Drawn,
  { title, note }: Caption,
  keys: readonly Key[],
  inks: Pick<Inks, 'text' | 'quiet' | 'line' | 'paper' | 'family'>
): Picture {
  const width = Math.ceil(Math.max(LEAST_WIDTH, drawn.width) + 2 * EDGE);
  const room = width - 2 * EDGE;
  const head: Line = {
    text: fitted(title, room, TITLE),
    x: EDGE,
    y: EDGE + 10,
    size: TITLE,
    weight: 600,
    fill: inks.text
  };
  const below: Line = { ...head, y: EDGE + 32, size: SMALL, weight: 400, fill: inks.quiet };
  const lines = wrapped(note, room).map((line, i) => ({
    ...below,
    text: line,
    y: below.y + i * NOTE_ROW
  }));
  const last = lines.at(-1)?.y ?? below.y;
  const legend = legendOf(keys, width, { ...below, y: last + 24 }, inks.line);
  const top = (keys.length > 0 ? legend.bottom : last) + 20;
  const height = Math.ceil(top + drawn.height + EDGE);
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': inks.family,
    role: 'img'
  };
  const paper = `<rect${attributes({ width, height, fill: inks.paper })}/>`;
  const svg = `<svg${attributes(root)}><title>${escapedXml(title)}</title><desc>${escapedXml(note.join(BETWEEN))}</desc>${paper}${text(head)}${lines.map(text).join('')}${legend.content}<g${attributes({ transform: `translate(${EDGE} ${number(top)})` })}>${drawn.content}</g></svg>\n`;
  return { svg, width, height };
}

/** Parts of a note in lines that fit; one that is longer than a line is cut. */
function wrapped(parts: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const before = lines.at(-1);
    const longer = before === undefined ? part : `${before}${BETWEEN}${part}`;
    if (before !== undefined && widthOfText(longer, SMALL) <= room)
      lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => fitted(line, room, SMALL));
}

/** Keys one behind the other, in as many rows as they need; `bottom` is the middle of the last. */
function legendOf(
  keys: readonly Key[],
  width: number,
  first: Line,
  line: string
): { readonly content: string; readonly bottom: number } {
  let [x, y] = [EDGE, first.y];
  const parts = keys.map(({ fills, label }) => {
    const room = fills.length > 0 ? LONGEST_LABEL : Math.min(LONGEST_WORDS, width - 2 * EDGE);
    const cut = fitted(label, room, SMALL);
    const step = fills.length > 1 ? SCALE_STEP : SWATCH;
    const swatches = fills.length * step + (fills.length > 0 ? 6 : 0);
    const taken = swatches + widthOfText(cut, SMALL) + 12;
    if (x > EDGE && x + taken > width - EDGE) [x, y] = [EDGE, y + LEGEND_ROW];
    const place = { y: y - 5, height: SWATCH };
    const boxes = fills.map((fill, i) => {
      const box: Block = { ...place, x: x + i * step, width: step, radius: 0, fill };
      return rect(fills.length > 1 ? box : { ...box, radius: 2 });
    });
    // The lowest steps of a scale are near the colour of paper.
    const outline = { ...place, x, width: fills.length * step, fill: 'none', stroke: line };
    const edge = fills.length > 1 ? `<rect${attributes(outline)}/>` : '';
    const said = text({ ...first, text: cut, x: x + swatches, y });
    x += taken;
    return named(label, boxes.join('') + edge + said);
  });
  return { content: parts.join(''), bottom: y };
}
