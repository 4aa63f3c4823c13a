import { compareSnapshots, compareWithLive, type Comparison } from '#core/snapshot/compare.ts';
import type { SnapshotMeta } from '#core/snapshot/meta.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { storedState } from '#workspace/snapshot/stored-state.ts';

/** A comparison with what its two sides are; nothing at the later one is the present. */
export interface Compared {
  readonly comparison: Comparison;
  readonly from: SnapshotMeta;
  readonly to: SnapshotMeta | undefined;
}

/** The snapshot against a workspace of this device as it is stored now. */
export async function withWorkspace(snapshot: Snapshot, id: string): Promise<Result<Compared>> {
  const live = await storedState(id);
  if (!live.ok) return live;
  const result = compareWithLive(snapshot, live.value);
  return result.ok ? ok({ comparison: result.value, from: snapshot.meta, to: undefined }) : result;
}

/** Two snapshots, the older one first whichever was opened first. */
export function withSnapshot(one: Snapshot, other: Snapshot): Result<Compared> {
  const [before, after] = one.meta.at <= other.meta.at ? [one, other] : [other, one];
  const result = compareSnapshots(before, after);
  return result.ok ? ok({ comparison: result.value, from: before.meta, to: after.meta }) : result;
}
