import type { Problem } from '#core/kernel/problem.ts';
import {
  entriesOf,
  inflateEntry,
  inflateGzip,
  spend,
  type ArchiveEntry,
  type Budget
} from './archive.ts';
import { fileTypeOf, oleContent } from './file-type.ts';
import { isBillTable } from './formats/bill-tables.ts';
import { importProblem } from './problem.ts';
import { readText, type TableDraft } from './read-text.ts';
import type { Refusal, Source } from './source.ts';
import { tableOfSheet } from './table.ts';
import { isWorkbook, readSheets } from './xlsx.ts';

/** What one import has read so far. */
export interface Reading {
  readonly budget: Budget;
  readonly drafts: (Source | TableDraft)[];
  readonly refusals: Refusal[];
  readonly aborted: () => boolean;
}

/** Line 0 is the whole file. */
export const wholeFile = (file: string, problem: Problem): Refusal => ({
  origin: { file, line: 0 },
  problem,
  excerpt: ''
});

/** How bytes came here: only a loose file may be an archive, and only its bytes are yet to be counted. */
export type Place = 'loose' | 'unpacked' | 'archived';

/** Reads bytes by what they are; the problem, if any, is one of the whole file. */
export async function readBytes(
  reading: Reading,
  name: string,
  bytes: Uint8Array,
  place: Place
): Promise<Problem | undefined> {
  const type = fileTypeOf(bytes);
  switch (type) {
    case 'empty':
      return importProblem('import.fileEmpty');
    case 'text':
      return readDecoded(reading, name, bytes, place);
    case 'zip':
      return readZip(reading, name, bytes, place);
    case 'gzip':
      return readGzip(reading, name, bytes, place);
    case 'ole':
      return importProblem(OLE_PROBLEMS[oleContent(bytes)]);
    case 'tar':
    case '7z':
    case 'rar':
    case 'bzip2':
    case 'xz':
      return importProblem('import.packed', { type });
    default:
      return importProblem('import.binary', { type });
  }
}

const OLE_PROBLEMS = {
  encrypted: 'import.encryptedWorkbook',
  spreadsheet: 'import.oldSpreadsheet',
  document: 'import.document'
} as const;

function readDecoded(
  reading: Reading,
  name: string,
  bytes: Uint8Array,
  place: Place
): Problem | undefined {
  const counted = place === 'loose' ? spend(reading.budget, bytes) : undefined;
  if (counted && !counted.ok) return counted.problems[0];
  const read = readText(name, bytes);
  if (!read.ok) return read.problems[0];
  reading.drafts.push(...read.value.drafts);
  reading.refusals.push(...read.value.refusals);
  return undefined;
}

async function readGzip(
  reading: Reading,
  name: string,
  bytes: Uint8Array,
  place: Place
): Promise<Problem | undefined> {
  if (place !== 'loose') return importProblem('import.archiveNested');
  const inflated = inflateGzip(bytes, reading.budget);
  if (!inflated.ok) return inflated.problems[0];
  return readBytes(reading, name.replace(/\.gz$/i, ''), inflated.value, 'unpacked');
}

async function readZip(
  reading: Reading,
  name: string,
  bytes: Uint8Array,
  place: Place
): Promise<Problem | undefined> {
  const entries = entriesOf(bytes, reading.budget.limits);
  if (!entries.ok) return entries.problems[0];
  if (isWorkbook(entries.value)) return readWorkbook(reading, name, entries.value);
  if (entries.value.some((entry) => OFFICE_PARTS.includes(entry.name)))
    return importProblem('import.document');
  if (place !== 'loose') return importProblem('import.archiveNested');
  if (entries.value.length === 0) return importProblem('import.archiveEmpty');
  for (const entry of entries.value) {
    if (reading.aborted()) return undefined;
    const label = `${name} › ${entry.name}`;
    const inflated = inflateEntry(entry, reading.budget);
    const problem = inflated.ok
      ? await readBytes(reading, label, inflated.value, 'archived')
      : inflated.problems[0];
    if (problem) reading.refusals.push(wholeFile(label, problem));
  }
  return undefined;
}

/** Text documents, slides, OpenDocument and Apple's formats are ZIPs as well. */
const OFFICE_PARTS = [
  'word/document.xml',
  'ppt/presentation.xml',
  'content.xml',
  'Index/Document.iwa'
];

async function readWorkbook(
  reading: Reading,
  file: string,
  entries: readonly ArchiveEntry[]
): Promise<Problem | undefined> {
  const sheets = await readSheets(entries, reading.budget);
  if (!sheets.ok) return sheets.problems[0];
  const tables = sheets.value.flatMap((sheet) => {
    const table = tableOfSheet(sheet);
    return table ? [{ sheet: sheet.name, table }] : [];
  });
  if (tables.length === 0) return importProblem('import.fileEmpty');
  if (tables.every(({ table }) => isBillTable(table.columns)))
    return importProblem('import.billFile');
  for (const { sheet, table } of tables)
    reading.drafts.push({ file: tables.length > 1 ? `${file} › ${sheet}` : file, table });
  return undefined;
}
