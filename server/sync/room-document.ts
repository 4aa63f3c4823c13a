import * as Y from 'yjs';
import { log } from '../log.ts';
import type { RelayStorage } from '../storage/port.ts';
import type { Refusal } from '#protocol/problems.ts';
import { judge } from './predecessors.ts';
import type { Decoded, Missing, Verdict } from './predecessors.ts';
import type { Badge } from './presence.ts';
import type { Brought, Rules } from './rules.ts';
import { Folding } from './folding.ts';
import { openRoom, type Committed } from './stored-room.ts';

/** The state vector of somebody who has nothing. */
const NOTHING = Uint8Array.of(0);

/**
 * A room's document and its copy on disk. Used by one turn at a time: between turns, what is in
 * memory is what is committed.
 */
export class RoomDocument {
  readonly #storage: RelayStorage;
  readonly #name: string;
  #doc = new Y.Doc();
  #fresh: Uint8Array[] = [];
  /** The number of the last update that is committed. */
  #seq = 0;
  readonly #folding: Folding;
  #answer: { readonly vector: string; readonly diff: Uint8Array } | undefined;

  private constructor(storage: RelayStorage, name: string) {
    this.#storage = storage;
    this.#name = name;
    this.#folding = new Folding(storage, name);
  }

  static async open(storage: RelayStorage, name: string): Promise<RoomDocument> {
    const document = new RoomDocument(storage, name);
    await document.#load();
    return document;
  }

  judge(update: Uint8Array): Verdict {
    return judge(this.#doc.store, update);
  }

  /** Why news is against the rules, or what it brings. */
  allows(rules: Rules, decoded: Decoded, by: Badge): Promise<Refusal | Brought> {
    return rules.judge(this.#doc, decoded, by);
  }

  /** What is read of the document as a whole. */
  look<T>(at: (doc: Y.Doc) => T): T {
    return at(this.#doc);
  }

  has({ client, clock }: Missing): boolean {
    return Y.getState(this.#doc.store, client) > clock;
  }

  /**
   * Applies what was judged news; false when Yjs could not or what it must bring is not there, and
   * then nothing of it is left.
   */
  async apply(update: Uint8Array, { places, appended }: Brought): Promise<boolean> {
    const before = this.#fresh.length;
    try {
      Y.applyUpdate(this.#doc, update);
      const { pendingStructs, pendingDs } = this.#doc.store;
      // An item that is made to stand before another never counts.
      const isThere = [...places, ...appended].every(({ map, key }) =>
        this.#doc.getMap(map).has(key)
      );
      if (isThere && !pendingStructs && !pendingDs) return true;
    } catch {
      // Told by the answer: the document may be half changed and is made anew below.
    }
    const fresh = this.#fresh.slice(0, before);
    await this.#load();
    for (const each of fresh) Y.applyUpdate(this.#doc, each);
    return false;
  }

  /** The next clock of each client, as it will be once this turn is committed. */
  clocks(clients: readonly number[]): Map<number, number> {
    return new Map(clients.map((client) => [client, Y.getState(this.#doc.store, client)]));
  }

  /**
   * Writes the turn's updates as one, with what the rules remember of them; answers with it, or
   * takes all of them back.
   */
  async commit(rules: Rules): Promise<Uint8Array | 'none' | 'failed'> {
    if (this.#fresh.length === 0) return 'none';
    const update = this.#fresh.length === 1 ? this.#fresh[0] : Y.mergeUpdates(this.#fresh);
    if (!update) return 'none';
    const { changes, kept, undo } = rules.take();
    try {
      const seq = await this.#storage.append(this.#name, update, new Map(changes));
      kept();
      this.#fresh = [];
      this.#answer = undefined;
      this.#seq = seq;
      this.#folding.appended(update.length, Date.now());
      this.foldIfDue(Date.now());
      return update;
    } catch (error) {
      log.error({ err: error, room: this.#name }, 'a write failed');
      undo();
      await this.#load();
      return 'failed';
    }
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  /** What somebody with this state vector lacks; throws for one that cannot be read. */
  diff(vector: Uint8Array): Uint8Array {
    const key = Buffer.from(vector).toString('base64');
    if (this.#answer?.vector !== key)
      this.#answer = { vector: key, diff: Y.encodeStateAsUpdate(this.#doc, vector) };
    return this.#answer.diff;
  }

  /** All of it; asked between turns, it is what is committed. */
  whole(): Committed {
    return { seq: this.#seq, update: this.diff(NOTHING) };
  }

  destroy(): void {
    this.#doc.destroy();
  }

  /** Between turns: begins to fold a log that is long, large or old; `closing` when nobody is left. */
  foldIfDue(now: number, closing = false): void {
    if (!this.#folding.isDue(now, closing)) return;
    this.#folding.start(this.#seq, Y.encodeStateAsUpdate(this.#doc), now);
  }

  /** The folding under way, which the room's turns do not wait for. */
  get folding(): Promise<void> | undefined {
    return this.#folding.running;
  }

  async #load(): Promise<void> {
    const { stored, doc } = await openRoom(this.#storage, this.#name);
    this.#doc.destroy();
    this.#doc = doc;
    this.#fresh = [];
    this.#answer = undefined;
    this.#seq = stored.seq;
    this.#folding.read(stored, Date.now());
    this.#doc.on('update', (update) => this.#fresh.push(update));
  }
}
