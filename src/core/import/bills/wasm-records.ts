import type { BillTable } from './bill-table.ts';
import { BillWasm } from './bill-wasm.ts';
import { MOST_COLUMNS } from './csv-cells.ts';
import type { CsvRecords } from './csv-records.ts';
import { WasmSums } from './wasm-sums.ts';

/** Records read by WebAssembly, sixteen bytes at a step. */
export class WasmRecords implements CsvRecords {
  readonly #wasm: BillWasm;
  readonly cells: BillWasm['cells'];
  lines = 0;

  /** Throws where WebAssembly is not allowed or too old. */
  constructor(separator: number) {
    this.#wasm = new BillWasm(separator);
    this.cells = this.#wasm.cells;
    this.project(Array.from({ length: MOST_COLUMNS }, (_, column) => column));
  }

  room(size: number): Uint8Array {
    return this.#wasm.room(size);
  }

  project(columns: readonly number[]): void {
    this.#wasm.project(columns);
  }

  read(start: number, end: number, final: boolean): number {
    const next = this.#wasm.call.record(start, end, Number(final));
    if (next >= 0) this.lines = this.#wasm.tellRecord();
    return next;
  }

  sums(table: BillTable, line: number): WasmSums {
    return new WasmSums(this.#wasm, table, line);
  }
}
