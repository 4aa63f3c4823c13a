import { AmountReader, PICO } from '#core/finance/amount.ts';
import { SketchMaker } from '#core/finance/row-sketch.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { BillTable } from './bill-table.ts';
import { READ, STOPPED, type BillHost, type BillWasm } from './bill-wasm.ts';
import { CostReader } from './cost-reader.ts';
import type { CsvCells } from './csv-cells.ts';
import {
  decoded,
  firstOf,
  identities,
  type ByteTexts,
  type RowGroups,
  type RowSlots,
  type RowSums
} from './row-sums.ts';
import { TagSets } from './tag-sets.ts';

/** Rows added up by WebAssembly where their bytes are; it stops at those that are not taken. */
export class WasmSums implements RowSums, BillHost {
  readonly #wasm: BillWasm;
  readonly #slots: RowSlots;
  readonly #costs: CostReader;
  readonly #reader = new AmountReader();
  readonly #sketches = new Map<number, SketchMaker>();
  readonly #spilled = new Map<number, bigint>();
  readonly #tagSets: TagSets;
  isFull = false;

  /** `line` is that of the next record. */
  constructor(wasm: BillWasm, { slots, columns, width }: BillTable, line: number) {
    this.#wasm = wasm;
    this.#slots = slots;
    this.#costs = new CostReader(slots);
    this.#tagSets = new TagSets(slots.tagKeys);
    const own = identities(slots);
    wasm.host = this;
    wasm.setInts('TEXT_SLOTS', slots.texts);
    wasm.setInts('COST_SLOTS', slots.costs);
    wasm.setInts(
      'IDENTITY',
      own.flatMap(({ slot, text }) => [slot, text])
    );
    wasm.setInts('STATE', [STOPPED.done, line, line, 0, 0]);
    wasm.call.table(
      slots.texts.length,
      slots.costs.length,
      own.length,
      columns.length,
      width,
      Math.max(0, slots.period),
      Number(slots.byDay),
      slots.tagSets
    );
  }

  /** Takes records from `start` on; where it stopped, and whether at one that it did not take. */
  take(start: number, end: number, final: boolean): { readonly at: number; readonly odd: boolean } {
    const at = this.#wasm.call.rows(start, end, Number(final));
    const { cells } = this.#wasm;
    this.#wasm.tellRecord();
    cells.line = this.#state(1);
    const why = this.#state(0);
    if (why === STOPPED.full) this.isFull = true;
    return { at, odd: why === STOPPED.odd };
  }

  get hasTooManyTags(): boolean {
    return this.#tagSets.isFull;
  }

  /** The line of the next record. */
  get line(): number {
    return this.#state(2);
  }

  get rows(): number {
    return this.#state(3);
  }

  get rounded(): number {
    return this.#state(4);
  }

  #state(index: number): number {
    this.#wasm.view();
    return this.#wasm.intAt(this.#wasm.places.STATE + index * 4);
  }

  /** Why a row was not taken: its amounts are read once more. */
  add(cells: CsvCells): Problem {
    const problem = this.#costs.read(cells);
    if (!problem) throw new Error(`Line ${cells.line} was left out for no reason`);
    return problem;
  }

  amount(start: number, end: number): number {
    const reader = this.#reader;
    const read = reader.read(this.#wasm.view().bytes, start, end);
    if (read === 'blank') return READ.blank;
    if (read !== 'amount') return READ.none;
    this.#wasm.setFloats('AMOUNT', [reader.units, reader.fraction]);
    return reader.lost ? READ.rounded : READ.amount;
  }

  sketch(period: number, hash: number): number {
    let maker = this.#sketches.get(period);
    if (!maker) this.#sketches.set(period, (maker = new SketchMaker()));
    maker.add(hash);
    return maker.limit;
  }

  tagSet(address: number, length: number): number {
    return this.#tagSets.numberOf(this.#wasm.bytesAt(address, length));
  }

  spill(cost: number, units: number): void {
    this.#spilled.set(cost, (this.#spilled.get(cost) ?? 0n) + BigInt(units) * PICO);
  }

  finish(): RowGroups {
    const wasm = this.#wasm;
    const { call } = wasm;
    wasm.view();
    const { encoding, texts } = decoded(
      this.#slots.texts.map((_, column) => this.#texts(column)),
      this.#slots.tagSets,
      this.#tagSets
    );
    const costs = call.groupCosts();
    let place = 0;
    return {
      size: call.groupCount(),
      encoding,
      texts,
      otherTagKeys: this.#tagSets.others,
      sketches: [...this.#sketches].map(
        ([id, maker]) => [texts[this.#slots.period]?.[id] ?? '', maker.sketch()] as const
      ),
      turnTo: (group) => void (place = call.group(group) >>> 0),
      text: (column) => wasm.intAt(place + 12 + column * 4),
      costOf: (columns) => firstOf(wasm.intAt(place + 8), columns),
      addCost: (column, into, at, sign) => {
        const cost = place + costs + column * 16;
        into.add(at, sign * wasm.floatAt(cost), sign * wasm.floatAt(cost + 8));
        const spilled = this.#spilled.size > 0 ? this.#spilled.get(cost) : undefined;
        if (spilled !== undefined) into.addAmount(at, BigInt(sign) * spilled);
      },
      get rows() {
        return wasm.intAt(place);
      },
      get line() {
        return wasm.intAt(place + 4);
      }
    };
  }

  #texts(column: number): ByteTexts {
    const { call } = this.#wasm;
    return {
      size: call.textCount(column),
      at: (id) => this.#wasm.bytesAt(call.textAt(column, id), call.textLength(column, id))
    };
  }
}
