import * as Y from 'yjs';
import { openRoom, readRoom } from '../sync/stored-room.ts';
import type { RelayStorage, StoredRoom } from './port.ts';

const bytesOf = ({ snapshot, log }: StoredRoom): number =>
  log.reduce((sum, { length }) => sum + length, snapshot?.length ?? 0);

/** What a stored room takes, and what is wrong with it if anything is. */
export function inspectRoom(stored: StoredRoom) {
  const found = { bytes: bytesOf(stored), updates: stored.log.length };
  const { doc, torn } = readRoom(stored);
  doc.destroy();
  if (torn.length === 0) return { ...found, problem: undefined };
  const problem = `${torn.length} of its updates cannot be read and will be set aside when it is opened`;
  return { ...found, problem };
}

/** Folds a room's log into one document. */
export async function compactRoom(storage: RelayStorage, room: string) {
  const { stored, doc } = await openRoom(storage, room);
  const before = bytesOf(stored);
  if (stored.log.length === 0) return { before, after: before };
  const snapshot = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  await storage.compact(room, stored.seq, snapshot);
  return { before, after: snapshot.length };
}
