import type { BillTable } from './bill-table.ts';
import type { CsvCells } from './csv-cells.ts';
import type { CsvRecords, SumsInPlace } from './csv-records.ts';
import type { RowSums } from './row-sums.ts';
import { PlainRecords } from './plain-records.ts';
import { WasmRecords } from './wasm-records.ts';

/** No record of a bill is longer: one that is has a quote that never closes. */
const LONGEST = 4 * 2 ** 20;
/** Of less, starting WebAssembly takes longer than reading. */
const SMALL = 32 * 2 ** 10;

/**
 * Reads RFC 4180 from chunks of any split, as bytes: no strings, and nothing kept of the columns
 * that are not asked for. Any line ends; line ends inside quotes. UTF-8 and GB18030 alike, since no
 * byte of theirs inside a character is a quote, a separator or a line end.
 */
export class CsvScanner {
  readonly #onRecord: (cells: CsvCells) => void;
  readonly #separator: number;
  #records: CsvRecords | undefined;
  #sums: SumsInPlace | undefined;
  #columns: readonly number[] | undefined;
  /** The last column asked for. */
  #last = -1;
  /** What was given and is not yet read. */
  #at = 0;
  #end = 0;
  #line = 1;

  constructor(separator: number, onRecord: (cells: CsvCells) => void, records?: CsvRecords) {
    this.#separator = separator;
    this.#onRecord = onRecord;
    this.#records = records;
  }

  /** From the next record on only these columns are told, in slots by their order here. */
  project(columns: readonly number[]): void {
    this.#columns = columns;
    this.#last = Math.max(-1, ...columns);
    this.#records?.project(columns);
  }

  /**
   * From the next record on those of a table are added up where they are read, and only those are
   * told that were not taken; undefined where that cannot be done.
   */
  sums(table: BillTable): RowSums | undefined {
    return (this.#sums = this.#records?.sums?.(table, this.#line));
  }

  /** Reads what is complete; the line of an open quote when a record grows without end. */
  push(chunk: Uint8Array): number | undefined {
    const records = this.#take(chunk);
    this.#at = this.#scan(records, false);
    return this.#end - this.#at > LONGEST ? this.#line : undefined;
  }

  /** A copy, since the chunk is its giver's to use again; what is left stands before it. */
  #take(chunk: Uint8Array): CsvRecords {
    const records = this.#records ?? this.#begin(chunk.length);
    const rest = this.#end - this.#at;
    const room = records.room(rest + chunk.length);
    room.copyWithin(0, this.#at, this.#end);
    room.set(chunk, rest);
    this.#at = 0;
    this.#end = rest + chunk.length;
    return records;
  }

  #begin(size: number): CsvRecords {
    const records = recordsFor(this.#separator, size);
    if (this.#columns) records.project(this.#columns);
    return (this.#records = records);
  }

  /** Reads the last record; the line of a quote that never closed. */
  end(): number | undefined {
    if (!this.#records) return undefined;
    this.#at = this.#scan(this.#records, true);
    return this.#at < this.#end ? this.#line : undefined;
  }

  #scan(records: CsvRecords, final: boolean): number {
    let at = this.#at;
    while (at < this.#end) {
      if (this.#sums) return this.#sum(this.#sums, at, records, final);
      const next = records.read(at, this.#end, final);
      if (next < 0) break;
      at = next;
      const { cells } = records;
      if (cells.count <= this.#last) this.#blankFrom(cells);
      cells.line = this.#line;
      this.#line += records.lines + 1;
      this.#onRecord(cells);
    }
    return at;
  }

  #sum(sums: SumsInPlace, from: number, { cells }: CsvRecords, final: boolean): number {
    let { at, odd } = sums.take(from, this.#end, final);
    while (odd) {
      this.#onRecord(cells);
      ({ at, odd } = sums.take(at, this.#end, final));
    }
    this.#line = sums.line;
    return at;
  }

  /** A short record says nothing in the columns it does not reach. */
  #blankFrom({ count, starts, ends }: CsvCells): void {
    this.#columns?.forEach((column, slot) => {
      if (column >= count) starts[slot] = ends[slot] = 0;
    });
  }
}

function recordsFor(separator: number, size: number): CsvRecords {
  if (size >= SMALL)
    try {
      return new WasmRecords(separator);
    } catch {
      // Not allowed here, or too old: the other way gives the same.
    }
  return new PlainRecords(separator);
}
