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
  #rest: Uint8Array = new Uint8Array(0);
  /** The buffer of the bytes that are scanned, four at a time. */
  #words: Int32Array = new Int32Array(0);
  #line = 1;
  readonly #cells = {
    bytes: this.#rest,
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
    const bytes = this.#rest.length > 0 ? joined(this.#rest, chunk) : chunk;
    const read = this.#scan(bytes, false);
    // A copy, since the chunk is its giver's to use again.
    this.#rest = bytes.slice(read);
    return this.#rest.length > LONGEST ? this.#line : undefined;
  }

  /** Reads the last record; the line of a quote that never closed. */
  end(): number | undefined {
    const bytes = this.#rest;
    this.#rest = new Uint8Array(0);
    return this.#scan(bytes, true) < bytes.length ? this.#line : undefined;
  }

  #scan(bytes: Uint8Array, final: boolean): number {
    this.#cells.bytes = bytes;
    this.#words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
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
        for (; (at = this.#quoted(at)) < end; at++) {
          if (bytes[at] === LF) lines++;
          if (bytes[at] !== QUOTE) continue;
          if (at + 1 === end && !final) return -1;
          if (bytes[at + 1] !== QUOTE) break;
          escaped = 1;
          at++;
        }
        if (at >= end) return -1;
        to = at;
        at = this.#plain(at + 1);
        if (!isBlank(bytes, to + 1, at)) cells.broken = true;
      } else to = at = this.#plain(at);
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

  /** The place of the next separator or line end; four bytes at a step where none is among them. */
  #plain(from: number): number {
    const { bytes } = this.#cells;
    const separator = this.#separator;
    const separators = separator * EACH;
    const words = this.#words;
    const offset = bytes.byteOffset;
    const end = bytes.length;
    const last = (end + offset) >> 2;
    for (let at = from; at < end; at++) {
      if (((at + offset) & 3) === 0) {
        let word = (at + offset) >> 2;
        while (word < last && !hasByte(words[word] ?? 0, separators, CR + 1)) word++;
        at = word * 4 - offset;
      }
      const byte = bytes[at];
      if (byte === separator || byte === LF || byte === CR) return at;
    }
    return end;
  }

  /** The place of the next quote or line end within quotes. */
  #quoted(from: number): number {
    const { bytes } = this.#cells;
    const words = this.#words;
    const offset = bytes.byteOffset;
    const end = bytes.length;
    const last = (end + offset) >> 2;
    for (let at = from; at < end; at++) {
      if (((at + offset) & 3) === 0) {
        let word = (at + offset) >> 2;
        while (word < last && !hasByte(words[word] ?? 0, QUOTE * EACH, LF + 1)) word++;
        at = word * 4 - offset;
      }
      const byte = bytes[at];
      if (byte === QUOTE || byte === LF) return at;
    }
    return end;
  }

  #tell(column: number, from: number, to: number, escaped: number): void {
    const slot = this.#slots ? (this.#slots[column] ?? -1) : column;
    if (slot < 0 || slot >= MOST_COLUMNS) return;
    this.#cells.starts[slot] = from;
    this.#cells.ends[slot] = to;
    this.#cells.escaped[slot] = escaped;
  }
}

/** A byte as each of the four of a word. */
const EACH = 0x01010101;

/** Whether one of a word's bytes is that of `each`, or less than `bound` (at most 128). */
function hasByte(word: number, each: number, bound: number): boolean {
  const other = word ^ each;
  return ((((word - bound * EACH) & ~word) | ((other - EACH) & ~other)) & 0x80808080) !== 0;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  return true;
}

/** The bytes of a cell, with `""` made one quote. */
export function cellBytes(cells: CsvCells, slot: number): Uint8Array {
  const bytes = cells.bytes.subarray(cells.starts[slot], cells.ends[slot]);
  if (!cells.escaped[slot]) return bytes;
  let doubled = false;
  return bytes.filter((byte) => {
    doubled = byte === QUOTE && !doubled;
    return byte !== QUOTE || doubled;
  });
}
