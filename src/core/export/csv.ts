import Papa from 'papaparse';
import type { Locale } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { guardFormula } from '#core/import/formula-guard.ts';
import { tableRows } from './rows.ts';

/** UTF-8 with a byte order mark, which spreadsheets need to read Chinese, and CRLF. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse(rows as string[][], { newline: '\r\n' })}\r\n`;

/** Rows of texts that anybody may have written: none of them is a formula to a spreadsheet. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  csvText(rows.map((cells) => cells.map(guardFormula)));

export const exportCsv = (state: State, locale: Locale, only?: ReadonlySet<string>): string =>
  csvOf(tableRows(state, locale, only));
