import Papa from 'papaparse';
import type { Locale } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { guardFormula } from '#core/import/formula-guard.ts';
import { tableRows } from './rows.ts';

/** UTF-8 with a byte order mark, which spreadsheets need to read Chinese, and CRLF. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse(rows as string[][], { newline: '\r\n' })}\r\n`;

export const exportCsv = (state: State, locale: Locale, only?: ReadonlySet<string>): string =>
  csvText(tableRows(state, locale, only).map((cells) => cells.map(guardFormula)));
