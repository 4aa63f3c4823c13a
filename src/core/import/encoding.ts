import { ok, type Result } from '#core/kernel/problem.ts';
import { refusedImport } from './problem.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
}

/**
 * A byte order mark decides; else zero bytes in every second place mean UTF-16; else what is valid
 * UTF-8 is UTF-8, and the rest is what Chinese Excel writes. The mark itself is taken off.
 */
export function decodeText(bytes: Uint8Array): Result<DecodedText> {
  for (const encoding of candidates(bytes)) {
    try {
      return ok({ text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding });
    } catch {
      continue;
    }
  }
  return refusedImport('import.encodingUnknown');
}

function candidates(bytes: Uint8Array): readonly DecodedText['encoding'][] {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return ['utf-16le'];
  if (a === 0xfe && b === 0xff) return ['utf-16be'];
  const head = bytes.subarray(0, 1024);
  const even = zeros(head, 0);
  const odd = zeros(head, 1);
  // Latin letters and digits of UTF-16 have one zero byte; Chinese ones have none.
  const many = head.length / 16;
  if (odd > many && even === 0 && bytes.length % 2 === 0) return ['utf-16le'];
  if (even > many && odd === 0 && bytes.length % 2 === 0) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

function zeros(bytes: Uint8Array, start: 0 | 1): number {
  let count = 0;
  for (let at = start; at < bytes.length; at += 2) if (bytes[at] === 0) count++;
  return count;
}
