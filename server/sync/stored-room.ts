import * as Y from 'yjs';
import type { StoredRoom } from '../storage/port.ts';

/** A document as it is committed, and the number of the last update in it. */
export interface Committed {
  readonly seq: number;
  readonly update: Uint8Array;
}

/** A stored room as a document. */
export function documentOf({ snapshot, log }: StoredRoom): Y.Doc {
  const doc = new Y.Doc();
  const updates = snapshot ? [snapshot, ...log] : log;
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}
