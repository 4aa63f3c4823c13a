import { command } from '#core/kernel/command.ts';
import { withFields, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { applyDiff, rowOf, squash, type Diff, type State } from '#core/kernel/state.ts';
import { missing, moveProblems, nothing } from '#core/org/commands.ts';
import { orgCommandMessages as titles } from '#core/org/messages.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { orderFor } from '#core/org/sibling.ts';
import { ancestorsOf, childrenOf, isWithin } from '#core/org/tree.ts';
import { groupsShownIn } from './home.ts';
import { Account } from './model.ts';

/** Everything in `from` goes to the end of `into`, in its order, and `from` is deleted. */
export const mergeDepartments = command<{ from: string; into: string }>(
  'department.merge',
  titles.merge,
  (state, { from, into }) => {
    const problem = mergeProblem(state, from, into);
    return problem ? refused(problem) : emptied(state, from, into);
  }
);

/** Why one department cannot be merged into another, whatever they hold. */
function mergeProblem(state: State, from: string, into: string): Problem | undefined {
  if (from === ROOT) return { code: 'org.rootFixed', params: {} };
  const row = rowOf(state, Department, from);
  if (!row) return missing(from);
  if (into === ROOT) return { code: 'org.mergeIntoRoot', params: { name: row.name } };
  if (!rowOf(state, Department, into)) return missing(into);
  const at = { kind: Department.name, id: from };
  return isWithin(state, into, from)
    ? { code: 'org.mergeIntoItself', params: { name: row.name }, at }
    : undefined;
}

/** Why the merge would be refused; also asked while its target is being chosen. */
export function mergeProblems(state: State, from: string, into: string): readonly Problem[] {
  const problem = mergeProblem(state, from, into);
  if (problem) return [problem];
  const without = applyDiff(state, new Map([[Department.name, new Map([[from, undefined]])]]));
  return rowsOf(without, from).flatMap((row) => moveProblems(without, row, into));
}

/** Deletes departments; what each holds takes its place in the nearest department that stays. */
export const dissolveDepartments = command<{ ids: readonly string[] }>(
  'department.dissolve',
  titles.dissolve,
  (state, { ids }) => {
    const chosen = [...new Set(ids)];
    const problems: Problem[] = chosen.length > 0 ? [] : [nothing];
    for (const id of chosen)
      if (id === ROOT) problems.push({ code: 'org.rootFixed', params: {} });
      else if (!rowOf(state, Department, id)) problems.push(missing(id));
    const [first, ...rest] = problems;
    if (first) return refused(first, ...rest);
    // The deepest first, so that what two of them held goes up through both.
    const depth = new Map(chosen.map((id) => [id, ancestorsOf(state, id).length]));
    chosen.sort((a, b) => (depth.get(b) ?? 0) - (depth.get(a) ?? 0));
    let diff: Diff = new Map();
    let at = state;
    for (const id of chosen) {
      const result = emptied(at, id, rowOf(at, Department, id)?.parentId ?? ROOT, nextTo(at, id));
      if (!result.ok) return result;
      diff = squash(diff, result.value);
      at = applyDiff(at, result.value);
    }
    return ok(diff);
  }
);

/** The sibling behind a department: what it held goes before that one. */
function nextTo(state: State, id: string): string | undefined {
  const siblings = childrenOf(state, rowOf(state, Department, id)?.parentId ?? ROOT);
  return siblings[siblings.indexOf(id) + 1];
}

const rowsOf = (state: State, parentId: string): Department[] =>
  childrenOf(state, parentId).flatMap((id) => rowOf(state, Department, id) ?? []);

/** What leads to a department being gone and all it held standing in another. */
function emptied(state: State, from: string, into: string, before?: string): Result<Diff> {
  // Judged as if it were gone already: its own name is free for what it held.
  const without = applyDiff(state, new Map([[Department.name, new Map([[from, undefined]])]]));
  const moved = rowsOf(without, from);
  const [first, ...rest] = moved.flatMap((row) => moveProblems(without, row, into));
  if (first) return refused(first, ...rest);
  const orders = orderFor(without, into, moved.length, before);
  const departments = new Map<string, Row | undefined>(
    moved.map((row, i) => [
      row.id,
      withFields(Department, row, { parentId: into, order: orders[i] ?? '' })
    ])
  );
  departments.set(from, undefined);
  const accounts = new Map<string, Row | undefined>();
  for (const { members } of groupsShownIn(state, from))
    for (const id of members) {
      const row = rowOf(state, Account, id);
      if (row) accounts.set(id, withFields(Account, row, { departmentId: into }));
    }
  // Accounts leave first, so that none is ever seen in a department that is gone.
  return ok(
    new Map([
      ...(accounts.size > 0 ? [[Account.name, accounts] as const] : []),
      [Department.name, departments] as const
    ])
  );
}
