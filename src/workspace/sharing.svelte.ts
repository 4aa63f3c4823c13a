import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Role } from '#protocol/grants.ts';
import { catalog } from './catalog.ts';
import { ARCHIVE_NAMES } from '#protocol/archive-names.ts';
import { BLOB_NAMES } from '#protocol/blobs.ts';
import { storeOf, type OpenDocuments, type RelayNews } from './documents.ts';
import type { Live, LiveDocument, RelayStatus } from './live.ts';
import type { Look, Person } from './presence.ts';
import type { KnownHeads } from './receipts/kept-heads.ts';
import type { HeadWord } from './receipts/known-head.ts';
import { isSameShare, roleIn, type Share } from './share.ts';

const NO_HEADS: KnownHeads = new Map();

/**
 * A workspace's side of the relay: the right this device has, how far the relay has its changes,
 * and who else is there. A workspace that is not shared has none of it and needs no relay.
 */
export class Sharing {
  readonly #workspaceId: string;
  readonly #name: () => string;
  #share = $state.raw<Share | undefined>();
  /** The grant under which these documents spoke to the relay last, also after it ended. */
  #grant: string | undefined;
  #status = $state.raw<RelayStatus | undefined>();
  #people = $state.raw<readonly Person[]>([]);
  #heads = $state.raw<KnownHeads>(NO_HEADS);
  #following = $state.raw<number | undefined>();
  #documents: OpenDocuments | undefined;
  #live = $state.raw<Live | undefined>();
  #look: Look | undefined;
  /** What the tab that leads told of the relay, while this one follows it. */
  #news: RelayNews | undefined;

  /** `name` is what this person calls themselves. */
  constructor(workspaceId: string, name: () => string) {
    this.#workspaceId = workspaceId;
    this.#name = name;
    this.#share = catalog.get(workspaceId)?.share;
    this.#grant = this.#share?.grant;
  }

  get share(): Share | undefined {
    return this.#share;
  }
  /** Undefined while the workspace is this device's alone. */
  get status(): RelayStatus | undefined {
    return this.#status;
  }
  /** The ends of its receipts, as this device knows them. */
  get heads(): KnownHeads {
    return this.#heads;
  }
  /** Why the relay's receipts are not those that this device saw before. */
  get doubt() {
    return [...this.#heads.values()].find(({ doubt }) => doubt)?.doubt;
  }
  /** Who else has the workspace open. */
  get people(): readonly Person[] {
    return this.#people;
  }
  /** The person whose steps this page follows. */
  get followed(): Person | undefined {
    return this.#people.find(({ id }) => id === this.#following);
  }
  /** Every section may only be read. */
  get viewer(): boolean {
    return SECTIONS.every((section) => this.roleIn(section) !== 'write');
  }

  roleIn(section: Section): Role {
    return roleIn(this.#share, section);
  }

  follow(id: number | undefined) {
    this.#following = id;
  }

  /** Connects the documents, if this tab leads; otherwise it hears from the one that does. */
  async connect(documents: OpenDocuments): Promise<void> {
    this.#documents = documents;
    const share = this.#share;
    if (!documents.leading) this.#showThere();
    else if (!share || this.#live) this.#tell();
    else await this.#goLive(documents, share);
  }

  async #goLive(documents: OpenDocuments, share: Share): Promise<void> {
    const { Live } = await import('./live.ts');
    const live = new Map<Section, LiveDocument>();
    for (const [section, doc] of documents.docs) {
      const keep: LiveDocument['keep'] = (clocks) => documents.keepClocks(section, clocks);
      const keepHead: LiveDocument['keepHead'] = (known) => documents.keepHead(section, known);
      const [clocks, head] = [await documents.clocks(section), await documents.head(section)];
      live.set(section, { doc, clocks, keep, head, keepHead });
    }
    await this.#giveBlobs(documents, share);
    // Meanwhile another tab may have taken the lead, or the share may have ended.
    if (!this.#isStill(documents, share)) return;
    let away = false;
    this.#live = new Live(this.#workspaceId, share, live, {
      onStatus: (status) => {
        this.#status = status;
        this.#tell();
        if (status.state === 'offline') away = true;
        if (status.state !== 'synced' || !away) return;
        away = false;
        void this.#giveBlobs(documents, share);
      },
      onHeads: (heads) => {
        this.#heads = heads;
        this.#tell();
      },
      onPeople: (people) => {
        this.#people = people;
        this.#tell();
      }
    });
    if (this.#look) this.#live.show(this.#name(), this.#look);
  }

  /** What the documents name is at the relay before they are; what cannot be given is refused there. */
  async #giveBlobs(documents: OpenDocuments, share: Share) {
    const naming = [...documents.docs].filter(
      ([section, doc]) =>
        this.roleIn(section) === 'write' &&
        (doc.getMap(BLOB_NAMES).size > 0 || (share.owner && doc.getMap(ARCHIVE_NAMES).size > 0))
    );
    if (naming.length === 0) return;
    const { Blobs } = await import('./blobs.ts');
    const blobs = new Blobs(this.#workspaceId, storeOf(this.#workspaceId), () => share);
    await blobs.giveAll(share, new Set(naming.map(([section]) => section)));
  }

  /** The tabs that follow show what this one knows. */
  #tell() {
    const status = this.#status;
    const waiting = status?.state === 'refused' ? [...this.waiting()] : [];
    this.#documents?.tell({ status, people: this.#people, waiting, heads: this.#heads });
  }

  /** What the leading tab knows of the relay. */
  hear(news: RelayNews) {
    if (this.#documents?.leading) return;
    this.#news = news;
    this.#status = news.status;
    this.#people = news.people;
    this.#heads = news.heads ?? NO_HEADS;
  }

  #isStill(documents: OpenDocuments, share: Share): boolean {
    return (
      this.#documents === documents && documents.leading && this.#share === share && !this.#live
    );
  }

  disconnect() {
    this.#documents = undefined;
    this.#live?.close();
    this.#live = undefined;
    this.#status = undefined;
    this.#news = undefined;
    this.#people = [];
    this.#heads = NO_HEADS;
    this.#following = undefined;
  }

  /**
   * Resolves when there is an answer for a section: the relay's, or, in a tab that follows, what
   * the leading one has of it.
   */
  answered(section: Section): Promise<void> {
    if (this.#live) return this.#live.answered(section);
    const documents = this.#documents;
    return documents?.leading === false ? documents.filled(section) : Promise.resolve();
  }

  /** Whether the relay has told all it has, in every section. */
  get even(): boolean {
    return this.#status?.state === 'synced' || this.#status?.state === 'syncing';
  }

  /** Commands that the relay has not stored. */
  waiting(): ReadonlySet<string> {
    return this.#live?.waiting() ?? new Set(this.#news?.waiting);
  }

  /** What a page found out of the receipts, or a person decided, goes to the tab that leads. */
  sayOfHeads(word: HeadWord) {
    if (this.#live) this.#live.take(word);
    else if (this.#documents?.leading === false) this.#documents.sayOfHeads(word);
  }

  show(look: Look) {
    this.#look = look;
    if (this.#live) this.#live.show(this.#name(), look);
    else this.#showThere();
  }

  /** A person is where they looked last, in whichever tab. */
  #showThere() {
    if (this.#look && this.#documents?.leading === false) this.#documents.show(this.#look);
  }

  /** A tab that follows shows where its person is through this one. */
  showFor(look: Look) {
    this.#live?.show(this.#name(), look);
  }

  /** Brings the workspace to the relay; this device becomes its first owner. */
  async begin(label: string, setupToken?: string): Promise<Result<Share>> {
    if (!this.#documents) return refused({ code: 'workspace.loading', params: {} });
    const [{ relay }, { askToShare }] = await Promise.all([
      import('./relay-api.ts'),
      import('./ask-to-share.ts')
    ]);
    const asked = await askToShare(this.#workspaceId, label, setupToken);
    if (!asked.ok) return asked;
    const share = asked.value;
    if (await this.#adopt(share)) return asked;
    await relay.unshare(this.#workspaceId, share.secret);
    await this.#adopt(undefined);
    return refused({ code: 'workspace.shareNotKept', params: {} });
  }

  /** Ends sharing: the relay forgets the workspace, everybody keeps what is on their device. */
  async end(): Promise<Result<undefined>> {
    const { relay } = await import('./relay-api.ts');
    const share = this.#share;
    if (!share) return ok(undefined);
    const ended = await relay.unshare(this.#workspaceId, share.secret);
    if (!ended.ok && ended.problems[0].code !== 'relay.notFound') return ended;
    await this.#adopt(undefined);
    return ok(undefined);
  }

  /** Keeps what is on this device as its own, when the relay no longer lets it in. */
  async leave(): Promise<void> {
    await this.#adopt(undefined);
  }

  /**
   * Takes another right, or none, and answers whether this device keeps it. The list is left alone
   * when another tab has put a newer right there.
   */
  async #adopt(share: Share | undefined): Promise<boolean> {
    const entry = catalog.get(this.#workspaceId);
    let kept = entry !== undefined;
    if (entry && entry.share?.grant === this.#share?.grant) {
      const { share: _, asked: _asked, ...rest } = entry;
      kept = catalog.note({ ...rest, ...(share && { share }) });
    }
    await this.#use(share);
    return kept;
  }

  /** Another tab took a right that is not the one these documents are known by at the relay. */
  get superseded(): boolean {
    const grant = catalog.get(this.#workspaceId)?.share?.grant;
    return grant !== undefined && this.#grant !== undefined && grant !== this.#grant;
  }

  /** Follows what another tab put into the list of workspaces. */
  async reread(): Promise<void> {
    const share = catalog.get(this.#workspaceId)?.share;
    if (!isSameShare(share, this.#share)) await this.#use(share);
  }

  async #use(share: Share | undefined): Promise<void> {
    const documents = this.#documents;
    this.disconnect();
    this.#share = share;
    this.#grant = share?.grant ?? this.#grant;
    if (!documents) return;
    if (!share) documents.dropHeads();
    documents.use(share);
    await this.connect(documents);
  }
}
