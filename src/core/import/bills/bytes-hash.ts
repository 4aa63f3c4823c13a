/** MurmurHash3 (x86, 32 bits) of `bytes[start..end)`, as a signed integer. */
export function bytesHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const high = ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = mixed(hash, low | high);
  }
  if (at < end) {
    let rest = 0;
    for (let shift = 0; at < end; at++, shift += 8) rest |= (bytes[at] ?? 0) << shift;
    hash ^= scrambled(rest);
  }
  return avalanche(hash ^ (end - start));
}

/** Folds a word into a hash that is not yet finished. */
export function mixed(hash: number, word: number): number {
  const next = hash ^ scrambled(word);
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

function scrambled(word: number): number {
  const next = Math.imul(word, 0xcc9e2d51);
  return Math.imul((next << 15) | (next >>> 17), 0x1b873593);
}

/** Every bit of a hash decides every bit of what comes out. */
export function avalanche(hash: number): number {
  let next = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  next = Math.imul(next ^ (next >>> 13), 0xc2b2ae35);
  return next ^ (next >>> 16);
}
