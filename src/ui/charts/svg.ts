import { escapedXml } from '#core/export/markup.ts';
import type { Block, Line } from './area-drawing.ts';

/** A number as pictures have it: a hundredth of a pixel is more than anybody sees. */
export const number = (n: number): string => String(Math.round(n * 100) / 100);

export const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? number(value) : escapedXml(value)}"`
    )
    .join('');

export function rect({ x, y, width, height, radius, fill }: Block): string {
  const round = radius > 0 ? { rx: radius } : {};
  return `<rect${attributes({ x, y, width, height, ...round, fill })}/>`;
}

/** Programs differ in how they find the middle of a line: a baseline is understood by all. */
export function text(line: Line & { readonly middle?: boolean }): string {
  const { text, x, y, size, weight, fill, end, middle } = line;
  const anchor = end || middle ? { 'text-anchor': end ? 'end' : 'middle' } : {};
  const place = { x, y: y + size * 0.36, 'font-size': size, 'font-weight': weight };
  return `<text${attributes({ ...place, fill, ...anchor })}>${escapedXml(text)}</text>`;
}

/** What a part of a picture is, in full, where its own text had to be cut. */
export const named = (name: string, content: string): string =>
  content === '' ? '' : `<g><title>${escapedXml(name)}</title>${content}</g>`;
