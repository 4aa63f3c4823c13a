import * as Y from 'yjs';

export type Doc = Y.Doc;

/** A document as this project keeps it: what is deleted is let go. */
export const newDocument = (): Y.Doc => new Y.Doc({ gc: true });

export const applyUpdate = (doc: Y.Doc, update: Uint8Array): void => Y.applyUpdate(doc, update);

export const encode = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);
