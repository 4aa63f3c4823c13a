const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** No record of a bill is longer: one that is has a quote that never closes. */
const LONGEST = 4 * 2 ** 20;
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

/**
 * Reads RFC 4180 from chunks of any split, as bytes: no strings, and nothing kept of the columns
 * that are not asked for. Any line ends; line ends inside quotes. UTF-8 and GB18030 alike, since no
 * byte of theirs inside a character is a quote, a separator or a line end.
 */
export class CsvScanner {
  readonly #onRecord: (cells: CsvCells) => void;
  readonly #separator: number;
  #slots: Int16Array | undefined;
  #columns: readonly number[] = [];
  /** The last column asked for. */
  #last = -1;
  /** What was given and is not yet read stands in it from `at` on; room that is used again. */
  #buffer = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #line = 1;
  readonly #cells = {
    bytes: this.#buffer,
    starts: new Int32Array(MOST_COLUMNS),
    ends: new Int32Array(MOST_COLUMNS),
    escaped: new Uint8Array(MOST_COLUMNS),
    count: 0,
    line: 1,
    blank: false,
    broken: false
  };

  constructor(separator: number, onRecord: (cells: CsvCells) => void) {
    this.#separator = separator;
    this.#onRecord = onRecord;
  }

  /** From the next record on only these columns are told, in slots by their order here. */
  project(columns: readonly number[]): void {
    this.#columns = columns;
    this.#last = Math.max(-1, ...columns);
    this.#slots = new Int16Array(MOST_COLUMNS).fill(-1);
    columns.forEach((column, slot) => {
      if (this.#slots) this.#slots[column] = slot;
    });
  }

  /** Reads what is complete; the line of an open quote when a record grows without end. */
  push(chunk: Uint8Array): number | undefined {
    this.#take(chunk);
    this.#at = this.#scan(this.#buffer.subarray(0, this.#end), false);
    return this.#end - this.#at > LONGEST ? this.#line : undefined;
  }

  /** A copy, since the chunk is its giver's to use again; what is left stands before it. */
  #take(chunk: Uint8Array): void {
    const rest = this.#buffer.subarray(this.#at, this.#end);
    this.#end = rest.length + chunk.length;
    const roomy = this.#end <= this.#buffer.length;
    const buffer = roomy ? this.#buffer : new Uint8Array(this.#end * 2);
    buffer.set(rest);
    buffer.set(chunk, rest.length);
    this.#buffer = buffer;
    this.#at = 0;
  }

  /** Reads the last record; the line of a quote that never closed. */
  end(): number | undefined {
    const bytes = this.#buffer.subarray(this.#at, this.#end);
    this.#buffer = new Uint8Array(0);
    this.#at = this.#end = 0;
    return this.#scan(bytes, true) < bytes.length ? this.#line : undefined;
  }

  #scan(bytes: Uint8Array<ArrayBuffer>, final: boolean): number {
    this.#cells.bytes = bytes;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#record(bytes, at, final);
      if (next < 0) break;
      at = next;
    }
    return at;
  }

  /** The place behind the record at `start`, or -1 when it may go on in bytes to come. */
  #record(bytes: Uint8Array, start: number, final: boolean): number {
    const cells = this.#cells;
    const end = bytes.length;
    let at = start;
    let lines = 0;
    let column = 0;
    cells.broken = false;
    for (; ; column++) {
      let from = at;
      let to: number;
      let escaped = 0;
      if (bytes[at] === QUOTE && at < end) {
        from = ++at;
        for (; at < end; at++) {
          const byte = bytes[at] ?? 0;
          if (byte > QUOTE) continue;
          if (byte === LF) lines++;
          if (byte !== QUOTE) continue;
          if (at + 1 === end && !final) return -1;
          if (bytes[at + 1] !== QUOTE) break;
          escaped = 1;
          at++;
        }
        if (at >= end) return -1;
        to = at;
        at = this.#plain(bytes, at + 1);
        if (!isBlank(bytes, to + 1, at)) cells.broken = true;
      } else to = at = this.#plain(bytes, at);
      if (at >= end && !final) return -1;
      this.#tell(column, from, to, escaped);
      if (bytes[at] !== this.#separator) break;
      at++;
    }
    cells.blank = column === 0 && at === start;
    if (bytes[at] === CR) {
      if (at + 1 >= end && !final) return -1;
      if (bytes[at + 1] === LF) at++;
    }
    cells.count = column + 1;
    this.#blankFrom(column + 1);
    cells.line = this.#line;
    this.#line += lines + 1;
    this.#onRecord(cells);
    return Math.min(end, at + 1);
  }

  /** A short record says nothing in the columns it does not reach. */
  #blankFrom(count: number): void {
    if (count > this.#last) return;
    this.#columns.forEach((column, slot) => {
      if (column >= count) this.#cells.starts[slot] = this.#cells.ends[slot] = 0;
    });
  }

  /** The place of the next separator or line end. */
  #plain(bytes: Uint8Array, from: number): number {
    const separator = this.#separator;
    const highest = Math.max(separator, CR);
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte <= highest && (byte === separator || byte === LF || byte === CR)) break;
    }
    return at;
  }

  #tell(column: number, from: number, to: number, escaped: number): void {
    const slot = this.#slots ? (this.#slots[column] ?? -1) : column;
    if (slot < 0 || slot >= MOST_COLUMNS) return;
    this.#cells.starts[slot] = from;
    this.#cells.ends[slot] = to;
    this.#cells.escaped[slot] = escaped;
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  return true;
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
