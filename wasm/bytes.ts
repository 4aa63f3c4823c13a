/** MurmurHash3 (x86, 32 bits), as src/core/import/bills/bytes-hash.ts has it. */
export function bytesHash(start: usize, end: usize): u32 {
  let hash: u32 = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixed(hash, load<u32>(at));
  if (at < end) hash ^= scrambled(load<u32>(at) & ((1 << ((<u32>(end - at)) << 3)) - 1));
  return avalanche(hash ^ (<u32>(end - start)));
}

export function mixed(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ scrambled(word), 13) * 5 + 0xe6546b64;
}

function scrambled(word: u32): u32 {
  return rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593;
}

export function avalanche(hash: u32): u32 {
  let next = (hash ^ (hash >>> 16)) * 0x85ebca6b;
  next = (next ^ (next >>> 13)) * 0xc2b2ae35;
  return next ^ (next >>> 16);
}

/** Looks up to eight bytes beyond either, and at nothing there. */
export function sameBytes(a: usize, b: usize, size: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= size; at += 8) if (load<u64>(a + at) != load<u64>(b + at)) return false;
  if (at == size) return true;
  const differ = load<u64>(a + at) ^ load<u64>(b + at);
  return (differ & (((<u64>1) << ((<u64>(size - at)) << 3)) - 1)) == 0;
}

/** Room for twice as much, the old given back; what is new is zero. */
export function doubled(from: usize, size: usize): usize {
  const more = heap.alloc(size * 2);
  memory.copy(more, from, size);
  memory.fill(more + size, 0, size);
  heap.free(from);
  return more;
}

export function zeros(size: usize): usize {
  const at = heap.alloc(size);
  memory.fill(at, 0, size);
  return at;
}
