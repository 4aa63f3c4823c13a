import * as Y from 'yjs';
import type { Refusal } from '#protocol/problems.ts';
import { clientName, slotName, type Writers } from '../rights/writers.ts';
import { keyChanges } from './key-changes.ts';
import { judgeKeys, type Brought } from './key-rules.ts';
import type { LamportTime } from './lamport.ts';
import type { Decoded } from './predecessors.ts';
import type { Badge } from './presence.ts';

/** What every room of a workspace shares: who writes under which name, and what time it is. */
export interface WorkspaceMemory {
  readonly writers: Writers;
  readonly time: LamportTime;
}

/** The rules of one section's room: what an editor may do, whatever program they use. */
export class Rules {
  readonly #section: string;
  readonly #memory: WorkspaceMemory;

  constructor(section: string, memory: WorkspaceMemory) {
    this.#section = section;
    this.#memory = memory;
  }

  /** Kept once the rules can be asked. */
  load(latest: number | undefined): Promise<void> {
    this.#memory.time.note(latest);
    return this.#memory.writers.load();
  }

  /** Why news is not taken, or what it brings. */
  async judge(doc: Y.Doc, decoded: Decoded, by: Badge): Promise<Refusal | Brought> {
    const changes = keyChanges(doc, decoded);
    if (!changes) return 'malformed';
    if (this.#writing(doc, decoded).some((name) => this.#isForeign(name, by))) return 'foreign';
    const { time } = this.#memory;
    const isForeign = (slot: string) => this.#isForeign(slotName(slot), by);
    const verdict = judgeKeys(changes, { isForeign, clock: time.latest });
    if (verdict !== 'clock') return verdict;
    // Another section may be further ahead than those that are open.
    await time.lookEverywhere();
    return judgeKeys(changes, { isForeign, clock: time.latest });
  }

  /** Remembers what was taken. */
  note(brought: Brought, clients: readonly number[], by: Badge): void {
    const { writers, time } = this.#memory;
    writers.bind([...brought.slots].map(slotName), by.id);
    const names = clients.map((client) => clientName(this.#section, client));
    writers.bind(names, by.id);
    time.note(brought.clock);
  }

  save(): Promise<void> {
    return this.#memory.writers.save();
  }

  /** An owner may bring what others wrote: a relay that lost something gets it back from them. */
  #isForeign(name: string, by: Badge): boolean {
    return !by.owner && (this.#memory.writers.rightOf(name) ?? by.id) !== by.id;
  }

  /** Names of the clients that an update has something new of. */
  #writing(doc: Y.Doc, { structs }: Decoded): string[] {
    return [...writingClients(doc, structs)].map((client) => clientName(this.#section, client));
  }
}

export function* writingClients(doc: Y.Doc, structs: Decoded['structs']): Generator<number> {
  for (const [client, list] of structs) {
    const last = list.at(-1);
    if (last && last.id.clock + last.length > Y.getState(doc.store, client)) yield client;
  }
}
