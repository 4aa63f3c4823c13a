import { Gunzip, Inflate } from 'fflate';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { decodeText } from './encoding.ts';
import { importProblem, refusedImport } from './problem.ts';

export interface ReadLimits {
  /** Bytes of one file, inflated. */
  readonly fileBytes: number;
  /** Bytes of all files of one import together, inflated. */
  readonly totalBytes: number;
  /** How many times its packed size a file may be, once it is larger than `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  readonly entries: number;
  /** Rows times columns of one sheet. */
  readonly cells: number;
}

export const READ_LIMITS: ReadLimits = {
  fileBytes: 64 * 2 ** 20,
  totalBytes: 256 * 2 ** 20,
  ratio: 100,
  ratioFrom: 2 ** 20,
  entries: 10_000,
  cells: 5_000_000
};

/** What one import may still inflate. */
export interface Budget {
  readonly limits: ReadLimits;
  left: number;
}

export interface ArchiveEntry {
  /** As the archive says it; a label, never a path. */
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: Uint8Array;
  readonly size: number;
}

/** The files of a ZIP by its central directory, nothing inflated yet. */
export function entriesOf(zip: Uint8Array, limits: ReadLimits): Result<readonly ArchiveEntry[]> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) return damaged();
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries)
    return refusedImport('import.archiveTooManyFiles', { count, max: limits.entries });
  const entries: ArchiveEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) return damaged();
    const entry = entryAt(zip, view, at);
    if (!entry) return damaged();
    if (isFile(entry.name)) entries.push(entry);
    at +=
      46 +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
  return ok(entries);
}

function endOfDirectory(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}

function entryAt(zip: Uint8Array, view: DataView, at: number): ArchiveEntry | undefined {
  const flags = view.getUint16(at + 8, true);
  const packedSize = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== 0x04034b50) return undefined;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > view.byteLength) return undefined;
  const name = decodeText(zip.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
  return {
    name: name.ok ? name.value.text : '?',
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    packed: zip.subarray(start, start + packedSize),
    size: view.getUint32(at + 24, true)
  };
}

/** Folders and what operating systems leave in archives are no files of anybody's. */
function isFile(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return (
    base !== '' && !name.startsWith('__MACOSX/') && base !== '.DS_Store' && base !== 'Thumbs.db'
  );
}

/** One file of a ZIP, within the budget. */
export function inflateEntry(entry: ArchiveEntry, budget: Budget): Result<Uint8Array> {
  if (entry.encrypted) return refusedImport('import.archiveEncrypted');
  if (entry.method === 0) return spend(budget, entry.packed);
  if (entry.method !== 8) return refusedImport('import.archiveMethod', { method: entry.method });
  const inflated = inflate(new Inflate(), entry.packed, budget);
  return inflated.ok && inflated.value.length !== entry.size ? damaged() : inflated;
}

/** The content of a .gz, of however many members, within the budget. */
export const inflateGzip = (bytes: Uint8Array, budget: Budget): Result<Uint8Array> =>
  inflate(new Gunzip(), bytes, budget);

/** Small, so that what one step can inflate (1,032 times as much) is known before it is taken. */
const STEP = 16 * 1024;

function inflate(stream: Inflate | Gunzip, packed: Uint8Array, budget: Budget): Result<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  stream.ondata = (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  };
  try {
    for (let at = 0; at < packed.length; at += STEP) {
      const next = Math.min(at + STEP, packed.length);
      stream.push(packed.subarray(at, next), next === packed.length);
      const excess = excessOf(size, next, budget);
      if (excess) return refused(excess);
    }
  } catch {
    return damaged();
  }
  budget.left -= size;
  return ok(joined(chunks, size));
}

function excessOf(size: number, packed: number, { limits, left }: Budget): Problem | undefined {
  if (size > limits.fileBytes)
    return importProblem('import.fileTooLarge', { max: limits.fileBytes });
  if (size > left) return importProblem('import.totalTooLarge', { max: limits.totalBytes });
  const bomb = size > limits.ratioFrom && size > limits.ratio * packed;
  return bomb ? importProblem('import.archiveRatio', { max: limits.ratio }) : undefined;
}

/** Takes bytes that needed no inflating out of the budget. */
export function spend(budget: Budget, bytes: Uint8Array): Result<Uint8Array> {
  const excess = excessOf(bytes.length, bytes.length, budget);
  if (excess) return refused(excess);
  budget.left -= bytes.length;
  return ok(bytes);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const damaged = () => refusedImport('import.archiveDamaged');
