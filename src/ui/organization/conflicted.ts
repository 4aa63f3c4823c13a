import type { Conflict } from '#core/audit/conflict.ts';

type List = readonly Conflict[];

const NONE: List = [];
const byList = new WeakMap<List, ReadonlyMap<string, List>>();

/** The open conflicts by the records they are marked on; worked out once for each list. */
export function conflictsById(conflicts: List): ReadonlyMap<string, List> {
  const known = byList.get(conflicts);
  if (known) return known;
  const byId = new Map<string, Conflict[]>();
  for (const conflict of conflicts)
    for (const id of conflict.ids) {
      const at = byId.get(id);
      if (at) at.push(conflict);
      else byId.set(id, [conflict]);
    }
  byList.set(conflicts, byId);
  return byId;
}

/** The open conflicts of one record. */
export const conflictsAt = (conflicts: List, id: string): List =>
  conflicts.length === 0 ? NONE : (conflictsById(conflicts).get(id) ?? NONE);
