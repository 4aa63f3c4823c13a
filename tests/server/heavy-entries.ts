import { createHash } from 'node:crypto';

/** What an update of a number holds: up to a few pages, so that half of one would be seen. */
export function entryOf(seq: number): Uint8Array {
  const seed = createHash('sha256').update(String(seq)).digest();
  return Buffer.concat(Array.from({ length: 1 + (seq % 400) }, () => seed));
}

/** A document of all updates up to a number. */
export const snapshotOf = (through: number): Uint8Array => Buffer.from(`all up to ${through}`);
