import * as Y from 'yjs';
import type { Section } from '#core/kernel/kind.ts';
import type { Replica } from '#crdt/replica.ts';
import { deliver, docOf, replica, stored, USED } from './replicas.ts';

interface Letter {
  readonly to: number;
  readonly section: Section;
  readonly update: Uint8Array;
}

/**
 * Replicas that hear of each other through a network with every fault a network has: letters are
 * lost, sent twice, overtaken; some pairs cannot reach each other for a while; a replica dies and
 * comes back from what it had stored, under another slot.
 */
export class Network {
  readonly replicas: Replica[];
  readonly #letters: Letter[] = [];
  /** Each replica's side; letters between two sides are lost. */
  readonly #sides: number[];
  #slots: number;

  constructor(count: number) {
    this.replicas = Array.from({ length: count }, (_, i) => replica(`r${i}`));
    this.#sides = this.replicas.map(() => 0);
    this.#slots = count;
    this.replicas.forEach((_, i) => this.#listen(i));
  }

  #listen(from: number) {
    for (const section of USED)
      docOf(this.at(from), section).on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'peer') return;
        for (const to of this.replicas.keys())
          if (to !== from && this.#reach(from, to)) this.#letters.push({ to, section, update });
      });
  }

  at(index: number): Replica {
    const found = this.replicas[index % this.replicas.length];
    if (!found) throw new Error('an empty network');
    return found;
  }

  #reach(a: number, b: number): boolean {
    return this.#sides[a] === this.#sides[b];
  }

  partition(index: number, side: number) {
    this.#sides[index % this.#sides.length] = side % 2;
  }

  /** Some letter arrives, whichever came first; `twice` leaves it in the post as well. */
  arrive(pick: number, twice: boolean) {
    if (this.#letters.length === 0) return;
    const at = pick % this.#letters.length;
    const letter = this.#letters[at];
    if (!letter) return;
    if (!twice) this.#letters.splice(at, 1);
    Y.applyUpdate(docOf(this.at(letter.to), letter.section), letter.update, 'peer');
  }

  lose(pick: number) {
    if (this.#letters.length > 0) this.#letters.splice(pick % this.#letters.length, 1);
  }

  /** Dies, and opens again from its disk as another writer. */
  restart(index: number) {
    const at = index % this.replicas.length;
    const updates = stored(this.at(at));
    this.at(at).close();
    this.replicas[at] = replica(`r${this.#slots++}`, updates);
    this.#listen(at);
  }

  /** Two that reach each other compare what they have, as after every new connection. */
  meet(a: number, b: number) {
    const [one, other] = [a % this.replicas.length, b % this.replicas.length];
    if (one === other || !this.#reach(one, other)) return;
    deliver(this.at(one), this.at(other));
    deliver(this.at(other), this.at(one));
  }

  /** The network heals and everybody meets everybody. */
  heal() {
    this.#sides.fill(0);
    for (let round = 0; round < 2; round++)
      for (const a of this.replicas.keys()) for (const b of this.replicas.keys()) this.meet(a, b);
  }
}
