import { Inflate, inflateSync } from 'fflate';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import {
  headerOf,
  MAGIC,
  MOST_HEADER,
  PREFIX,
  type BatchHeader,
  type BatchMonth,
  type BatchSegment
} from './batch-format.ts';
import type { Fact } from './fact.ts';
import { columnSum, int64Of, readPlanes, type Int64Column } from './int64-column.ts';

/** Facts of a month as columns; `account` and `line` are places in the batch's lists. */
export interface FactColumns {
  readonly account: Uint32Array;
  readonly line: Uint32Array;
  readonly billed: Int64Column;
  /** Effective less billed: mostly zeros. */
  readonly spread: Int64Column;
  /** Amounts times this are 1e-12. */
  readonly unit: bigint;
}

/** A batch whose header was read; months are unpacked when they are asked for. */
export interface Batch extends BatchHeader {
  readonly bytes: Uint8Array;
  /** Where the first segment begins. */
  readonly from: number;
}

const damaged = (): Result<never> => refused({ code: 'finance.batchDamaged', params: {} });

/** Reads what a batch says of itself, from bytes that anybody may have written. */
export function readBatch(bytes: Uint8Array): Result<Batch> {
  if (bytes.length < PREFIX || MAGIC.some((byte, i) => bytes[i] !== byte)) return damaged();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const from = PREFIX + length;
  if (from > bytes.length) return damaged();
  const unpacked = inflated(bytes.subarray(PREFIX, from), MOST_HEADER);
  const header = unpacked && headerOf(new TextDecoder().decode(unpacked));
  if (!header) return damaged();
  const segments = header.months.flatMap((month) => month.segments);
  const complete = segments.reduce((sum, each) => sum + sizeOf(each), from) === bytes.length;
  return complete ? ok({ ...header, bytes, from }) : damaged();
}

const sizeOf = ({ packed, noise }: BatchSegment): number => packed + noise;

/** The facts of one month, whose sums must be what the header says. */
export function readMonth(batch: Batch, month: string): Result<readonly FactColumns[]> {
  let at = batch.from;
  for (const each of batch.months) {
    const size = each.segments.reduce((sum, segment) => sum + sizeOf(segment), 0);
    if (each.month === month) return readSegments(batch, each, at);
    at += size;
  }
  return ok([]);
}

function readSegments(
  batch: Batch,
  month: BatchMonth,
  from: number
): Result<readonly FactColumns[]> {
  const all: FactColumns[] = [];
  let at = from;
  let [billed, spread] = [0n, 0n];
  for (const segment of month.segments) {
    const columns = readSegment(batch, segment, batch.bytes.subarray(at, at + sizeOf(segment)));
    if (!columns) return damaged();
    billed += columnSum(columns.billed) * columns.unit;
    spread += columnSum(columns.spread) * columns.unit;
    all.push(columns);
    at += sizeOf(segment);
  }
  return billed === month.billed && billed + spread === month.effective ? ok(all) : damaged();
}

function readSegment(
  { accounts, lines }: Batch,
  { rows, scale, size, packed }: BatchSegment,
  own: Uint8Array
): FactColumns | undefined {
  if (size < rows) return undefined;
  const bytes = inflatedTo(own.subarray(0, packed), size);
  if (bytes?.length !== size) return undefined;
  const keys = readKeys(bytes, rows, accounts.length, lines.length);
  if (!keys) return undefined;
  const body = { bytes, at: keys.end };
  const noise = { bytes: own, at: packed };
  const billed = readPlanes(body, noise, rows);
  const spread = billed && readPlanes(body, noise, rows);
  if (!billed || !spread || body.at !== size || noise.at !== own.length) return undefined;
  const unit = 10n ** BigInt(12 - scale);
  return { account: keys.account, line: keys.line, billed, spread, unit };
}

/** Ascending keys by their steps, each as the places of its account and line among so many. */
function readKeys(bytes: Uint8Array, rows: number, accounts: number, lines: number) {
  const account = new Uint32Array(rows);
  const line = new Uint32Array(rows);
  let at = 0;
  let ownAccount = 0;
  let ownLine = -1;
  for (let i = 0; i < rows; i++) {
    let byte = bytes[at++] ?? 0;
    let step = byte % 128;
    for (let place = 128; byte >= 128 && place < 2 ** 49; place *= 128) {
      byte = bytes[at++] ?? 0;
      step += (byte % 128) * place;
    }
    ownLine += step + 1;
    if (ownLine >= lines) {
      const more = Math.floor(ownLine / lines);
      ownAccount += more;
      ownLine -= more * lines;
    }
    // Not a number where there are no lines.
    if (!(ownAccount < accounts)) return undefined;
    account[i] = ownAccount;
    line[i] = ownLine;
  }
  return { account, line, end: at };
}

/** Bytes whose unpacked size is said and bounded: into one array of that size, and never beyond. */
function inflatedTo(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    return undefined;
  }
}

/** Small, so that what one step can unpack (1,032 times as much) is bounded. */
const STEP = 16 * 1024;

/** The unpacked bytes, or undefined when they are broken or more than `most`. */
function inflated(packed: Uint8Array, most: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length && size <= most; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch {
    return undefined;
  }
  if (size > most) return undefined;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The facts of a month one by one; parts of one fact are laid together. */
export function factsOf(batch: Batch, month: string): Result<readonly Fact[]> {
  const read = readMonth(batch, month);
  if (!read.ok) return read;
  const facts = new Map<number, Fact>();
  for (const { account, line, billed, spread, unit } of read.value)
    account.forEach((place, i) => {
      const key = place * batch.lines.length + (line[i] ?? 0);
      const cost = int64Of(billed.low[i] ?? 0, billed.high[i] ?? 0) * unit;
      const more = int64Of(spread.low[i] ?? 0, spread.high[i] ?? 0) * unit;
      const known = facts.get(key);
      const own = batch.lines[line[i] ?? 0];
      if (own)
        facts.set(key, {
          month,
          account: batch.accounts[place] ?? '',
          ...own,
          billed: (known?.billed ?? 0n) + cost,
          effective: (known?.effective ?? 0n) + cost + more
        });
    });
  return ok([...facts.values()]);
}
