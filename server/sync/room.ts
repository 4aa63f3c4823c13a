import type { Head } from '#protocol/receipts.ts';
import { encodeAck } from '#protocol/wire.ts';
import { log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RelayStorage } from '../storage/port.ts';
import type { Member } from './member.ts';
import { syncMessage } from './messages.ts';
import type { SyncMessage } from './messages.ts';
import { latestIn } from './lamport.ts';
import type { Missing, Verdict } from './predecessors.ts';
import { RoomDocument } from './room-document.ts';
import { writingClients, type Rules } from './rules.ts';
import type { Committed } from './stored-room.ts';

interface Task {
  readonly member: Member;
  readonly message: SyncMessage | 'greeting';
  readonly bytes: number;
}

export interface RoomParts {
  readonly storage: RelayStorage;
  readonly rules: Rules;
  readonly metrics: Metrics;
  /** Called when nobody is left and nothing under way. */
  readonly onIdle: () => void;
}

interface Reader {
  readonly give: (whole: Committed) => void;
  readonly fail: (error: unknown) => void;
}

type Sent = Exclude<SyncMessage, { readonly kind: 'step1' }>;
type News = Extract<Verdict, { readonly decoded: unknown }>;

/** What a turn owes, to be paid once its updates are committed. */
interface Turn {
  readonly written: { readonly member: Member; readonly clients: readonly number[] }[];
  readonly clocks: Map<number, number>;
  readonly replies: (() => void)[];
  readonly answered: Set<Member>;
}

/**
 * One section of one workspace. Messages wait in a line and are dealt with in turns: a turn judges
 * and applies all that came, commits it in one write, and only then acknowledges, tells the others
 * and answers. So nobody sees what is not on disk, and what comes while the room is being read
 * waits like everything else.
 */
export class Room {
  readonly #storage: RelayStorage;
  readonly #name: string;
  readonly #rules: Rules;
  readonly #metrics: Metrics;
  readonly #members = new Set<Member>();
  readonly #onIdle: () => void;
  #document: RoomDocument | undefined;
  #line: Task[] = [];
  #readers: Reader[] = [];
  #turning = false;
  #settled: Promise<void> = Promise.resolve();

  constructor(name: string, around: RoomParts) {
    this.#storage = around.storage;
    this.#name = name;
    this.#rules = around.rules;
    this.#metrics = around.metrics;
    this.#onIdle = around.onIdle;
  }

  /** The end of its receipts; nothing while it is not read. */
  get head(): Head | undefined {
    return this.#document && this.#rules.head;
  }

  join(member: Member): void {
    this.#members.add(member);
    this.#queue({ member, message: 'greeting', bytes: 0 });
  }

  /** Kept once everything that was in the line is dealt with and committed, and nothing is written. */
  async settle(): Promise<void> {
    for (;;)
      if (this.#turning) await this.#settled;
      else if (this.#document?.folding) await this.#document.folding;
      else return;
  }

  /** Asked now and then: a log that is old is folded, also when nothing is written any more. */
  upkeep(now: number): void {
    if (!this.#turning) this.#document?.foldIfDue(now);
  }

  receive(member: Member, message: SyncMessage, bytes: number): void {
    this.#queue({ member, message, bytes });
  }

  /** The whole document as it is committed, once what came before is. */
  read(): Promise<Committed> {
    return new Promise((give, fail) => {
      this.#readers.push({ give, fail });
      this.#begin();
    });
  }

  leave(member: Member): void {
    this.#members.delete(member);
    this.#rest();
  }

  #queue(task: Task): void {
    this.#line.push(task);
    this.#begin();
  }

  #begin(): void {
    if (this.#turning) return;
    this.#turning = true;
    // What else came in this round of the event loop joins the turn.
    this.#settled = new Promise((next) => setImmediate(next)).then(() => this.#turns());
  }

  async #turns(): Promise<void> {
    try {
      this.#document ??= await this.#open();
      while (this.#line.length > 0 || this.#readers.length > 0) {
        await this.#turn(this.#document, this.#line.splice(0));
        this.#answer(this.#document);
      }
    } catch (error) {
      log.error({ err: error, room: this.#name }, 'a room failed');
      this.#line = [];
      for (const { fail } of this.#readers.splice(0)) fail(error);
      for (const member of this.#members) member.end('overloaded');
      await this.#document?.folding;
      this.#document = undefined;
    }
    this.#turning = false;
    // Somebody may have come while it failed.
    if (this.#line.length + this.#readers.length > 0) this.#begin();
    else this.#rest();
  }

  /** Once nobody is left: folds what is worth it, and then is forgotten. */
  #rest(): void {
    if (this.#members.size > 0 || this.#turning) return;
    this.#document?.foldIfDue(Date.now(), true);
    const folding = this.#document?.folding;
    if (!folding) this.#forget();
    else void folding.then(() => this.#rest());
  }

  #answer(document: RoomDocument): void {
    if (this.#readers.length === 0) return;
    const whole = document.whole();
    for (const { give } of this.#readers.splice(0)) give(whole);
  }

  async #open(): Promise<RoomDocument> {
    const document = await RoomDocument.open(this.#storage, this.#name);
    await this.#rules.load(document.look(latestIn));
    return document;
  }

  #forget(): void {
    this.#document?.destroy();
    this.#document = undefined;
    this.#onIdle();
  }

  async #turn(document: RoomDocument, tasks: readonly Task[]): Promise<void> {
    const turn: Turn = { written: [], clocks: new Map(), replies: [], answered: new Set() };
    for (const { member, message } of tasks) {
      if (member.ended) continue;
      if (message === 'greeting') turn.replies.push(() => greet(member, document, this.head));
      else if (message.kind === 'step1')
        turn.replies.push(() => answer(member, document, message.vector));
      else await this.#write(document, turn, member, message);
      if (message !== 'greeting' && message.kind === 'step2') turn.answered.add(member);
    }
    await this.#retry(document, turn);
    const outcome = await this.#commit(document, turn);
    if (outcome === 'failed') refuseAll(turn);
    else this.#tell(document, turn, outcome === 'none' ? undefined : outcome);
    for (const reply of turn.replies) reply();
    for (const { member, bytes } of tasks) member.done(bytes);
  }

  async #commit(document: RoomDocument, { written }: Turn) {
    const took = this.#metrics.commits.startTimer();
    const outcome = await document.commit(this.#rules);
    if (typeof outcome === 'string') return outcome;
    took();
    this.#metrics.updates.inc(written.length);
    return outcome;
  }

  async #write(document: RoomDocument, turn: Turn, member: Member, sent: Sent) {
    const { update } = sent;
    const verdict = document.judge(update);
    if (verdict.kind === 'malformed') {
      hangUp(member);
      return;
    }
    if (!member.mayWrite && verdict.kind !== 'known') {
      member.refuse('readOnly');
      return;
    }
    if (verdict.kind === 'withheld') {
      setAside(document, turn, member, update, verdict.missing);
      return;
    }
    if (verdict.kind === 'news' && !(await this.#take(document, member, sent, verdict))) return;
    turn.written.push({ member, clients: verdict.clients });
    for (const [client, clock] of document.clocks(verdict.clients)) turn.clocks.set(client, clock);
  }

  /** Applies news that the rules allow; false when it was not taken, and its sender told why. */
  async #take(document: RoomDocument, member: Member, { kind, update }: Sent, news: News) {
    const brought = await document.allows(this.#rules, news.decoded, member.badge);
    if (typeof brought === 'string') {
      if (brought === 'malformed') hangUp(member);
      else member.refuse(brought);
      return false;
    }
    const clients = document.look((doc) => [...writingClients(doc, news.decoded.structs)]);
    if (!(await document.apply(update, brought))) {
      hangUp(member);
      return false;
    }
    this.#rules.note(brought, clients, member.badge, kind);
    return true;
  }

  /** Tries what was set aside again, as long as that brings more of it within reach. */
  async #retry(document: RoomDocument, turn: Turn): Promise<void> {
    const has = (missing: Missing) => document.has(missing);
    for (const member of this.#members) {
      if (member.withheld.size === 0 || member.ended) continue;
      for (;;) {
        const ready = member.withheld.takeReady(has);
        if (ready.length === 0) break;
        for (const update of ready)
          await this.#write(document, turn, member, { kind: 'step2', update });
      }
    }
    for (const member of turn.answered) {
      member.withheld.asked = false;
      if (member.withheld.size === 0) continue;
      member.withheld.clear();
      member.refuse('withheld');
    }
  }

  #tell(document: RoomDocument, turn: Turn, update: Uint8Array | undefined): void {
    const writers = new Map<Member, Set<number>>();
    for (const { member, clients } of turn.written) {
      const own = writers.get(member) ?? new Set();
      writers.set(member, own);
      for (const client of clients) own.add(client);
    }
    for (const [member, own] of writers)
      member.send(encodeAck(new Map([...own].map((id) => [id, turn.clocks.get(id) ?? 0]))));
    if (!update) return;
    const message = syncMessage('update', update);
    const [only] = writers.size === 1 ? writers.keys() : [];
    for (const member of this.#members)
      if (member !== only) member.sendLive(message, () => document.vector());
  }
}

function greet(member: Member, document: RoomDocument, head: Head | undefined): void {
  member.withheld.asked = true;
  member.send(syncMessage('step1', document.vector()));
  if (head) member.tellHead(head);
}

function answer(member: Member, document: RoomDocument, vector: Uint8Array): void {
  try {
    member.answer(vector, (known) => document.diff(known));
  } catch {
    member.end('malformed');
  }
}

function setAside(
  document: RoomDocument,
  turn: Turn,
  member: Member,
  update: Uint8Array,
  missing: Missing
): void {
  if (!member.withheld.add({ update, missing })) {
    member.withheld.clear();
    member.refuse('withheld');
    member.end('withheld');
    return;
  }
  if (member.withheld.asked) return;
  member.withheld.asked = true;
  turn.replies.push(() => member.send(syncMessage('step1', document.vector())));
}

function hangUp(member: Member): void {
  member.refuse('malformed');
  member.end('malformed');
}

function refuseAll({ written }: Turn): void {
  for (const member of new Set(written.map((write) => write.member))) member.refuse('full');
}
