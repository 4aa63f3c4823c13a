import { EXISTENCE, type WriterOf } from './changes.ts';
import { positionsOf, positionsOfRows } from './positions.ts';
import { compareStamps, type Entry, type FieldChanges, type KindChanges } from './entry.ts';
import { readRow, withFields, fieldOf, type Kind, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { applyDiff, rowOf, tableOf, type Diff, type State } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { Account } from '#core/account/model.ts';
import { groupsShownIn } from '#core/account/home.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, MAX_DEPTH } from '#core/org/tree.ts';

/** What undoing needs to know of the log; `writerOf` is the last writer, undone ones included. */
export interface Log {
  readonly entry: (id: string) => Entry | undefined;
  readonly writerOf: WriterOf;
  /** Fields of a record that entries changed. */
  readonly writtenFields: (kind: string, id: string) => Iterable<string>;
  /** A removed record as it lies in the document. */
  readonly dormant: (kind: string, id: string) => Row | undefined;
  /** The ids a block command gave birth to. */
  readonly bornInBlocks: (entryId: string, kind: string) => Iterable<string>;
}

/**
 * The entries a field's value stands for, the last writer first: behind an undoing comes whoever
 * wrote what it brought back. "Changed since" is judged by this, never by comparing values.
 */
function* standing(log: Log, kind: string, id: string, field: string): Generator<string> {
  let writer = log.writerOf(kind, id, field);
  // Each step goes to an earlier entry, so this ends; the bound is for a log that lies.
  for (let steps = 0; writer !== undefined && steps < 1000; steps++) {
    yield writer;
    const undone = log.entry(writer)?.undoes;
    writer = undone === undefined ? undefined : writerBefore(log.entry(undone), kind, id, field);
  }
}

/** The entry somebody else's value stands for; undefined when the value is still `entry`'s. */
function otherWriter(
  { log, entry, kind }: Taking,
  id: string,
  field: string
): { readonly id: string } | undefined {
  let last: string | undefined;
  for (const writer of standing(log, kind.name, id, field)) {
    if (writer === entry.id) return undefined;
    last = writer;
  }
  // Behind the first undoing of a birth in blocks stands the birth, which no field entry names.
  if (last === undefined || log.entry(last)?.undoes !== undefined) return undefined;
  return { id: last };
}

function writerBefore(entry: Entry | undefined, kind: string, id: string, field: string) {
  for (const changes of entry?.changes ?? []) {
    if (changes.kind !== kind) continue;
    if (field === EXISTENCE) {
      const born = positionsOf(changes.bornIds).get(id);
      if (born !== undefined) return changes.bornAfter[born];
      const died = positionsOfRows(changes.died).get(id);
      if (died !== undefined) return changes.diedAfter[died];
    }
    for (const column of changes.fields) {
      const at = column.field === field ? positionsOf(column.ids).get(id) : undefined;
      if (at !== undefined) return column.after[at];
    }
  }
  return undefined;
}

/** An entry as if it had done nothing but remove some records, so that only these come back. */
export const removalOf = (entry: Entry, kind: string, ids: ReadonlySet<string>): Entry => ({
  ...entry,
  changes: entry.changes.flatMap((changes): KindChanges[] => {
    const at = changes.died.flatMap(({ id }, i) => (ids.has(id) ? [i] : []));
    if (changes.kind !== kind || at.length === 0) return [];
    const only = <T>(list: readonly T[]) => at.flatMap((i) => list.slice(i, i + 1));
    const [died, diedAfter] = [only(changes.died), only(changes.diedAfter)];
    return [{ ...changes, born: 0, bornIds: [], bornAfter: [], died, diedAfter, fields: [] }];
  })
});

/**
 * The diff that takes entries of one command back, as far as they still hold. What others changed
 * since is left alone; unless `partial` allows it, the whole is then refused and says why.
 */
export function planUndo(
  state: State,
  entries: readonly Entry[],
  log: Log,
  partial: boolean
): Result<Diff> {
  const lost: Problem[] = [];
  const diff = new Map<string, Map<string, Row | undefined>>();
  for (const entry of entries)
    for (const changes of entry.changes) {
      const kind = KINDS.get(changes.kind);
      if (!kind) continue;
      const rows = diff.get(kind.name) ?? new Map<string, Row | undefined>();
      diff.set(kind.name, rows);
      takeBack({ state, log, entry, kind, rows, lost }, changes);
    }
  settle(state, diff, lost);
  for (const [name, rows] of diff) if (rows.size === 0) diff.delete(name);
  const [first, ...rest] = lost;
  if (diff.size === 0)
    return first ? refused(first, ...rest) : refused({ code: 'audit.nothingLeft', params: {} });
  return first && !partial
    ? refused({ code: 'audit.partOnly', params: { lost: lost.length } }, ...lost)
    : ok(diff);
}

interface Taking {
  readonly state: State;
  readonly log: Log;
  readonly entry: Entry;
  readonly kind: Kind;
  readonly rows: Map<string, Row | undefined>;
  readonly lost: Problem[];
}

function takeBack(taking: Taking, changes: KindChanges) {
  const { kind, log, entry } = taking;
  for (const id of changes.bornIds) takeBirthBack(taking, id);
  if (changes.born > changes.bornIds.length)
    for (const id of log.bornInBlocks(entry.id, kind.name)) takeBirthBack(taking, id);
  for (const row of changes.died) takeDeathBack(taking, row);
  for (const column of changes.fields) takeFieldBack(taking, column);
}

function takeBirthBack(taking: Taking, id: string) {
  const { state, kind, log, rows, lost } = taking;
  const row = rowOf(state, kind, id);
  if (!row) return;
  for (const field of log.writtenFields(kind.name, id)) {
    const other = otherWriter(taking, id, field);
    // What was written before this birth came back with it and is nobody's change since.
    if (!other || compareStamps(other.id, taking.entry.id) < 0) continue;
    lost.push(changedSince(kind, row, field, other.id, log));
    return;
  }
  rows.set(id, undefined);
}

/**
 * The record comes back as it lies in the document: edits made while it was gone come with it. Where
 * it was added anew and removed again since, what lies there is not what this removed.
 */
function takeDeathBack(taking: Taking, stored: Row) {
  const { state, kind, log, rows, lost } = taking;
  if (rowOf(state, kind, stored.id)) return;
  const other = otherWriter(taking, stored.id, EXISTENCE);
  if (other) {
    lost.push(changedSince(kind, stored, EXISTENCE, other.id, log));
    return;
  }
  const remover = log.writerOf(kind.name, stored.id, EXISTENCE);
  const isLast = remover === undefined || remover === taking.entry.id;
  const kept = isLast ? log.dormant(kind.name, stored.id) : undefined;
  const row = readRow(kind, stored.id, (name) =>
    fieldOf(kept && !kind.fields[name]?.placed ? kept : stored, name)
  );
  rows.set(stored.id, row);
}

function takeFieldBack(taking: Taking, column: FieldChanges) {
  const { state, kind, log, rows, lost } = taking;
  const field = Object.hasOwn(kind.fields, column.field) ? kind.fields[column.field] : undefined;
  if (!field) return;
  column.ids.forEach((id, i) => {
    const row = rows.get(id) ?? rowOf(state, kind, id);
    if (!row) {
      const remover = log.writerOf(kind.name, id, EXISTENCE);
      lost.push(changedSince(kind, { id }, EXISTENCE, remover, log));
      return;
    }
    const other = otherWriter(taking, id, column.field);
    if (other) {
      lost.push(changedSince(kind, row, column.field, other.id, log));
      return;
    }
    const from = { [column.field]: field.read(column.from[i]) };
    const next = withFields(kind, row, from as Partial<Row>);
    if (next !== row) rows.set(id, next);
  });
}

/** A sentence about who changed what since. */
function changedSince(
  kind: Kind,
  row: Row,
  field: string,
  writer: string | undefined,
  log: Log
): Problem {
  const by = writer === undefined ? undefined : log.entry(writer);
  const name = fieldOf(row, 'name');
  return {
    code: 'audit.changedSince',
    params: {
      kind: kind.name,
      field,
      name: typeof name === 'string' && name !== '' ? name : row.id,
      by: by?.name ?? '',
      at: by?.at ?? 0
    },
    at: { kind: kind.name, id: row.id }
  };
}

/** Leaves out what the organization's rules would no longer allow, until the rest holds. */
function settle(state: State, diff: Map<string, Map<string, Row | undefined>>, lost: Problem[]) {
  const departments = diff.get(Department.name);
  const accounts = diff.get(Account.name);
  for (let changed = true; changed;) {
    changed = false;
    const after = applyDiff(state, diff);
    for (const [id, row] of departments ?? []) {
      const problem = departmentProblem(state, after, id, row !== undefined);
      if (!problem) continue;
      departments?.delete(id);
      lost.push(problem);
      changed = true;
    }
    for (const [id, row] of accounts ?? []) {
      const home = row && (row as Account).departmentId;
      if (home === undefined || home === ROOT || get(tableOf(after, Department), home)) continue;
      // An account that already stood in a missing department is not made worse by undoing.
      if (rowOf(state, Account, id)?.departmentId === home) continue;
      accounts?.delete(id);
      lost.push({ code: 'audit.placeGone', params: { name: (row as Account).name } });
      changed = true;
    }
  }
}

function departmentProblem(
  before: State,
  after: State,
  id: string,
  alive: boolean
): Problem | undefined {
  const name = (rowOf(before, Department, id) ?? rowOf(after, Department, id))?.name ?? id;
  if (!alive) {
    const departments = childrenOf(after, id).length;
    const accounts = groupsShownIn(after, id).reduce((n, group) => n + group.members.length, 0);
    if (departments + accounts === 0) return undefined;
    return { code: 'org.organizationNodeNotEmpty', params: { name, departments, accounts } };
  }
  const level = levelOf(after, id);
  if (level === undefined) return { code: 'audit.placeGone', params: { name } };
  const deepest = level + deepestBeneath(after, id, MAX_DEPTH);
  if (deepest <= MAX_DEPTH) return undefined;
  return { code: 'org.nodeDepthExceedLimit', params: { name, level: deepest, max: MAX_DEPTH } };
}

/** The level of a department, or undefined when the way up does not reach the root. */
function levelOf(state: State, id: string): number | undefined {
  let at: string | undefined = id;
  for (let level = 0; level <= 2 * MAX_DEPTH && at !== undefined; level++) {
    if (at === ROOT) return level;
    at = rowOf(state, Department, at)?.parentId;
  }
  return undefined;
}

function deepestBeneath(state: State, id: string, left: number): number {
  if (left < 0) return 1;
  let deepest = 0;
  for (const child of childrenOf(state, id))
    deepest = Math.max(deepest, 1 + deepestBeneath(state, child, left - 1));
  return deepest;
}
