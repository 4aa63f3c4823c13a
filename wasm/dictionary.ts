import { BEYOND } from './csv-records';
import { bytesHash, doubled, sameBytes, zeros } from './bytes';

/** An entry: where its bytes begin, how many, and their hash. */
const ENTRY: usize = 12;
/**
 * A slot: the first eight bytes of a text and the last, its length, and its number plus one, or 0.
 * A text of sixteen bytes or less, as most are, is thereby in its slot; a longer one has its hash there.
 */
const SLOT: usize = 24;
const SHORT: usize = 16;
const ONE: u64 = 1;

/** BytesDictionary in src/core/import/bills/bytes-dictionary.ts, for what stands in this memory. */
@unmanaged
export class Dictionary {
  size: u32 = 0;
  /** Bytes kept. */
  kept: usize = 0;
  private room: usize = 4096;
  private bytes: usize = heap.alloc(4096 + BEYOND);
  private mask: u32 = 511;
  private slots: usize = zeros(512 * SLOT);
  private entries: usize = zeros(256 * ENTRY);
  private last: u32 = 0;

  /** The number of the bytes from one address to another. */
  intern(start: usize, end: usize): u32 {
    const length = end - start;
    if (length > SHORT) return this.internLong(start, end);
    let first = load<u64>(start);
    let last: u64 = 0;
    if (length < 8) first &= (ONE << ((<u64>length) << 3)) - 1;
    else last = load<u64>(end - 8);
    let slot = placeOf(first, last, length) & this.mask;
    while (true) {
      const place = this.slots + <usize>slot * SLOT;
      const known = load<u32>(place, 20);
      if (known == 0) return this.add(place, first, last, start, end);
      if (
        load<u64>(place) == first &&
        load<u64>(place, 8) == last &&
        load<u32>(place, 16) == <u32>length
      )
        return known - 1;
      slot = (slot + 1) & this.mask;
    }
  }

  /** Bills are sorted by much: the long text before is often the text again. */
  private internLong(start: usize, end: usize): u32 {
    const length = end - start;
    if (this.size != 0 && this.is(this.last, start, length)) return this.last;
    const hash = <u64>bytesHash(start, end);
    let slot = placeOf(hash, 0, length) & this.mask;
    while (true) {
      const place = this.slots + <usize>slot * SLOT;
      const known = load<u32>(place, 20);
      if (known == 0) return (this.last = this.add(place, hash, 0, start, end));
      if (load<u64>(place) == hash && this.is(known - 1, start, length))
        return (this.last = known - 1);
      slot = (slot + 1) & this.mask;
    }
  }

  /** Forgets everything, and keeps the room for it. */
  clear(): void {
    this.size = 0;
    this.kept = 0;
    this.last = 0;
    memory.fill(this.slots, 0, <usize>(this.mask + 1) * SLOT);
  }

  at(id: u32): usize {
    return this.bytes + load<u32>(this.entries + <usize>id * ENTRY);
  }

  lengthOf(id: u32): u32 {
    return load<u32>(this.entries + <usize>id * ENTRY, 4);
  }

  hashOf(id: u32): u32 {
    return load<u32>(this.entries + <usize>id * ENTRY, 8);
  }

  private is(id: u32, start: usize, length: usize): bool {
    return this.lengthOf(id) == <u32>length && sameBytes(this.at(id), start, length);
  }

  private add(place: usize, first: u64, last: u64, start: usize, end: usize): u32 {
    const id = this.size++;
    const length = end - start;
    if (this.kept + length > this.room) {
      const size = max(this.kept + length, this.room * 2);
      const more = heap.alloc(size + BEYOND);
      memory.copy(more, this.bytes, this.kept);
      heap.free(this.bytes);
      this.bytes = more;
      this.room = size;
    }
    memory.copy(this.bytes + this.kept, start, length);
    const entry = this.entries + <usize>id * ENTRY;
    store<u32>(entry, <u32>this.kept);
    store<u32>(entry, <u32>length, 4);
    store<u32>(entry, bytesHash(start, end), 8);
    this.kept += length;
    store<u64>(place, first);
    store<u64>(place, last, 8);
    store<u32>(place, <u32>length, 16);
    store<u32>(place, id + 1, 20);
    if (this.size * 2 > this.mask) this.grow();
    return id;
  }

  private grow(): void {
    const size = <usize>(this.mask + 1);
    this.entries = doubled(this.entries, (size / 2) * ENTRY);
    const before = this.slots;
    this.slots = zeros(size * 2 * SLOT);
    this.mask = <u32>(size * 2 - 1);
    for (let at = before, end = before + size * SLOT; at < end; at += SLOT) {
      if (load<u32>(at, 20) == 0) continue;
      let slot = placeOf(load<u64>(at), load<u64>(at, 8), load<u32>(at, 16)) & this.mask;
      while (load<u32>(this.slots + <usize>slot * SLOT, 20) != 0) slot = (slot + 1) & this.mask;
      memory.copy(this.slots + <usize>slot * SLOT, at, SLOT);
    }
    heap.free(before);
  }
}

/** Where a text of such a slot is best looked for. */
function placeOf(first: u64, last: u64, length: usize): u32 {
  const mixed = (first ^ rotl<u64>(last, 29) ^ (<u64>length)) * 0x9e3779b97f4a7c15;
  return <u32>(((mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93) >> 32);
}
