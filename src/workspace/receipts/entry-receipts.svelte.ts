import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import type { Section } from '#core/kernel/kind.ts';
import { isStored, sha256, storedHash } from '#crdt/remote/appended.ts';
import type { Doc } from '#crdt/update.ts';
import { signedText, valueHash, type HeadDoubt, type Receipt } from '#protocol/receipts.ts';
import { breathe } from '../pace.ts';
import { relay } from '../relay-api.ts';
import type { Sharing } from '../sharing.svelte.ts';
import type { ArchivedValues } from './archived-values.ts';
import { verifySignature } from './ed25519.ts';
import { SectionChain } from './section-chain.ts';

/** A receipt of an entry, or of one of its blocks. */
export interface Attestation {
  readonly section: Section;
  readonly receipt: Receipt;
  /** What the right is called that it came by. */
  readonly by: string;
  readonly differs: boolean;
}

/** Whether the relay's receipts stand behind an entry, with all its sections and blocks. */
export type EntryReceipt =
  | { readonly state: 'attested' | 'differs'; readonly of: readonly Attestation[] }
  /** There is none in any section, or not in all. */
  | { readonly state: 'none'; readonly of: readonly Attestation[] }
  /** The relay has not stored it yet. */
  | { readonly state: 'waiting' }
  | { readonly state: 'reading' }
  | { readonly state: 'unknown'; readonly problem: Problem };

/** What the receipts of a history are read with. */
type Side = Pick<Sharing, 'share' | 'status' | 'heads' | 'waiting' | 'sayOfHeads'>;

const READING: EntryReceipt = { state: 'reading' };

/**
 * The receipts behind a history, read as entries are looked at. Signatures and chains are checked
 * here; what does not fit what was seen before is told to the tab that keeps it.
 */
export class EntryReceipts {
  readonly #workspaceId: string;
  readonly #docs: ReadonlyMap<Section, Doc>;
  readonly #sharing: Side;
  readonly #archived: ArchivedValues;
  readonly #chains = new Map<Section, SectionChain>();
  readonly #verdicts = new Map<string, { readonly is: EntryReceipt; readonly basis: string }>();
  #asked = new Set<string>();
  #version = $state.raw(0);
  #reading = false;
  #closed = false;
  /** How things stood when the chains were read last. */
  #read: string | undefined;
  #problem: Problem | undefined;

  constructor(
    workspaceId: string,
    docs: ReadonlyMap<Section, Doc>,
    sharing: Side,
    archived: ArchivedValues
  ) {
    this.#workspaceId = workspaceId;
    this.#docs = docs;
    this.#sharing = sharing;
    this.#archived = archived;
    for (const section of docs.keys()) this.#chains.set(section, this.#chainOf(section));
  }

  #chainOf(section: Section): SectionChain {
    return new SectionChain((after) => {
      const secret = this.#sharing.share?.secret ?? '';
      return relay.receipts(this.#workspaceId, secret, section, after);
    });
  }

  /** Read in a `$derived` it follows what is read of the relay. */
  of(id: string): EntryReceipt {
    const known = this.#version < 0 ? undefined : this.#verdicts.get(id);
    const isFinal = known?.is.state === 'attested' || known?.is.state === 'differs';
    if (!isFinal && known?.basis !== this.#basis()) this.#ask(id);
    return known?.is ?? READING;
  }

  /** What has to change before an entry without a receipt is looked at again. */
  #basis(): string {
    const { status, heads } = this.#sharing;
    const changes = status && 'changes' in status ? status.changes : 0;
    const told = [...heads.values()].map(({ told: { hash }, doubt = '' }) => `${hash}${doubt}`);
    return [status?.state, changes, ...told].join(' ');
  }

  #ask(id: string) {
    this.#asked.add(id);
    if (this.#reading) return;
    this.#reading = true;
    queueMicrotask(() => void this.#readAll());
  }

  async #readAll() {
    while (this.#asked.size > 0 && !this.#closed) {
      const asked = this.#asked;
      this.#asked = new Set();
      await this.#answer(asked);
    }
    this.#reading = false;
  }

  async #answer(asked: ReadonlySet<string>) {
    const basis = this.#basis();
    // An entry comes before the relay tells of its receipt: what was never looked for may be new.
    const fresh = [...asked].filter((id) => !this.#verdicts.has(id));
    await this.#renew(this.#read === basis ? fresh : undefined);
    this.#read = basis;
    while (!this.#closed) {
      for (const id of asked) {
        this.#verdicts.set(id, { is: this.#verdict(id), basis });
        await breathe();
      }
      this.#version++;
      const open = [...asked].filter((id) => this.#verdicts.get(id)?.is.state === 'reading');
      if (open.length === 0 || !(await this.#deepen(open))) return;
    }
  }

  /** Reads what came since: in every section, or in those where entries lack a receipt. */
  async #renew(lacking?: readonly string[]) {
    if (!lacking) this.#problem = undefined;
    for (const [section, chain] of this.#chains) {
      if (lacking && !this.#isMissing(section, chain, lacking)) continue;
      const read = await chain.renew(this.#sharing.heads.get(section));
      if (!read.ok) {
        [this.#problem] = read.problems;
        continue;
      }
      if (typeof read.value === 'string') this.#doubt(section, read.value);
      else {
        const head = read.value;
        const text = signedText(this.#workspaceId, section, head);
        const isSigned = await verifySignature(head.publicKey, text, head.signature);
        if (isSigned === false) this.#doubt(section, 'signature');
        else this.#sharing.sayOfHeads({ word: 'checked', section, head });
      }
    }
  }

  #doubt(section: Section, doubt: HeadDoubt) {
    this.#problem = { code: 'receipts.doubted', params: {} };
    this.#verdicts.clear();
    this.#sharing.sayOfHeads({ word: 'doubt', section, doubt });
  }

  /** Reads further down where entries are that were not met yet; false when there is no further. */
  async #deepen(open: readonly string[]): Promise<boolean> {
    let isDeeper = false;
    for (const [section, chain] of this.#chains) {
      if (chain.isWhole || !this.#isMissing(section, chain, open)) continue;
      const read = await chain.deepen();
      if (!read.ok) [this.#problem] = read.problems;
      else if (read.value) this.#doubt(section, read.value);
      else isDeeper = true;
    }
    return isDeeper || this.#problem !== undefined;
  }

  #isMissing(section: Section, chain: SectionChain, ids: readonly string[]): boolean {
    return ids.some((id) => this.#namesIn(section, id).some((name) => !chain.find(...name)));
  }

  /** What an entry has in a section: itself, and the blocks that hold the rest of it. */
  #namesIn(section: Section, id: string): (readonly [map: string, key: string])[] {
    const doc = this.#docs.get(section);
    if (!doc) return [];
    if (!isStored(doc, 'audit', id)) return this.#archived(section).has(id) ? [['audit', id]] : [];
    const names: (readonly [string, string])[] = [['audit', id]];
    for (let part = 0; isStored(doc, 'block', `${id}/${part}`); part++)
      names.push(['block', `${id}/${part}`]);
    return names;
  }

  #verdict(id: string): EntryReceipt {
    const of: Attestation[] = [];
    let isMissing = false;
    let isWhole = true;
    for (const [section, chain] of this.#chains)
      for (const name of this.#namesIn(section, id)) {
        const receipt = chain.find(...name);
        if (receipt) of.push(this.#attestation(section, chain, receipt));
        else {
          isMissing = true;
          isWhole &&= chain.isWhole;
        }
      }
    if (of.some(({ differs }) => differs)) return { state: 'differs', of };
    if (!isMissing) return { state: 'attested', of };
    if (this.#problem) return { state: 'unknown', problem: this.#problem };
    if (this.#sharing.status?.state !== 'synced' || this.#sharing.waiting().has(id))
      return { state: 'waiting' };
    return isWhole ? { state: 'none', of } : READING;
  }

  #attestation(section: Section, chain: SectionChain, receipt: Receipt): Attestation {
    const { map, key, value, grant } = receipt;
    const doc = this.#docs.get(section);
    const left = map === 'audit' ? this.#archived(section).get(key) : undefined;
    const stored = doc && (storedHash(doc, map, key) ?? (left && valueHash(left, sha256)));
    const differs = stored !== value;
    return { section, receipt, by: chain.names.get(grant) ?? '', differs };
  }

  /** The whole history with its receipts, as a file; see `src/protocol/history-file.ts`. */
  async export(name: string): Promise<Result<Blob>> {
    const { exportHistory } = await import('./export-history.ts');
    const { share } = this.#sharing;
    if (!share) return refused({ code: 'relay.notFound', params: {} });
    return exportHistory({ id: this.#workspaceId, name }, share.secret, this.#docs, this.#archived);
  }

  close() {
    this.#closed = true;
  }
}
