import * as Y from 'yjs';
import { log } from '../log.ts';
import type { RelayStorage, StoredRoom } from '../storage/port.ts';
import { tornPrefix } from '../storage/torn.ts';
import { judge } from './predecessors.ts';

/** A document as it is committed, and the number of the last update in it. */
export interface Committed {
  readonly seq: number;
  readonly update: Uint8Array;
}

/** A stored room as a document, without what of it cannot be read. */
export interface ReadRoom {
  readonly doc: Y.Doc;
  /** Half-written updates, and those that build on them. */
  readonly torn: readonly Uint8Array[];
}

export function readRoom({ snapshot, log }: StoredRoom): ReadRoom {
  const updates = snapshot ? [snapshot, ...log] : log;
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    const { pendingStructs, pendingDs } = doc.store;
    if (!pendingStructs && !pendingDs) return { doc, torn: [] };
  } catch {
    // Some of it was applied by half; below it is read one by one.
  }
  doc.destroy();
  return readOneByOne(updates);
}

function readOneByOne(updates: readonly Uint8Array[]): ReadRoom {
  let doc = new Y.Doc();
  const taken: Uint8Array[] = [];
  const torn: Uint8Array[] = [];
  for (const update of updates) {
    const { kind } = judge(doc.store, update);
    const isWhole = kind === 'news' || kind === 'known';
    if (isWhole && applies(doc, update)) taken.push(update);
    else torn.push(update);
    if (!isWhole || torn.at(-1) !== update) continue;
    doc = new Y.Doc();
    for (const each of taken) Y.applyUpdate(doc, each);
  }
  return { doc, torn };
}

function applies(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update);
    return true;
  } catch {
    return false;
  }
}

/**
 * A room as it can be used. What cannot be read is put beside it and the rest takes its place, so
 * that nothing torn is served and nothing is thrown away.
 */
export async function openRoom(storage: RelayStorage, room: string) {
  const stored = await storage.loadRoom(room);
  const { doc, torn } = readRoom(stored);
  if (torn.length === 0) return { stored, doc };
  log.error({ room, updates: torn.length }, 'a room has updates that cannot be read; set aside');
  const aside = torn.map((update, i) => [`${tornPrefix(room)}${stored.seq}-${i}`, update] as const);
  const snapshot = Y.encodeStateAsUpdate(doc);
  try {
    await storage.write(new Map(aside));
    await storage.compact(room, stored.seq, snapshot);
    return { stored: { ...stored, snapshot, log: [] }, doc };
  } catch (error) {
    // It lies where it lay, and is set aside the next time.
    log.error({ err: error, room }, 'what cannot be read of a room could not be set aside');
    return { stored, doc };
  }
}
