import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';
import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import * as Y from 'yjs';

/** A workspace in one file: its documents as they are, so that history and undo come along. */
export interface Backup {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly sections: ReadonlyMap<Section, Uint8Array>;
  /** What the documents name and do not hold, as far as it was on the device. */
  readonly blobs: readonly BackupBlob[];
}

export interface BackupBlob {
  readonly section: Section;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'banyan-backup';
const VERSION = 1;
/** No workspace inflates to more; the file says its size in front and is not believed. */
const MAX_BYTES = 512 * 1024 * 1024;

/** gzip over one line of JSON (what and how long), the documents and then the blobs, end to end. */
export function writeBackup({
  name,
  at,
  sections,
  blobs = []
}: Omit<Backup, 'blobs'> & Partial<Pick<Backup, 'blobs'>>): Uint8Array<ArrayBuffer> {
  const sizes = [...sections].map(([section, bytes]) => [section, bytes.length]);
  const held = blobs.map(({ section, hash, bytes }) => [section, hash, bytes.length]);
  const about = { format: FORMAT, version: VERSION, name, at, sizes };
  const head = strToU8(
    `${JSON.stringify({ ...about, ...(held.length > 0 && { blobs: held }) })}\n`
  );
  const parts = [...sections.values(), ...blobs.map(({ bytes }) => bytes)];
  const whole = new Uint8Array(parts.reduce((n, bytes) => n + bytes.length, head.length));
  whole.set(head);
  let offset = head.length;
  for (const bytes of parts) {
    whole.set(bytes, offset);
    offset += bytes.length;
  }
  return new Uint8Array(gzipSync(whole, { mtime: at }));
}

export function readBackup(file: string, bytes: Uint8Array): Result<Backup> {
  const broken = (detail: string) =>
    refused({ code: 'workspace.backupBroken', params: { file, detail } });
  const whole = inflated(bytes);
  if (typeof whole === 'string') return broken(whole);
  const end = whole.indexOf(10);
  const head = end < 0 || end > 100_000 ? undefined : parsed(strFromU8(whole.subarray(0, end)));
  if (head?.['format'] !== FORMAT) return broken('header');
  const { version, name, at, sizes } = head;
  if (typeof version !== 'number' || version > VERSION)
    return refused({ code: 'workspace.backupNewer', params: { file } });
  const sections = new Map<Section, Uint8Array>();
  let offset = end + 1;
  for (const pair of Array.isArray(sizes) ? (sizes as unknown[]) : []) {
    const [section, size] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const known = SECTIONS.find((each) => each === section);
    if (!known || typeof size !== 'number' || !(size >= 0) || offset + size > whole.length)
      return broken('length');
    const update = whole.slice(offset, offset + size);
    if (!isUpdate(update)) return broken(known);
    sections.set(known, update);
    offset += size;
  }
  if (!sections.has('org')) return broken('org');
  const blobs = blobsIn(head['blobs'], whole.subarray(offset));
  if (!blobs) return broken('blobs');
  return ok({
    name: typeof name === 'string' ? name : '',
    at: typeof at === 'number' ? at : 0,
    sections,
    blobs
  });
}

/** The blobs behind the documents; what one is worth its hash tells when it is read. */
function blobsIn(raw: unknown, bytes: Uint8Array): BackupBlob[] | undefined {
  const blobs: BackupBlob[] = [];
  let offset = 0;
  for (const held of Array.isArray(raw) ? (raw as unknown[]) : []) {
    const [name, hash, size] = Array.isArray(held) ? (held as unknown[]) : [];
    const section = SECTIONS.find((each) => each === name);
    if (!section || typeof hash !== 'string' || typeof size !== 'number') return undefined;
    if (!(size >= 0) || offset + size > bytes.length) return undefined;
    blobs.push({ section, hash, bytes: bytes.slice(offset, offset + size) });
    offset += size;
  }
  return blobs;
}

function inflated(bytes: Uint8Array): Uint8Array | string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes.length < 18) return 'gzip';
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(
    0,
    true
  );
  if (size > MAX_BYTES) return 'size';
  try {
    const whole = gunzipSync(bytes, { out: new Uint8Array(size) });
    return whole.length === size ? whole : 'length';
  } catch {
    return 'gzip';
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether bytes can be applied: tried on a document of their own. */
function isUpdate(bytes: Uint8Array): boolean {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, bytes);
    return doc.store.pendingStructs === null;
  } catch {
    return false;
  } finally {
    doc.destroy();
  }
}
