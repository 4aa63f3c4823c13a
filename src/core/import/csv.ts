import { ok, type Result } from '#core/kernel/problem.ts';
import { unguardFormula } from './formula-guard.ts';
import { refusedImport } from './problem.ts';

/** A record of a CSV with the line of the file where it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads RFC 4180 and what spreadsheets make of it: `,`, `;` or tab, `sep=;` in the first line, any
 * line ends, line ends inside quotes. Records without any text are left out. A quote that never
 * closes is refused, since everything behind it would be one cell.
 */
export function readCsv(text: string): Result<readonly CsvRecord[]> {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(text);
  const start = declared ? declared[0].length : 0;
  const separator = declared?.[1] ?? guessSeparator(text);
  const plain = new RegExp(`[^\\r\\n${separator}]*`, 'y');
  const cursor: Cursor = { text, separator, plain, at: start, line: declared ? 2 : 1 };
  const records: CsvRecord[] = [];
  while (cursor.at < text.length) {
    const line = cursor.line;
    const cells = readRecord(cursor);
    if (!cells) return refusedImport('import.quoteOpen', { line });
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
  }
  return ok(records);
}

interface Cursor {
  readonly text: string;
  readonly separator: string;
  /** Matches up to the next separator or line end. */
  readonly plain: RegExp;
  at: number;
  line: number;
}

function readRecord(cursor: Cursor): string[] | undefined {
  const cells: string[] = [];
  for (;;) {
    const cell = cursor.text[cursor.at] === '"' ? readQuoted(cursor) : '';
    if (cell === undefined) return undefined;
    cells.push(unguardFormula(cell + readPlain(cursor)));
    if (cursor.text[cursor.at] !== cursor.separator) break;
    cursor.at++;
  }
  if (cursor.text[cursor.at] === '\r') cursor.at++;
  if (cursor.text[cursor.at] === '\n') cursor.at++;
  cursor.line++;
  return cells;
}

/** From the opening quote to behind the closing one; `""` is a quote. */
function readQuoted(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const start = cursor.at + 1;
  let end = text.indexOf('"', start);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) return undefined;
  cursor.at = end + 1;
  const cell = text.slice(start, end);
  cursor.line += lineEnds(cell);
  return cell.replaceAll('""', '"');
}

/** A quote in the middle of a cell is a character like others. */
function readPlain(cursor: Cursor): string {
  cursor.plain.lastIndex = cursor.at;
  const cell = cursor.plain.exec(cursor.text)?.[0] ?? '';
  cursor.at += cell.length;
  return cell;
}

const lineEnds = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** No header is longer. */
const HEAD = 64 * 1024;

/** The one that cuts the first line with anything in it into the most cells. */
function guessSeparator(text: string): string {
  const counts = new Map<string, number>([
    [',', 0],
    [';', 0],
    ['\t', 0]
  ]);
  let quoted = false;
  const most = Math.min(text.length, HEAD);
  for (let at = 0; at < most; at++) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
    else if (!quoted && (char === '\n' || char === '\r') && [...counts.values()].some((n) => n > 0))
      break;
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
