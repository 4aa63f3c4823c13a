const QUOTE = 0x22;

/** Columns of which the header is read; no bill has as many. */
export const MOST_COLUMNS = 4096;

/** One record, valid while the call lasts: cells as places in bytes. */
export interface CsvCells {
  readonly bytes: Uint8Array;
  /** By slot, or by column for as long as nothing was projected. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** By slot: whether `""` stands in the cell for `"`. */
  readonly escaped: Uint8Array;
  /** How many cells the record has, projected or not. */
  readonly count: number;
  /** 1-based line of the file where the record begins. */
  readonly line: number;
  /** Nothing stands in the line. */
  readonly blank: boolean;
  /** Text stands behind a closing quote: what the cell says is not known. */
  readonly broken: boolean;
}

/** The bytes of a cell, with `""` made one quote. */
export function cellBytes({ bytes, starts, ends, escaped }: CsvCells, slot: number): Uint8Array {
  const start = starts[slot] ?? 0;
  const end = ends[slot] ?? 0;
  if (!escaped[slot]) return bytes.subarray(start, end);
  const plain = new Uint8Array(end - start);
  let size = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    plain[size++] = byte;
    // Within a quoted cell a quote never stands alone.
    if (byte === QUOTE) at++;
  }
  return plain.subarray(0, size);
}
