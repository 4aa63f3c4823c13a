import writeExcelFile from 'write-excel-file/universal';
import type { Locale } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { tableRows } from './rows.ts';

/**
 * Characters that XML cannot or should not hold as they are, in the way the format writes them, one
 * UTF-16 unit at a time: `_x000B_`; and whatever looks like that already.
 */
function escaped(text: string): string {
  // The writer keeps texts as keys of a plain object, which has some of its own.
  if (text in Object.prototype) return units(text.slice(0, 1)) + text.slice(1);
  return text.replace(
    /(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}|\ufffd|_(?=x[0-9A-Fa-f]{4}_)/gu,
    units
  );
}

const units = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, i) => `_x${text.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}_`
  ).join('');

/** A text, or an amount that a spreadsheet may add up. */
export type XlsxCell = string | { readonly amount: string };

/** Digits that a spreadsheet keeps of a number. */
const DIGITS = 15;

function cellOf(value: XlsxCell) {
  if (value === '') return null;
  if (typeof value === 'string') return { value: escaped(value), type: String };
  const { amount } = value;
  return amount.replace(/[-.]|^-?0+/g, '').length <= DIGITS
    ? { value: Number(amount), type: Number }
    : { value: amount, type: String };
}

/** Rows beneath headers that stay in sight. No cell is a formula. */
export async function xlsxOf(
  headers: readonly string[],
  rows: readonly (readonly XlsxCell[])[]
): Promise<Blob> {
  return writeExcelFile(
    [
      headers.map((value) => ({
        value: escaped(value),
        type: String,
        fontWeight: 'bold' as const
      })),
      ...rows.map((row) => row.map(cellOf))
    ],
    { stickyRowsCount: 1 }
  ).toBlob();
}

/** Every cell is a typed text, never a number: ids keep all their digits. */
export function exportXlsx(state: State, locale: Locale): Promise<Blob> {
  const [headers = [], ...rows] = tableRows(state, locale);
  return xlsxOf(headers, rows);
}
