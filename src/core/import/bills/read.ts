import { Gunzip, Inflate } from 'fflate';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { entriesOf, READ_LIMITS, type ArchiveEntry } from '../archive.ts';
import { fileTypeOf, oleContent } from '../file-type.ts';
import { importProblem, refusedImport } from '../problem.ts';
import { isWorkbook } from '../xlsx.ts';
import type { BillPart, BillRefusal } from './bill-part.ts';
import type { ReportedTotals } from './formats/reported.ts';
import { billProblem, refusedBill } from './problem.ts';
import { readParquetBill } from './parquet-bill.ts';
import { TextBill } from './text-bill.ts';

/** A file as it was dropped; its bytes are given piece by piece and never needed whole. */
export interface BillFile {
  readonly name: string;
  readonly size: number;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

export interface BillOptions {
  readonly aborted?: () => boolean;
  /** Called with the bytes read so far of all files. */
  readonly onProgress?: (bytes: number) => void;
  readonly limits?: BillLimits;
  /** Keys of cost allocation tags; all others are left out of facts. */
  readonly tagKeys?: readonly string[];
}

export interface BillLimits {
  /** Bytes of one file, unpacked. */
  readonly fileBytes: number;
  /** Bytes of a file that must be held whole: archives, JSON. */
  readonly heldBytes: number;
  /** How many times its packed size a file may be, beyond the first `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const BILL_LIMITS: BillLimits = {
  fileBytes: 16 * 2 ** 30,
  heldBytes: 512 * 2 ** 20,
  ratio: 200,
  ratioFrom: 64 * 2 ** 20
};

export interface BillReading {
  readonly parts: readonly BillPart[];
  readonly reported: readonly ReportedTotals[];
  readonly refusals: readonly BillRefusal[];
}

/**
 * Reads bills of any kind, file by file; a file that is none becomes a refusal and hinders no other.
 * A cancelled reading gives nothing.
 */
export async function readBills(
  files: readonly BillFile[],
  { aborted = () => false, onProgress, limits = BILL_LIMITS, tagKeys = [] }: BillOptions = {}
): Promise<Result<BillReading>> {
  const reading = {
    parts: [] as BillPart[],
    reported: [] as ReportedTotals[],
    refusals: [] as BillRefusal[]
  };
  let bytes = 0;
  const progress = (more: number) => onProgress?.((bytes += more));
  for (const file of files) {
    const problem = await readFile(file, { reading, aborted, progress, limits, tagKeys }).catch(
      () => importProblem('import.fileUnreadable')
    );
    if (aborted()) return refusedBill('bills.cancelled');
    if (problem) reading.refusals.push(wholeFile(file.name, problem));
  }
  return ok(reading);
}

const wholeFile = (file: string, problem: Problem): BillRefusal => ({
  origin: { file, line: 0 },
  problem,
  excerpt: '',
  rows: 0
});

interface Reading {
  readonly reading: { parts: BillPart[]; reported: ReportedTotals[]; refusals: BillRefusal[] };
  readonly aborted: () => boolean;
  readonly progress: (bytes: number) => void;
  readonly limits: BillLimits;
  readonly tagKeys: readonly string[];
}

/** Enough of a file to know what it is. */
const HEAD = 512;

async function readFile(file: BillFile, reading: Reading): Promise<Problem | undefined> {
  let head = new Uint8Array(0);
  let sink: Sink | undefined;
  for await (const chunk of file.chunks()) {
    if (reading.aborted()) return undefined;
    reading.progress(chunk.length);
    const bytes: Uint8Array = head.length > 0 ? concat([head, chunk]) : chunk;
    head = new Uint8Array(0);
    if (!sink && bytes.length < HEAD) head = bytes.slice();
    else {
      sink ??= sinkOf(file.name, bytes, reading);
      const problem = sink.push(bytes);
      if (problem) return problem;
    }
  }
  sink ??= sinkOf(file.name, head, reading);
  return (head.length > 0 ? sink.push(head) : undefined) ?? (await sink.end());
}

/** Takes the bytes of one file; what it read stands in the reading when it ends. */
interface Sink {
  push(bytes: Uint8Array): Problem | undefined;
  end(): Problem | undefined | Promise<Problem | undefined>;
}

/** A text is read as it comes, so that its end has nothing to wait for. */
interface TextSink extends Sink {
  end(): Problem | undefined;
}

function sinkOf(name: string, head: Uint8Array, reading: Reading): Sink {
  const type = fileTypeOf(head);
  switch (type) {
    case 'text':
      return textSink(name, reading);
    case 'gzip':
      return gzipSink(name, reading);
    case 'zip':
      return heldSink(reading, (bytes) => readZip(name, bytes, reading));
    case 'parquet':
      return heldSink(reading, (bytes) => readParquet(name, bytes, reading));
    case 'empty':
      return refusingSink(importProblem('import.fileEmpty'));
    case 'ole':
      return heldSink(reading, (bytes) =>
        oleContent(bytes) === 'encrypted'
          ? importProblem('import.encryptedWorkbook')
          : billProblem('bills.spreadsheet')
      );
    case 'tar':
    case '7z':
    case 'rar':
    case 'bzip2':
    case 'xz':
      return refusingSink(importProblem('import.packed', { type }));
    default:
      return refusingSink(billProblem('bills.binary', { type }));
  }
}

const refusingSink = (problem: Problem): Sink => ({ push: () => problem, end: () => problem });

function textSink(name: string, { reading, limits, tagKeys }: Reading): TextSink {
  const bill = new TextBill(name, limits.heldBytes, tagKeys);
  let size = 0;
  return {
    push(bytes) {
      size += bytes.length;
      if (size > limits.fileBytes) return billProblem('bills.tooLarge', { max: limits.fileBytes });
      return bill.push(bytes);
    },
    end() {
      const read = bill.finish();
      if (!read.ok) return read.problems[0];
      reading.parts.push(...read.value.parts);
      reading.reported.push(...read.value.reported);
      reading.refusals.push(...read.value.refusals);
      return undefined;
    }
  };
}

/** Holds bytes back until all are there, for what cannot be read from the front. */
function heldSink({ limits }: Reading, read: (bytes: Uint8Array) => ReturnType<Sink['end']>): Sink {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    push(bytes) {
      size += bytes.length;
      if (size > limits.heldBytes) return billProblem('bills.tooLarge', { max: limits.heldBytes });
      chunks.push(bytes.slice());
      return undefined;
    },
    end: () => read(concat(chunks))
  };
}

function gzipSink(name: string, reading: Reading): Sink {
  const plainName = name.replace(/\.gz$/i, '');
  const inflating = new Inflating(plainName, new Gunzip(), reading);
  return { push: (bytes) => inflating.push(bytes, false), end: () => inflating.end() };
}

/** Small, so that what one step can inflate is bounded before it is looked at. */
const STEP = 64 * 1024;

/** Inflates piece by piece into what the text is, without ever holding it. */
class Inflating {
  readonly #stream: Inflate | Gunzip;
  readonly #name: string;
  readonly #reading: Reading;
  #sink: TextSink | undefined;
  #packed = 0;
  #size = 0;
  #problem: Problem | undefined;

  constructor(name: string, stream: Inflate | Gunzip, reading: Reading) {
    this.#name = name;
    this.#stream = stream;
    this.#reading = reading;
    stream.ondata = (chunk) => {
      this.#take(chunk);
    };
  }

  #take(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.#problem) return;
    const first = fileTypeOf(chunk);
    this.#size += chunk.length;
    if (!this.#sink && first !== 'text') this.#problem = archived(first);
    else {
      this.#sink ??= textSink(this.#name, this.#reading);
      this.#problem = this.#sink.push(chunk) ?? this.#excess();
    }
  }

  #excess(): Problem | undefined {
    const { ratio, ratioFrom } = this.#reading.limits;
    const bomb = this.#size > ratioFrom && this.#size > ratio * this.#packed;
    return bomb ? importProblem('import.archiveRatio', { max: ratio }) : undefined;
  }

  push(bytes: Uint8Array, last: boolean): Problem | undefined {
    try {
      for (let at = 0; at < bytes.length && !this.#problem; at += STEP) {
        const next = Math.min(at + STEP, bytes.length);
        if (this.#reading.aborted()) return undefined;
        this.#packed += next - at;
        this.#stream.push(bytes.subarray(at, next), last && next === bytes.length);
      }
    } catch {
      this.#problem ??= importProblem('import.archiveDamaged');
    }
    return this.#problem;
  }

  end(): Problem | undefined {
    try {
      if (this.#stream instanceof Gunzip) this.#stream.push(new Uint8Array(0), true);
    } catch {
      this.#problem ??= importProblem('import.archiveDamaged');
    }
    return (
      this.#problem ??
      this.#sink?.end() ??
      (this.#sink ? undefined : importProblem('import.fileEmpty'))
    );
  }

  get size(): number {
    return this.#size;
  }
}

const archived = (type: string): Problem =>
  type === 'zip' || type === 'gzip'
    ? importProblem('import.archiveNested')
    : billProblem('bills.binary', { type });

async function readParquet(
  name: string,
  bytes: Uint8Array,
  { reading, aborted, tagKeys }: Reading
): Promise<Problem | undefined> {
  const part = await readParquetBill(name, bytes, { aborted, tagKeys });
  if (!part.ok) return part.problems[0];
  reading.parts.push(part.value);
  return undefined;
}

function readZip(name: string, bytes: Uint8Array, reading: Reading): Problem | undefined {
  const entries = entriesOf(bytes, READ_LIMITS);
  if (!entries.ok) return entries.problems[0];
  if (isWorkbook(entries.value)) return billProblem('bills.spreadsheet');
  if (entries.value.length === 0) return importProblem('import.archiveEmpty');
  for (const entry of entries.value) {
    if (reading.aborted()) return undefined;
    const label = `${name} › ${entry.name}`;
    const read = readEntry(label, entry, reading);
    if (!read.ok) reading.reading.refusals.push(wholeFile(label, read.problems[0]));
  }
  return undefined;
}

function readEntry(label: string, entry: ArchiveEntry, reading: Reading): Result<undefined> {
  if (entry.encrypted) return refusedImport('import.archiveEncrypted');
  if (entry.method !== 0 && entry.method !== 8)
    return refusedImport('import.archiveMethod', { method: entry.method });
  const stored = entry.method === 0;
  const type = stored ? fileTypeOf(entry.packed) : 'text';
  if (type !== 'text') return refused(archived(type));
  if (stored) {
    const sink = textSink(label, reading);
    const problem = sink.push(entry.packed) ?? sink.end();
    return problem ? refused(problem) : ok(undefined);
  }
  const inflating = new Inflating(label, new Inflate(), reading);
  const problem = inflating.push(entry.packed, true);
  if (problem) return refused(problem);
  if (inflating.size !== entry.size) return refusedImport('import.archiveDamaged');
  const ended = inflating.end();
  return ended ? refused(ended) : ok(undefined);
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
