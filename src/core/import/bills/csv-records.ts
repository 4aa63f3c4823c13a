import type { CsvCells } from './csv-cells.ts';

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
}
