import type { About, Entry } from '#core/audit/entry.ts';
import type { Conflict, Way } from '#core/audit/conflict.ts';
import type { Command } from '#core/kernel/command.ts';
import type { Section } from '#core/kernel/kind.ts';
import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import { noState } from '#core/kinds.ts';
import { Organization, ROOT } from '#core/org/model.ts';
import { Replica } from '#crdt/replica.ts';
import type { Blobs } from './blobs.ts';
import * as documents from './documents.ts';
import { newId } from './ids.ts';
import { breathe, idle } from './pace.ts';
import type { PastWorkspace } from './past-workspace.ts';
import type { OldHistory } from './old-history.ts';
import type { EntryReceipts } from './receipts/entry-receipts.svelte.ts';
import { formerSlots, holdSlot } from './slots.ts';
import { settings } from './settings.svelte.ts';
import { Sharing } from './sharing.svelte.ts';
import { syncStatusOf, type SyncStatus } from './sync-status.ts';

export type Phase = 'opening' | 'departments' | 'ready' | 'failed';

/** A command of this tab, told to whoever shows it. */
export interface Ran {
  readonly id: string;
  readonly command: string;
  readonly undoes?: string;
}

/** Sections in the order they are read: departments are on screen before the accounts are in. */
const ORDER: readonly Section[] = ['org', 'accounts', 'finance'];

const NOTHING = { touched: new Set<string>(), removed: new Set<string>() };

/** How long after everything is read old history is looked for (ms). */
const ARCHIVING_MS = 5000;

/** Milliseconds between two looks at a workspace that is still being read. */
const LOOKS_APART = 120;

/**
 * One open workspace: the only door in (`run`) and out (`state`). What it shows is what its
 * documents say; its own commands come back through them like a colleague's.
 */
export class Workspace {
  readonly id: string;
  readonly sharing: Sharing;
  #state = $state.raw<State>(noState());
  #phase = $state.raw<Phase>('opening');
  #problem = $state.raw<Problem | undefined>();
  #saved = $state.raw<documents.SavedStatus>({ state: 'saving' });
  /** Another one after each change, so that whoever reads the log follows it. */
  #heard = $state.raw<object | undefined>();
  #newer = $state.raw(false);
  #steps = $state.raw<{ undo: boolean; redo: boolean }>({ undo: false, redo: false });
  #conflicts = $state.raw<readonly Conflict[]>([]);
  #settled = $state.raw<readonly { key: string; entry: string }[]>([]);
  #comparing: 'no' | 'yes' | 'again' = 'no';
  #replica: Replica | undefined;
  #documents: documents.OpenDocuments | undefined;
  #closed = false;
  /** Another tab took another right: the page is loaded anew as soon as nothing would be lost. */
  #superseded = false;
  #running = 0;
  #nextLook = 0;
  readonly #store: string;
  readonly #listeners = new Set<(ran: Ran) => void>();

  constructor(id: string) {
    this.id = id;
    this.#store = documents.storeOf(id);
    this.sharing = new Sharing(id, () => settings.name);
    void this.#open();
  }

  /** A new object after every change; unchanged records stay the same objects. */
  get state(): State {
    return this.#state;
  }
  get phase(): Phase {
    return this.#phase;
  }
  get problem(): Problem | undefined {
    return this.#problem;
  }
  /** Nothing of the organization can be changed here: see what the share allows. */
  get readOnly(): boolean {
    return this.readOnlyProblem !== undefined;
  }
  /** Why nothing can be changed here, when that is so. */
  get readOnlyProblem(): Problem | undefined {
    if (this.#newer) return { code: 'workspace.newer', params: {} };
    const viewer = this.sharing.roleIn('org') !== 'write';
    return viewer ? { code: 'workspace.viewer', params: {} } : undefined;
  }
  canRead(section: Section): boolean {
    return this.sharing.roleIn(section) !== 'none';
  }
  canWrite(section: Section): boolean {
    return !this.#newer && this.sharing.roleIn(section) === 'write';
  }
  /** A newer app wrote here: everything can be looked at, nothing is changed. */
  get newer(): boolean {
    return this.#newer;
  }
  get saved(): documents.SavedStatus {
    return this.#saved;
  }
  /** What the sync chip says. */
  get sync(): SyncStatus {
    return syncStatusOf(this.#saved, this.sharing.status, this.sharing.viewer);
  }
  get canUndo(): boolean {
    return this.#steps.undo && !this.#locked();
  }
  get canRedo(): boolean {
    return this.#steps.redo && !this.#locked();
  }
  get name(): string {
    return rowOf(this.#state, Organization, ROOT)?.name ?? '';
  }

  async #open() {
    const sections = ORDER.filter((section) => this.canRead(section));
    const opened = await documents.openDocuments(this.id, sections, {
      onSaved: (saved) => {
        this.#saved = saved;
        if (this.#superseded) this.#openAnew();
      },
      onLeading: (leading) => this.#noteLeading(leading),
      onRelay: (news) => this.sharing.hear(news),
      onShown: (look) => this.sharing.showFor(look),
      onHeads: (word) => this.sharing.sayOfHeads(word),
      onForget: () => void this.close().then(reloadSoon)
    });
    if (this.#closed) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) {
      this.#fail(opened.problems[0]);
      return;
    }
    this.#documents = opened.value;
    const replica = new Replica(opened.value.docs, this.#author());
    replica.mayWrite = (section) => this.canWrite(section);
    this.#replica = replica;
    replica.listen(() => {
      if (this.#phase === 'ready') {
        this.#state = replica.state;
        this.#heard = {};
      }
      this.#newer = replica.newer;
      this.#noteSteps();
      void this.#compare();
    });
    const joining = opened.value.isEmpty('org');
    const connected = this.sharing.connect(opened.value);
    addEventListener('storage', this.#onList);
    if (joining) await connected;
    for (const section of sections) {
      // Who comes for the first time has nothing to show until the relay has answered.
      if (joining) await this.sharing.answered(section);
      // A slice between two blocks, so that departments are painted and stay alive to the hand.
      for (const _ of replica.open(section)) {
        this.#look(replica, section);
        await breathe();
        if (this.#isClosed()) return;
      }
      if (section === 'org' && !this.#found(replica)) return;
    }
    this.#state = replica.state;
    this.#phase = 'ready';
    this.#heard = {};
    if (!joining) void connected.then(() => this.#mend(replica, opened.value, sections));
    await idle();
    if (!this.#isClosed()) this.#noteSteps();
    this.#touch();
    await this.#compare();
    setTimeout(() => void this.#archive(), ARCHIVING_MS);
  }

  /**
   * What a crash left half done here is taken back. The relay may have the whole of it: of a shared
   * workspace nothing is known to be missing before it has told all it has.
   */
  async #mend(replica: Replica, documents: documents.OpenDocuments, sections: readonly Section[]) {
    if (this.sharing.share) {
      await Promise.all(sections.map((section) => this.sharing.answered(section)));
      if (!this.sharing.even) return;
    }
    if (this.readOnly || this.#isClosed() || !documents.leading || !documents.isWhole()) return;
    const own = await formerSlots(this.id);
    for (const id of replica.unfinished((slot) => own.has(slot)))
      replica.undo(id, Date.now(), true);
  }

  /** Looks for conflicts when the page has nothing more urgent to do, and again after changes. */
  async #compare() {
    if (this.#phase !== 'ready') return;
    const idling = this.#comparing === 'no';
    this.#comparing = idling ? 'yes' : 'again';
    if (!idling) return;
    try {
      do {
        this.#comparing = 'yes';
        await idle();
        await this.#lookForConflicts();
      } while (this.#isCalledAgain());
    } finally {
      this.#comparing = 'no';
    }
  }

  #isCalledAgain(): boolean {
    return this.#comparing === 'again' && !this.#closed;
  }

  async #lookForConflicts() {
    const { openConflicts, settledConflicts, steady } = await import('#crdt/conflicts.ts');
    const { sections, state } = this.#replica ?? {};
    if (!sections || !state) return;
    const list = openConflicts(sections, state);
    let step = list.next();
    for (; !step.done && !this.#isClosed(); step = list.next()) await breathe();
    if (!step.done) return;
    this.#conflicts = steady(this.#conflicts, step.value);
    this.#settled = settledConflicts(sections);
  }

  #fail(problem: Problem) {
    this.#problem = problem;
    this.#phase = 'failed';
  }

  /** The relay is spoken to by the tab that leads, and by no other. */
  #noteLeading(leading: boolean) {
    if (!leading) this.sharing.disconnect();
    if (this.#documents) void this.sharing.connect(this.#documents);
  }

  /** Another tab may have changed the right to this workspace, and with it what may be seen. */
  readonly #onList = () => {
    if (documents.storeOf(this.id) !== this.#store) void this.close().then(reloadSoon);
    else if (this.sharing.superseded) this.#openAnew();
    else void this.sharing.reread();
  };

  /**
   * The relay takes what a document writes under one right only, so another right gets documents
   * of its own, once those here are stored. Where the disk takes nothing they are gone on with, and
   * what the relay then refuses can be downloaded.
   */
  #openAnew() {
    this.#superseded = true;
    if (this.#closed || this.#running > 0) return;
    if (this.#saved.state === 'saved') void this.close().then(() => location.reload());
    else if (this.#saved.state === 'unsaved') void this.sharing.reread();
  }

  /**
   * What is read so far is shown when departments and their first accounts are in, and then at a
   * pace: to draw after each of fifty blocks would take longer than to read them.
   */
  #look(replica: Replica, section: Section) {
    if (section === 'org' || performance.now() < this.#nextLook) return;
    this.#state = replica.state;
    this.#phase = 'departments';
    this.#nextLook = performance.now() + LOOKS_APART;
  }

  /** Asked after every wait: the page may have gone elsewhere meanwhile. */
  #isClosed(): boolean {
    return this.#closed;
  }

  #found(replica: Replica): boolean {
    if (rowOf(replica.state, Organization, ROOT)) return true;
    this.#fail({ code: this.#whyNothing(), params: {} });
    return false;
  }

  #whyNothing(): string {
    const reason = this.#saved.state === 'unsaved' ? this.#saved.reason : undefined;
    if (reason === 'newer') return 'workspace.newer';
    if (this.sharing.share) return 'relay.unreachable';
    return reason === undefined ? 'workspace.notFound' : 'workspace.notRead';
  }

  #author() {
    const slot = newId();
    holdSlot(this.id, slot);
    return { slot, device: settings.device, name: settings.name };
  }

  #noteSteps() {
    if (this.#phase !== 'ready' || !this.#replica) return;
    const { undo, redo } = this.#replica.stacks();
    this.#steps = { undo: undo.length > 0, redo: redo.length > 0 };
  }

  /** A selector over the present state; in a `$derived` it is asked again after each change. */
  read<V>(selector: (state: State) => V): V {
    return selector(this.#state);
  }

  /** Runs a command. A small one has taken effect when this returns; a large one breathes between. */
  async run<A>(
    command: Command<A>,
    args: A,
    options: { readonly about?: About; readonly why?: string } = {}
  ): Promise<Result<string>> {
    const replica = this.#writable();
    if (!replica.ok) return replica;
    replica.value.author = { ...replica.value.author, name: settings.name };
    this.#running++;
    try {
      const result = await replica.value.runInSlices(command, args, Date.now(), breathe, options);
      return this.#told(result, command.name);
    } finally {
      this.#running--;
      if (this.#superseded) this.#openAnew();
    }
  }

  undo(partial = false): Promise<Result<string>> {
    return this.#takeBack('undo', partial);
  }

  redo(partial = false): Promise<Result<string>> {
    return this.#takeBack('redo', partial);
  }

  #takeBack(which: 'undo' | 'redo', partial: boolean): Promise<Result<string>> {
    const replica = this.#writable();
    if (!replica.ok) return Promise.resolve(replica);
    const last = replica.value.stacks()[which].at(-1);
    if (last === undefined)
      return Promise.resolve(refused({ code: 'audit.nothingLeft', params: {} }));
    return Promise.resolve(
      this.#told(replica.value.undo(last, Date.now(), partial), 'history.undo', last)
    );
  }

  /** Takes one entry back, whoever's it is. */
  revert(entry: string, partial = false): Promise<Result<string>> {
    const replica = this.#writable();
    if (!replica.ok) return Promise.resolve(replica);
    return Promise.resolve(
      this.#told(replica.value.undo(entry, Date.now(), partial), 'history.undo', entry)
    );
  }

  /** What people did apart and nobody has looked at yet, the latest first; a moment behind `state`. */
  get conflicts(): readonly Conflict[] {
    return this.#conflicts;
  }

  /** Conflicts that were settled, with the entries that did it, newest first. */
  get settledConflicts(): readonly { readonly key: string; readonly entry: string }[] {
    return this.#settled;
  }

  /** Settles a conflict in one of its ways. */
  async settle(conflict: Conflict, way: Way): Promise<Result<string>> {
    const { settleConflict } = await import('#crdt/settling.ts');
    const replica = this.#writable();
    if (!replica.ok) return replica;
    replica.value.author = { ...replica.value.author, name: settings.name };
    const result = settleConflict(replica.value, conflict, way, Date.now());
    return this.#told(result, `conflict.${way.way}`);
  }

  #locked(): boolean {
    return this.#newer || this.sharing.viewer;
  }

  #writable(): Result<Replica> {
    if (this.#newer) return refused({ code: 'workspace.newer', params: {} });
    if (this.sharing.viewer) return refused({ code: 'workspace.viewer', params: {} });
    if (!this.#replica || this.#phase !== 'ready' || this.#closed)
      return refused({ code: 'workspace.loading', params: {} });
    return { ok: true, value: this.#replica };
  }

  #told(result: Result<string>, command: string, undoes?: string): Result<string> {
    if (result.ok && result.value !== '')
      for (const listener of [...this.#listeners])
        listener({ id: result.value, command, ...(undoes !== undefined && { undoes }) });
    return result;
  }

  /** Tells of this tab's own commands. */
  onCommand(listener: (ran: Ran) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The entries that speak of a record, newest first. Read beside `state` to follow changes. */
  historyOf(kind: string, id: string): readonly Entry[] {
    return this.#replica?.historyOf(kind, id).reverse() ?? [];
  }

  entry(id: string): Entry | undefined {
    return this.#replica?.entry(id);
  }

  /** The ids that a command of very many records made and its entry does not name. */
  bornIn(entryId: string, kind: string): Iterable<string> {
    return this.#replica?.bornIn(entryId, kind) ?? [];
  }

  /** Ids of all entries, newest first; read in an effect or a `$derived` it follows the log. */
  entryIds(): readonly string[] {
    return this.#heard ? newestFirst(this.#replica?.entryIds() ?? []) : [];
  }

  /** Months of history that stand in archives and were not read here yet, the newest first. */
  get unreadMonths(): readonly string[] {
    const unread = this.#heard && this.#replica?.unreadArchives();
    return [...new Set(unread?.map(({ month }) => month))];
  }

  /** Reads the newest of them, or all. */
  async readMonths(all = false): Promise<Result<undefined>> {
    const history = await this.#oldHistory();
    if (!history) return refused({ code: 'workspace.loading', params: {} });
    const read = await history.read(all);
    this.#heard = {};
    return read;
  }

  /** Whether an entry was read of an archive: it can be looked at and not taken back. */
  isArchived(id: string): boolean {
    return this.#heard !== undefined && this.#replica?.isArchived(id) === true;
  }

  /** What is too large for the documents and named by them. */
  async blobs(): Promise<Blobs> {
    const { Blobs } = await import('./blobs.ts');
    return new Blobs(this.id, this.#store, () => this.sharing.share);
  }

  async #oldHistory(): Promise<OldHistory | undefined> {
    const { OldHistory } = await import('./old-history.ts');
    const blobs = await this.blobs();
    return this.#replica && new OldHistory(this.#replica, blobs);
  }

  /**
   * Old months of a history that has grown large leave the documents: by an owner's app, or on the
   * one device that has the workspace, in the tab that leads, once the relay has told all it has.
   */
  async #archive() {
    const mayStill = (section: Section) => {
      const { share, status } = this.sharing;
      const alone = share === undefined || (share.owner && status?.state === 'synced');
      return !this.#closed && alone && this.canWrite(section) && !!this.#documents?.leading;
    };
    if (!this.#documents?.isWhole() || !ORDER.some(mayStill)) return;
    const history = await this.#oldHistory();
    await history?.archive(Date.now(), mayStill);
  }

  /** Whether an entry was taken back, and that was not taken back in turn. */
  isUndone(id: string): boolean {
    return this.#heard !== undefined && this.#replica?.isUndone(id) === true;
  }

  /** The organization as it was right after an entry, to be looked at only. */
  async asOf(entryId: string): Promise<Result<PastWorkspace>> {
    const { PastWorkspace } = await import('./past-workspace.ts');
    const replica = this.#replica;
    // It may stand in an archive.
    if (replica && !replica.entry(entryId) && this.unreadMonths.length > 0)
      await this.readMonths(true);
    const entry = replica?.entry(entryId);
    if (!replica || !entry) return refused({ code: 'workspace.entryUnknown', params: {} });
    const live = {
      state: this.#state,
      canRead: (section: Section) => this.canRead(section),
      blobs: () => this.blobs()
    };
    return { ok: true, value: new PastWorkspace(this.id, entry, live, replica.pastLog()) };
  }

  /** The whole workspace as a file that restores to an equal state. */
  async backup(): Promise<Blob> {
    const { writeBackup } = await import('#crdt/backup.ts');
    const { LocalBlobs } = await import('#crdt/local/blob-store.ts');
    const sections = this.#documents?.encoded() ?? new Map<Section, Uint8Array>();
    const blobs = await new LocalBlobs(this.#store).all();
    const bytes = writeBackup({ name: this.name, at: Date.now(), sections, blobs });
    return new Blob([bytes], { type: 'application/octet-stream' });
  }

  /** What the relay attests of the history; nothing of a workspace that is not shared. */
  async receipts(): Promise<EntryReceipts | undefined> {
    const { EntryReceipts } = await import('./receipts/entry-receipts.svelte.ts');
    const { docs } = this.#documents ?? {};
    const archived = this.#replica?.archived;
    if (!docs || !archived || !this.sharing.share) return undefined;
    const valuesOf = (section: Section) => archived.valuesOf(section);
    return new EntryReceipts(this.id, docs, this.sharing, valuesOf);
  }

  async retrySaving(): Promise<void> {
    await this.#documents?.retry();
  }

  /**
   * The changes of this device that the relay did not take, as a table that an editor can import:
   * the records they made or changed, as they stand here. Removals cannot stand in a table.
   */
  async proposal(): Promise<{ file: Blob; removed: number }> {
    const { exportCsv } = await import('#core/export/csv.ts');
    const { touched, removed } = this.#replica?.touchedBy(this.sharing.waiting()) ?? NOTHING;
    const file = new Blob([exportCsv(this.#state, settings.locale, touched)], { type: 'text/csv' });
    return { file, removed: removed.size };
  }

  /** Deletes what is on this device and fetches it anew: changes the relay refused go with it. */
  async startOver(): Promise<void> {
    this.sharing.disconnect();
    this.#replica?.close();
    await this.#documents?.forget();
  }

  #touch() {
    if (this.#phase === 'ready')
      documents.touch(this.id, this.name, tableOf(this.#state, Account).size);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    removeEventListener('storage', this.#onList);
    this.sharing.disconnect();
    this.#replica?.close();
    this.#touch();
    await this.#documents?.close();
  }
}

/** How long whoever deletes the documents of this store may take (ms). */
const FORGETTING_MS = 1000;

const reloadSoon = () => setTimeout(() => location.reload(), FORGETTING_MS);

const reversed = new WeakMap<readonly string[], readonly string[]>();

/** The same list for the same log, so that nothing is looked through twice. */
function newestFirst(ids: readonly string[]): readonly string[] {
  const known = reversed.get(ids) ?? ids.toReversed();
  reversed.set(ids, known);
  return known;
}

export const openWorkspace = (id: string): Workspace => new Workspace(id);
