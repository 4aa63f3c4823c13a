import type { BillScope } from './fact.ts';
import { PROVIDERS } from '#core/org/provider.ts';
import { readLineTags } from './line-tags.ts';

/**
 * A batch as bytes, never changed once written and named by its hash:
 * `BYB1`, the packed header's length (u32, little endian), the header (deflated JSON), and for each
 * segment in order its bytes (deflated) and its noise (as it is). A segment holds facts of one month,
 * sorted by key: key steps as varints, billed and (effective − billed) each as byte planes of zigzag
 * integers at the segment's scale; planes that do not deflate are its noise. Departments are not in it.
 */
export const MAGIC = [0x42, 0x59, 0x42, 0x31];
export const PREFIX = 8;

/** The format of a batch that was made for a snapshot, from bills that it does not tell apart. */
export const SNAPSHOT = 'snapshot';

/** Facts of one segment: few enough that 32-bit halves of their amounts sum within a number. */
export const SEGMENT_ROWS = 2 ** 20;
/** Bytes a header, and a segment, may have unpacked. */
export const MOST_HEADER = 64 * 2 ** 20;
export const MOST_SEGMENT = 64 * 2 ** 20;

export interface BatchSegment {
  readonly rows: number;
  /** Decimals: amounts are integers of 10^-scale. */
  readonly scale: number;
  /** Bytes packed and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Bytes behind the packed ones. */
  readonly noise: number;
}

export interface BatchMonth {
  readonly month: string;
  readonly segments: readonly BatchSegment[];
  /** Sums in 1e-12, which what is read must add up to. */
  readonly billed: bigint;
  readonly effective: bigint;
  /** Which charge lines the bill had: the smallest hashes of them, ascending. */
  readonly sketch: readonly number[];
}

/** What a fact is about besides its month and account. */
export interface FactLine {
  readonly service: string;
  readonly region: string;
  readonly chargeCategory: string;
  readonly pricingCategory: string;
  /** Its cost allocation tags, as `lineTags` writes them. */
  readonly tags: string;
}

export interface BatchHeader {
  readonly scope: BillScope;
  /** The format of the bill that it came from. */
  readonly format: string;
  readonly accounts: readonly string[];
  readonly lines: readonly FactLine[];
  readonly months: readonly BatchMonth[];
}

/** The header as JSON holds it: amounts as texts, sketches as steps, segments and lines as lists. */
export function headerJson(header: BatchHeader): string {
  const { scope, format, accounts, lines, months } = header;
  return JSON.stringify({
    provider: scope.provider,
    payer: scope.payer,
    currency: scope.currency,
    format,
    accounts,
    lines: lines.map(lineTexts),
    months: months.map(({ month, segments, billed, effective, sketch }) => ({
      month,
      billed: billed.toString(),
      effective: effective.toString(),
      sketch: sketch.map((hash, i) => hash - (sketch[i - 1] ?? 0)),
      segments: segments.map(({ rows, scale, packed, size, noise }) => [
        rows,
        scale,
        packed,
        size,
        noise
      ])
    }))
  });
}

/** A line as a list, which tags come behind if there are any. */
export function lineTexts(line: FactLine): readonly string[] {
  const { service, region, chargeCategory, pricingCategory, tags } = line;
  const texts = [service, region, chargeCategory, pricingCategory];
  return tags === '' ? texts : [...texts, tags];
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a header whoever wrote it; undefined when anything about it is not as it must be. */
export function headerOf(text: string): BatchHeader | undefined {
  const json = parsed(text);
  if (!isFields(json)) return undefined;
  const provider = PROVIDERS.find((each) => each === json['provider']);
  const { payer, currency, format } = json;
  const accounts = listOf(json['accounts'], (each) =>
    typeof each === 'string' ? each : undefined
  );
  const lines = listOf(json['lines'], lineOf);
  const months = listOf(json['months'], monthOf);
  if (!provider || typeof payer !== 'string' || typeof currency !== 'string') return undefined;
  if (typeof format !== 'string' || !accounts || !lines || !months) return undefined;
  if (new Set(months.map(({ month }) => month)).size < months.length) return undefined;
  return { scope: { provider, payer, currency }, format, accounts, lines, months };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isFields = (json: unknown): json is Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function listOf<T>(json: unknown, read: (each: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const list: T[] = [];
  for (const each of json) {
    const value = read(each);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

function lineOf(json: unknown): FactLine | undefined {
  const texts = listOf(json, (each) => (typeof each === 'string' ? each : undefined));
  const [service, region, chargeCategory, pricingCategory, tags = '', ...rest] = texts ?? [];
  if (service === undefined || region === undefined || chargeCategory === undefined)
    return undefined;
  if (pricingCategory === undefined || rest.length > 0 || !readLineTags(tags)) return undefined;
  return { service, region, chargeCategory, pricingCategory, tags };
}

function monthOf(json: unknown): BatchMonth | undefined {
  if (!isFields(json)) return undefined;
  const { month } = json;
  const billed = integerOf(json['billed']);
  const effective = integerOf(json['effective']);
  const segments = listOf(json['segments'], segmentOf);
  const steps = listOf(json['sketch'], countOf);
  if (typeof month !== 'string' || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return undefined;
  if (billed === undefined || effective === undefined || !segments || !steps) return undefined;
  let hash = 0;
  const sketch = steps.map((step) => (hash += step));
  return { month, billed, effective, segments, sketch };
}

function segmentOf(json: unknown): BatchSegment | undefined {
  const [rows, scale, packed, size, noise, ...rest] = listOf(json, numberOf) ?? [];
  if (rows === undefined || scale === undefined || packed === undefined) return undefined;
  if (size === undefined || noise === undefined || rest.length > 0) return undefined;
  const fits = [rows, packed, size, noise].every((n) => n >= 0) && scale >= -24 && scale <= 12;
  return fits && rows <= SEGMENT_ROWS && size <= MOST_SEGMENT
    ? { rows, scale, packed, size, noise }
    : undefined;
}

const numberOf = (json: unknown): number | undefined =>
  typeof json === 'number' && Number.isSafeInteger(json) ? json : undefined;

const countOf = (json: unknown): number | undefined => {
  const number = numberOf(json);
  return number !== undefined && number >= 0 && number < 2 ** 32 ? number : undefined;
};

const integerOf = (json: unknown): bigint | undefined =>
  typeof json === 'string' && /^-?\d{1,50}$/.test(json) ? BigInt(json) : undefined;
