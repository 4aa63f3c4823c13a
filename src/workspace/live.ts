import type { Section } from '#core/kernel/kind.ts';
import { RelayConnection } from '#crdt/remote/relay-connection.ts';
import type { Doc } from '#crdt/update.ts';
import type { CloseName } from '#protocol/close-codes.ts';
import { isRefusal, type Refusal } from '#protocol/problems.ts';
import type { Head } from '#protocol/receipts.ts';
import { roomName } from '#protocol/sections.ts';
import type { Clocks } from '#protocol/wire.ts';
import { fetchFirstCopy } from './first-copy.ts';
import { peopleIn, type Look, type Person } from './presence.ts';
import { verifySignature } from './receipts/ed25519.ts';
import { KeptHeads, type KnownHeads } from './receipts/kept-heads.ts';
import type { HeadWord, KnownHead } from './receipts/known-head.ts';
import { relaySocketUrl } from './relay-api.ts';
import { roleIn, type Share } from './share.ts';

/** How a shared workspace stands with its relay; `changes` are commands it has not stored. */
export type RelayStatus =
  | { readonly state: 'connecting'; readonly changes: number }
  | { readonly state: 'syncing'; readonly changes: number }
  | { readonly state: 'synced'; readonly at: number }
  | { readonly state: 'offline'; readonly changes: number }
  | { readonly state: 'refused'; readonly why: Refusal | CloseName; readonly changes: number };

export interface LiveDocument {
  readonly doc: Doc;
  /** Committed clocks as they were kept at the last visit. */
  readonly clocks: Clocks | undefined;
  readonly keep: (clocks: Clocks) => void;
  /** What was kept of the end of its receipts. */
  readonly head: unknown;
  readonly keepHead: (known: KnownHead) => void;
}

export interface LiveEvents {
  readonly onStatus: (status: RelayStatus) => void;
  readonly onHeads: (heads: KnownHeads) => void;
  readonly onPeople: (people: readonly Person[]) => void;
}

/** How long a first connection may take before it is called offline (ms). */
const CONNECTING_MS = 4000;
/** How long somebody who joins waits for the first content (ms). */
const ANSWER_MS = 30_000;

/** The connections of one shared workspace, a section each, seen as one. */
export class Live {
  readonly #connections = new Map<Section, RelayConnection>();
  readonly #events: LiveEvents;
  readonly #share: Share;
  readonly #heads: KeptHeads;
  #refused: Refusal | CloseName | undefined;
  readonly #awaiting = new Set<{ readonly section: Section; readonly resolve: () => void }>();
  #patient = true;
  #told = false;
  #closed = false;
  /** Sections whose first copy is on its way. */
  #copying = 0;
  readonly #leaving = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(
    workspaceId: string,
    share: Share,
    documents: ReadonlyMap<Section, LiveDocument>,
    events: LiveEvents
  ) {
    this.#events = events;
    this.#share = share;
    const kept = new Map([...documents].map(([section, { head }]) => [section, head]));
    this.#heads = new KeptHeads(workspaceId, kept, verifySignature, {
      keep: (section, known) => {
        if (!this.#closed) documents.get(section)?.keepHead(known);
      },
      onChange: (heads) => {
        if (!this.#closed) events.onHeads(heads);
      }
    });
    for (const [section, document] of documents)
      if (roleIn(share, section) !== 'none') this.#open(workspaceId, section, document);
    this.#timer = setTimeout(() => {
      this.#patient = false;
      this.#tell();
    }, CONNECTING_MS);
    this.awareness?.on('change', this.#onPeople);
    for (const [section, connection] of this.#connections)
      if (isNew(documents.get(section))) void this.#copyFirst(workspaceId, section, connection);
      else connection.connect();
    this.#tell();
  }

  /** A page that has nothing yet need not bring a large document through the socket. */
  async #copyFirst(workspaceId: string, section: Section, connection: RelayConnection) {
    this.#copying++;
    const { secret } = this.#share;
    const copy = await fetchFirstCopy(workspaceId, section, secret, this.#leaving.signal);
    this.#copying--;
    if (this.#closed) return;
    if (copy) connection.take(copy);
    connection.connect();
    this.#tell();
  }

  #open(workspaceId: string, section: Section, { doc, clocks, keep }: LiveDocument) {
    const room = {
      url: relaySocketUrl(),
      room: roomName(workspaceId, section),
      secret: this.#share.secret,
      doc,
      writable: roleIn(this.#share, section) === 'write',
      clocks
    };
    this.#connections.set(
      section,
      new RelayConnection(room, {
        onChange: () => this.#tell(),
        onClocks: keep,
        onHead: (head: Head) => void this.#heads.hear(section, head),
        onRefused: (reason) => this.#refuse(reason),
        onClosed: (why) => this.#refuse(why)
      })
    );
  }

  get awareness(): RelayConnection['awareness'] | undefined {
    return this.#connections.get('org')?.awareness;
  }

  /** Commands of this device that wait for the relay, over all sections. */
  waiting(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const { waiting } of this.#connections.values()) for (const id of waiting.ids) ids.add(id);
    return ids;
  }

  /** Resolves when the relay has answered for a section, or does not for too long. */
  answered(section: Section): Promise<void> {
    return new Promise((resolve) => {
      this.#awaiting.add({ section, resolve });
      this.#resolveLate(resolve);
      this.#tell();
    });
  }

  /** What a page found out of the receipts, or a person decided. */
  take(word: HeadWord) {
    this.#heads.take(word);
  }

  #resolveLate(resolve: () => void) {
    setTimeout(() => (this.#copying > 0 ? this.#resolveLate(resolve) : resolve()), ANSWER_MS);
  }

  #release() {
    for (const waiter of this.#awaiting) {
      const synced = this.#connections.get(waiter.section)?.synced !== false;
      if (!synced && this.#refused === undefined) continue;
      this.#awaiting.delete(waiter);
      waiter.resolve();
    }
  }

  #refuse(why: Refusal | CloseName) {
    this.#refused = why;
    this.#tell();
  }

  /** Several things change in one task; it is said once. */
  #tell() {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      // Closing tells of itself as well, and by then nobody is meant to hear of it.
      if (this.#closed) return;
      this.#release();
      this.#events.onStatus(this.#status());
    });
  }

  #status(): RelayStatus {
    const changes = this.waiting().size;
    const synced = [...this.#connections.values()].every((each) => each.synced);
    // What was not taken then has been taken since; a closed door stays closed.
    if (synced && changes === 0 && this.#refused && isRefusal(this.#refused))
      this.#refused = undefined;
    if ([...this.#connections.values()].some((each) => each.unsendable))
      return { state: 'refused', why: 'readOnly', changes };
    if (this.#refused !== undefined) return { state: 'refused', why: this.#refused, changes };
    if (synced)
      return changes > 0 ? { state: 'syncing', changes } : { state: 'synced', at: Date.now() };
    const patient = this.#patient || this.#copying > 0;
    return { state: patient && navigator.onLine ? 'connecting' : 'offline', changes };
  }

  /** Tells the others what this person looks at. */
  show(name: string, look: Look) {
    this.awareness?.setLocalState({ name, ...look });
  }

  readonly #onPeople = () => {
    if (this.awareness) this.#events.onPeople(peopleIn(this.awareness));
  };

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#leaving.abort();
    this.awareness?.off('change', this.#onPeople);
    for (const connection of this.#connections.values()) connection.close();
    this.#events.onPeople([]);
  }
}

/** Nothing of it is on this device, nor was heard of it. */
const isNew = (document: LiveDocument | undefined): boolean =>
  document?.clocks === undefined && document?.doc.store.clients.size === 0;
