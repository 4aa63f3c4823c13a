import { Account } from '#core/account/model.ts';
import type { Selection } from '#core/account/selection.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { moveProblems } from '#core/org/commands.ts';
import { Department } from '#core/org/model.ts';
import { ancestorsOf, childrenOf } from '#core/org/tree.ts';

/** Where something would go: into a department, before one of its children or at their end. */
export interface Place {
  readonly parentId: string;
  readonly before?: string;
}

/** Why the move would be refused; asked while it is still being dragged or chosen. */
export function refusalOf(
  state: State,
  { departments }: Selection,
  parentId: string
): Problem | undefined {
  for (const id of headsOf(state, departments)) {
    const row = rowOf(state, Department, id);
    const [problem] = row ? moveProblems(state, row, parentId) : [];
    if (problem) return problem;
  }
  return undefined;
}

/** The departments that are moved themselves: the others ride along beneath one of them. */
function headsOf(state: State, departments: readonly string[]): string[] {
  const chosen = new Set(departments);
  return departments.filter((id) => !ancestorsOf(state, id).some((above) => chosen.has(above.id)));
}

/** Whether everything is in that place already, so that there is nothing to do. */
export function standsThere(
  state: State,
  { departments, accounts }: Selection,
  place: Place
): boolean {
  const { parentId, before } = place;
  // An account that is only shown here, because its own department is gone, can be moved here.
  const homes = accounts.every((id) => rowOf(state, Account, id)?.departmentId === parentId);
  if (!homes) return false;
  const heads = headsOf(state, departments);
  const parents = heads.every((id) => rowOf(state, Department, id)?.parentId === parentId);
  if (!parents) return false;
  const [only, ...more] = heads;
  if (only === undefined) return true;
  if (more.length > 0) return false;
  if (before === only) return true;
  const siblings = childrenOf(state, parentId);
  return siblings[siblings.indexOf(only) + 1] === before;
}

/** The sibling behind a department, or nothing when it is the last. */
export function nextSibling(state: State, id: string): string | undefined {
  const parentId = rowOf(state, Department, id)?.parentId;
  if (parentId === undefined) return undefined;
  const siblings = childrenOf(state, parentId);
  return siblings[siblings.indexOf(id) + 1];
}
