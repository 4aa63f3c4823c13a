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
import { answer, greet, hangUp, note, refuseAll, setAside, type Turn } from './owed.ts';
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

interface Work {
  readonly member: Member;
  readonly message: Task['message'];
}

/** Messages of one connection that one turn deals with: who sends a thousand waits, nobody else. */
const SHARE = 128;

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
    if (this.#turning) return;
    this.#document?.forgetAnswer();
    this.#document?.foldIfDue(now);
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
        await this.#turn(this.#document, this.#shares());
        this.#answer(this.#document);
        // Other rooms, and what has come for this one, are not behind what is left.
        if (this.#line.length > 0) await new Promise((next) => setImmediate(next));
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

  /** Takes what the next turn deals with out of the line: everybody's first messages. */
  #shares(): Task[] {
    const taken = new Map<Member, number>();
    const [next, later]: [Task[], Task[]] = [[], []];
    for (const task of this.#line) {
      const before = taken.get(task.member) ?? 0;
      taken.set(task.member, before + 1);
      (before < SHARE ? next : later).push(task);
    }
    this.#line = later;
    return next;
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
    await this.#work(document, turn, tasks);
    for (const { member, message } of tasks)
      if (message !== 'greeting' && message.kind === 'step2') turn.answered.add(member);
    await this.#retry(document, turn);
    const outcome = await this.#commit(document, turn);
    if (outcome === 'failed') refuseAll(turn);
    else this.#tell(document, turn, outcome === 'none' ? undefined : outcome);
    for (const reply of turn.replies) reply();
    for (const { member, bytes } of tasks) member.done(bytes);
  }

  /** Deals with messages in as few transactions as can be. */
  async #work(document: RoomDocument, turn: Turn, all: readonly Work[]): Promise<void> {
    const left = [...all];
    while (left.length > 0) {
      document.together(() => this.#some(document, turn, left));
      if (document.isBroken) await document.mend();
      else if (left.length > 0) await this.#rules.read();
    }
  }

  /** Takes out what is dealt with, up to one that needs what is not read yet or breaks the document. */
  #some(document: RoomDocument, turn: Turn, left: Work[]): void {
    for (let work = left[0]; work && !document.isBroken; work = left[0]) {
      if (!this.#hear(document, turn, work)) return;
      left.shift();
    }
  }

  /** Deals with one message; false when what it needs is to be read first. */
  #hear(document: RoomDocument, turn: Turn, { member, message }: Work): boolean {
    if (member.ended) return true;
    if (message === 'greeting') turn.replies.push(() => greet(member, document, this.head));
    else if (message.kind === 'step1')
      turn.replies.push(() => answer(member, document, message.vector));
    else return this.#write(document, turn, member, message);
    return true;
  }

  async #commit(document: RoomDocument, { written }: Turn) {
    const took = this.#metrics.commits.startTimer();
    const outcome = await document.commit(this.#rules);
    if (typeof outcome === 'string') return outcome;
    took();
    this.#metrics.updates.inc(written.length);
    return outcome;
  }

  #write(document: RoomDocument, turn: Turn, member: Member, sent: Sent): boolean {
    const verdict = document.judge(sent.update);
    if (verdict.kind === 'malformed') hangUp(member);
    else if (!member.mayWrite && verdict.kind !== 'known') member.refuse('readOnly');
    else if (verdict.kind === 'withheld')
      setAside(document, turn, member, sent.update, verdict.missing);
    else {
      const outcome = verdict.kind === 'news' ? this.#take(document, member, sent, verdict) : 'had';
      if (outcome === 'unread') return false;
      if (outcome !== 'refused') note(document, turn, member, verdict.clients);
    }
    return true;
  }

  /** Applies news that the rules allow; when it was refused, its sender was told why. */
  #take(document: RoomDocument, member: Member, { kind, update }: Sent, news: News) {
    const brought = document.allows(this.#rules, news.decoded, member.badge);
    if (brought === 'unread') return brought;
    if (typeof brought === 'string') {
      if (brought === 'malformed') hangUp(member);
      else member.refuse(brought);
      return 'refused';
    }
    const clients = document.look((doc) => [...writingClients(doc, news.decoded.structs)]);
    if (!document.apply(update, brought)) {
      hangUp(member);
      return 'refused';
    }
    this.#rules.note(brought, clients, member.badge, kind);
    return 'taken';
  }

  /** Tries what was set aside again, as long as that brings more of it within reach. */
  async #retry(document: RoomDocument, turn: Turn): Promise<void> {
    const has = (missing: Missing) => document.has(missing);
    for (const member of this.#members) {
      if (member.withheld.size === 0 || member.ended) continue;
      for (;;) {
        const ready = member.withheld.takeReady(has);
        if (ready.length === 0) break;
        const again = (update: Uint8Array): Work => ({
          member,
          message: { kind: 'step2', update }
        });
        await this.#work(document, turn, ready.map(again));
      }
    }
    for (const member of turn.answered) {
      if (member.ended) continue;
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
    const ackOf = (own: ReadonlySet<number>) =>
      encodeAck(new Map([...own].map((id) => [id, turn.clocks.get(id) ?? 0])));
    const news = update && syncMessage('update', update);
    let vector: Uint8Array | undefined;
    const now = () => (vector ??= document.vector());
    for (const member of this.#members) {
      const own = writers.get(member);
      const isAlone = own !== undefined && writers.size === 1;
      if (own && (isAlone || !news)) member.send(ackOf(own));
      else if (news && !own) member.sendLive(news, now);
      else if (news && own)
        member.together(() => {
          member.send(ackOf(own));
          member.sendLive(news, now);
        });
    }
  }
}
