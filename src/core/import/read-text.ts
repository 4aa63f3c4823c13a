import { ok, type Result } from '#core/kernel/problem.ts';
import { isKnownHeader } from './aliases.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './encoding.ts';
import { isBillTable } from './formats/bill-tables.ts';
import { readDocuments } from './json.ts';
import { readPages } from './pages.ts';
import { refusedImport } from './problem.ts';
import type { Refusal, Source, SourceTable } from './source.ts';
import { tableOfCsv } from './table.ts';

/** A table waiting until all files are read, since its parent column may name another file's ids. */
export interface TableDraft {
  readonly file: string;
  readonly encoding?: string;
  readonly table: SourceTable;
}

interface TextRead {
  readonly drafts: readonly (Source | TableDraft)[];
  readonly refusals: readonly Refusal[];
}

/** A text is JSON or a table, or something that has a sentence of its own. */
export function readText(file: string, bytes: Uint8Array): Result<TextRead> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, encoding } = decoded.value;
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) return refusedImport('import.fileEmpty');
  const extension = /\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  const isTable = extension === 'csv' || extension === 'tsv';
  if (/^(json|ndjson|jsonl)$/.test(extension) || (!isTable && /[[{]/.test(start)))
    return readJson(file, encoding, text);
  if (text.includes('OC::ORG::')) return refusedImport('import.orgFormation');
  if (/^ya?ml$/.test(extension)) return refusedImport('import.yaml');
  if (start === '<' && !isTable) return refusedImport('import.markup');
  return readTable(file, encoding, text, isTable);
}

function readJson(file: string, encoding: string, text: string): Result<TextRead> {
  const documents = readDocuments(text);
  if (!documents.ok) return documents;
  const { sources, refusals } = readPages(file, encoding, documents.value);
  return ok({ drafts: sources, refusals });
}

function readTable(
  file: string,
  encoding: string,
  text: string,
  isTable: boolean
): Result<TextRead> {
  const records = readCsv(text);
  if (!records.ok) return isTable ? records : refusedImport('import.textUnknown');
  const table = tableOfCsv(records.value);
  if (!table) return refusedImport('import.fileEmpty');
  if (isBillTable(table.columns)) return refusedImport('import.billFile');
  const known = table.columns.some(isKnownHeader);
  if (!known && (!isTable || table.columns.length < 2)) return refusedImport('import.textUnknown');
  return ok({ drafts: [{ file, encoding, table }], refusals: [] });
}
