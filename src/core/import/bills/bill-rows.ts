import { AmountReader } from '#core/finance/amount.ts';
import { AmountSums } from '#core/finance/amount-sums.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { BytesDictionary } from './bytes-dictionary.ts';
import { avalanche, bytesHash, mixed } from './bytes-hash.ts';
import { cellBytes, type CsvCells } from './csv-cells.ts';
import { billProblem } from './problem.ts';
import { SketchMaker, type RowSketch } from '#core/finance/row-sketch.ts';
import { saidText } from './said-text.ts';
import { TupleIndex } from '#core/finance/tuple-index.ts';

/** Where a bill's cells stand: slots of the scanner, -1 for a column the bill does not have. */
export interface RowSlots {
  readonly texts: readonly number[];
  readonly costs: readonly number[];
  /** Cells that tell one charge line from another, whatever it costs and whether it is invoiced. */
  readonly identity: readonly number[];
  /** Which of the texts says the period. */
  readonly period: number;
  /** It is a time of which only the day matters: every second would be a group of its own. */
  readonly byDay: boolean;
  /** What the columns of `costs` are called, for sentences. */
  readonly costNames: readonly string[];
}

/** All rows that say the same but for their amounts. */
export interface RowGroup {
  readonly texts: readonly string[];
  /** Sums in 1e-12; undefined where these rows have a blank. */
  readonly costs: readonly (bigint | undefined)[];
  readonly rows: number;
  readonly line: number;
}

/** No bill says more different things than this. */
const MOST_GROUPS = 8_000_000;
const MOST_BYTES = 512 * 2 ** 20;

/**
 * Adds rows up as they stream by: a row becomes one integer for each text, and its amounts are added
 * to the group of rows with the same texts. What texts mean is asked once for each group, at the end.
 */
export class BillRows {
  readonly #slots: RowSlots;
  readonly #texts: BytesDictionary[];
  readonly #tuple: Int32Array;
  readonly #groups: TupleIndex;
  readonly #sums = new AmountSums();
  readonly #counts: number[] = [];
  readonly #lines: number[] = [];
  readonly #reader = new AmountReader();
  readonly #read: Float64Array;
  readonly #sketches = new Map<number, SketchMaker>();
  /** Cells of the identity; those that are a whole text were hashed when they were numbered. */
  readonly #identities: readonly { readonly slot: number; readonly text: number }[];
  rows = 0;
  /** Amounts with digits beyond 1e-12, which were rounded. */
  rounded = 0;

  constructor(slots: RowSlots) {
    this.#slots = slots;
    this.#texts = slots.texts.map(() => new BytesDictionary());
    this.#tuple = new Int32Array(slots.texts.length + 1);
    this.#groups = new TupleIndex(slots.texts.length + 1);
    this.#read = new Float64Array(slots.costs.length * 2);
    this.#identities = slots.identity.map((slot) => {
      const text = slots.texts.indexOf(slot);
      return { slot, text: slots.byDay && text === slots.period ? -1 : text };
    });
  }

  /** Takes a row whole, or answers why none of it was taken. */
  add(cells: CsvCells): Problem | undefined {
    const problem = this.#readCosts(cells);
    if (problem) return problem;
    for (let i = 0; i < this.#texts.length; i++) {
      const slot = this.#slots.texts[i] ?? -1;
      this.#tuple[i] = slot < 0 ? -1 : this.#intern(i, cells, slot);
    }
    this.#sketch(this.#tuple[this.#slots.period] ?? 0, this.#identity(cells));
    return this.#addTo(this.#groups.find(this.#tuple), cells.line);
  }

  #addTo(group: number, line: number): Problem | undefined {
    if (group > MOST_GROUPS) return billProblem('bills.tooVaried', { max: MOST_GROUPS });
    const costs = this.#slots.costs.length;
    if (this.#counts[group] === undefined) {
      this.#counts[group] = 0;
      this.#lines[group] = line;
    }
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
    for (let i = 0; i < costs; i++)
      this.#sums.add(group * costs + i, this.#read[i * 2] ?? 0, this.#read[i * 2 + 1] ?? 0);
    this.rows++;
    return undefined;
  }

  /** Whether texts take more memory than any bill's would. */
  get isFull(): boolean {
    return this.#texts.some((dictionary) => dictionary.kept > MOST_BYTES);
  }

  /** Reads all amounts of a row first, so that a refused row leaves nothing behind. */
  #readCosts(cells: CsvCells): Problem | undefined {
    let present = 0;
    let rounded = 0;
    for (let i = 0; i < this.#slots.costs.length; i++) {
      const slot = this.#slots.costs[i] ?? -1;
      this.#read[i * 2] = this.#read[i * 2 + 1] = 0;
      if (slot < 0) continue;
      const reader = this.#reader;
      const read = reader.read(cells.bytes, cells.starts[slot] ?? 0, cells.ends[slot] ?? 0);
      if (read === 'blank') continue;
      if (read !== 'amount') return this.#unreadable(read, cells, i, slot);
      present |= 1 << i;
      if (reader.lost) rounded++;
      this.#read[i * 2] = reader.units;
      this.#read[i * 2 + 1] = reader.fraction;
    }
    this.#tuple[this.#texts.length] = present;
    this.rounded += rounded;
    return undefined;
  }

  #unreadable(read: 'malformed' | 'tooLarge', cells: CsvCells, i: number, slot: number): Problem {
    const value = new TextDecoder().decode(cellBytes(cells, slot)).slice(0, 60);
    const code = read === 'tooLarge' ? 'bills.amountTooLarge' : 'bills.amountUnreadable';
    return billProblem(code, { value, column: this.#slots.costNames[i] ?? '' });
  }

  #intern(text: number, cells: CsvCells, slot: number): number {
    const dictionary = this.#texts[text];
    if (!dictionary) return -1;
    if (!cells.escaped[slot]) {
      const start = cells.starts[slot] ?? 0;
      const end = cells.ends[slot] ?? 0;
      const days = this.#slots.byDay && text === this.#slots.period;
      return dictionary.intern(cells.bytes, start, days ? dayEnd(cells.bytes, start, end) : end);
    }
    const bytes = cellBytes(cells, slot);
    return dictionary.intern(bytes, 0, bytes.length);
  }

  /** A hash of what tells a row from others, each cell by itself, so that `a,bc` is not `ab,c`. */
  #identity({ bytes, starts, ends }: CsvCells): number {
    let hash = 0;
    for (const { slot, text } of this.#identities) {
      const known = text < 0 ? undefined : this.#texts[text];
      const own = known
        ? known.hashOf(this.#tuple[text] ?? 0)
        : bytesHash(bytes, starts[slot] ?? 0, ends[slot] ?? 0);
      hash = mixed(hash, own);
    }
    return avalanche(hash) >>> 0;
  }

  #sketch(period: number, hash: number): void {
    let maker = this.#sketches.get(period);
    if (!maker) this.#sketches.set(period, (maker = new SketchMaker()));
    maker.add(hash);
  }

  /** The texts of the whole bill are of one encoding: UTF-8 if all of them can be. */
  get encoding(): 'utf-8' | 'gb18030' {
    const strict = new TextDecoder('utf-8', { fatal: true });
    try {
      for (const dictionary of this.#texts)
        for (let id = 0; id < dictionary.size; id++) strict.decode(dictionary.at(id));
      return 'utf-8';
    } catch {
      return 'gb18030';
    }
  }

  /** Every group, and the sketches of periods with their texts. */
  finish(): {
    readonly groups: Iterable<RowGroup>;
    readonly sketches: readonly (readonly [period: string, RowSketch])[];
  } {
    const decoder = new TextDecoder(this.encoding);
    const texts = this.#texts.map((dictionary) =>
      Array.from({ length: dictionary.size }, (_, id) =>
        saidText(decoder.decode(dictionary.at(id)))
      )
    );
    const sketches = [...this.#sketches].map(
      ([id, maker]) => [texts[this.#slots.period]?.[id] ?? '', maker.sketch()] as const
    );
    return { groups: this.#each(texts), sketches };
  }

  *#each(texts: readonly (readonly string[])[]): Generator<RowGroup> {
    const { costs } = this.#slots;
    for (let group = 0; group < this.#groups.size; group++) {
      const present = this.#groups.part(group, texts.length);
      yield {
        texts: texts.map((values, i) => values[this.#groups.part(group, i)] ?? ''),
        costs: costs.map((_, i) =>
          present & (1 << i) ? this.#sums.sum(group * costs.length + i) : undefined
        ),
        rows: this.#counts[group] ?? 0,
        line: this.#lines[group] ?? 0
      };
    }
  }
}

/** Where the time begins in `2023-07-07 16:14:18` or `2023-07-07T16:14:18Z`. */
function dayEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 6; at < end; at++) if (bytes[at] === 0x20 || bytes[at] === 0x54) return at;
  return end;
}
