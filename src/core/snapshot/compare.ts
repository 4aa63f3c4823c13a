import { Account } from '#core/account/model.ts';
import { homeOf } from '#core/account/home.ts';
import { changedFields, fieldOf, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { changes, emptyTable } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { pathOf } from '#core/org/tree.ts';
import { projectSnapshot } from './project.ts';
import { readSnapshot, type Snapshot } from './read.ts';
import { narrower, SHOWN_KINDS, type Scope, type ShownKind } from './scope.ts';

/** A record that differs between two states. */
export interface Compared {
  readonly kind: ShownKind;
  readonly id: string;
  readonly name: string;
  /** The departments it stands in, from below the root. */
  readonly path: readonly string[];
}

export interface Moved extends Compared {
  /** Undefined: to where the comparison does not reach. */
  readonly to: readonly string[] | undefined;
}

export interface Edited extends Compared {
  readonly fields: readonly {
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
  }[];
}

/** What leads from one state to another, by what happened; a record may be moved and edited. */
export interface Comparison {
  readonly before: State;
  readonly after: State;
  readonly added: readonly Compared[];
  readonly removed: readonly Compared[];
  readonly moved: readonly Moved[];
  readonly edited: readonly Edited[];
}

/** A snapshot against a whole organization as it is now, within what the snapshot shows. */
export function compareWithLive(snapshot: Snapshot, live: State): Result<Comparison> {
  const now = reduced(live, snapshot.meta.scope);
  return now ? ok(comparison(snapshot.state, now, live)) : nothingShared();
}

/** Two snapshots, within what both show. */
export function compareSnapshots(before: Snapshot, after: Snapshot): Result<Comparison> {
  const shared = narrower(before.meta.scope, after.meta.scope);
  const tops = sharedTops(before, after);
  const a = tops && reduced(before.state, { top: tops[0], ...shared });
  const b = tops && reduced(after.state, { top: tops[1], ...shared });
  return a && b ? ok(comparison(a, b, after.state)) : nothingShared();
}

/** Two states of one organization, in everything they hold. */
export const compareStates = (before: State, after: State): Comparison =>
  comparison(before, after, after);

const nothingShared = () => refused({ code: 'snapshot.nothingShared', params: {} });

/** Under which id the node that both show stands in each. */
function sharedTops(a: Snapshot, b: Snapshot): readonly [string, string] | undefined {
  const [topA, topB] = [a.meta.scope.top, b.meta.scope.top];
  if (topA === topB) return [ROOT, ROOT];
  if (rowOf(b.state, Department, topA)) return [ROOT, topA];
  return rowOf(a.state, Department, topB) ? [topB, ROOT] : undefined;
}

/** The part of a state that a scope shows, by the way every snapshot takes. */
function reduced(state: State, scope: Omit<Scope, 'money'>): State | undefined {
  const layers = { ...scope.layers, history: false };
  const meta = { title: '', at: 0, by: '', scope: { ...scope, layers, money: 'none' as const } };
  const read = readSnapshot(projectSnapshot(state, meta));
  return read.ok ? read.value.state : undefined;
}

/** `whole` is the later state beyond what is compared: it tells "moved away" from "removed". */
function comparison(before: State, after: State, whole: State): Comparison {
  const added: Compared[] = [];
  const removed: Compared[] = [];
  const moved: Moved[] = [];
  const edited: Edited[] = [];
  for (const kind of SHOWN_KINDS)
    changes(
      before.get(kind) ?? emptyTable<Row>(),
      after.get(kind) ?? emptyTable<Row>(),
      (_, was, is) => {
        if (!was) {
          if (is) added.push(compared(kind, is, after));
          return;
        }
        const old = compared(kind, was, before);
        if (!is) {
          if (isIn(whole, kind, was.id)) moved.push({ ...old, to: undefined });
          else removed.push(old);
          return;
        }
        const { place, fields } = differences(kind, was, is);
        if (place) moved.push({ ...old, to: compared(kind, is, after).path });
        if (fields.length > 0) edited.push({ ...compared(kind, is, after), fields });
      }
    );
  for (const list of [added, removed, moved, edited]) list.sort(byPlace);
  return { before, after, added, removed, moved, edited };
}

const isIn = (state: State, kind: ShownKind, id: string): boolean =>
  rowOf(state, kind === 'account' ? Account : Department, id) !== undefined;

/** A department's place among its siblings says nothing to a reader and is not told. */
function differences(name: ShownKind, was: Row, is: Row) {
  const kind = KINDS.get(name);
  const names = kind ? changedFields(kind, was, is) : [];
  const isPlace = (field: string) => field === 'parentId' || field === 'departmentId';
  return {
    place: names.some(isPlace),
    fields: names
      .filter((field) => field !== 'order' && !isPlace(field))
      .map((field) => ({ field, from: fieldOf(was, field), to: fieldOf(is, field) }))
  };
}

function compared(kind: ShownKind, row: Row, state: State): Compared {
  const name = fieldOf(row, 'name');
  return {
    kind,
    id: row.id,
    name: typeof name === 'string' ? name : '',
    path: above(kind, row, state)
  };
}

function above(kind: ShownKind, row: Row, state: State): string[] {
  if (kind === Organization.name) return [];
  const account = kind === 'account' ? rowOf(state, Account, row.id) : undefined;
  return account ? pathOf(state, homeOf(state, account)) : pathOf(state, row.id).slice(0, -1);
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Departments before accounts, then by where they stand. */
function byPlace(a: Compared, b: Compared): number {
  return (
    SHOWN_KINDS.indexOf(a.kind) - SHOWN_KINDS.indexOf(b.kind) ||
    collator.compare(a.path.join('/'), b.path.join('/')) ||
    collator.compare(a.name, b.name) ||
    (a.id < b.id ? -1 : 1)
  );
}
