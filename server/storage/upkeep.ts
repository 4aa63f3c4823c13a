import * as Y from 'yjs';
import { documentOf } from '../sync/stored-room.ts';
import type { RelayStorage, StoredRoom } from './port.ts';

const bytesOf = ({ snapshot, log }: StoredRoom): number =>
  log.reduce((sum, { length }) => sum + length, snapshot?.length ?? 0);

/** What a stored room takes, and what is wrong with it if anything is. */
export function inspectRoom(stored: StoredRoom) {
  const found = { bytes: bytesOf(stored), updates: stored.log.length };
  try {
    const doc = documentOf(stored);
    const { pendingStructs, pendingDs } = doc.store;
    doc.destroy();
    if (pendingStructs || pendingDs) return { ...found, problem: 'it misses some of its updates' };
    return { ...found, problem: undefined };
  } catch (error) {
    return { ...found, problem: `it cannot be read (${String(error)})` };
  }
}

/** Folds a room's log into one document. */
export async function compactRoom(storage: RelayStorage, room: string) {
  const stored = await storage.loadRoom(room);
  const before = bytesOf(stored);
  if (stored.log.length === 0) return { before, after: before };
  const doc = documentOf(stored);
  const snapshot = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  await storage.compact(room, stored.seq, snapshot);
  return { before, after: snapshot.length };
}
