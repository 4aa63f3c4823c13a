import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Role } from '#protocol/grants.ts';
import { catalog } from './catalog.ts';
import type { OpenDocuments } from './documents.ts';
import type { Live, LiveDocument, RelayStatus } from './live.ts';
import type { Look, Person } from './presence.ts';
import { roleIn, shareOf, type Share } from './share.ts';

/**
 * A workspace's side of the relay: the right this device has, how far the relay has its changes,
 * and who else is there. A workspace that is not shared has none of it and needs no relay.
 */
export class Sharing {
  readonly #workspaceId: string;
  readonly #name: () => string;
  #share = $state.raw<Share | undefined>();
  #status = $state.raw<RelayStatus | undefined>();
  #people = $state.raw<readonly Person[]>([]);
  #following = $state.raw<number | undefined>();
  #documents: OpenDocuments | undefined;
  #live = $state.raw<Live | undefined>();
  #look: Look | undefined;

  /** `name` is what this person calls themselves. */
  constructor(workspaceId: string, name: () => string) {
    this.#workspaceId = workspaceId;
    this.#name = name;
    this.#share = catalog.get(workspaceId)?.share;
  }

  get share(): Share | undefined {
    return this.#share;
  }
  /** Undefined while the workspace is this device's alone. */
  get status(): RelayStatus | undefined {
    return this.#status;
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

  /** Connects the documents that this tab owns. */
  async connect(documents: OpenDocuments): Promise<void> {
    this.#documents = documents;
    const share = this.#share;
    if (!share || this.#live) return;
    const { Live } = await import('./live.ts');
    const live = new Map<Section, LiveDocument>();
    for (const [section, doc] of documents.docs) {
      const keep: LiveDocument['keep'] = (clocks) => documents.keepClocks(section, clocks);
      live.set(section, { doc, clocks: await documents.clocks(section), keep });
    }
    // Meanwhile another tab may have taken the documents, or the share may have ended.
    if (!this.#isStill(documents, share)) return;
    this.#live = new Live(this.#workspaceId, share, live, {
      onStatus: (status) => (this.#status = status),
      onPeople: (people) => (this.#people = people)
    });
    if (this.#look) this.show(this.#look);
  }

  #isStill(documents: OpenDocuments, share: Share): boolean {
    return this.#documents === documents && this.#share === share && !this.#live;
  }

  disconnect() {
    this.#documents = undefined;
    this.#live?.close();
    this.#live = undefined;
    this.#status = undefined;
    this.#following = undefined;
  }

  /** Resolves when the relay has answered for a section; at once without one. */
  answered(section: Section): Promise<void> {
    return this.#live?.answered(section) ?? Promise.resolve();
  }

  /** Commands that the relay has not stored. */
  waiting(): ReadonlySet<string> {
    return this.#live?.waiting() ?? new Set();
  }

  show(look: Look) {
    this.#look = look;
    this.#live?.show(this.#name(), look);
  }

  /** Brings the workspace to the relay; this device becomes its first owner. */
  async begin(label: string, setupToken?: string): Promise<Result<Share>> {
    if (!this.#documents) return refused({ code: 'workspace.readOnly', params: {} });
    const { relay } = await import('./relay-api.ts');
    const given = await relay.share({ id: this.#workspaceId, label }, setupToken);
    if (!given.ok) return given;
    const share = shareOf(given.value.secret, given.value.grant);
    if (await this.#adopt(share)) return ok(share);
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
    const documents = this.#documents;
    const left = this.#share;
    this.disconnect();
    this.#share = share;
    const entry = catalog.get(this.#workspaceId);
    let kept = entry !== undefined;
    if (entry && entry.share?.grant === left?.grant) {
      const { share: _, ...rest } = entry;
      kept = catalog.note({ ...rest, ...(share && { share }) });
    }
    if (documents) await this.connect(documents);
    return kept;
  }
}
