import type { BillTable } from './bill-table.ts';
import type { CsvCells } from './csv-cells.ts';
import type { RowSums } from './row-sums.ts';

/** Bytes of a CSV and the record of them that was read last; there are two ways to read one. */
export interface CsvRecords {
  /** `line` is whoever's that counts lines. */
  readonly cells: CsvCells & { line: number };
  /** Line ends within the record's quotes. */
  readonly lines: number;
  /** Room for so many bytes; what stands in it stays where it is. */
  room(size: number): Uint8Array;
  /** Only these columns are told, in slots by their order here. */
  project(columns: readonly number[]): void;
  /** The place behind the record at `start`, or -1 when it may go on in bytes to come. */
  read(start: number, end: number, final: boolean): number;
  /** Adds the records of a table up in place, where that can be done; the next stands in `line`. */
  sums?(table: BillTable, line: number): SumsInPlace;
}

/** Adds up records where they are read, and hands over none but those that it does not take. */
export interface SumsInPlace extends RowSums {
  /** Takes records from `start` on; where it stopped, and whether at one that it did not take. */
  take(start: number, end: number, final: boolean): { readonly at: number; readonly odd: boolean };
  /** The line of the next record. */
  readonly line: number;
}
