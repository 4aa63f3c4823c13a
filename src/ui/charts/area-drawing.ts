import type { Area, AreaLayout } from './area-layout.ts';
import { fitted, widthOfText } from './fit.ts';
import type { Paint, Painter } from './paints.ts';

/** What an area says and how it is painted. */
export interface AreaLook {
  readonly label: string;
  readonly value: string;
  readonly paint: Paint;
}

export type AreaShape = 'treemap' | 'icicle';

export interface AreaScene {
  readonly shape: AreaShape;
  readonly layout: AreaLayout;
  readonly lookOf: (id: string) => AreaLook;
}

/** A rectangle of one colour; `radius` only where it is seen. */
export interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly fill: string;
}

/** One line of text; `y` is its middle, `end` its right end instead of its left. */
export interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: 400 | 500 | 600;
  readonly fill: string;
  readonly end?: boolean;
}

/** What a chart is made of: the same on a canvas and in a picture. */
export interface Marks {
  readonly blocks: readonly Block[];
  readonly lines: readonly Line[];
}

const NAME = 12;
const SMALL = 11;
const LEAST_NAME = 40;

/** An area as blocks and lines. */
export function marksOf(area: Area, { shape, lookOf }: AreaScene, painter: Painter): Marks {
  return shape === 'treemap'
    ? tileMarks(area, lookOf(area.id), painter)
    : columnMarks(area, lookOf(area.id), painter);
}

function tileMarks(area: Area, look: AreaLook, { painted, inks }: Painter): Marks {
  const { x, y, width, height, level, open, head } = area;
  const { fill, soft, ink, mark } = painted(look.paint);
  if (open && level === 0) return { blocks: [], lines: [] };
  // Groups right beneath the top stand on the page; one without room for a name is its tiles.
  if (open && (level === 1 || head === 0)) {
    const lines = head > 0 ? headLines(area, look, inks.text, inks.quiet, level === 1) : [];
    const flag = { x, y: y + 4, width: 3, height: head - 8, radius: 0 };
    return { blocks: head > 0 && mark ? [{ ...flag, fill: mark }] : [], lines };
  }
  const radius = Math.min(width, height) >= 20 ? 2 : 0;
  const block: Block = { x, y, width, height, radius, fill: open ? soft : fill };
  if (open) return { blocks: [block], lines: headLines(area, look, inks.text, inks.quiet, false) };
  const edge = mark !== undefined && isWide(area);
  return {
    blocks: edge ? [block, { ...block, width: 3, radius: 0, fill: mark }] : [block],
    lines: tileLines(area, look, ink)
  };
}

/** A group's name and, where there is room, its value behind it. */
function headLines(
  { x, y, width, head }: Area,
  look: AreaLook,
  ink: string,
  quiet: string,
  outside: boolean
): Line[] {
  const left = x + (outside ? 7 : 6);
  const room = width - 12;
  const middle = y + head / 2 + (outside ? 0 : 1);
  const value = widthOfText(look.value, SMALL);
  const text = fitted(look.label, room, SMALL);
  if (text === '') return [];
  const name: Line = { text, x: left, y: middle, size: SMALL, weight: 600, fill: ink };
  const used = widthOfText(text, SMALL) + 8;
  if (text !== look.label.trim() || used + value > room) return [name];
  const end = { x: x + width - 6, end: true };
  return [name, { ...name, ...end, text: look.value, weight: 400, fill: quiet }];
}

/** Whether a tile has an edge in the full colour of its category; among small ones edges are all one sees. */
const isWide = ({ width, height }: Area) => width >= 72 && height >= 12;

function tileLines(area: Area, look: AreaLook, ink: string): Line[] {
  const { x, y, width, height } = area;
  if (width < 46 || height < 18) return [];
  const left = isWide(area) ? 8 : 5;
  const text = fitted(look.label, width - left - 4, NAME);
  // A letter or two of a name say nothing.
  if (text !== look.label.trim() && widthOfText(text, NAME) < LEAST_NAME) return [];
  const name: Line = { text, x: x + left, y: y + 11, size: NAME, weight: 500, fill: ink };
  if (width < 56 || height < 36) return [name];
  const value = fitted(look.value, width - left - 4, SMALL);
  const below: Line = { ...name, text: value, y: y + 27, size: SMALL, weight: 400 };
  return value.endsWith('…') || value === '' ? [name] : [name, below];
}

function columnMarks(area: Area, look: AreaLook, { painted }: Painter): Marks {
  const { x, y, width, height, inner, open } = area;
  const { fill, ink, mark } = painted(look.paint);
  const gap = height >= 5 ? 1 : 0;
  const block: Block = { x, y, width: width - 1, height: height - gap, radius: 0, fill };
  const blocks = [block];
  if (mark && height >= 5) blocks.push({ ...block, width: 3, fill: mark });
  if (height < 14) return { blocks, lines: [] };
  const middle = y + (height - gap) / 2;
  const more = inner && !open;
  const room = width - (more ? 26 : 16);
  const text = fitted(look.label, room, NAME);
  const name: Line = {
    text,
    x: x + 9,
    y: middle,
    size: NAME,
    weight: inner ? 600 : 400,
    fill: ink
  };
  const lines = text === '' ? [] : [name];
  const ends = { x: x + width - 8, end: true };
  if (more) lines.push({ ...name, ...ends, text: '›' });
  else if (text === look.label.trim() && look.value !== '') {
    const value: Line = { ...name, ...ends, text: look.value, size: SMALL, weight: 400 };
    const used = widthOfText(text, NAME) + widthOfText(look.value, SMALL) + 10;
    if (used <= room) lines.push(value);
    else if (height >= 36)
      return {
        blocks,
        lines: [
          { ...name, y: middle - 8 },
          { ...value, x: name.x, y: middle + 9, end: false }
        ]
      };
  }
  return { blocks, lines };
}

/** All of a chart, on a canvas that is empty. */
export function drawAreas(to: CanvasRenderingContext2D, scene: AreaScene, painter: Painter) {
  to.textBaseline = 'middle';
  const lines: Line[] = [];
  for (const area of scene.layout.areas) {
    const marks = marksOf(area, scene, painter);
    for (const block of marks.blocks) drawBlock(to, block);
    lines.push(...marks.lines);
  }
  let font = '';
  for (const { text, x, y, size, weight, fill, end } of lines) {
    const needed = `${weight} ${size}px ${painter.inks.family}`;
    if (font !== needed) to.font = font = needed;
    to.fillStyle = fill;
    to.textAlign = end ? 'right' : 'left';
    to.fillText(text, x, y);
  }
}

function drawBlock(to: CanvasRenderingContext2D, { x, y, width, height, radius, fill }: Block) {
  to.fillStyle = fill;
  if (radius === 0) {
    to.fillRect(x, y, width, height);
    return;
  }
  to.beginPath();
  to.roundRect(x, y, width, height, radius);
  to.fill();
}

/** A ring just within an area. */
export function drawRing(to: CanvasRenderingContext2D, area: Area, colour: string, paper: string) {
  const { x, y, width, height } = area;
  if (width < 4 || height < 4) {
    to.fillStyle = colour;
    to.fillRect(x - 1, y - 1, width + 2, height + 2);
    return;
  }
  to.lineWidth = 2;
  to.strokeStyle = colour;
  to.strokeRect(x + 1, y + 1, width - 2, height - 2);
  if (width < 12 || height < 12) return;
  to.lineWidth = 1;
  to.strokeStyle = paper;
  to.strokeRect(x + 2.5, y + 2.5, width - 5, height - 5);
}
