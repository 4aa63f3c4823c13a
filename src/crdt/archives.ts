import { compareStamps, stampOf } from '#core/audit/entry.ts';
import { ARCHIVE_NAMES } from '#protocol/archive-names.ts';
import { isBlobHash } from '#protocol/blobs.ts';
import type * as Y from 'yjs';

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

/** The archives a document names, oldest first; what says nothing of an archive is passed over. */
export function archivesOf(doc: Y.Doc): Archive[] {
  const archives: Archive[] = [];
  for (const [hash, raw] of doc.getMap<unknown>(ARCHIVE_NAMES)) {
    const archive = isBlobHash(hash) ? readName(hash, raw) : undefined;
    if (archive) archives.push(archive);
  }
  return archives.sort((a, b) => compareStamps(a.to, b.to) || (a.hash < b.hash ? -1 : 1));
}

function readName(hash: string, raw: unknown): Archive | undefined {
  const { month, from, to, count } = (raw ?? {}) as Partial<Record<keyof Archive, unknown>>;
  if (typeof month !== 'string' || !/^\d{4}-\d{2}$/.test(month)) return undefined;
  if (typeof from !== 'string' || typeof to !== 'string' || typeof count !== 'number')
    return undefined;
  if (!stampOf(from) || !stampOf(to) || !(count > 0)) return undefined;
  return { hash, month, from, to, count };
}
