import type { RoomSection } from './sections.ts';

/**
 * `GET` with `Authorization: Bearer <secret>` and the right to read answers with the section's
 * committed document as one Yjs update (v1), compressed as asked, with a strong `ETag` of its
 * version; 204 when it is below `LIMITS.part`, which the socket brings as fast. What is written
 * later comes over the socket to whoever connects with what they fetched.
 */
export const documentPath = (workspace: string, section: RoomSection): string =>
  `/api/workspaces/${workspace}/documents/${section}`;
