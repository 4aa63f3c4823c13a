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

export const exportXlsx = (state: State, locale: Locale): Promise<Blob> =>
  xlsxOf(tableRows(state, locale));

/** Every cell is a typed text, never a formula or a number: ids keep all their digits. */
export async function xlsxOf([
  headers = [],
  ...rows
]: readonly (readonly string[])[]): Promise<Blob> {
  const cell = (value: string) => (value === '' ? null : { value: escaped(value), type: String });
  return writeExcelFile(
    [
      headers.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(cell))
    ],
    { stickyRowsCount: 1 }
  ).toBlob();
}
