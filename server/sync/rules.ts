import * as Y from 'yjs';
import type { Refusal } from '#protocol/problems.ts';
import { valueHash, type Head } from '#protocol/receipts.ts';
import { rootMap } from '#protocol/root-maps.ts';
import type { Appended, Attested, SectionReceipts } from '../receipts/section-receipts.ts';
import { clientName, slotName, type Taken, type Writers } from '../rights/writers.ts';
import { sha256 } from '../sha256.ts';
import { Archives } from './archives.ts';
import { keyChanges, type KeyChange } from './key-changes.ts';
import { judgeKeys, type Brought as Remembered } from './key-rules.ts';
import type { LamportTime } from './lamport.ts';
import type { Decoded } from './predecessors.ts';
import type { Badge, Presence } from './presence.ts';
import type { SyncMessage } from './messages.ts';

/** What every room of a workspace shares: who writes under which name, who is here, what time it is. */
export interface WorkspaceMemory {
  readonly writers: Writers;
  readonly time: LamportTime;
  readonly presence: Presence;
}

/** As the answer to a question, or of itself. */
export type Way = Exclude<SyncMessage['kind'], 'step1'>;

/** What an update brings that is to be remembered, and what is to be attested. */
export interface Brought extends Remembered {
  readonly appended: readonly Appended[];
}

/** The rules of one section's room: what an editor may do, whatever program they use. */
export class Rules {
  readonly #section: string;
  readonly #memory: WorkspaceMemory;
  readonly #receipts: SectionReceipts;
  readonly #archives: Archives;

  constructor(
    section: string,
    memory: WorkspaceMemory,
    receipts: SectionReceipts,
    archives = new Archives(() => Promise.resolve(undefined))
  ) {
    this.#section = section;
    this.#memory = memory;
    this.#receipts = receipts;
    this.#archives = archives;
  }

  /** Kept once the rules can be asked. */
  async load(latest: number | undefined): Promise<void> {
    this.#memory.time.note(latest);
    await this.#receipts.load();
    return this.#memory.writers.load();
  }

  /** The end of the section's receipts as far as they are committed. */
  get head(): Head | undefined {
    return this.#receipts.head;
  }

  /** Why news is not taken, what it brings, or that what stands elsewhere is to be read first. */
  judge(doc: Y.Doc, decoded: Decoded, by: Badge): Refusal | Brought | 'unread' {
    const all = keyChanges(doc, decoded);
    if (!all) return 'malformed';
    const changes = by.owner ? this.#archives.judge(doc, all) : all;
    if (typeof changes === 'string') return changes;
    for (const client of writingClients(doc, decoded.structs))
      if (this.#isForeignClient(client, by)) return 'foreign';
    const { time } = this.#memory;
    const isForeign = (slot: string) => this.#isForeign(slotName(slot), by);
    const known = { isOwner: by.owner, isForeign };
    // Those sections that are open may know no time yet, and another may be further ahead.
    if (time.latest === undefined && !by.owner && !time.isWhole) return 'unread';
    const verdict = judgeKeys(changes, { ...known, clock: time.latest });
    return verdict === 'clock' && !time.isWhole ? 'unread' : withAppended(verdict, changes);
  }

  /** Kept once every section's time is known, and what is said to be archived is looked at. */
  async read(): Promise<void> {
    if (await this.#archives.read()) return;
    await this.#memory.time.lookEverywhere();
  }

  /** Remembers what was taken, and how it came. */
  note(brought: Brought, clients: readonly number[], by: Badge, how: Way): void {
    const { writers, time } = this.#memory;
    time.note(brought.clock);
    this.#receipts.note(brought.appended, by.id);
    if (by.owner && !isOwn(brought, clients, how)) return;
    writers.bind([...brought.slots].map(slotName), by.id);
    const names = clients.map((client) => clientName(this.#section, client));
    writers.bind(names, by.id);
  }

  /** What is to be stored with the updates that were taken. */
  take(): Attested & Taken {
    const writers = this.#memory.writers.take();
    const receipts = this.#receipts.take(Date.now());
    return {
      changes: [...writers.changes, ...receipts.changes],
      kept: receipts.kept,
      undo: writers.undo
    };
  }

  /** An owner may bring what others wrote: a relay that lost something gets it back from them. */
  #isForeign(name: string, by: Badge): boolean {
    return !by.owner && (this.#memory.writers.rightOf(name) ?? by.id) !== by.id;
  }

  /** Not even an owner writes for somebody who is here to do so. */
  #isForeignClient(client: number, by: Badge): boolean {
    const { presence } = this.#memory;
    if (this.#section === 'org' && presence.isOthers(client, by)) return true;
    return this.#isForeign(clientName(this.#section, client), by);
  }
}

function withAppended(verdict: Remembered | Refusal, changes: readonly KeyChange[]) {
  if (typeof verdict === 'string') return verdict;
  const appended = changes.filter(({ map, set }) => set && rootMap(map).append);
  try {
    return { ...verdict, appended: appended.map(attested) };
  } catch {
    // Nested too deep to be written anew.
    return 'malformed';
  }
}

const attested = ({ map, key, value }: KeyChange): Appended => ({
  map,
  key,
  value: valueHash(value, sha256)
});

/**
 * Whether an owner's update is surely their own: made just now, by one document. What they have when
 * they come may be others' work that the relay lost, and those go on under their names.
 */
const isOwn = ({ slots }: Brought, clients: readonly number[], how: Way): boolean =>
  how === 'update' && clients.length === 1 && slots.size <= 1;

/** The clients that an update has something new of. */
export function* writingClients(doc: Y.Doc, structs: Decoded['structs']): Generator<number> {
  for (const [client, list] of structs) {
    const last = list.at(-1);
    if (last && last.id.clock + last.length > Y.getState(doc.store, client)) yield client;
  }
}
