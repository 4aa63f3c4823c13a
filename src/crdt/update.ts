import * as Y from 'yjs';

export type Doc = Y.Doc;

/** A document as this project keeps it: what is deleted is let go. */
export const newDocument = (): Y.Doc => new Y.Doc({ gc: true });

/** Whether bytes are a whole update: Yjs takes the first half of a broken one before it throws. */
export function isUpdate(bytes: Uint8Array): boolean {
  try {
    Y.decodeUpdate(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Takes an update whole or not at all, and answers which. */
export function applyUpdate(doc: Y.Doc, update: Uint8Array, origin?: unknown): boolean {
  if (!isUpdate(update)) return false;
  try {
    Y.applyUpdate(doc, update, origin);
    return true;
  } catch {
    return false;
  }
}

export const encode = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);
