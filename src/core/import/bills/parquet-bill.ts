import { gunzipSync } from 'fflate';
import type * as Hyparquet from 'hyparquet';
import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { shorten } from '../fields.ts';
import type { BillPart } from './bill-part.ts';
import { billTableOf, type BillTable } from './bill-table.ts';
import { refusedBill } from './problem.ts';
import { TableReader, TextCells } from './table-reader.ts';

/** Rows taken at once: a row group may be the whole file. */
const ROWS = 50_000;

interface ParquetOptions {
  readonly aborted: () => boolean;
  readonly tagKeys: readonly string[];
}

/**
 * A bill as Parquet: the same columns as a CSV has, of which only those needed are unpacked. Doubles
 * are read as their shortest decimal: exactness ends where the file itself does. The reader is only
 * fetched when there is one to read.
 */
export async function readParquetBill(
  file: string,
  bytes: Uint8Array,
  how: ParquetOptions
): Promise<Result<BillPart>> {
  const parquet = await import('hyparquet');
  try {
    return await readRows(parquet, file, bytes, how);
  } catch (error) {
    return refusedBill('bills.parquet', {
      reason: shorten(error instanceof Error ? error.message : '?')
    });
  }
}

async function readRows(
  parquet: typeof Hyparquet,
  file: string,
  bytes: Uint8Array,
  { aborted, tagKeys }: ParquetOptions
): Promise<Result<BillPart>> {
  const buffer = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer
  };
  const metadata = await parquet.parquetMetadataAsync(buffer);
  const header = parquet.parquetSchema(metadata).children.map(({ element }) => element.name);
  const table = billTableOf(header, tagKeys);
  if (!table) return refusedBill('bills.unknown');
  if (!table.ok) return table;
  const columns = table.value.columns.map((column) => header[column] ?? '');
  const reader = new TableReader(file, table.value);
  const rows = Number(metadata.num_rows);
  for (let from = 0; from < rows; from += ROWS) {
    if (aborted()) return refusedBill('bills.cancelled');
    let taken: unknown[][] = [];
    await parquet.parquetRead({
      file: buffer,
      metadata,
      columns,
      rowStart: from,
      rowEnd: Math.min(rows, from + ROWS),
      compressors: { GZIP: (packed) => gunzipSync(packed) },
      onComplete: (read) => (taken = read)
    });
    const problem = takeRows(reader, table.value, taken, from);
    if (problem) return refused(problem);
  }
  return reader.finish();
}

/** Rows are numbered as lines of a CSV would be, the header being the first. */
function takeRows(
  reader: TableReader,
  { columns }: BillTable,
  rows: readonly (readonly unknown[])[],
  from: number
): Problem | undefined {
  const cells = new TextCells();
  const places = columns.map((_, slot) => slot);
  rows.forEach((row, i) => {
    const texts = row.map(textOf);
    reader.row(cells.of(texts, places, from + i + 2));
  });
  return reader.problem;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  // A map of tags.
  return isPlain(value) ? JSON.stringify(value) : '';
}

const isPlain = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((each) => typeof each === 'string' || each === null);
