import type { Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import type { State } from '#core/kernel/state.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
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
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(id: string, { meta, state, entries }: Snapshot) {
    super(id);
    const { people, tags } = meta.scope.layers;
    this.state = state;
    this.frozen = { hiddenColumns: [...(people ? [] : ['owner']), ...(tags ? [] : ['tags'])] };
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** A snapshot holds no money yet, and what it holds can never change. */
  canRead(section: Section): boolean {
    return section === 'org' || section === 'accounts';
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
