import * as Y from 'yjs';
import { log } from '../log.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RelayStorage } from '../storage/port.ts';
import { syncMessage } from './messages.ts';
import { judge } from './predecessors.ts';
import type { Decoded, Missing, Verdict } from './predecessors.ts';
import type { Badge } from './presence.ts';
import type { Brought, Rules } from './rules.ts';
import { Folding } from './folding.ts';
import { openRoom, type Committed } from './stored-room.ts';

/** The state vector of somebody who has nothing, as answers are known by. */
const NOBODY = Buffer.of(0).toString('base64');
/** An answer from so many bytes on is kept while what came after it is less than a part of that. */
const LARGE = { bytes: LIMITS.part, part: 4 } as const;

/** What was answered last. */
interface Answer {
  readonly vector: string;
  readonly diff: Uint8Array;
  readonly messages: readonly Uint8Array[];
  /** What was committed after it was made. */
  readonly since: readonly Uint8Array[];
}

/** A large answer goes ahead of itself, so that what comes after it can go before the last word. */
function answerOf(diff: Uint8Array): Pick<Answer, 'diff' | 'messages'> {
  if (diff.length < LARGE.bytes) return { diff, messages: [syncMessage('step2', diff)] };
  const message = syncMessage('update', diff);
  const last = syncMessage('step2', Y.encodeStateAsUpdate(new Y.Doc()));
  return { diff: message.subarray(-diff.length), messages: [message, last] };
}

/** What is left of an answer once more is committed. */
function afterwards(answer: Answer | undefined, update: Uint8Array): Answer | undefined {
  if (!answer || answer.diff.length < LARGE.bytes) return undefined;
  const since = [...answer.since, update];
  const bytes = since.reduce((sum, { length }) => sum + length, 0);
  return bytes * LARGE.part > answer.diff.length ? undefined : { ...answer, since };
}

/**
 * A room's document and its copy on disk. Used by one turn at a time: between turns, what is in
 * memory is what is committed.
 */
export class RoomDocument {
  readonly #storage: RelayStorage;
  readonly #name: string;
  #doc = new Y.Doc();
  /** What the turn has taken, as Yjs tells it. */
  #fresh: Uint8Array[] = [];
  /** The same as it came. */
  #taken: Uint8Array[] = [];
  #isBroken = false;
  /** The number of the last update that is committed. */
  #seq = 0;
  readonly #folding: Folding;
  #answer: Answer | undefined;

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
  allows(rules: Rules, decoded: Decoded, by: Badge): ReturnType<Rules['judge']> {
    return rules.judge(this.#doc, decoded, by);
  }

  /** What is read of the document as a whole. */
  look<T>(at: (doc: Y.Doc) => T): T {
    return at(this.#doc);
  }

  has({ client, clock }: Missing): boolean {
    return Y.getState(this.#doc.store, client) > clock;
  }

  /** What a transaction costs at its end, it costs once for all that is applied by this. */
  together(work: () => void): void {
    try {
      this.#doc.transact(work);
    } catch (error) {
      if (!this.#isBroken) throw error;
    }
  }

  /**
   * Applies what was judged news; false when Yjs could not or what it must bring is not there, and
   * then nothing else may be done before it is mended.
   */
  apply(update: Uint8Array, { places, appended }: Brought): boolean {
    try {
      Y.applyUpdate(this.#doc, update);
      const { pendingStructs, pendingDs } = this.#doc.store;
      // An item that is made to stand before another never counts.
      const isThere = [...places, ...appended].every(({ map, key }) =>
        this.#doc.getMap(map).has(key)
      );
      if (isThere && !pendingStructs && !pendingDs) {
        this.#taken.push(update);
        return true;
      }
    } catch {
      // Told by the answer.
    }
    this.#isBroken = true;
    return false;
  }

  /** Whether the document is half changed by what could not be applied. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Makes a broken document anew, with what the turn had taken before. */
  async mend(): Promise<void> {
    const taken = this.#taken;
    await this.#load();
    this.#taken = taken;
    this.together(() => {
      for (const update of taken) Y.applyUpdate(this.#doc, update);
    });
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
      this.#taken = [];
      this.#answer = afterwards(this.#answer, update);
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

  /**
   * The messages that bring what somebody with this state vector lacks, the last of them the answer;
   * throws for one that cannot be read. A large one is kept, and what was committed after it was
   * made goes behind it: many may come at once, while others work.
   */
  answer(vector: Uint8Array): readonly Uint8Array[] {
    const key = Buffer.from(vector).toString('base64');
    if (this.#answer?.vector !== key) {
      const diff = Y.encodeStateAsUpdate(this.#doc, vector);
      this.#answer = { vector: key, ...answerOf(diff), since: [] };
    }
    const { messages, since } = this.#answer;
    if (since.length === 0) return messages;
    const rest = Y.mergeUpdates([...since]);
    this.#answer = { ...this.#answer, since: [rest] };
    return [...messages.slice(0, 1), syncMessage('step2', rest)];
  }

  /** A large document is not kept twice for long. */
  forgetAnswer(): void {
    this.#answer = undefined;
  }

  /** All of it; asked between turns, it is what is committed. */
  whole(): Committed {
    const isNew = this.#answer?.since.length === 0 && this.#answer.vector === NOBODY;
    const update = isNew && this.#answer ? this.#answer.diff : Y.encodeStateAsUpdate(this.#doc);
    return { seq: this.#seq, update };
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
    this.#taken = [];
    this.#isBroken = false;
    this.#answer = undefined;
    this.#seq = stored.seq;
    this.#folding.read(stored, Date.now());
    this.#doc.on('update', (update) => this.#fresh.push(update));
  }
}
