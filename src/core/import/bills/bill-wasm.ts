import { BILL_WASM } from './bill-wasm-binary.ts';
import { MOST_COLUMNS } from './csv-cells.ts';

/** What wasm/bill.ts asks of whoever made it, for the rows that it adds up. */
export interface BillHost {
  /** Reads the amount at `start` in the text; one of `READ`. */
  readonly amount: (start: number, end: number) => number;
  /** Keeps a hash of a period; below what one must be to be of interest. */
  readonly sketch: (period: number, hash: number) => number;
  /** The number of what the tags at an address say. */
  readonly tagSet: (address: number, length: number) => number;
  /** Keeps whole units that a number would no longer count, of the cost at an address. */
  readonly spill: (cost: number, units: number) => void;
}

/** What `amount` answers. */
export const READ = { amount: 0, rounded: 1, blank: 2, none: 3 } as const;
/** Why `rows` stopped. */
export const STOPPED = { done: 0, odd: 1, full: 2 } as const;

interface Functions {
  readonly memory: WebAssembly.Memory;
  readonly setSeparator: (byte: number) => void;
  readonly room: (size: number) => number;
  readonly record: (start: number, end: number, final: number) => number;
  readonly table: (
    texts: number,
    costs: number,
    identities: number,
    slots: number,
    columns: number,
    period: number,
    byDay: number,
    tagSets: number
  ) => void;
  readonly rows: (start: number, end: number, final: number) => number;
  readonly group: (id: number) => number;
  readonly groupCount: () => number;
  readonly groupCosts: () => number;
  readonly textCount: (column: number) => number;
  readonly textAt: (column: number, id: number) => number;
  readonly textLength: (column: number, id: number) => number;
}

const PLACES = [
  ...(['RECORD', 'SLOTS', 'STARTS', 'ENDS', 'ESCAPED'] as const),
  ...(['AMOUNT', 'STATE', 'TEXT_SLOTS', 'COST_SLOTS', 'IDENTITY'] as const)
] as const;
type Place = (typeof PLACES)[number];

/** It looks so far beyond the end of a text, and at nothing there. */
const ROOM = 16;

/** The WebAssembly of bills, and views of its memory; its addresses come signed. */
export class BillWasm {
  readonly call: Functions;
  /** Addresses of what both sides read and write. */
  readonly places: Readonly<Record<Place, number>>;
  host: BillHost | undefined;
  #text = 0;
  #size = 0;
  #bytes = new Uint8Array(0);
  #ints = new Int32Array(0);
  #floats = new Float64Array(0);
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
    const { exports } = new WebAssembly.Instance(module, {
      env: { abort: noMemory },
      bill: {
        readAmount: (start: number, end: number) => this.host?.amount(start, end) ?? READ.none,
        sketch: (period: number, hash: number) => this.host?.sketch(period, hash >>> 0) ?? 0,
        tagSet: (address: number, length: number) => this.host?.tagSet(address, length) ?? 0,
        spill: (cost: number, units: number) => this.host?.spill(cost >>> 0, units)
      }
    });
    this.call = exports as unknown as Functions;
    const globals = exports as unknown as Record<Place, WebAssembly.Global<'i32'>>;
    this.places = Object.fromEntries(
      PLACES.map((place) => [place, globals[place].value])
    ) as Record<Place, number>;
    this.call.setSeparator(separator);
    this.view();
  }

  /** Room for so many bytes; what stands in it stays where it is. */
  room(size: number): Uint8Array {
    if (size + ROOM > this.#size) {
      this.#size = Math.max(size + ROOM, this.#size * 2);
      this.#text = this.call.room(this.#size) >>> 0;
      this.#bytes = new Uint8Array(0);
    }
    return this.view().bytes;
  }

  /** The cells with arrays that are of use: memory that grows is another buffer. */
  view() {
    const { cells, places } = this;
    if (this.#bytes.length > 0) return cells;
    const { buffer } = this.call.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#ints = new Int32Array(buffer);
    this.#floats = new Float64Array(buffer);
    cells.starts = new Int32Array(buffer, places.STARTS, MOST_COLUMNS);
    cells.ends = new Int32Array(buffer, places.ENDS, MOST_COLUMNS);
    cells.escaped = new Uint8Array(buffer, places.ESCAPED, MOST_COLUMNS);
    cells.bytes = new Uint8Array(buffer, this.#text, this.#size);
    return cells;
  }

  /** Tells the record that was read last as the cells; the line ends within its quotes. */
  tellRecord(): number {
    const { cells } = this;
    this.view();
    const at = this.places.RECORD;
    cells.count = this.intAt(at);
    cells.blank = this.intAt(at + 8) !== 0;
    cells.broken = this.intAt(at + 12) !== 0;
    return this.intAt(at + 4);
  }

  /** The bytes at an address. */
  bytesAt(address: number, length: number): Uint8Array {
    this.view();
    const from = address >>> 0;
    return this.#bytes.subarray(from, from + length);
  }

  intAt(address: number): number {
    return this.#ints[address >>> 2] ?? 0;
  }

  floatAt(address: number): number {
    return this.#floats[address >>> 3] ?? 0;
  }

  setInts(place: Place, values: readonly number[]): void {
    this.view();
    this.#ints.set(values, this.places[place] >> 2);
  }

  setFloats(place: Place, values: readonly number[]): void {
    this.view();
    this.#floats.set(values, this.places[place] >> 3);
  }

  /** From the next record on only these columns are told, in slots by their order here. */
  project(columns: readonly number[]): void {
    const slots = new Int16Array(this.call.memory.buffer, this.places.SLOTS, MOST_COLUMNS);
    slots.fill(-1);
    columns.forEach((column, slot) => (slots[column] = slot));
  }
}

function noMemory(): never {
  throw new RangeError('No memory for the rows of a bill');
}

const binary = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(BILL_WASM), (char) => char.charCodeAt(0));
