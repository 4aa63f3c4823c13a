import type { RoomSection } from './sections.ts';

/**
 * Blobs are bytes that never change, named by their SHA-256 (hex), in one section of one workspace.
 * A document names what is too large for it as keys of its root map `blobs`; what no document has
 * named for 30 days is removed.
 *
 * All at the path below, with `Authorization: Bearer <secret>`:
 * - `PUT` (right to write) with the bytes answers 201, or 200 at once when they are there. What
 *   broke off is kept for a day: `Content-Range: bytes <first>-<last>/<total>` goes on with it, and
 *   answers 202 while some is missing; after a wrong `first` comes 409 with the right one in
 *   `Upload-Offset`. Without `Content-Range` an upload begins anew. Bytes that are not what the
 *   name says are answered 422, and nothing of them is kept.
 * - `HEAD` (right to write) tells how much is there: `Upload-Offset`, and `Upload-Complete: ?1` or
 *   `?0`. When all of it came and it is not complete, the upload begins anew.
 * - `GET` (right to read) answers with the bytes, or with those that `Range` asks for. What somebody
 *   may not read looks like what is not there.
 */
export const blobPath = (workspace: string, section: RoomSection, hash: string): string =>
  `/api/workspaces/${workspace}/blobs/${section}/${hash}`;

export const UPLOAD_OFFSET = 'upload-offset';
export const UPLOAD_COMPLETE = 'upload-complete';

/** The root map whose keys are the blobs that a section names. */
export const BLOB_NAMES = 'blobs';

export const isBlobHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
