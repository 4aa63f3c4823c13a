import Papa from 'papaparse';
import type { Locale } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { guardFormula } from '#core/import/formula-guard.ts';
import { tableRows } from './rows.ts';

export const exportCsv = (state: State, locale: Locale, only?: ReadonlySet<string>): string =>
  csvOf(tableRows(state, locale, only));

/** UTF-8 with a byte order mark, which spreadsheets need to read Chinese, and CRLF. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const guarded = rows.map((cells) => cells.map(guardFormula));
  return `\ufeff${Papa.unparse(guarded, { newline: '\r\n' })}\r\n`;
}
