import { MOST_COLUMNS } from './csv-cells.ts';
import type { CsvRecords } from './csv-records.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Records read by JavaScript: for what is small, and where WebAssembly cannot. */
export class PlainRecords implements CsvRecords {
  readonly #separator: number;
  #slots: Int16Array | undefined;
  #buffer = new Uint8Array(0);
  lines = 0;
  readonly cells = {
    bytes: this.#buffer,
    starts: new Int32Array(MOST_COLUMNS),
    ends: new Int32Array(MOST_COLUMNS),
    escaped: new Uint8Array(MOST_COLUMNS),
    count: 0,
    line: 1,
    blank: false,
    broken: false
  };

  constructor(separator: number) {
    this.#separator = separator;
  }

  room(size: number): Uint8Array {
    if (size <= this.#buffer.length) return this.#buffer;
    const buffer = new Uint8Array(size * 2);
    buffer.set(this.#buffer);
    return (this.cells.bytes = this.#buffer = buffer);
  }

  project(columns: readonly number[]): void {
    const slots = new Int16Array(MOST_COLUMNS).fill(-1);
    columns.forEach((column, slot) => (slots[column] = slot));
    this.#slots = slots;
  }

  read(start: number, end: number, final: boolean): number {
    const { cells } = this;
    const { bytes } = cells;
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
          if (at + 1 === end || bytes[at + 1] !== QUOTE) break;
          escaped = 1;
          at++;
        }
        if (at >= end) return -1;
        to = at;
        at = this.#plain(at + 1, end);
        if (!isBlank(bytes, to + 1, at)) cells.broken = true;
      } else to = at = this.#plain(at, end);
      if (at >= end && !final) return -1;
      this.#tell(column, from, to, escaped);
      if (at >= end || bytes[at] !== this.#separator) break;
      at++;
    }
    cells.blank = column === 0 && at === start;
    if (at < end && bytes[at] === CR) {
      if (at + 1 >= end && !final) return -1;
      if (at + 1 < end && bytes[at + 1] === LF) at++;
    }
    cells.count = column + 1;
    this.lines = lines;
    return Math.min(end, at + 1);
  }

  /** The place of the next separator or line end. */
  #plain(from: number, end: number): number {
    const { bytes } = this.cells;
    const separator = this.#separator;
    const highest = Math.max(separator, CR);
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte <= highest && (byte === separator || byte === LF || byte === CR)) break;
    }
    return Math.min(at, end);
  }

  #tell(column: number, from: number, to: number, escaped: number): void {
    const slot = this.#slots ? (this.#slots[column] ?? -1) : column;
    if (slot < 0 || slot >= MOST_COLUMNS) return;
    this.cells.starts[slot] = from;
    this.cells.ends[slot] = to;
    this.cells.escaped[slot] = escaped;
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  return true;
}
