import type { AmountSums } from '#core/finance/amount-sums.ts';
import type { RowSketch } from '#core/finance/row-sketch.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { CsvCells } from './csv-cells.ts';
import { saidText } from './said-text.ts';
import type { TagSets } from './tag-sets.ts';

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
  /** Which of the texts says tags, of which the chosen keys count; -1 for none. */
  readonly tagSets: number;
  readonly tagKeys: readonly string[];
  /** What the columns of `costs` are called, for sentences. */
  readonly costNames: readonly string[];
}

/** Cells of the identity, and which text each is; of a period by days, only a part is a text. */
export function identities(slots: RowSlots): { readonly slot: number; readonly text: number }[] {
  return slots.identity.map((slot) => {
    const text = slots.texts.indexOf(slot);
    return { slot, text: slots.byDay && text === slots.period ? -1 : text };
  });
}

/** No bill says more different things than this, in more bytes than that; wasm/bill.ts has them too. */
export const MOST_GROUPS = 8_000_000;
export const MOST_BYTES = 512 * 2 ** 20;
/** Of tags, which may be others in each row, no more texts are known at a time. */
export const MOST_TAG_BYTES = 32 * 2 ** 20;

/**
 * Adds rows up as they stream by: a row becomes one integer for each text, and its amounts are added
 * to the group of rows with the same texts. What texts mean is asked once for each group, at the end.
 */
export interface RowSums {
  /** Takes a row whole, or answers why none of it was taken. */
  add(cells: CsvCells): Problem | undefined;
  /** Rows taken. */
  readonly rows: number;
  /** Amounts with digits beyond 1e-12, which were rounded. */
  readonly rounded: number;
  /** Rows say more different things than any bill would, or their tags do. */
  readonly isFull: boolean;
  readonly hasTooManyTags: boolean;
  finish(): RowGroups;
}

/** All rows by what they say: a group of them is alike but for its amounts. One is read at a time. */
export interface RowGroups {
  readonly size: number;
  readonly encoding: Encoding;
  /** What the texts of a column are, by number. */
  readonly texts: readonly (readonly string[])[];
  readonly sketches: readonly (readonly [period: string, RowSketch])[];
  /** Keys of tags that were not chosen, and how many different texts have them. */
  readonly otherTagKeys: ReadonlyMap<string, number>;
  /** Turns to a group, of which the rest is told. */
  turnTo(group: number): void;
  /** The number of its text, -1 where the bill does not have the column. */
  text(column: number): number;
  /** The first of some cost columns in which its rows have no blank, -1 for none. */
  costOf(columns: readonly number[]): number;
  /** Adds to a sum, or takes from it, what a column is in all of its rows. */
  addCost(column: number, into: AmountSums, at: number, sign: 1 | -1): void;
  readonly rows: number;
  /** Of the first of them. */
  readonly line: number;
}

/** The first column of which a group has amounts, by a bit for each. */
export function firstOf(present: number, columns: readonly number[]): number {
  for (const column of columns) if (present & (1 << column)) return column;
  return -1;
}

type Encoding = 'utf-8' | 'gb18030';

/** The distinct texts of a column, as the bytes that the file has. */
export interface ByteTexts {
  readonly size: number;
  at(id: number): Uint8Array;
}

/**
 * The texts of a whole bill are of one encoding: UTF-8 if all of them can be. Of the column at
 * `setsAt` they are what its tags say.
 */
export function decoded(
  columns: readonly ByteTexts[],
  setsAt: number,
  sets: TagSets
): Pick<RowGroups, 'encoding' | 'texts'> {
  const read = columns.map((texts, i) => (i === setsAt ? NO_TEXTS : texts));
  const withSets = (texts: readonly (readonly string[])[]) =>
    texts.map((own, i) => (i === setsAt ? sets.texts : own));
  try {
    const texts = textsOf(read, new TextDecoder('utf-8', { fatal: true }));
    return { encoding: 'utf-8', texts: withSets(texts) };
  } catch {
    return { encoding: 'gb18030', texts: withSets(textsOf(read, new TextDecoder('gb18030'))) };
  }
}

const NO_TEXTS: ByteTexts = { size: 0, at: () => new Uint8Array(0) };

const textsOf = (columns: readonly ByteTexts[], decoder: TextDecoder) =>
  columns.map((texts) =>
    Array.from({ length: texts.size }, (_, id) => saidText(decoder.decode(texts.at(id))))
  );
