import { compareStamps, stampOf, type Entry } from '#core/audit/entry.ts';
import type { Conflict } from '#core/audit/conflict.ts';
import { rotatable } from '#core/audit/rotation.ts';
import type { State } from '#core/kernel/state.ts';
import { ARCHIVE_NAMES, ARCHIVED_MAP, writeArchive } from '#protocol/archive.ts';
import { isBlobHash } from '#protocol/blobs.ts';
import type * as Y from 'yjs';
import type { SectionReader } from './section-reader.ts';
import { LOCAL } from './section-writer.ts';

/** How much history a document may hold before its oldest months leave it (bytes as stored). */
export const HISTORY_BYTES = 4 * 1024 * 1024;

/** What a document says of an archive. */
export interface Archive {
  /** SHA-256 (hex) of its bytes. */
  readonly hash: string;
  /** `YYYY-MM` in UTC. */
  readonly month: string;
  /** Ids of its first and last entry. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** A month of history that may leave a document, and the bytes of the archive it goes into. */
export interface Leaving {
  readonly month: string;
  readonly ids: readonly string[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The archives a document names, oldest first; what says nothing of an archive is passed over. */
export function archivesOf(doc: Y.Doc): Archive[] {
  const archives: Archive[] = [];
  for (const [hash, raw] of doc.getMap<unknown>(ARCHIVE_NAMES)) {
    const archive = isBlobHash(hash) ? readArchiveName(hash, raw) : undefined;
    if (archive) archives.push(archive);
  }
  return archives.sort((a, b) => compareStamps(a.to, b.to) || (a.hash < b.hash ? -1 : 1));
}

function readArchiveName(hash: string, raw: unknown): Archive | undefined {
  const { month, from, to, count } = (raw ?? {}) as Partial<Record<keyof Archive, unknown>>;
  if (typeof month !== 'string' || !/^\d{4}-\d{2}$/.test(month)) return undefined;
  if (typeof from !== 'string' || typeof to !== 'string' || typeof count !== 'number')
    return undefined;
  if (!stampOf(from) || !stampOf(to) || !(count > 0)) return undefined;
  return { hash, month, from, to, count };
}

/** How many bytes of history a document holds. */
export function historyBytes(doc: Y.Doc): number {
  let bytes = 0;
  doc.getMap(ARCHIVED_MAP).forEach((value) => {
    bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
  });
  return bytes;
}

/** The months that may leave a section's document, oldest first; the same on every replica. */
export function leavingOf(
  { doc, log }: SectionReader,
  state: State,
  conflicts: readonly Conflict[],
  now: number
): Leaving[] {
  const entries = log.ids().flatMap((id) => log.entry(id) ?? []);
  const months = rotatable({ entries, now, state, conflicting: entriesIn(conflicts) });
  const map = doc.getMap(ARCHIVED_MAP);
  return [...months].map(([month, leaving]) => {
    const ids = leaving.map(({ id }: Entry) => id);
    const text = writeArchive(ids.map((id) => [id, map.get(id)] as const));
    return { month, ids, bytes: new TextEncoder().encode(text) };
  });
}

/** Every entry that an open conflict has to do with: its sides, and those its key is made of. */
function entriesIn(conflicts: readonly Conflict[]): Set<string> {
  const found = new Set<string>();
  for (const { key, sides } of conflicts) {
    for (const { entry } of sides) if (entry !== undefined) found.add(entry);
    for (const [id] of key.matchAll(/\d+\.[0-9A-Za-z]+/g)) found.add(id);
  }
  return found;
}

/**
 * Takes entries out of a document, in one transaction with the name of the archive that holds them:
 * which must be stored before.
 */
export function archive({ doc }: SectionReader, hash: string, { month, ids }: Leaving) {
  const [from = ''] = ids;
  const name = { month, from, to: ids.at(-1) ?? '', count: ids.length };
  const entries = doc.getMap(ARCHIVED_MAP);
  doc.transact(() => {
    doc.getMap(ARCHIVE_NAMES).set(hash, name);
    for (const id of ids) entries.delete(id);
  }, LOCAL);
}
