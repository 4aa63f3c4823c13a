import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import type { BillPart } from './bill-part.ts';
import { billTableOf } from './bill-table.ts';
import { cellBytes, MOST_COLUMNS, type CsvCells } from './csv-cells.ts';
import type { CsvRecords } from './csv-records.ts';
import { CsvScanner } from './csv-scanner.ts';
import { billProblem, refusedBill } from './problem.ts';
import { TableReader } from './table-reader.ts';

/** Titles and notes may stand before the header, no more than so many. */
const MOST_TITLES = 20;

export interface CsvBillOptions {
  /** How they are read, where it is not the file that decides. */
  readonly records?: CsvRecords;
  /** Keys of cost allocation tags. */
  readonly tagKeys?: readonly string[];
}

/** A bill that is CSV: the header is found, and from there on only its columns are read. */
export class CsvBill {
  readonly #file: string;
  readonly #scanner: CsvScanner;
  readonly #tagKeys: readonly string[];
  #reader: TableReader | undefined;
  #titles = 0;
  #problem: Problem | undefined;

  constructor(file: string, separator: number, { records, tagKeys = [] }: CsvBillOptions = {}) {
    this.#file = file;
    this.#tagKeys = tagKeys;
    const onRecord = (cells: CsvCells) => {
      if (this.#reader) this.#reader.row(cells);
      else if (!this.#problem && !cells.blank) this.#header(cells);
    };
    this.#scanner = new CsvScanner(separator, onRecord, records);
  }

  #header(cells: CsvCells): void {
    const table = billTableOf(headerTexts(cells), this.#tagKeys);
    if (table?.ok) {
      this.#scanner.project(table.value.columns);
      const sums = this.#scanner.sums(table.value);
      this.#reader = new TableReader(this.#file, table.value, sums);
    } else if (table) this.#problem = table.problems[0];
    else if (++this.#titles >= MOST_TITLES) this.#problem = billProblem('bills.unknown');
  }

  /** A problem of the whole file, after which nothing more need be pushed. */
  push(chunk: Uint8Array): Problem | undefined {
    const open = this.#scanner.push(chunk);
    this.#problem ??= this.#reader?.problem;
    if (open !== undefined) this.#problem ??= billProblem('bills.quoteOpen', { line: open });
    return this.#problem;
  }

  finish(): Result<BillPart> {
    const open = this.#problem ? undefined : this.#scanner.end();
    if (open !== undefined) return refusedBill('bills.quoteOpen', { line: open });
    if (this.#problem) return refused(this.#problem);
    return this.#reader?.finish() ?? refusedBill('bills.unknown');
  }
}

/** The header in UTF-8 if it can be, else as Chinese Excel writes. */
function headerTexts(cells: CsvCells): string[] {
  const bytes = Array.from({ length: Math.min(cells.count, MOST_COLUMNS) }, (_, slot) =>
    cellBytes(cells, slot)
  );
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      const decoder = new TextDecoder(encoding, { fatal: true });
      return bytes.map((each) => decoder.decode(each));
    } catch {
      continue;
    }
  return [];
}

const SEPARATORS = [0x2c, 0x3b, 0x09];

/** The separator that `sep=;` declares, or that cuts the first line with anything in it the most. */
export function separatorOf(head: Uint8Array): number {
  const text = Array.from(head.subarray(0, 6), (byte) => String.fromCharCode(byte)).join('');
  const declared = /^sep=([,;\t|])/i.exec(text)?.[1];
  if (declared) return declared.charCodeAt(0);
  const counts = SEPARATORS.map(() => 0);
  let quoted = false;
  for (const byte of head) {
    if (byte === 0x22) quoted = !quoted;
    const separator = quoted ? -1 : SEPARATORS.indexOf(byte);
    if (separator >= 0) counts[separator] = (counts[separator] ?? 0) + 1;
    const ends = byte === 0x0a || byte === 0x0d;
    if (!quoted && ends && counts.some((count) => count > 0)) break;
  }
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? 0x2c;
}
