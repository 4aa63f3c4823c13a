import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { blobsNameIn } from '#crdt/local/blobs-name.ts';
import { isFailure, type FailureReason } from '#crdt/local/failure.ts';
import {
  deleteStored,
  readStored,
  StoredDocument,
  type SaveState
} from '#crdt/local/stored-document.ts';
import { Tabs } from '#crdt/local/tabs.ts';
import { Waiting } from '#crdt/remote/waiting.ts';
import { applyUpdate, encode, newDocument, type Doc } from '#crdt/update.ts';
import type { Clocks } from '#protocol/wire.ts';
import { catalog } from './catalog.ts';
import type { RelayStatus } from './live.ts';
import type { Look, Person } from './presence.ts';
import type { HeadWord, KnownHead } from './receipts/known-head.ts';
import type { Share } from './share.ts';

/** How the workspace stands with this device's disk. */
export type SavedStatus =
  | { readonly state: 'saving' }
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'unsaved'; readonly reason: FailureReason; readonly bytes: number };

/** What the leading tab has heard from the relay. */
export interface RelayNews {
  readonly status: RelayStatus | undefined;
  readonly people: readonly Person[];
  /** Commands that wait for the relay, named when it refused any. */
  readonly waiting: readonly string[];
  /** The ends of its receipts; a tab of an older app says nothing of them. */
  readonly heads?: ReadonlyMap<Section, KnownHead>;
}

/** What the leading tab tells the others, and what they ask of it. */
interface Told {
  readonly saved: SavedStatus;
  readonly relay: RelayNews;
}
type Asked = { readonly show: Look } | { readonly retry: true } | { readonly heads: HeadWord };

export interface DocumentEvents {
  readonly onSaved: (saved: SavedStatus) => void;
  /** This tab speaks to the relay from now on, or no more. */
  readonly onLeading: (leading: boolean) => void;
  /** The relay as the leading tab sees it. */
  readonly onRelay: (news: RelayNews) => void;
  /** A tab that follows shows where its person is. */
  readonly onShown: (look: Look) => void;
  /** A tab that follows has something to say of the receipts. */
  readonly onHeads: (word: HeadWord) => void;
  /** Another tab is about to delete everything, to fetch it anew. */
  readonly onForget: () => void;
}

export interface OpenDocuments {
  readonly docs: ReadonlyMap<Section, Doc>;
  /** This tab owns disk and socket; the others follow it. */
  readonly leading: boolean;
  encoded(): Map<Section, Uint8Array>;
  /** Nothing was ever written to it here. */
  isEmpty(section: Section): boolean;
  /** Every section was read from this device and is kept there. */
  isWhole(): boolean;
  /** What the relay had stored of a section when it was last heard of, kept across visits. */
  clocks(section: Section): Promise<Clocks | undefined>;
  keepClocks(section: Section, clocks: Clocks): void;
  /** What was known of the end of a section's receipts, kept across visits. */
  head(section: Section): Promise<unknown>;
  keepHead(section: Section, known: KnownHead): void;
  /** What follows will be another chain. */
  dropHeads(): void;
  /** Lets go of everything and deletes it from this device. */
  forget(): Promise<void>;
  /** Resolves when something is in a section, or nothing came for too long. */
  filled(section: Section): Promise<void>;
  /** Passes on what the relay says to the tabs that follow. */
  tell(news: RelayNews): void;
  /** Shows where this tab's person is through the one that leads. */
  show(look: Look): void;
  /** Has the tab that leads hear of the receipts. */
  sayOfHeads(word: HeadWord): void;
  /** Another right is used from now on: tabs of the former one are not spoken to any more. */
  use(share: Share | undefined): void;
  retry(): Promise<void>;
  close(): Promise<void>;
}

/** Under which name committed clocks are kept beside a document. */
const CLOCKS = 'relay';
/** Under which the end of its receipts is. */
const HEAD = 'receipts';

/** How long a tab that follows waits for the first content (ms). */
const CONTENT_MS = 30_000;

/** Where a workspace's documents are kept: see `accept` for who has another place. */
export const storeOf = (workspaceId: string): string =>
  catalog.get(workspaceId)?.store ?? `banyan/${workspaceId}`;

const nameIn = (store: string, section: Section) => `${store}/${section}`;

/** Tabs speak to those of the same right only, so that none gets what it may not see. */
function channelOf(store: string, share: Share | undefined): string {
  const right = share && [share.grant, ...SECTIONS.map((section) => share.roles[section])];
  return ['banyan', store, ...(right ?? [])].join(':');
}

/** Documents that were made in this page and could not be stored: kept here as long as it lives. */
const unstored = new Map<string, ReadonlyMap<Section, Uint8Array>>();

/** Stores the documents of a new workspace; when that fails they stay in the page. */
export async function storeNew(
  workspaceId: string,
  name: string,
  updates: ReadonlyMap<Section, Uint8Array>
): Promise<void> {
  unstored.set(workspaceId, updates);
  catalog.note({ id: workspaceId, name, accounts: 0, openedAt: Date.now() });
  let kept = true;
  for (const [section, update] of updates) {
    const doc = newDocument();
    const name = nameIn(storeOf(workspaceId), section);
    const stored = await StoredDocument.open(name, doc, () => undefined);
    if (isFailure(stored)) {
      kept = false;
      continue;
    }
    applyUpdate(doc, update);
    await stored.flush();
    kept &&= stored.unsaved === 0;
    await stored.close();
  }
  if (kept) unstored.delete(workspaceId);
}

export async function deleteStore(store: string): Promise<void> {
  const names = [...SECTIONS.map((section) => nameIn(store, section)), blobsNameIn(store)];
  await Promise.all(names.map(deleteStored));
}

/** How many commands a store holds that the relay was never heard to have; all, without a relay. */
export async function unsentIn(store: string): Promise<number> {
  const ids = new Set<string>();
  for (const section of SECTIONS) {
    const doc = newDocument();
    const stored = await StoredDocument.open(nameIn(store, section), doc, () => undefined);
    if (isFailure(stored)) ids.add(section);
    else {
      const clocks = await stored.mark(CLOCKS);
      const waiting = new Waiting(doc, clocks instanceof Map ? (clocks as Clocks) : undefined, {});
      for (const id of waiting.ids) ids.add(id);
      waiting.close();
      await stored.close();
    }
    doc.destroy();
  }
  return ids.size;
}

/** Notes how a workspace was left; one that was removed meanwhile stays removed. */
export function touch(id: string, name: string, accounts: number) {
  const entry = catalog.get(id);
  if (entry) catalog.note({ ...entry, name, accounts, openedAt: Date.now() });
}

export async function openDocuments(
  workspaceId: string,
  sections: readonly Section[],
  events: DocumentEvents
): Promise<Result<OpenDocuments>> {
  if (!catalog.get(workspaceId) && !unstored.has(workspaceId))
    return refused({ code: 'workspace.notFound', params: {} });
  const documents = new LocalDocuments(workspaceId, sections, events);
  await documents.open();
  return ok(documents);
}

/** The documents of one workspace in this tab: kept by the leading tab, followed by the others. */
class LocalDocuments implements OpenDocuments {
  readonly docs: ReadonlyMap<Section, Doc>;
  readonly #workspaceId: string;
  readonly #store: string;
  readonly #events: DocumentEvents;
  readonly #tabs: Tabs<Told, Asked>;
  readonly #states = new Map<Section, SaveState>();
  #stored = new Map<Section, StoredDocument>();
  /** Counts how often the lead came and went, so that what was opened before is known as such. */
  #turn = 0;
  /** Resolves when what came with the lead is loaded. */
  #keeping: Promise<void> | undefined;
  /** What the leading tab said last. */
  #said: SavedStatus | undefined;

  constructor(workspaceId: string, sections: readonly Section[], events: DocumentEvents) {
    this.#workspaceId = workspaceId;
    this.#store = storeOf(workspaceId);
    this.#events = events;
    this.docs = new Map(sections.map((section) => [section, newDocument()]));
    const channel = channelOf(this.#store, catalog.get(workspaceId)?.share);
    this.#tabs = new Tabs(this.#store, channel, this.docs, {
      onLead: () => void this.#lead(),
      onFollow: () => void this.#follow(),
      onTaken: () => this.#tellSaved(),
      onTold: (told, kept) => this.#hear(told, kept),
      onAsked: (asked) => {
        if ('show' in asked) events.onShown(asked.show);
        else if ('heads' in asked) events.onHeads(asked.heads);
        else void this.retry();
      },
      onForget: () => events.onForget()
    });
  }

  get leading(): boolean {
    return this.#tabs.leading;
  }

  async open() {
    for (const [section, update] of unstored.get(this.#workspaceId) ?? []) {
      const doc = this.docs.get(section);
      if (doc) applyUpdate(doc, update);
    }
    if (await this.#tabs.begin()) await this.#keep();
    else {
      for (const [section, doc] of this.docs) await readStored(this.#nameOf(section), doc);
      await this.#tabs.meet();
      await this.#keeping;
    }
    this.#tabs.watch();
    if (this.leading) this.#tabs.ready();
    document.addEventListener('visibilitychange', this.#onHidden);
    addEventListener('pagehide', this.#onHidden);
  }

  #nameOf(section: Section): string {
    return nameIn(this.#store, section);
  }

  /** The tab that led is gone: its place at the disk and at the relay is taken. */
  async #lead() {
    const turn = ++this.#turn;
    this.#keeping = this.#keep();
    await this.#keeping;
    if (!this.#keepsStill(turn)) return;
    this.#tabs.ready();
    this.#events.onLeading(true);
  }

  /** Another tab leads, which was not heard: what is here goes to it. */
  async #follow() {
    this.#turn++;
    this.#events.onLeading(false);
    const stored = [...this.#stored.values()];
    this.#stored.clear();
    this.#states.clear();
    await Promise.all(stored.map((each) => each.close()));
  }

  /** Loads every section and keeps it from now on. */
  async #keep() {
    await Promise.all([...this.docs].map(([section, doc]) => this.#keepOne(section, doc)));
  }

  async #keepOne(section: Section, doc: Doc) {
    const turn = this.#turn;
    const note = (state: SaveState) => {
      if (turn === this.#turn) this.#note(section, state);
    };
    const stored = await StoredDocument.open(this.#nameOf(section), doc, note);
    if (!this.#keepsStill(turn)) {
      // The lead went while it was opened: whoever has it now writes, and nobody a second time.
      if (!isFailure(stored)) await stored.close();
      return;
    }
    if (isFailure(stored)) note({ unsaved: encode(doc).length, failure: stored });
    else this.#stored.set(section, stored);
    if (!isFailure(stored) && !this.#states.get(section)) note({ unsaved: 0 });
  }

  #keepsStill(turn: number): boolean {
    return this.leading && turn === this.#turn;
  }

  #note(section: Section, state: SaveState) {
    this.#states.set(section, state);
    this.#tellSaved();
  }

  #tellSaved() {
    if (!this.leading) return;
    const states = [...this.#states.values()];
    const failure = states.find((each) => each.failure)?.failure;
    const bytes = states.reduce((n, each) => n + each.unsaved, 0);
    const whole = states.length === this.docs.size && bytes === 0;
    const saved: SavedStatus = failure
      ? { state: 'unsaved', reason: failure.reason, bytes }
      : whole
        ? { state: 'saved', at: Date.now() }
        : { state: 'saving' };
    this.#events.onSaved(saved);
    this.#tabs.tell({ saved }, whole && (!failure || failure.reason === 'damaged'));
  }

  /** What is this tab's own counts as saved when the leader stored it, and not before. */
  #hear({ saved, relay }: Partial<Told>, kept: boolean) {
    this.#said = saved ?? this.#said;
    const counts = this.#said && (kept || this.#said.state === 'unsaved');
    this.#events.onSaved(this.#said && counts ? this.#said : { state: 'saving' });
    if (relay) this.#events.onRelay(relay);
  }

  readonly #onHidden = () => {
    if (document.visibilityState !== 'hidden') return;
    for (const stored of this.#stored.values()) void stored.flush().then(() => stored.compact());
  };

  encoded(): Map<Section, Uint8Array> {
    return new Map([...this.docs].map(([section, doc]) => [section, encode(doc)]));
  }

  isEmpty(section: Section): boolean {
    return this.docs.get(section)?.store.clients.size === 0;
  }

  isWhole(): boolean {
    return [...this.docs.keys()].every((section) => this.#stored.has(section));
  }

  filled(section: Section): Promise<void> {
    const doc = this.docs.get(section);
    return new Promise((resolve) => {
      if (!doc || !this.isEmpty(section)) return resolve();
      const timer = setTimeout(resolve, CONTENT_MS);
      doc.once('update', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  tell(relay: RelayNews) {
    this.#tabs.tell({ relay });
  }

  show(look: Look) {
    this.#tabs.ask({ show: look });
  }

  sayOfHeads(word: HeadWord) {
    this.#tabs.ask({ heads: word });
  }

  use(share: Share | undefined) {
    this.#tabs.move(channelOf(this.#store, share));
  }

  async clocks(section: Section): Promise<Clocks | undefined> {
    const kept = await this.#stored.get(section)?.mark(CLOCKS);
    return kept instanceof Map ? (kept as Clocks) : undefined;
  }

  keepClocks(section: Section, clocks: Clocks) {
    void this.#stored.get(section)?.setMark(CLOCKS, clocks);
  }

  async head(section: Section): Promise<unknown> {
    return this.#stored.get(section)?.mark(HEAD);
  }

  keepHead(section: Section, known: KnownHead) {
    void this.#stored.get(section)?.setMark(HEAD, known);
  }

  dropHeads() {
    for (const stored of this.#stored.values()) void stored.setMark(HEAD, undefined);
  }

  async forget() {
    this.#tabs.forget();
    await this.close();
    await deleteStore(this.#store);
  }

  async retry() {
    if (!this.leading) {
      this.#tabs.ask({ retry: true });
      return;
    }
    const gone = [...this.#stored].filter(([, stored]) => stored.gone);
    for (const [section, stored] of gone) {
      this.#stored.delete(section);
      await stored.close();
    }
    for (const [section, doc] of this.docs)
      if (!this.#stored.has(section)) {
        this.#states.delete(section);
        await this.#keepOne(section, doc);
      }
    await Promise.all([...this.#stored.values()].map((each) => each.flush()));
  }

  async close() {
    document.removeEventListener('visibilitychange', this.#onHidden);
    removeEventListener('pagehide', this.#onHidden);
    for (const stored of this.#stored.values()) await stored.compact();
    await Promise.all([...this.#stored.values()].map((each) => each.close()));
    this.#tabs.close();
    for (const doc of this.docs.values()) doc.destroy();
  }
}
