/** Widths of characters in parts of the font's size, rather too wide than too narrow. */
const NARROW = /[ !'(),./:;I[\\\]`fijlrt|]/;
const WIDE = /[%&@AGMNOQWmw]/;
const PICTURE = /\p{Extended_Pictographic}/u;

const widths = new Map<string, number>();

function widthOf(char: string): number {
  const known = widths.get(char);
  if (known !== undefined) return known;
  const width = char < '\u2000' ? plainWidth(char) : PICTURE.test(char) ? 1.35 : 1.02;
  // A page has few characters; a name that holds all of Unicode must not fill memory.
  if (widths.size < 5000) widths.set(char, width);
  return width;
}

function plainWidth(char: string): number {
  if (NARROW.test(char)) return 0.36;
  return WIDE.test(char) ? 0.92 : 0.62;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as one character may be many: an emoji with its joiners, a letter with marks. */
const charsOf = (text: string): string[] =>
  /^[\x20-\x7e\u2e80-\u9fff]*$/.test(text)
    ? Array.from(text)
    : Array.from(segmenter.segment(text), ({ segment }) => segment);

/** About how wide a text is, in pixels: for where nothing can be measured, or too much would be. */
export const widthOfText = (text: string, size: number): number =>
  charsOf(text).reduce((sum, char) => sum + widthOf(char), 0) * size;

const ELLIPSIS = '…';

/** A text in one line that fits into a width, its end cut with an ellipsis; '' where nothing does. */
export function fitted(text: string, room: number, size: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length * size * 1.35 <= room) return line;
  const chars = charsOf(line);
  const most = room / size;
  let used = 0;
  let keep = 0;
  for (const char of chars) {
    used += widthOf(char);
    if (used + widthOf(ELLIPSIS) <= most) keep++;
    if (used > most)
      return keep === 0 ? '' : `${chars.slice(0, keep).join('').trimEnd()}${ELLIPSIS}`;
  }
  return line;
}
