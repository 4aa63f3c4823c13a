import { deflateSync } from 'fflate';
import {
  headerJson,
  lineTexts,
  MAGIC,
  PREFIX,
  SEGMENT_ROWS,
  type BatchMonth,
  type FactLine
} from './batch-format.ts';
import type { AmountSums } from './amount-sums.ts';
import { FactTable } from './fact-table.ts';
import type { BillScope, Fact } from './fact.ts';
import { fitsInt64, folded, foldedAmounts, planesOf, type FoldedColumn } from './int64-column.ts';

export interface BatchContent {
  readonly scope: BillScope;
  readonly format: string;
  readonly facts: Iterable<Fact>;
  /** By month. */
  readonly sketches: ReadonlyMap<string, readonly number[]>;
}

/** Columns gain nothing from a longer search; a small table of what was seen stays in the cache. */
const DEFLATE = { level: 2, mem: 5 } as const;

/**
 * Writes facts as a batch. The same facts give the same bytes, in whatever order they come: names
 * and facts are sorted, and facts of one key are added.
 */
export function batchOf({ scope, format, facts, sketches }: BatchContent): Uint8Array<ArrayBuffer> {
  const table = FactTable.of(facts);
  const accounts = ranked(table.accounts, (account) => account);
  const lines = ranked(table.lines, lineText);
  const ofMonth = ranked(table.months, (month) => month);
  const order = new FactOrder(table, {
    month: ofMonth.ranks,
    account: accounts.ranks,
    line: lines.ranks
  });
  const bodies: Uint8Array[] = [];
  const months = ranked(table.monthSums(), ({ name }) => name).sorted.map(
    ({ name: month, billed, effective }, rank): BatchMonth => {
      const segments = segmentsOf(table, order.ofMonth(rank), order.keys).map(
        ({ scale, count, body, noise }) => {
          const packed = deflateSync(body, DEFLATE);
          bodies.push(packed, ...noise);
          const size = noise.reduce((sum, plane) => sum + plane.length, 0);
          return { rows: count, scale, packed: packed.length, size: body.length, noise: size };
        }
      );
      return { month, segments, billed, effective, sketch: sketches.get(month) ?? [] };
    }
  );
  const named = { scope, format, accounts: accounts.sorted, lines: lines.sorted, months };
  const header = deflateSync(new TextEncoder().encode(headerJson(named)), { level: 9 });
  return assembled(header, bodies);
}

function assembled(header: Uint8Array, bodies: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = bodies.reduce((sum, body) => sum + body.length, PREFIX + header.length);
  const bytes = new Uint8Array(size);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(4, header.length, true);
  let at = PREFIX;
  for (const part of [header, ...bodies]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const lineText = (line: FactLine): string => JSON.stringify(lineTexts(line));

/** Distinct things by the UTF-16 units of their texts, the same on every device; where each comes. */
function ranked<T>(things: readonly T[], textOf: (thing: T) => string) {
  const texts = things.map(textOf);
  const order = [...texts.keys()].sort((a, b) => byUnits(texts[a], texts[b]));
  const ranks = new Int32Array(things.length);
  order.forEach((at, rank) => (ranks[at] = rank));
  return { sorted: order.flatMap((at) => things[at] ?? []), ranks };
}

const byUnits = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/** Facts by month, and in it by key: the place of the account, then that of the line. */
class FactOrder {
  /** By fact. */
  readonly keys: Float64Array;
  readonly #order: Uint32Array;
  /** Where months begin in the order. */
  readonly #starts: Uint32Array;

  constructor(table: FactTable, ranks: Readonly<Record<'month' | 'account' | 'line', Int32Array>>) {
    const { size } = table;
    const lines = new Uint32Array(size);
    const accounts = new Uint32Array(size);
    const months = new Uint32Array(size);
    const all = new Uint32Array(size);
    this.keys = new Float64Array(size);
    for (let fact = 0; fact < size; fact++) {
      const line = (lines[fact] = ranks.line[table.line(fact)] ?? 0);
      const account = (accounts[fact] = ranks.account[table.account(fact)] ?? 0);
      months[fact] = ranks.month[table.month(fact)] ?? 0;
      this.keys[fact] = account * ranks.line.length + line;
      all[fact] = fact;
    }
    const byLine = sortedBy(lines, all, ranks.line.length);
    const byAccount = sortedBy(accounts, byLine.order, ranks.account.length);
    const byMonth = sortedBy(months, byAccount.order, ranks.month.length);
    this.#order = byMonth.order;
    this.#starts = byMonth.starts;
  }

  ofMonth(rank: number): Uint32Array {
    return this.#order.subarray(this.#starts[rank], this.#starts[rank + 1]);
  }
}

/** Counting sort, which keeps the order of what is equal; `digits` are below `limit`. */
function sortedBy(digits: Uint32Array, order: Uint32Array, limit: number) {
  const starts = new Uint32Array(limit + 1);
  const { length } = order;
  for (let i = 0; i < length; i++) {
    const next = (digits[i] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let digit = 0; digit < limit; digit++)
    starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
  const places = starts.slice();
  const sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const fact = order[i] ?? 0;
    const digit = digits[fact] ?? 0;
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    sorted[place] = fact;
  }
  return { order: sorted, starts };
}

interface Segment {
  readonly scale: number;
  readonly count: number;
  readonly body: Uint8Array;
  readonly noise: readonly Uint8Array[];
}

/** The smallest scale that says all amounts exactly; what is too large there is said in two parts. */
function segmentsOf(table: FactTable, rows: Uint32Array, keys: Float64Array): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < rows.length; at += SEGMENT_ROWS) {
    const own = rows.subarray(at, at + SEGMENT_ROWS);
    const ownKeys = new Float64Array(own.length);
    for (let i = 0; i < own.length; i++) ownKeys[i] = keys[own[i] ?? 0] ?? 0;
    const segment = plainSegment(table, own, ownKeys);
    if (segment) segments.push(segment);
    else segments.push(...largeSegments(table, own, ownKeys));
  }
  return segments;
}

/** Amounts as whole units and 1e-12 fractions of one sign. */
interface Limbs {
  readonly units: Float64Array;
  readonly fractions: Float64Array;
}

/** Facts whose amounts all fit at the scale that they need, as those of nearly every bill do. */
function plainSegment(
  table: FactTable,
  rows: Uint32Array,
  keys: Float64Array
): Segment | undefined {
  if (!table.billed.isPlain || !table.spread.isPlain) return undefined;
  const billed = limbsOf(table.billed, rows);
  const spread = limbsOf(table.spread, rows);
  const scale = decimalsOf(spread, decimalsOf(billed, 0));
  const most = Math.max(largestOf(billed), largestOf(spread));
  if (!fitsInt64(BigInt(most + 1) * 10n ** BigInt(scale))) return undefined;
  const columns = [billed, spread].map(({ units, fractions }) =>
    foldedAmounts(units, fractions, scale)
  );
  return { scale, count: rows.length, ...bodyOf(keys, columns) };
}

function limbsOf(sums: AmountSums, rows: Uint32Array): Limbs {
  const units = new Float64Array(rows.length);
  const fractions = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    units[i] = sums.units(row);
    fractions[i] = sums.fraction(row);
  }
  return { units, fractions };
}

function largestOf({ units }: Limbs): number {
  let largest = 0;
  for (const each of units) largest = Math.max(largest, Math.abs(each));
  return largest;
}

/** Decimals that say all fractions, at least so many. */
function decimalsOf({ fractions }: Limbs, least: number): number {
  let decimals = least;
  let unit = 10 ** (12 - decimals);
  for (const fraction of fractions) {
    if (unit === 1) break;
    while (fraction % unit !== 0) unit = 10 ** (12 - ++decimals);
  }
  return decimals;
}

/** Amounts that are too large at the scale that they need. */
interface LargeRow {
  readonly key: number;
  readonly billed: bigint;
  readonly spread: bigint;
}

function largeSegments(table: FactTable, rows: Uint32Array, keys: Float64Array): Segment[] {
  const segments: Segment[] = [];
  let left = Array.from(rows, (row, i): LargeRow => ({
    key: keys[i] ?? 0,
    billed: table.billed.sum(row),
    spread: table.spread.sum(row)
  }));
  while (left.length > 0) {
    const scale = largeScale(left);
    const unit = 10n ** BigInt(12 - scale);
    const columns = [
      left.map(({ billed }) => billed / unit),
      left.map(({ spread }) => spread / unit)
    ];
    const body = bodyOf(
      Float64Array.from(left, ({ key }) => key),
      columns.map(folded)
    );
    segments.push({ scale, count: left.length, ...body });
    left = left.flatMap(({ key, billed, spread }) => {
      const rest = { key, billed: billed % unit, spread: spread % unit };
      return rest.billed === 0n && rest.spread === 0n ? [] : rest;
    });
  }
  return segments;
}

/** The most decimals with which the largest amount fits, and no more than any of them has. */
function largeScale(rows: readonly LargeRow[]): number {
  const amounts = rows.flatMap(({ billed, spread }) => [billed, spread]);
  const largest = amounts.reduce((most, each) => {
    const size = each < 0n ? -each : each;
    return size > most ? size : most;
  }, 0n);
  let scale = 0;
  while (amounts.some((amount) => amount % 10n ** BigInt(12 - scale) !== 0n)) scale++;
  while (!fitsInt64(largest / 10n ** BigInt(12 - scale))) scale--;
  return scale;
}

function bodyOf(
  keys: Float64Array,
  columns: readonly FoldedColumn[]
): Pick<Segment, 'body' | 'noise'> {
  const written = columns.map(planesOf);
  const parts = [keySteps(keys), ...written.map(({ packed }) => packed)];
  const body = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return { body, noise: written.flatMap(({ noise }) => noise) };
}

/** A key is below 2^53: eight groups of seven bits. */
const MOST_VARINT = 8;

/** Ascending keys by the steps between them, as varints. */
function keySteps(keys: Float64Array): Uint8Array {
  const bytes = new Uint8Array(keys.length * MOST_VARINT);
  let at = 0;
  let before = -1;
  for (const key of keys) {
    let rest = key - before - 1;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
    before = key;
  }
  return bytes.subarray(0, at);
}
