import { openConflicts } from '#crdt/conflicts.ts';
import type { Conflict } from '#core/audit/conflict.ts';
import type { Replica } from '#crdt/replica.ts';

/** The whole list, worked out at once. */
export function conflictsOf(of: Replica): Conflict[] {
  const list = openConflicts(of.sections, of.state);
  let step = list.next();
  while (!step.done) step = list.next();
  return step.value;
}
