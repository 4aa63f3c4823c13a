import type { Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import { ok, refused } from '#core/kernel/problem.ts';
import type { State } from '#core/kernel/state.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import type { MoneyGrain } from '#core/snapshot/scope.ts';
import type { WorkspaceView } from '../current.ts';
import { FrozenView } from '../frozen-view.ts';

/**
 * A snapshot in a workspace's place: the same views show it, nothing changes it, and nothing of it
 * is kept on this device.
 */
export class SnapshotWorkspace extends FrozenView implements WorkspaceView {
  readonly state: State;
  readonly readOnlyProblem = { code: 'snapshot.readOnly', params: {} };
  readonly frozen: { readonly hiddenColumns: readonly string[] };
  /** At which grain it tells of money. */
  readonly money: MoneyGrain;
  /** Epoch milliseconds. */
  readonly takenAt: number;
  readonly #bills: Snapshot['bills'];
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(id: string, { meta, state, entries, bills }: Snapshot) {
    super(id);
    this.money = meta.scope.money;
    this.takenAt = meta.at;
    this.#bills = bills;
    const { people, tags } = meta.scope.layers;
    this.state = state;
    this.frozen = { hiddenColumns: [...(people ? [] : ['owner']), ...(tags ? [] : ['tags'])] };
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** Costs that it brings are not the section of finance: policies, budgets and bills stay where they are. */
  canRead(section: Section): boolean {
    return section === 'org' || section === 'accounts';
  }

  /** The bills that it brings, by the ids of their records. */
  blobs() {
    const read = (_: Section, id: string) => {
      const bytes = this.#bills.get(id);
      return Promise.resolve(bytes ? ok(bytes) : refused({ code: 'blob.absent', params: {} }));
    };
    return Promise.resolve({ read });
  }

  /** Newest first. */
  historyOf(kind: string, id: string): readonly Entry[] {
    return [...this.#entries.values()].filter((entry) => speaksOf(entry, kind, id)).reverse();
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }
}

const speaksOf = ({ changes }: Entry, kind: string, id: string): boolean =>
  changes.some(
    (one) =>
      one.kind === kind &&
      (one.bornIds.includes(id) || one.fields.some(({ ids }) => ids.includes(id)))
  );
