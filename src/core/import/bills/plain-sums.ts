import { AmountSums } from '#core/finance/amount-sums.ts';
import { SketchMaker } from '#core/finance/row-sketch.ts';
import { TupleIndex } from '#core/finance/tuple-index.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { BytesDictionary } from './bytes-dictionary.ts';
import { avalanche, bytesHash, mixed } from './bytes-hash.ts';
import { CostReader } from './cost-reader.ts';
import { cellBytes, type CsvCells } from './csv-cells.ts';
import {
  decoded,
  firstOf,
  identities,
  MOST_BYTES,
  MOST_GROUPS,
  MOST_TAG_BYTES,
  type RowGroups,
  type RowSlots,
  type RowSums
} from './row-sums.ts';
import { TagSets } from './tag-sets.ts';

/** Rows added up by JavaScript: of what is no CSV, of what is small, and where WebAssembly cannot. */
export class PlainSums implements RowSums {
  readonly #slots: RowSlots;
  readonly #texts: BytesDictionary[];
  readonly #tagSets: TagSets;
  /** By the number of a text, what its tags say. */
  #setOf: number[] = [];
  readonly #tuple: Int32Array;
  readonly #groups: TupleIndex;
  readonly #sums = new AmountSums();
  readonly #counts: number[] = [];
  readonly #lines: number[] = [];
  readonly #costs: CostReader;
  readonly #sketches = new Map<number, SketchMaker>();
  /** Cells of the identity; those that are a whole text were hashed when they were numbered. */
  readonly #identities: readonly { readonly slot: number; readonly text: number }[];
  rows = 0;
  rounded = 0;

  constructor(slots: RowSlots) {
    this.#slots = slots;
    this.#texts = slots.texts.map(() => new BytesDictionary());
    this.#tagSets = new TagSets(slots.tagKeys);
    this.#tuple = new Int32Array(slots.texts.length + 1);
    this.#groups = new TupleIndex(slots.texts.length + 1);
    this.#costs = new CostReader(slots);
    this.#identities = identities(slots);
  }

  add(cells: CsvCells): Problem | undefined {
    const problem = this.#costs.read(cells);
    if (problem) return problem;
    for (let i = 0; i < this.#texts.length; i++) {
      const slot = this.#slots.texts[i] ?? -1;
      this.#tuple[i] = slot < 0 ? -1 : this.#intern(i, cells, slot);
    }
    this.#tuple[this.#texts.length] = this.#costs.present;
    this.#sketch(this.#tuple[this.#slots.period] ?? 0, this.#identity(cells));
    this.#addTo(this.#groups.find(this.#tuple), cells.line);
    return undefined;
  }

  #addTo(group: number, line: number): void {
    const costs = this.#slots.costs.length;
    const { amounts } = this.#costs;
    if (this.#counts[group] === undefined) {
      this.#counts[group] = 0;
      this.#lines[group] = line;
    }
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
    for (let i = 0; i < costs; i++)
      this.#sums.add(group * costs + i, amounts[i * 2] ?? 0, amounts[i * 2 + 1] ?? 0);
    this.rounded += this.#costs.rounded;
    this.rows++;
  }

  get hasTooManyTags(): boolean {
    return this.#tagSets.isFull;
  }

  get isFull(): boolean {
    if (this.#groups.size > MOST_GROUPS) return true;
    return this.#texts.some((dictionary) => dictionary.kept > MOST_BYTES);
  }

  #intern(text: number, cells: CsvCells, slot: number): number {
    if (text === this.#slots.tagSets) return this.#tagSet(text, cells, slot);
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

  #tagSet(text: number, cells: CsvCells, slot: number): number {
    const bytes = cellBytes(cells, slot);
    const number = this.#texts[text]?.intern(bytes, 0, bytes.length) ?? -1;
    const set = (this.#setOf[number] ??= this.#tagSets.numberOf(bytes));
    if ((this.#texts[text]?.kept ?? 0) > MOST_TAG_BYTES) {
      this.#texts[text] = new BytesDictionary();
      this.#setOf = [];
    }
    return set;
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

  finish(): RowGroups {
    const { encoding, texts } = decoded(this.#texts, this.#slots.tagSets, this.#tagSets);
    const width = texts.length;
    const costs = this.#slots.costs.length;
    const groups = this.#groups;
    const counts = this.#counts;
    const lines = this.#lines;
    let group = 0;
    return {
      size: groups.size,
      encoding,
      texts,
      otherTagKeys: this.#tagSets.others,
      sketches: [...this.#sketches].map(
        ([id, maker]) => [texts[this.#slots.period]?.[id] ?? '', maker.sketch()] as const
      ),
      turnTo: (next) => void (group = next),
      text: (column) => groups.part(group, column),
      costOf: (columns) => firstOf(groups.part(group, width), columns),
      addCost: (column, into, at, sign) => {
        into.addSum(at, this.#sums, group * costs + column, sign);
      },
      get rows() {
        return counts[group] ?? 0;
      },
      get line() {
        return lines[group] ?? 0;
      }
    };
  }
}

/** Where the time begins in `2023-07-07 16:14:18` or `2023-07-07T16:14:18Z`. */
function dayEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 6; at < end; at++) if (bytes[at] === 0x20 || bytes[at] === 0x54) return at;
  return end;
}
