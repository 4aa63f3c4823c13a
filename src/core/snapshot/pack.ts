import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { ok, refused, type Result } from '#core/kernel/problem.ts';

/** No snapshot inflates to more; asked while it is unpacked, because a size that is said is a claim. */
export const MAX_BYTES = 64 * 1024 * 1024;
/** Deflate gives at most a thousandfold, so a slice of this size overshoots by some megabytes at most. */
const SLICE = 4096;

export const pack = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(deflateSync(strToU8(text)));

export function unpack(packed: Uint8Array, most = MAX_BYTES): Result<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const seen = { end: false };
  const stream = new Inflate((chunk, final) => {
    size += chunk.length;
    chunks.push(chunk);
    seen.end ||= final;
  });
  try {
    for (let at = 0; at < packed.length && size <= most; at += SLICE)
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
  } catch {
    return refused({ code: 'snapshot.malformed', params: { detail: 'deflate' } });
  }
  if (size > most) return refused({ code: 'snapshot.tooLarge', params: { most } });
  if (!seen.end) return refused({ code: 'snapshot.malformed', params: { detail: 'deflate' } });
  return ok(strFromU8(joined(chunks, size)));
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
