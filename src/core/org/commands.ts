import { command } from '#core/kernel/command.ts';
import { tagsOf, type Tags } from '#core/kernel/field.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type Diff, type State } from '#core/kernel/state.ts';
import { departmentNameProblems, profileOf } from './limits.ts';
import { newTagProblems } from './tag-rules.ts';
import { orgCommandMessages as titles } from './messages.ts';
import { Department, Organization, ROOT } from './model.ts';
import { orderFor } from './sibling.ts';
import { depthOf, heightOf, isWithin, MAX_DEPTH } from './tree.ts';
import type { Provider } from './provider.ts';

const ID = /^[A-Za-z0-9._~%:-]{1,200}$/;

/** Ids are made by the caller, so that running a command again repeats exactly. */
export const isRecordId = (id: string): boolean => ID.test(id) && id !== ROOT;

const ofDepartments = (
  state: State,
  rows: Iterable<readonly [string, Department | undefined]>
): Result<Diff> => ok(diffOf(state, Department, rows));

/** Refuses with the problems found, else answers with what `make` gives. */
export function unless(problems: readonly Problem[], make: () => Result<Diff>): Result<Diff> {
  const [first, ...rest] = problems;
  return first ? refused(first, ...rest) : make();
}

export const missing = (id: string): Problem => ({
  code: 'org.organizationNodeNotExist',
  params: { id }
});

export const nothing: Problem = { code: 'org.nothing', params: {} };

export const createOrganization = command<{
  name: string;
  provider: Provider;
  accountLimit?: number;
}>('organization.create', titles.create, (state, { name, provider, accountLimit }) => {
  if (rowOf(state, Organization, ROOT))
    return refused({ code: 'org.idTaken', params: { id: ROOT } });
  const stored = new Map<string, unknown>(Object.entries({ name, provider, accountLimit }));
  return ok(
    diffOf(state, Organization, [[ROOT, readRow(Organization, ROOT, (f) => stored.get(f))]])
  );
});

export type OrganizationValues = Partial<Omit<Organization, 'id'>>;

export const updateOrganization = command<{ values: OrganizationValues }>(
  'organization.update',
  titles.update,
  (state, { values }) => {
    const row = rowOf(state, Organization, ROOT);
    if (!row) return refused(missing(ROOT));
    if (values.name?.trim() === '') return refused({ code: 'org.nameEmpty', params: {} });
    return ok(diffOf(state, Organization, [[ROOT, withFields(Organization, row, values)]]));
  }
);

export interface NewDepartment {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  /** The sibling it comes before; at the end without one. */
  readonly before?: string;
  readonly owner?: string;
  readonly remark?: string;
  readonly tags?: Tags;
}

export const addDepartment = command<NewDepartment>('department.add', titles.add, (state, args) => {
  const { id, name, parentId, before, ...rest } = args;
  if (!isRecordId(id)) return refused({ code: 'org.idMalformed', params: { id } });
  if (rowOf(state, Department, id)) return refused({ code: 'org.idTaken', params: { id } });
  const problems = [
    ...placeProblems(state, { id, name, height: 0 }, parentId),
    ...departmentNameProblems(state, id, { name, parentId }),
    ...fieldProblems(state, { id, name, ...rest })
  ];
  return unless(problems, () => {
    const order = orderFor(state, parentId, 1, before)[0] ?? '';
    const stored = new Map<string, unknown>(Object.entries({ name, parentId, order, ...rest }));
    return ofDepartments(state, [[id, readRow(Department, id, (field) => stored.get(field))]]);
  });
});

export const renameDepartment = command<{ id: string; name: string }>(
  'department.rename',
  titles.rename,
  (state, { id, name }) => {
    const row = rowOf(state, Department, id);
    if (!row) return refused(missing(id));
    return unless(departmentNameProblems(state, id, { ...row, name }), () =>
      ofDepartments(state, [[id, withFields(Department, row, { name })]])
    );
  }
);

/** Fields of a department that a form edits, its name and place aside. */
export type DepartmentValues = Partial<Pick<Department, 'owner' | 'remark' | 'tags'>>;

const EDITABLE: ReadonlySet<string> = new Set(['owner', 'remark', 'tags']);

export const updateDepartments = command<{ ids: readonly string[]; values: DepartmentValues }>(
  'department.update',
  titles.edit,
  (state, { ids, values }) => {
    const foreign = Object.keys(values).find((field) => !EDITABLE.has(field));
    if (foreign !== undefined)
      return refused({ code: 'org.fieldUnknown', params: { field: foreign } });
    const clean = readable(values);
    return eachDepartment(state, ids, (row) => withFields(Department, row, clean));
  }
);

/** Values as the fields read them, so that what a caller passes is what storage gives back. */
function readable(values: DepartmentValues): DepartmentValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name in Department.fields ? Department.fields[name as 'owner'].read(value) : value
    ])
  );
}

export interface Tagging {
  readonly ids: readonly string[];
  readonly set: Tags;
  readonly remove: readonly string[];
}

/** Tags with some set and some keys removed. */
export function retagged(tags: Tags, set: Tags, remove: readonly string[]): Tags {
  const gone = new Set(remove);
  return tagsOf([...tags.filter(([key]) => !gone.has(key)), ...set]);
}

export const tagDepartments = command<Tagging>('department.tag', titles.tag, (state, args) => {
  if (args.set.some(([key]) => key.trim() === ''))
    return refused({ code: 'org.tagKeyEmpty', params: {} });
  return eachDepartment(state, args.ids, (row) =>
    withFields(Department, row, { tags: retagged(row.tags, args.set, args.remove) })
  );
});

function eachDepartment(
  state: State,
  ids: readonly string[],
  change: (row: Department) => Department
): Result<Diff> {
  const problems: Problem[] = ids.length > 0 ? [] : [nothing];
  const rows: [string, Department][] = [];
  for (const id of new Set(ids)) {
    const row = rowOf(state, Department, id);
    if (!row) {
      problems.push(missing(id));
      continue;
    }
    const next = change(row);
    if (next === row) continue;
    problems.push(...fieldProblems(state, next, row.tags));
    rows.push([id, next]);
  }
  return unless(problems, () => ofDepartments(state, rows));
}

export interface Move {
  readonly ids: readonly string[];
  readonly parentId: string;
  /** The sibling they come before; at the end without one. */
  readonly before?: string;
}

/** Moves departments with all beneath them; one that lies beneath another of them rides along. */
export const moveDepartments = command<Move>('department.move', titles.move, (state, args) => {
  const { parentId, before } = args;
  const chosen = new Set(args.ids);
  const heads = [...chosen].filter((id) => !ridesAlong(state, id, chosen));
  const problems: Problem[] = heads.length > 0 ? [] : [nothing];
  const moved: Department[] = [];
  for (const id of heads) {
    const row = rowOf(state, Department, id);
    if (row) moved.push(row);
    problems.push(...(row ? moveProblems(state, row, parentId) : [missing(id)]));
  }
  return unless(problems, () => {
    const orders = orderFor(state, parentId, moved.length, before, chosen);
    return ofDepartments(
      state,
      moved.map((row, i) => [
        row.id,
        withFields(Department, row, { parentId, order: orders[i] ?? '' })
      ])
    );
  });
});

function ridesAlong(state: State, id: string, chosen: ReadonlySet<string>): boolean {
  let at = rowOf(state, Department, id)?.parentId;
  for (let steps = 0; at !== undefined && at !== ROOT && steps <= MAX_DEPTH; steps++) {
    if (chosen.has(at)) return true;
    at = rowOf(state, Department, at)?.parentId;
  }
  return false;
}

/** Why a department cannot be moved to another; also asked while it is still being dragged. */
export function moveProblems(state: State, row: Department, parentId: string): Problem[] {
  const at = { kind: Department.name, id: row.id };
  if (parentId !== ROOT && isWithin(state, parentId, row.id))
    return [{ code: 'org.moveIntoItself', params: { name: row.name }, at }];
  const place = placeProblems(state, { ...row, height: heightOf(state, row.id) }, parentId);
  if (place.length > 0 || row.parentId === parentId) return place;
  return profileOf(state).departmentNameUnique === 'parent'
    ? departmentNameProblems(state, row.id, { name: row.name, parentId })
    : [];
}

function placeProblems(
  state: State,
  row: { id: string; name: string; height: number },
  parentId: string
): Problem[] {
  if (parentId !== ROOT && !rowOf(state, Department, parentId)) return [missing(parentId)];
  const level = depthOf(state, parentId) + 1 + row.height;
  if (level <= MAX_DEPTH) return [];
  const at = { kind: Department.name, id: row.id };
  return [
    { code: 'org.nodeDepthExceedLimit', params: { name: row.name, level, max: MAX_DEPTH }, at }
  ];
}

function fieldProblems(
  state: State,
  row: { id: string; name: string; tags?: Tags },
  before: Tags = []
): Problem[] {
  const limits = profileOf(state);
  const at = { kind: Department.name, id: row.id };
  const problems: Problem[] = newTagProblems(limits, row.tags ?? [], before).map((problem) => ({
    ...problem,
    at
  }));
  const count = row.tags?.length ?? 0;
  if (count > limits.tags)
    problems.push({
      code: 'org.tagsTooMany',
      params: { name: row.name, count, max: limits.tags },
      at
    });
  return problems;
}
