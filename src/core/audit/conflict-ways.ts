import { deleteDepartments, moveAccounts } from '#core/account/commands.ts';
import { groupsShownIn } from '#core/account/home.ts';
import { accountProblems } from '#core/account/limits.ts';
import { Account } from '#core/account/model.ts';
import type { Command } from '#core/kernel/command.ts';
import { withFields, type Kind, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { applyDiff, rowOf, squash, type Diff, type State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import { missing, moveDepartments, moveProblems } from '#core/org/commands.ts';
import { departmentNameProblems } from '#core/org/limits.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { Place } from '#core/org/placement.ts';
import { childrenOf } from '#core/org/tree.ts';
import type { Conflict, Way } from './conflict.ts';

const CONTEXT = { now: 0 };

/** What can be done about a conflict as things stand, accepting it first. */
export function waysOf(state: State, conflict: Conflict): readonly Way[] {
  return [{ way: 'keep' as const }, ...othersOf(conflict)].filter(
    (way) => way.way === 'keep' || way.way === 'restore' || planWay(state, conflict, way).ok
  );
}

function othersOf({ type, sides }: Conflict): Way[] {
  switch (type) {
    case 'moved-twice':
    case 'field':
    case 'added-twice':
      return sides.flatMap(({ shown, place, values }, side): Way[] =>
        shown || (place === undefined && values === undefined) ? [] : [{ way: 'take', side }]
      );
    case 'cycle':
      return [{ way: 'swap' }];
    case 'deleted-in-use':
      return [{ way: 'dissolve' }];
    case 'deleted-with-accounts':
    case 'edited-while-deleted':
      return sides[0]?.entry === undefined ? [] : [{ way: 'restore' }];
    case 'depth':
    case 'limit':
      return [];
  }
}

/** The changes that settle a conflict in some way; restoring what was removed is an undoing. */
export function planWay(state: State, conflict: Conflict, way: Way): Result<Diff> {
  switch (way.way) {
    case 'keep':
    case 'restore':
      return ok(new Map());
    case 'take':
      return take(state, conflict, way.side);
    case 'swap':
      return swap(state, conflict);
    case 'dissolve':
      return dissolve(state, conflict.ids[0] ?? '');
  }
}

const gone = (conflict: Conflict): Result<never> => refused(missing(conflict.ids[0] ?? ''));

function take(state: State, conflict: Conflict, at: number): Result<Diff> {
  const side = conflict.sides[at];
  if (side?.place === 'removed')
    return deleteDepartments.plan(state, { ids: conflict.ids }, CONTEXT);
  if (side?.place) return put(state, conflict.ids[0] ?? '', side.place);
  const kind = KINDS.get(conflict.kind);
  const { field } = conflict;
  if (!side?.values || !kind || field === undefined) return gone(conflict);
  const rows = new Map<string, Row>();
  const problems: Problem[] = [];
  for (const [id, value] of side.values) {
    const row = rowOf(state, kind, id);
    const next = row && withFields(kind, row, { [field]: value });
    if (!row || !next || next === row) continue;
    problems.push(...rowProblems(state, kind, row, next));
    rows.set(id, next);
  }
  const [first, ...rest] = problems;
  if (first) return refused(first, ...rest);
  return rows.size > 0 ? ok(new Map([[kind.name, rows]])) : gone(conflict);
}

/** What the commands for one record would refuse. */
function rowProblems(state: State, kind: Kind, before: Row, after: Row): Problem[] {
  if (kind.name === Account.name) {
    const [was, is] = [before as Account, after as Account];
    const home = is.departmentId;
    const lost = home !== was.departmentId && home !== ROOT && !rowOf(state, Department, home);
    return [...(lost ? [missing(home)] : []), ...accountProblems(state, is, was)];
  }
  if (kind.name !== Department.name) return [];
  const [was, is] = [before as Department, after as Department];
  return was.name === is.name ? [] : departmentNameProblems(state, is.id, is);
}

/** A department at the very place somebody put it. */
function put(state: State, id: string, place: Place): Result<Diff> {
  const row = rowOf(state, Department, id);
  if (!row) return refused(missing(id));
  const [problem, ...rest] = moveProblems(state, row, place.parentId);
  if (problem) return refused(problem, ...rest);
  const { parentId, order } = place;
  return ok(
    new Map([[Department.name, new Map([[id, withFields(Department, row, { parentId, order })]])]])
  );
}

/** The one in the way goes where the waiting one stands, and the waiting one where it wants to be. */
function swap(state: State, { ids, sides }: Conflict): Result<Diff> {
  const [id = '', other = ''] = ids;
  const row = rowOf(state, Department, id);
  const wish = sides.find(({ shown }) => !shown)?.place;
  if (!row || typeof wish !== 'object') return refused(missing(id));
  return inTurn(state, [
    part(moveDepartments, { ids: [other], parentId: row.parentId, before: id }),
    (between) => put(between, id, wish)
  ]);
}

/** What stands in a department goes one level up, and the department goes away. */
function dissolve(state: State, id: string): Result<Diff> {
  const row = rowOf(state, Department, id);
  if (!row) return refused(missing(id));
  const { parentId } = row;
  const departments = childrenOf(state, id);
  const accounts = groupsShownIn(state, id).flatMap((group) => group.members);
  return inTurn(state, [
    ...(departments.length > 0
      ? [part(moveDepartments, { ids: departments, parentId, before: id })]
      : []),
    ...(accounts.length > 0 ? [part(moveAccounts, { ids: accounts, departmentId: parentId })] : []),
    part(deleteDepartments, { ids: [id] })
  ]);
}

type Part = (state: State) => Result<Diff>;

const part =
  <A>(command: Command<A>, args: A): Part =>
  (state) =>
    command.plan(state, args, CONTEXT);

/** Each planned over what the one before it leaves; all or nothing. */
function inTurn(state: State, parts: readonly Part[]): Result<Diff> {
  let diff: Diff = new Map();
  for (const plan of parts) {
    const result = plan(applyDiff(state, diff));
    if (!result.ok) return result;
    diff = squash(diff, result.value);
  }
  return ok(diff);
}
