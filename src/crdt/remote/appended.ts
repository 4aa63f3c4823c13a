import { digest } from 'lib0/hash/sha256';
import type { StoredValue } from '#protocol/history-file.ts';
import { valueHash, type Sha256 } from '#protocol/receipts.ts';
import { ROOT_MAPS, rootMap } from '#protocol/root-maps.ts';
import type { Doc } from '../update.ts';

/** The same wherever a page stands: the browser's own is not there without a secure origin. */
export const sha256: Sha256 = digest;

/** The hash of what a document holds under a key; undefined when there is nothing. */
export function storedHash(doc: Doc, map: string, key: string): string | undefined {
  const values = doc.getMap(map);
  return values.has(key) ? valueHash(values.get(key), sha256) : undefined;
}

export const isStored = (doc: Doc, map: string, key: string): boolean => doc.getMap(map).has(key);

/** Everything that a document's append-only maps hold, as it is stored. */
export function* appended(doc: Doc): Generator<StoredValue> {
  for (const map of Object.keys(ROOT_MAPS))
    if (rootMap(map).append) for (const [key, value] of doc.getMap(map)) yield [map, key, value];
}
