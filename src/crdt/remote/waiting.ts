import type { Clocks } from '#protocol/wire.ts';
import type * as Y from 'yjs';

/**
 * Which commands of a document the relay has not said to have stored: their audit entries lie
 * beyond the clocks it committed. An entry is written in its command's last transaction, so what it
 * covers is the whole command.
 */
export class Waiting {
  readonly #entries: Y.Map<unknown>;
  #clocks = new Map<number, number>();
  #ids = new Set<string>();

  /** Transactions of this origin bring what the relay has committed. */
  readonly #relay: unknown;

  constructor(doc: Y.Doc, clocks: Clocks | undefined, relay: unknown) {
    this.#relay = relay;
    this.#entries = doc.getMap('audit');
    this.#entries.observe(this.#onEntries);
    this.replace(clocks ?? new Map());
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  get clocks(): Clocks {
    return this.#clocks;
  }

  /** Everything the relay has, as it says when a connection begins. */
  replace(clocks: Clocks) {
    this.#clocks = new Map(clocks);
    this.#ids = new Set([...this.#entries.keys()].filter((id) => this.#isWaiting(id)));
  }

  /** What it committed since. */
  acknowledge(clocks: Clocks) {
    for (const [client, clock] of clocks)
      this.#clocks.set(client, Math.max(clock, this.#clocks.get(client) ?? 0));
    for (const id of this.#ids) if (!this.#isWaiting(id)) this.#ids.delete(id);
  }

  readonly #onEntries = (event: Y.YMapEvent<unknown>, transaction: Y.Transaction) => {
    if (transaction.origin === this.#relay)
      for (const [client, clock] of transaction.afterState)
        if (clock !== transaction.beforeState.get(client)) this.#clocks.set(client, clock);
    for (const id of event.keysChanged as Set<string>) if (this.#isWaiting(id)) this.#ids.add(id);
  };

  #isWaiting(id: string): boolean {
    const item = this.#entries._map.get(id);
    return !!item && !item.deleted && item.id.clock >= (this.#clocks.get(item.id.client) ?? 0);
  }

  close() {
    this.#entries.unobserve(this.#onEntries);
  }
}
