import { BEYOND } from './csv-records';
import { bytesHash, doubled, sameBytes, zeros } from './bytes';

/** An entry: where its bytes begin, how many, and their hash. */
const ENTRY: usize = 12;
/** A slot: where it would be best, and the number of what has it plus one, or 0. */
const SLOT: usize = 8;

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
    if (this.size != 0 && this.is(this.last, start, end)) return this.last;
    const hash = placeHash(start, end);
    let slot = hash & this.mask;
    while (true) {
      const place = this.slots + <usize>slot * SLOT;
      const known = load<u32>(place, 4);
      if (known == 0) return (this.last = this.add(place, hash, start, end));
      if (load<u32>(place) == hash && this.is(known - 1, start, end))
        return (this.last = known - 1);
      slot = (slot + 1) & this.mask;
    }
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

  private is(id: u32, start: usize, end: usize): bool {
    const length = <u32>(end - start);
    return this.lengthOf(id) == length && sameBytes(this.at(id), start, length);
  }

  private add(place: usize, hash: u32, start: usize, end: usize): u32 {
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
    store<u32>(place, hash);
    store<u32>(place, id + 1, 4);
    if (this.size * 2 > this.mask) this.grow();
    return id;
  }

  private grow(): void {
    const size = this.mask + 1;
    this.entries = doubled(this.entries, (<usize>size / 2) * ENTRY);
    this.slots = doubledSlots(this.slots, size);
    this.mask = size * 2 - 1;
  }
}

/** A hash for no one but the slots: of short texts, as most are, in two steps. */
function placeHash(start: usize, end: usize): u32 {
  const length = <u64>(end - start);
  if (length > 16) return bytesHash(start, end);
  const first = load<u64>(start) & (length < 8 ? ((<u64>1) << (length << 3)) - 1 : <u64>-1);
  const last = length > 8 ? load<u64>(end - 8) : 0;
  const mixed = (first ^ rotl<u64>(last, 29) ^ length) * 0x9e3779b97f4a7c15;
  return <u32>(((mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93) >> 32);
}

/** Slots of a hash and a number, put anew among twice as many. */
export function doubledSlots(slots: usize, size: u32): usize {
  const more = zeros(<usize>size * 2 * SLOT);
  const mask = size * 2 - 1;
  for (let at = slots, end = slots + <usize>size * SLOT; at < end; at += SLOT) {
    if (load<u32>(at, 4) == 0) continue;
    let slot = load<u32>(at) & mask;
    while (load<u32>(more + <usize>slot * SLOT, 4) != 0) slot = (slot + 1) & mask;
    store<u64>(more + <usize>slot * SLOT, load<u64>(at));
  }
  heap.free(slots);
  return more;
}
