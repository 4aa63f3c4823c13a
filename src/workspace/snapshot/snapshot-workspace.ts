import type { Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import { refused, type Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Organization, ROOT } from '#core/org/model.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import type { WorkspaceView } from '../current.ts';

const NOBODY = { people: [], followed: undefined, show: () => undefined, follow: () => undefined };

/**
 * A snapshot in a workspace's place: the same views show it, nothing changes it, and nothing of it
 * is kept on this device.
 */
export class SnapshotWorkspace implements WorkspaceView {
  readonly id: string;
  readonly state: State;
  readonly phase = 'ready';
  readonly readOnly = true;
  readonly readOnlyProblem = { code: 'snapshot.readOnly', params: {} };
  readonly sharing = NOBODY;
  readonly conflicts = [];
  readonly settledConflicts = [];
  readonly frozen: { readonly hiddenColumns: readonly string[] };
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(id: string, { meta, state, entries }: Snapshot) {
    const { people, tags } = meta.scope.layers;
    this.id = id;
    this.state = state;
    this.frozen = { hiddenColumns: [...(people ? [] : ['owner']), ...(tags ? [] : ['tags'])] };
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  get name(): string {
    return rowOf(this.state, Organization, ROOT)?.name ?? '';
  }

  /** A snapshot holds no money yet, and what it holds can never change. */
  canRead(section: Section): boolean {
    return section === 'org' || section === 'accounts';
  }

  canWrite(): boolean {
    return false;
  }

  run(): Promise<Result<string>> {
    return Promise.resolve(refused(this.readOnlyProblem));
  }

  settle(): Promise<Result<string>> {
    return Promise.resolve(refused(this.readOnlyProblem));
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
