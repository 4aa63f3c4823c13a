import * as Y from 'yjs';
import { applyUpdate } from '../update.ts';
import { Leadership, tabsMeet } from './leadership.ts';

/** What each of a tab's documents has. */
type Vectors = ReadonlyMap<string, Uint8Array>;

/** What tabs of one store tell each other; `from` is the tab that speaks, `to` the one spoken to. */
type Message<Told, Asked> =
  /** A tab that follows says what it has, and is answered with what it lacks and what the leader has. */
  | { readonly type: 'hello'; readonly from: string; readonly vectors: Vectors }
  | {
      readonly type: 'state';
      readonly from: string;
      readonly to: string;
      readonly updates: Vectors;
      readonly vectors: Vectors;
    }
  /** A change, `n` counting those of a follower; the leader passes it on with its author. */
  | {
      readonly type: 'edit' | 'update';
      readonly from: string;
      readonly n: number;
      readonly section: string;
      readonly update: Uint8Array;
    }
  /** A leader is ready; or it is asked while it still loads, and is to be waited for. */
  | { readonly type: 'lead' | 'loading'; readonly from: string }
  /** How things stand, and up to which of its edits each follower is stored. */
  | {
      readonly type: 'told';
      readonly from: string;
      readonly told: Partial<Told>;
      readonly kept: ReadonlyMap<string, number>;
    }
  | { readonly type: 'asked'; readonly from: string; readonly asked: Asked }
  /** Everything is about to be deleted: let go without keeping anything. */
  | { readonly type: 'forget'; readonly from: string };

export interface TabsEvents<Told, Asked> {
  /** This tab leads from now on: keep the documents, and say so when they are loaded. */
  readonly onLead: () => void;
  /** Another tab took the lead. */
  readonly onFollow: () => void;
  /** A follower's change was put into the leader's documents. */
  readonly onTaken: () => void;
  /** The leader said how things stand, or stored more of what is this tab's own. */
  readonly onTold: (told: Partial<Told>, kept: boolean) => void;
  readonly onAsked: (asked: Asked) => void;
  readonly onForget: () => void;
}

/** How long a leader may be silent before it is asked once more, and then taken for dead (ms). */
const ANSWER_MS = 4000;

const NOTHING = new Uint8Array([0, 0]);

/** The origin of what came from another tab. */
class FromTab {
  /** Whose edit it is, when the leader is to pass it on. */
  readonly author: string | undefined;

  constructor(author?: string) {
    this.author = author;
  }
}

const PASSED_ON = new FromTab();

/**
 * The tabs of one browser that have the same documents open under the same right. One leads: it
 * owns disk and socket. The others send it their edits and follow what it has. Nothing is counted
 * as stored before the leader stored it; a tab's documents hold everything it ever made, so that
 * whoever leads next is given what it lacks.
 */
export class Tabs<Told extends object, Asked> {
  readonly #id = crypto.randomUUID();
  readonly #docs: ReadonlyMap<string, Y.Doc>;
  readonly #events: TabsEvents<Told, Asked>;
  readonly #leadership: Leadership;
  readonly #following = new Map<Y.Doc, (update: Uint8Array, origin: unknown) => void>();
  #channel: BroadcastChannel | undefined;
  #ready = false;
  #told: Partial<Told> = {};
  /** Edits that this tab took from each follower and stored; and those it made, and has stored. */
  readonly #taken = new Map<string, number>();
  readonly #keptOf = new Map<string, number>();
  #made = 0;
  #kept = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #doubted = false;
  #answered: (() => void) | undefined;

  /** `channel` names the right as well: tabs of different rights never hear of each other. */
  constructor(
    store: string,
    channel: string,
    docs: ReadonlyMap<string, Y.Doc>,
    events: TabsEvents<Told, Asked>
  ) {
    this.#docs = docs;
    this.#events = events;
    this.#leadership = new Leadership(store, {
      onGranted: () => this.#lead(),
      onLost: () => this.#follow()
    });
    this.#listen(channel);
  }

  get leading(): boolean {
    return this.#leadership.leading;
  }

  begin(): Promise<boolean> {
    return this.#leadership.begin();
  }

  /** Changes of the documents go to the other tabs from now on. */
  watch() {
    for (const [section, doc] of this.#docs) {
      const publish = (update: Uint8Array, origin: unknown) =>
        this.#publish(section, update, origin);
      doc.on('update', publish);
      this.#following.set(doc, publish);
    }
  }

  /** Gets from the leader what it has; resolves when it answered, or this tab leads itself. */
  meet(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#hello();
    });
  }

  /** The leader's documents are loaded. */
  ready() {
    this.#ready = true;
    this.#say({ type: 'lead', from: this.#id });
    this.#sayTold();
  }

  /** Says how things stand; `stored` when everything taken so far is on disk. */
  tell(told: Partial<Told>, stored = false) {
    if (!this.leading) return;
    this.#told = { ...this.#told, ...told };
    if (stored) for (const [tab, n] of this.#taken) this.#keptOf.set(tab, n);
    this.#sayTold();
  }

  #sayTold() {
    this.#say({ type: 'told', from: this.#id, told: this.#told, kept: this.#keptOf });
  }

  /** Asks something of the leader. */
  ask(asked: Asked) {
    this.#say({ type: 'asked', from: this.#id, asked });
  }

  /** Tells the other tabs to let go, because everything is deleted. */
  forget() {
    this.#say({ type: 'forget', from: this.#id });
  }

  /** The right changed, and with it who is spoken to. */
  move(channel: string) {
    this.#channel?.close();
    this.#listen(channel);
    if (!this.leading) this.#hello();
    else if (this.#ready) this.ready();
  }

  #listen(channel: string) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(channel);
    this.#channel.onmessage = ({ data }: MessageEvent<Message<Told, Asked>>) => this.#hear(data);
  }

  #say(message: Message<Told, Asked>) {
    this.#channel?.postMessage(message);
  }

  #lead() {
    this.#settle();
    this.#ready = false;
    this.#events.onLead();
  }

  #follow() {
    this.#ready = false;
    this.#events.onFollow();
    this.#hello();
  }

  #hello() {
    if (!this.leading || !tabsMeet())
      this.#say({ type: 'hello', from: this.#id, vectors: this.#vectors() });
    if (this.leading) this.#settle();
    else this.#await();
  }

  #await() {
    this.#patience ??= setTimeout(() => this.#doubt(), ANSWER_MS);
  }

  /** A leader that is asked and stays silent has died without the browser noticing. */
  #doubt() {
    this.#patience = undefined;
    if (this.leading) return;
    if (this.#doubted) return void this.#leadership.take();
    this.#doubted = true;
    this.#hello();
  }

  /** A leader that loads is alive: it is asked again, and taken for dead only when it falls silent. */
  #waitAnew() {
    this.#hearsLeader();
    this.#await();
  }

  #hearsLeader() {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#doubted = false;
  }

  #settle() {
    this.#hearsLeader();
    this.#answered?.();
    this.#answered = undefined;
  }

  #vectors(): Map<string, Uint8Array> {
    return new Map([...this.#docs].map(([name, doc]) => [name, Y.encodeStateVector(doc)]));
  }

  #publish(section: string, update: Uint8Array, origin: unknown) {
    if (this.leading) {
      if (origin === PASSED_ON) return;
      const from = origin instanceof FromTab ? (origin.author ?? this.#id) : this.#id;
      this.#say({ type: 'update', from, n: 0, section, update });
    } else if (!(origin instanceof FromTab)) this.#edit(section, update);
  }

  #edit(section: string, update: Uint8Array) {
    this.#made++;
    this.#say({ type: 'edit', from: this.#id, n: this.#made, section, update });
    this.#events.onTold({}, false);
    this.#await();
  }

  #hear(message: Message<Told, Asked>) {
    if (message.type === 'update') this.#take(message.section, message.update, PASSED_ON);
    else if (message.type === 'forget') this.#events.onForget();
    else if (this.leading) this.#hearFollower(message);
    else this.#hearLeader(message);
    if (message.type === 'lead' && this.leading && !tabsMeet()) this.#hello();
    if (message.type === 'state' && this.leading) this.#takeState(message);
  }

  #hearFollower(message: Message<Told, Asked>) {
    const { from } = message;
    if (!this.#ready) {
      if (message.type === 'hello') this.#say({ type: 'loading', from: this.#id });
      return;
    }
    if (message.type === 'hello') {
      this.#answer(from, message.vectors);
      this.#sayTold();
    } else if (message.type === 'edit') {
      this.#taken.set(from, message.n);
      this.#take(message.section, message.update, new FromTab(from));
      this.#events.onTaken();
    } else if (message.type === 'asked') this.#events.onAsked(message.asked);
  }

  #hearLeader(message: Message<Told, Asked>) {
    if (message.type === 'lead') this.#hello();
    else if (message.type === 'loading') this.#waitAnew();
    else if (message.type === 'state') this.#takeState(message);
    else if (message.type === 'told') {
      this.#kept = message.kept.get(this.#id) ?? this.#kept;
      this.#hearsLeader();
      if (this.#kept < this.#made) this.#await();
      this.#events.onTold(message.told, this.#kept >= this.#made);
    }
  }

  #answer(to: string, vectors: Vectors) {
    const updates = new Map<string, Uint8Array>();
    for (const [name, doc] of this.#docs)
      updates.set(name, Y.encodeStateAsUpdate(doc, vectors.get(name)));
    this.#say({ type: 'state', from: this.#id, to, updates, vectors: this.#vectors() });
  }

  /** What the leader lacks goes to it at once: the one before may have died with it. */
  #takeState(message: Extract<Message<Told, Asked>, { type: 'state' }>) {
    if (message.to !== this.#id) return;
    for (const [section, update] of message.updates) this.#take(section, update, PASSED_ON);
    this.#settle();
    const made = this.#made;
    for (const [section, doc] of this.#docs) {
      const theirs = message.vectors.get(section);
      if (theirs && isAhead(doc, theirs)) this.#edit(section, Y.encodeStateAsUpdate(doc, theirs));
    }
    // It has everything; whether that is stored, it says when it is asked for nothing more.
    if (this.#made === made && this.#kept < made) this.#edit('', NOTHING);
  }

  #take(section: string, update: Uint8Array, origin: FromTab) {
    const doc = this.#docs.get(section);
    if (doc) applyUpdate(doc, update, origin);
  }

  close() {
    for (const [doc, publish] of this.#following) doc.off('update', publish);
    this.#settle();
    this.#leadership.close();
    this.#channel?.close();
    this.#channel = undefined;
  }
}

/** Whether a document has what another, of which only the vector is known, does not. */
function isAhead(doc: Y.Doc, vector: Uint8Array): boolean {
  const theirs = Y.decodeStateVector(vector);
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc)))
    if (clock > (theirs.get(client) ?? 0)) return true;
  return false;
}
