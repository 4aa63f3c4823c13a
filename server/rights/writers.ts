import type { RelayStorage } from '../storage/port.ts';

const keyOf = (workspace: string, name: string) => `writer/${workspace}/${name}`;

/** Keys under which a workspace's writers are stored, to be removed with it. */
export const writersPrefix = (workspace: string): string => keyOf(workspace, '');

/** Values to store with an update, and how to take back that they are, when they could not be. */
export interface Taken {
  readonly changes: readonly (readonly [string, Uint8Array])[];
  readonly undo: () => void;
}

/**
 * Which right first used a slot or a Yjs client id of a workspace. Both are made anew for every
 * opened document, so whoever uses another's speaks in their name, or takes the place of changes
 * that one has yet to send. A right that ended binds no more: its holder may come back with another.
 */
export class Writers {
  readonly #storage: RelayStorage;
  readonly #workspace: string;
  readonly #isLive: (grant: string) => boolean;
  readonly #rights = new Map<string, string>();
  #fresh = new Map<string, string>();
  #loaded: Promise<void> | undefined;

  constructor(storage: RelayStorage, workspace: string, isLive: (grant: string) => boolean) {
    this.#storage = storage;
    this.#workspace = workspace;
    this.#isLive = isLive;
  }

  /** Kept once what was bound before is known. */
  load(): Promise<void> {
    this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  async #read(): Promise<void> {
    const prefix = writersPrefix(this.#workspace);
    for (const [key, grant] of await this.#storage.list(prefix))
      this.#rights.set(key.slice(prefix.length), Buffer.from(grant).toString());
  }

  /** The living right that a name is bound to. */
  rightOf(name: string): string | undefined {
    const grant = this.#fresh.get(name) ?? this.#rights.get(name);
    return grant !== undefined && this.#isLive(grant) ? grant : undefined;
  }

  bind(names: Iterable<string>, grant: string): void {
    if (!this.#isLive(grant)) return;
    for (const name of names) if (this.rightOf(name) === undefined) this.#fresh.set(name, grant);
  }

  /** Binds a name that was told to everybody before anything was written under it. */
  async claim(name: string, grant: string): Promise<void> {
    await this.load();
    if (!this.#isLive(grant) || this.rightOf(name) !== undefined) return;
    this.#rights.set(name, grant);
    this.#fresh.delete(name);
    try {
      await this.#storage.write(new Map([[keyOf(this.#workspace, name), Buffer.from(grant)]]));
    } catch (error) {
      this.#rights.delete(name);
      throw error;
    }
  }

  /** What was bound and is not stored yet, to be stored with what was written under it. */
  take(): Taken {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    for (const [name, grant] of fresh) this.#rights.set(name, grant);
    return {
      changes: [...fresh].map(([name, grant]) => [
        keyOf(this.#workspace, name),
        Buffer.from(grant)
      ]),
      undo: () => {
        for (const name of fresh.keys()) this.#rights.delete(name);
      }
    };
  }
}

export const slotName = (slot: string): string => `slot/${slot}`;
export const clientName = (section: string, client: number): string => `${section}/${client}`;
