import type { Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { isFailure, type FailureReason } from '#crdt/local/failure.ts';
import { Ownership } from '#crdt/local/ownership.ts';
import {
  deleteStored,
  readStored,
  StoredDocument,
  type SaveState
} from '#crdt/local/stored-document.ts';
import { applyUpdate, encode, newDocument, type Doc } from '#crdt/update.ts';
import type { Clocks } from '#protocol/wire.ts';
import { catalog } from './catalog.ts';

/** How the workspace stands with this device's disk. */
export type SavedStatus =
  | { readonly state: 'saving' }
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'unsaved'; readonly reason: FailureReason; readonly bytes: number }
  /** Another tab of this browser owns it. */
  | { readonly state: 'read-only' };

export interface DocumentEvents {
  readonly onSaved: (saved: SavedStatus) => void;
  readonly onReadOnly: (readOnly: boolean) => void;
}

export interface OpenDocuments {
  readonly docs: ReadonlyMap<Section, Doc>;
  encoded(): Map<Section, Uint8Array>;
  /** Nothing was ever written to it here. */
  isEmpty(section: Section): boolean;
  /**
   * Every section was read from this device, and none is empty: only then does something missing
   * in one of them mean that a command was left unfinished.
   */
  isWhole(): boolean;
  /** What the relay had stored of a section when it was last heard of, kept across visits. */
  clocks(section: Section): Promise<Clocks | undefined>;
  keepClocks(section: Section, clocks: Clocks): void;
  /** Lets go of everything and deletes it from this device. */
  forget(): Promise<void>;
  takeOver(): Promise<void>;
  retry(): Promise<void>;
  close(): Promise<void>;
}

/** Under which name committed clocks are kept beside a document. */
const CLOCKS = 'relay';

const nameOf = (workspaceId: string, section: Section) => `banyan/${workspaceId}/${section}`;

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
    const stored = await StoredDocument.open(nameOf(workspaceId, section), doc, () => undefined);
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

/** The documents of one workspace in this tab: stored by the owning tab, followed by the others. */
class LocalDocuments implements OpenDocuments {
  readonly docs: ReadonlyMap<Section, Doc>;
  readonly #workspaceId: string;
  readonly #events: DocumentEvents;
  readonly #ownership: Ownership;
  readonly #states = new Map<Section, SaveState>();
  #stored = new Map<Section, StoredDocument>();

  constructor(workspaceId: string, sections: readonly Section[], events: DocumentEvents) {
    this.#workspaceId = workspaceId;
    this.#events = events;
    this.docs = new Map(sections.map((section) => [section, newDocument()]));
    this.#ownership = new Ownership(workspaceId, {
      onGranted: () => undefined,
      onAsked: () => this.#letGo(),
      onLost: () => void this.#letGo(),
      onUpdate: (section, update) => {
        const doc = this.docs.get(section as Section);
        if (doc) applyUpdate(doc, update);
      }
    });
  }

  async open() {
    for (const [section, update] of unstored.get(this.#workspaceId) ?? []) {
      const doc = this.docs.get(section);
      if (doc) applyUpdate(doc, update);
    }
    if (await this.#ownership.tryAcquire()) await this.#keep();
    else {
      for (const [section, doc] of this.docs)
        await readStored(nameOf(this.#workspaceId, section), doc);
      this.#events.onReadOnly(true);
      this.#events.onSaved({ state: 'read-only' });
    }
    for (const [section, doc] of this.docs)
      doc.on('update', (update: Uint8Array) => this.#ownership.publish(section, update));
    document.addEventListener('visibilitychange', this.#onHidden);
    addEventListener('pagehide', this.#onHidden);
  }

  /** Loads every section and keeps it from now on. */
  async #keep() {
    await Promise.all([...this.docs].map(([section, doc]) => this.#keepOne(section, doc)));
  }

  async #keepOne(section: Section, doc: Doc) {
    const note = (state: SaveState) => this.#note(section, state);
    const stored = await StoredDocument.open(nameOf(this.#workspaceId, section), doc, note);
    if (isFailure(stored)) note({ unsaved: encode(doc).length, failure: stored });
    else this.#stored.set(section, stored);
    if (!isFailure(stored) && !this.#states.get(section)) note({ unsaved: 0 });
  }

  #note(section: Section, state: SaveState) {
    this.#states.set(section, state);
    const states = [...this.#states.values()];
    const failed = states.find((each) => each.failure);
    const bytes = states.reduce((n, each) => n + each.unsaved, 0);
    if (failed?.failure)
      this.#events.onSaved({ state: 'unsaved', reason: failed.failure.reason, bytes });
    else if (bytes > 0) this.#events.onSaved({ state: 'saving' });
    else this.#events.onSaved({ state: 'saved', at: Date.now() });
  }

  async #letGo() {
    this.#events.onReadOnly(true);
    const stored = [...this.#stored.values()];
    this.#stored.clear();
    await Promise.all(stored.map((each) => each.close()));
    const left = stored.reduce((n, each) => n + each.unsaved, 0);
    this.#events.onSaved(
      left > 0 ? { state: 'unsaved', reason: 'closed', bytes: left } : { state: 'read-only' }
    );
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
    return [...this.docs.keys()].every(
      (section) => this.#stored.has(section) && !this.isEmpty(section)
    );
  }

  async clocks(section: Section): Promise<Clocks | undefined> {
    const kept = await this.#stored.get(section)?.mark(CLOCKS);
    return kept instanceof Map ? (kept as Clocks) : undefined;
  }

  keepClocks(section: Section, clocks: Clocks) {
    void this.#stored.get(section)?.setMark(CLOCKS, clocks);
  }

  async forget() {
    const names = [...this.docs.keys()].map((section) => nameOf(this.#workspaceId, section));
    await this.close();
    await Promise.all(names.map(deleteStored));
  }

  async takeOver() {
    await this.#ownership.takeOver();
    if (!this.#ownership.owner) return;
    await this.#keep();
    this.#events.onReadOnly(false);
  }

  async retry() {
    if (this.#stored.size < this.docs.size) {
      await Promise.all([...this.#stored.values()].map((each) => each.close()));
      this.#stored.clear();
      this.#states.clear();
      await this.#keep();
    }
    await Promise.all([...this.#stored.values()].map((each) => each.flush()));
  }

  async close() {
    document.removeEventListener('visibilitychange', this.#onHidden);
    removeEventListener('pagehide', this.#onHidden);
    for (const stored of this.#stored.values()) await stored.compact();
    await Promise.all([...this.#stored.values()].map((each) => each.close()));
    this.#ownership.close();
    for (const doc of this.docs.values()) doc.destroy();
  }
}
