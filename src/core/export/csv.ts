import Papa from 'papaparse';
import type { Locale } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { guardFormula } from '#core/import/formula-guard.ts';
import { tableRows } from './rows.ts';
import type { XlsxCell } from './xlsx.ts';

/** UTF-8 with a byte order mark, which spreadsheets need to read Chinese, and CRLF. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse(rows as string[][], { newline: '\r\n' })}\r\n`;

/** Rows of texts that anybody may have written: none of them is a formula to a spreadsheet. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  csvText(rows.map((cells) => cells.map(guardFormula)));

/** The same with amounts, which are numbers: a minus makes no formula of them. */
export const csvOfCells = (
  headers: readonly string[],
  rows: readonly (readonly XlsxCell[])[]
): string =>
  csvText([
    headers.map(guardFormula),
    ...rows.map((cells) =>
      cells.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell.amount))
    )
  ]);

export const exportCsv = (state: State, locale: Locale, only?: ReadonlySet<string>): string =>
  csvOf(tableRows(state, locale, only));
