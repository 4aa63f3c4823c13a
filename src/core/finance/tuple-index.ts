/** Numbers each distinct tuple of `width` small integers, 0 first; about so many may be expected. */
export class TupleIndex {
  readonly #width: number;
  #tuples: Int32Array<ArrayBuffer>;
  #hashes: Int32Array<ArrayBuffer>;
  #slots: Int32Array<ArrayBuffer>;
  #size = 0;

  constructor(width: number, expected = 0) {
    const room = 2 ** Math.max(8, Math.ceil(Math.log2(expected + 1)));
    this.#width = width;
    this.#tuples = new Int32Array(room * width);
    this.#hashes = new Int32Array(room);
    this.#slots = new Int32Array(room * 2).fill(-1);
  }

  get size(): number {
    return this.#size;
  }

  find(tuple: Int32Array): number {
    let hash = 0;
    for (let i = 0; i < this.#width; i++) {
      hash = Math.imul(hash ^ (tuple[i] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0) return this.#add(slot, hash, tuple);
      if (this.#hashes[id] === hash && this.#equals(id, tuple)) return id;
    }
  }

  /** One integer of a tuple. */
  part(id: number, index: number): number {
    return this.#tuples[id * this.#width + index] ?? 0;
  }

  #equals(id: number, tuple: Int32Array): boolean {
    const from = id * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#tuples[from + i] !== tuple[i]) return false;
    return true;
  }

  #add(slot: number, hash: number, tuple: Int32Array): number {
    const id = this.#size++;
    // Without a view for each of them, which would cost more than the rest.
    for (let i = 0, at = id * this.#width; i < this.#width; i++)
      this.#tuples[at + i] = tuple[i] ?? 0;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    const size = this.#slots.length * 2;
    this.#tuples = longer(this.#tuples, (size / 2) * this.#width);
    this.#hashes = longer(this.#hashes, size / 2);
    this.#slots = new Int32Array(size).fill(-1);
    for (let id = 0; id < this.#size; id++) {
      let slot = (this.#hashes[id] ?? 0) & (size - 1);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = id;
    }
  }
}

/** A copy with room for more. */
export function longer(numbers: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(size, numbers.length));
  copy.set(numbers);
  return copy;
}

/** Numbers each distinct tuple of `width` texts, 0 first. */
export class TextTuples {
  readonly #numbers: readonly Map<string, number>[];
  readonly #tuple: Int32Array;
  readonly #index: TupleIndex;

  constructor(width: number) {
    this.#numbers = Array.from({ length: width }, () => new Map<string, number>());
    this.#tuple = new Int32Array(width);
    this.#index = new TupleIndex(width);
  }

  find(texts: readonly string[]): number {
    for (let i = 0; i < this.#numbers.length; i++) {
      const known = this.#numbers[i];
      const text = texts[i] ?? '';
      let number = known?.get(text);
      if (number === undefined) known?.set(text, (number = known.size));
      this.#tuple[i] = number ?? 0;
    }
    return this.#index.find(this.#tuple);
  }
}
