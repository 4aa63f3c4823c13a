import { deflateSync } from 'fflate';
import {
  headerJson,
  MAGIC,
  PREFIX,
  SEGMENT_ROWS,
  type BatchMonth,
  type FactLine
} from './batch-format.ts';
import type { BillScope, Fact } from './fact.ts';
import { fitsInt64, planesOf } from './int64-column.ts';
import { TextTuples } from './tuple-index.ts';

export interface BatchContent {
  readonly scope: BillScope;
  readonly format: string;
  readonly facts: readonly Fact[];
  /** By month. */
  readonly sketches: ReadonlyMap<string, readonly number[]>;
}

/** A fact by the places of its account and line, with its amounts in 1e-12. */
interface Row {
  readonly key: number;
  readonly billed: bigint;
  readonly spread: bigint;
}

/**
 * Writes facts as a batch. The same facts give the same bytes, in whatever order they come: names
 * and facts are sorted, and facts of one key are added.
 */
export function batchOf({ scope, format, facts, sketches }: BatchContent): Uint8Array<ArrayBuffer> {
  const accounts = sorted(facts.map(({ account }) => account));
  const accountAt = new Map(accounts.map((account, i) => [account, i]));
  const { lines, places } = sortedLines(facts);
  const byMonth = new Map<string, Row[]>();
  for (const [i, { month, account, billed, effective }] of facts.entries()) {
    let rows = byMonth.get(month);
    if (!rows) byMonth.set(month, (rows = []));
    const key = (accountAt.get(account) ?? 0) * lines.length + (places[i] ?? 0);
    rows.push({ key, billed, spread: effective - billed });
  }
  const bodies: Uint8Array[] = [];
  const months = sorted([...byMonth.keys()]).map((month): BatchMonth => {
    const rows = summed(byMonth.get(month) ?? []);
    const billed = rows.reduce((sum, row) => sum + row.billed, 0n);
    const segments = segmentsOf(rows).map(({ scale, body, noise, count }) => {
      const packed = deflateSync(body, { level: 2 });
      bodies.push(packed, ...noise);
      const size = noise.reduce((sum, plane) => sum + plane.length, 0);
      return { rows: count, scale, packed: packed.length, size: body.length, noise: size };
    });
    const effective = rows.reduce((sum, row) => sum + row.spread, billed);
    return { month, segments, billed, effective, sketch: sketches.get(month) ?? [] };
  });
  const named = { scope, format, accounts, lines, months };
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

const lineText = (line: FactLine): string =>
  JSON.stringify([line.service, line.region, line.chargeCategory, line.pricingCategory]);

/** The distinct lines in the order of their texts, and where in it each fact's line stands. */
function sortedLines(facts: readonly Fact[]): { lines: FactLine[]; places: Int32Array } {
  const tuples = new TextTuples(4);
  const found: { readonly line: FactLine; readonly text: string }[] = [];
  const places = Int32Array.from(facts, (fact) => {
    const { service, region, chargeCategory, pricingCategory } = fact;
    const at = tuples.find([service, region, chargeCategory, pricingCategory]);
    if (at === found.length) {
      const line = { service, region, chargeCategory, pricingCategory };
      found.push({ line, text: lineText(line) });
    }
    return at;
  });
  const order = [...found.keys()].sort((a, b) => byUnits(found[a]?.text, found[b]?.text));
  const ranks = new Int32Array(found.length);
  order.forEach((at, rank) => (ranks[at] = rank));
  const lines = order.flatMap((at) => found[at]?.line ?? []);
  return { lines, places: places.map((at) => ranks[at] ?? 0) };
}

/** Rows by their keys, those of one key added. */
function summed(rows: Row[]): Row[] {
  const all: Row[] = [];
  let last: Row | undefined;
  for (const row of rows.sort((a, b) => a.key - b.key)) {
    if (last?.key === row.key) {
      const { key, billed, spread } = last;
      all[all.length - 1] = last = {
        key,
        billed: billed + row.billed,
        spread: spread + row.spread
      };
    } else all.push((last = row));
  }
  return all;
}

const byUnits = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/** Distinct texts by their UTF-16 units: the same on every device. */
const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byUnits);

interface Segment {
  readonly scale: number;
  readonly count: number;
  readonly body: Uint8Array;
  readonly noise: readonly Uint8Array[];
}

/** The smallest scale that says all amounts exactly; what is too large there is said in two parts. */
function segmentsOf(rows: readonly Row[]): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < rows.length; at += SEGMENT_ROWS) {
    let left = rows.slice(at, at + SEGMENT_ROWS);
    while (left.length > 0) {
      const { scale, fits } = scaleOf(left);
      const unit = 10n ** BigInt(12 - scale);
      const rest: Row[] = [];
      const own = left.map(({ key, billed, spread }) => {
        if (!fits && (billed % unit !== 0n || spread % unit !== 0n))
          rest.push({ key, billed: billed % unit, spread: spread % unit });
        return { key, billed: billed / unit, spread: spread === 0n ? spread : spread / unit };
      });
      segments.push({ scale, count: own.length, ...bodyOf(own) });
      left = rest;
    }
  }
  return segments;
}

/** How many decimals say all amounts, and whether they fit with so many; else they get as many as fit. */
function scaleOf(rows: readonly Row[]): { readonly scale: number; readonly fits: boolean } {
  let scale = 0;
  let largest = 0n;
  for (const { billed, spread } of rows) {
    scale = decimalsOf(billed, scale);
    if (spread !== 0n) scale = decimalsOf(spread, scale);
    for (const value of [billed, spread]) {
      const size = value < 0n ? -value : value;
      if (size > largest) largest = size;
    }
  }
  const needed = scale;
  while (!fitsInt64(largest / 10n ** BigInt(12 - scale))) scale--;
  return { scale, fits: scale === needed };
}

/** Decimals that an amount in 1e-12 needs, at least so many. */
function decimalsOf(amount: bigint, least: number): number {
  let decimals = least;
  const number = Number(amount);
  if (Number.isSafeInteger(number)) while (number % 10 ** (12 - decimals) !== 0) decimals++;
  else while (amount % 10n ** BigInt(12 - decimals) !== 0n) decimals++;
  return decimals;
}

function bodyOf(rows: readonly Row[]): Pick<Segment, 'body' | 'noise'> {
  const keys: number[] = [];
  let before = -1;
  for (const { key } of rows) {
    pushVarint(keys, key - before - 1);
    before = key;
  }
  const billed = planesOf(rows.map((row) => row.billed));
  const spread = planesOf(rows.map((row) => row.spread));
  const body = new Uint8Array(keys.length + billed.packed.length + spread.packed.length);
  body.set(keys);
  body.set(billed.packed, keys.length);
  body.set(spread.packed, keys.length + billed.packed.length);
  return { body, noise: [...billed.noise, ...spread.noise] };
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}
