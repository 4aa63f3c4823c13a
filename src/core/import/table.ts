import type { CsvRecord } from './csv.ts';
import { isKnownHeader } from './aliases.ts';
import type { Cell, SourceTable } from './source.ts';
import type { Sheet } from './xlsx.ts';

interface Line {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** A table of a CSV's records, or undefined when there is no header over anything. */
export function tableOfCsv(records: readonly CsvRecord[]): SourceTable | undefined {
  return tableOf(
    records.map(({ line, cells }) => ({ line, cells: cells.map((text) => ({ text })) }))
  );
}

export function tableOfSheet({ rows }: Sheet): SourceTable | undefined {
  const lines = rows.map((cells, i) => ({ line: i + 1, cells }));
  return tableOf(lines.filter(({ cells }) => cells.some(({ text }) => text.trim() !== '')));
}

/** How many lines may stand above the header: titles, dates of export. */
const TITLE_LINES = 10;

function tableOf(lines: readonly Line[]): SourceTable | undefined {
  const found = lines
    .slice(0, TITLE_LINES)
    .findIndex(({ cells }) => cells.filter(({ text }) => isKnownHeader(text)).length >= 2);
  const at = Math.max(found, 0);
  const header = lines[at];
  if (!header) return undefined;
  return { columns: trimEnd(header.cells).map(({ text }) => text), rows: lines.slice(at + 1) };
}

const trimEnd = (cells: readonly Cell[]): readonly Cell[] =>
  cells.slice(0, cells.findLastIndex(({ text }) => text.trim() !== '') + 1);
