import { strFromU8, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { ok, type Result } from '#core/kernel/problem.ts';
import { inflateEntry, type ArchiveEntry, type Budget } from './archive.ts';
import { refusedImport } from './problem.ts';
import type { Cell } from './source.ts';

export interface Sheet {
  readonly name: string;
  /** Row 1 of the sheet is the first; rows may be empty. */
  readonly rows: readonly (readonly Cell[])[];
}

export const isWorkbook = (entries: readonly ArchiveEntry[]): boolean =>
  entries.some(({ name }) => name === 'xl/workbook.xml');

/**
 * The sheets of a workbook. Its parts are inflated here, within the budget, and handed over
 * unpacked: the library itself would inflate without bounds, and in workers that our CSP forbids.
 */
export async function readSheets(
  entries: readonly ArchiveEntry[],
  budget: Budget
): Promise<Result<readonly Sheet[]>> {
  const parts = new Map<string, Uint8Array>();
  for (const entry of entries.filter(({ name }) => /^[\w./[\]-]+\.(xml|rels)$/.test(name))) {
    const part = inflateEntry(entry, budget);
    if (!part.ok) return part;
    if (entry.name.startsWith('xl/worksheets/')) {
      const cells = cellsOf(strFromU8(part.value));
      const max = budget.limits.cells;
      if (cells > max) return refusedImport('import.sheetTooLarge', { cells, max });
    }
    parts.set(entry.name, part.value);
  }
  try {
    const stored = zipSync(Object.fromEntries(parts), { level: 0 });
    const sheets = await readWorkbook<WrittenCell>(stored.buffer, {
      trim: false,
      parseNumber: writtenCell
    });
    return ok(
      sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(cellOf)) }))
    );
  } catch {
    return refusedImport('import.workbookDamaged');
  }
}

/** The rectangle that a sheet's cells span: a lone cell far out would cost as much as all before it. */
function cellsOf(xml: string): number {
  let rows = 0;
  let columns = 0;
  for (const [, letters = '', digits = ''] of xml.matchAll(
    /<c [^<>]{0,200}?r="([A-Z]{1,4})(\d{1,8})"/g
  )) {
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  for (const [, digits] of xml.matchAll(/<row [^<>]{0,200}?r="(\d{1,12})"/g))
    rows = Math.max(rows, Number(digits));
  return rows * Math.max(columns, 1);
}

const columnNumber = (letters: string) =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

interface WrittenCell {
  readonly written: string;
}
const writtenCell = (written: string): WrittenCell => ({ written });

const EMPTY: Cell = { text: '' };

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return EMPTY;
  if (typeof value === 'string') return { text: value.toWellFormed() };
  if (value instanceof Date) return { text: timeText(value) };
  if (isWritten(value)) return { text: numberText(value.written), number: true };
  return typeof value === 'boolean' ? { text: String(value) } : EMPTY;
}

const isWritten = (value: unknown): value is WrittenCell =>
  typeof value === 'object' && value !== null && 'written' in value;

/** A spreadsheet's date is a fraction of days without a zone: the second it means, as it stood. */
function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) return '';
  const seconds = new Date(Math.round(time.getTime() / 1000) * 1000);
  const [date = '', clock = ''] = seconds.toISOString().slice(0, 19).split('T');
  return clock === '00:00:00' ? date : `${date} ${clock}`;
}

/** The file may hold 1.00012E11 for a number that is whole and exact: such are written out. */
function numberText(written: string): string {
  const number = Number(written);
  return Number.isSafeInteger(number) ? String(number) : written;
}
