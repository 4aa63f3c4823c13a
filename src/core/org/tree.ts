import { grouped } from '#core/kernel/group.ts';
import { derived } from '#core/kernel/selector.ts';
import { changes, get, type Table } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, ROOT } from './model.ts';

/** Levels of departments below the root: the organization is never deeper, whatever is merged. */
export const MAX_DEPTH = 5;

const byOrder = (a: Department, b: Department) =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1;

/** Departments of each parent, in sibling order. */
const departmentsByParent = grouped<Department>((row) => row.parentId, byOrder);

const departmentsByName = grouped<Department>((row) => row.name);

const NOBODY: readonly string[] = [];

/** The ids of the departments that stand directly in one, in sibling order. */
export const childrenOf = (state: State, id: string): readonly string[] =>
  get(departmentsByParent(tableOf(state, Department)), id)?.members ?? NOBODY;

/** Who stands under whom, and in what order. */
export interface TreeShape {
  childrenOf(id: string): readonly string[];
}

const shapes = derived<[Table<Department>], TreeShape>(
  (departments) => {
    const groups = departmentsByParent(departments);
    return { childrenOf: (id) => get(groups, id)?.members ?? NOBODY };
  },
  (shape, [before], [after]) => {
    let moved = 0;
    changes(before, after, (_, was, is) => {
      if (was?.parentId !== is?.parentId || was?.order !== is?.order) moved++;
    });
    return moved === 0 ? shape : undefined;
  }
);

/** The shape of the tree: the same object for as long as no department comes, goes or moves. */
export const shapeOf = (state: State): TreeShape => shapes(tableOf(state, Department));

export const departmentsNamed = (state: State, name: string): readonly string[] =>
  get(departmentsByName(tableOf(state, Department)), name)?.members ?? NOBODY;

/** The departments above one, nearest first, without the root. Total even over a broken table. */
export function ancestorsOf(state: State, id: string): Department[] {
  const departments = tableOf(state, Department);
  const above: Department[] = [];
  let parent = get(departments, get(departments, id)?.parentId ?? ROOT);
  while (parent && above.length <= MAX_DEPTH) {
    above.push(parent);
    parent = get(departments, parent.parentId);
  }
  return above;
}

/** 0 for the root, 1 for a department directly below it. */
export const depthOf = (state: State, id: string): number =>
  id === ROOT ? 0 : ancestorsOf(state, id).length + 1;

/** Levels beneath a department: 0 when it has none. */
export function heightOf(state: State, id: string): number {
  let height = 0;
  for (const child of childrenOf(state, id)) height = Math.max(height, 1 + heightOf(state, child));
  return height;
}

/** A department and all beneath it, parents before children. */
export function subtreeOf(state: State, id: string): string[] {
  const ids = [id];
  for (const at of ids) ids.push(...childrenOf(state, at));
  return ids;
}

export function isWithin(state: State, id: string, ancestor: string): boolean {
  return (
    id === ancestor || ancestor === ROOT || ancestorsOf(state, id).some((a) => a.id === ancestor)
  );
}

/** Names from below the root down to the department itself. */
export function pathOf(state: State, id: string): string[] {
  const own = get(tableOf(state, Department), id);
  if (!own) return [];
  return [
    ...ancestorsOf(state, id)
      .map((a) => a.name)
      .reverse(),
    own.name
  ];
}

/**
 * Where something that points to a department is shown: there, or in the nearest living department
 * above a deleted one, or at the root.
 */
export const livingHome = (state: State, id: string): string =>
  livingHomeIn(tableOf(state, Department), tableOf(state, FormerDepartment), id);

export function livingHomeIn(
  departments: Table<Department>,
  former: Table<FormerDepartment>,
  id: string
): string {
  let at: string | undefined = id;
  // A chain of deleted departments is as deep as the tree ever was, never deeper than this.
  for (let steps = 0; at !== undefined && steps < 64; steps++) {
    if (at === ROOT || get(departments, at)) return at;
    at = get(former, at)?.parentId;
  }
  return ROOT;
}
