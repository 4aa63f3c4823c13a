import { MOST_COLUMNS } from './csv-cells.ts';
import { CSV_RECORDS } from './csv-records-wasm.ts';
import type { CsvRecords } from './csv-records.ts';

/** Addresses in the memory of wasm/csv-records.ts. */
const SLOTS = 0x1000;
const STARTS = 0x4000;
const ENDS = 0x8000;
const ESCAPED = 0xc000;
const TEXT = 0x10000;
const PAGE = 0x10000;
/** It looks so far beyond the end, and at nothing there. */
const BEYOND = 16;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly setSeparator: (byte: number) => void;
  readonly record: (start: number, end: number, final: number) => number;
}

/** Records read by WebAssembly, sixteen bytes at a step. */
export class WasmRecords implements CsvRecords {
  readonly #exports: Exports;
  #size = 0;
  #result = new Int32Array(0);
  readonly cells = {
    bytes: new Uint8Array(0),
    starts: new Int32Array(0),
    ends: new Int32Array(0),
    escaped: new Uint8Array(0),
    count: 0,
    line: 1,
    blank: false,
    broken: false
  };

  /** Throws where WebAssembly is not allowed or too old. */
  constructor(separator: number) {
    const module = new WebAssembly.Module(binary());
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#exports.setSeparator(separator);
    this.#view();
    this.project(Array.from({ length: MOST_COLUMNS }, (_, column) => column));
  }

  get lines(): number {
    return this.#result[1] ?? 0;
  }

  room(size: number): Uint8Array {
    const { memory } = this.#exports;
    const missing = TEXT + size + BEYOND - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(Math.max(missing, this.#size) / PAGE));
      this.#view();
    }
    return this.cells.bytes;
  }

  /** Memory that grows is another buffer. */
  #view(): void {
    const { buffer } = this.#exports.memory;
    this.#size = buffer.byteLength - TEXT - BEYOND;
    this.#result = new Int32Array(buffer, 0, 4);
    this.cells.starts = new Int32Array(buffer, STARTS, MOST_COLUMNS);
    this.cells.ends = new Int32Array(buffer, ENDS, MOST_COLUMNS);
    this.cells.escaped = new Uint8Array(buffer, ESCAPED, MOST_COLUMNS);
    this.cells.bytes = new Uint8Array(buffer, TEXT, this.#size);
  }

  project(columns: readonly number[]): void {
    const slots = new Int16Array(this.#exports.memory.buffer, SLOTS, MOST_COLUMNS).fill(-1);
    columns.forEach((column, slot) => (slots[column] = slot));
  }

  read(start: number, end: number, final: boolean): number {
    const next = this.#exports.record(start, end, Number(final));
    if (next < 0) return next;
    const { cells } = this;
    cells.count = this.#result[0] ?? 0;
    cells.blank = this.#result[2] !== 0;
    cells.broken = this.#result[3] !== 0;
    return next;
  }
}

const binary = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(CSV_RECORDS), (char) => char.charCodeAt(0));
