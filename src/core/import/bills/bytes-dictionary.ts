import { longer } from '#core/finance/tuple-index.ts';
import { bytesHash } from './bytes-hash.ts';

/**
 * Numbers each distinct run of bytes, 0 first, so that a column of a million cells makes as many
 * strings as it has values. Open addressing over a hash of the bytes.
 */
export class BytesDictionary {
  #bytes = new Uint8Array(4096);
  #ends = new Int32Array(256);
  #hashes = new Int32Array(256);
  #slots = new Int32Array(512).fill(-1);
  #size = 0;
  #last = -1;

  get size(): number {
    return this.#size;
  }

  /** Bytes kept, to bound what an odd file can take. */
  get kept(): number {
    return this.#end(this.#size - 1);
  }

  /** The number of `bytes[start..end)`. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    // Bills are sorted by much: the value before is often the value again.
    if (this.#last >= 0 && this.#equals(this.#last, bytes, start, end)) return this.#last;
    const hash = bytesHash(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? -1;
      if (id >= 0 && (this.#hashes[id] !== hash || !this.#equals(id, bytes, start, end))) continue;
      this.#last = id >= 0 ? id : this.#add(slot, hash, bytes, start, end);
      return this.#last;
    }
  }

  /** The hash of a number's bytes. */
  hashOf(id: number): number {
    return this.#hashes[id] ?? 0;
  }

  /** The bytes of a number. */
  at(id: number): Uint8Array {
    return this.#bytes.subarray(this.#end(id - 1), this.#end(id));
  }

  #end(id: number): number {
    return id < 0 ? 0 : (this.#ends[id] ?? 0);
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#end(id - 1);
    const length = end - start;
    if (this.#end(id) - from !== length) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const id = this.#size++;
    const from = this.#end(id - 1);
    const length = end - start;
    if (from + length > this.#bytes.length) {
      const more = new Uint8Array(Math.max(from + length, this.#bytes.length * 2));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#ends[id] = from + length;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    const size = this.#slots.length * 2;
    this.#ends = longer(this.#ends, size / 2);
    this.#hashes = longer(this.#hashes, size / 2);
    this.#slots = new Int32Array(size).fill(-1);
    for (let id = 0; id < this.#size; id++) {
      let slot = (this.#hashes[id] ?? 0) & (size - 1);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = id;
    }
  }
}
