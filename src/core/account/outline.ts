import type { Group } from '#core/kernel/group.ts';
import { get } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import { groupsShownIn } from './home.ts';
import { Account } from './model.ts';

/** A line of the outline, as it is drawn: the root, a department, an account, or the rest of them. */
export interface OutlineRow {
  readonly kind: 'root' | 'department' | 'account' | 'rest';
  /** The record's id; of `rest` the department's. */
  readonly id: string;
  /** 0 for the root. */
  readonly level: number;
  /** 1-based place among its siblings, and how many they are: for assistive technology. */
  readonly position: number;
  readonly siblings: number;
  readonly expanded?: boolean;
  /** How many accounts `rest` stands for. */
  readonly more?: number;
}

export interface OutlineView {
  readonly expanded: ReadonlySet<string>;
  /** Departments whose accounts are all shown, beyond the first few. */
  readonly unfolded: ReadonlySet<string>;
  readonly sort: AccountSort;
}

export interface AccountSort {
  readonly field: 'name' | 'externalId' | 'owner' | 'status' | 'joinedTime';
  readonly descending: boolean;
}

/** A department shows this many accounts, then "show the other n", so that siblings stay in sight. */
export const FIRST_ACCOUNTS = 8;

/**
 * The outline as stretches of lines, so that it costs as much as the departments in sight and not
 * as the accounts in them: a line is made when it is drawn.
 */
export interface Outline {
  readonly length: number;
  at(index: number): OutlineRow | undefined;
  /** The line of a record, or -1 when it is not in sight. */
  indexOf(id: string): number;
}

interface Stretch {
  readonly start: number;
  readonly department: OutlineRow;
  /** Accounts that stand right behind the department's line (after its child departments). */
  readonly accounts?: {
    readonly level: number;
    readonly ids: readonly string[];
    readonly before: number;
    readonly siblings: number;
    readonly more: number;
  };
}

export function outlineOf(state: State, view: OutlineView): Outline {
  const stretches: Stretch[] = [];
  let length = 0;
  const add = (stretch: Omit<Stretch, 'start'>, lines: number) => {
    stretches.push({ start: length, ...stretch });
    length += lines;
  };
  const walk = (id: string, level: number, position: number, siblings: number) => {
    const expanded = view.expanded.has(id);
    const kind = id === ROOT ? 'root' : 'department';
    const department: OutlineRow = { kind, id, level, position, siblings, expanded };
    add({ department }, 1);
    if (!expanded) return;
    const children = childrenOf(state, id);
    const all = sortedAccounts(state, id, view.sort);
    const fold = all.length > FIRST_ACCOUNTS && !view.unfolded.has(id);
    const ids = fold ? all.slice(0, FIRST_ACCOUNTS) : all;
    const more = all.length - ids.length;
    const among = children.length + ids.length + Number(more > 0);
    children.forEach((child, i) => walk(child, level + 1, i + 1, among));
    if (ids.length === 0) return;
    const accounts = { level: level + 1, ids, before: children.length, siblings: among, more };
    add({ department, accounts }, ids.length + Number(more > 0));
  };
  walk(ROOT, 0, 1, 1);
  return {
    length,
    at: (index) => lineAt(stretches, index),
    indexOf: (id) => indexIn(stretches, id)
  };
}

function lineAt(stretches: readonly Stretch[], index: number): OutlineRow | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.start ?? Infinity) <= index) low = middle;
    else high = middle - 1;
  }
  const stretch = stretches[low];
  if (!stretch || index < 0) return undefined;
  if (!stretch.accounts) return index === stretch.start ? stretch.department : undefined;
  const { ids, level, before, siblings, more } = stretch.accounts;
  const i = index - stretch.start;
  const place = { level, position: before + i + 1, siblings };
  const id = ids[i];
  if (id !== undefined) return { kind: 'account', id, ...place };
  return i === ids.length && more > 0
    ? { kind: 'rest', id: stretch.department.id, more, ...place }
    : undefined;
}

function indexIn(stretches: readonly Stretch[], id: string): number {
  for (const { start, department, accounts } of stretches) {
    if (!accounts) {
      if (department.id === id) return start;
      continue;
    }
    const at = accounts.ids.indexOf(id);
    if (at >= 0) return start + at;
  }
  return -1;
}

/** Sorted ids kept under their group, which is a new object whenever a member changed. */
const sortedGroups = new WeakMap<Group, { key: string; ids: readonly string[] }>();

/** The accounts shown in a department, in order. */
export function sortedAccounts(
  state: State,
  departmentId: string,
  sort: AccountSort
): readonly string[] {
  const groups = groupsShownIn(state, departmentId);
  if (groups.length > 1)
    return sorted(
      state,
      groups.flatMap((group) => group.members),
      sort
    );
  const group = groups[0];
  if (!group) return [];
  const key = `${sort.field} ${sort.descending}`;
  const kept = sortedGroups.get(group);
  if (kept?.key === key) return kept.ids;
  const ids = sorted(state, group.members, sort);
  sortedGroups.set(group, { key, ids });
  return ids;
}

/**
 * Some of the accounts shown in a department, in its order: a few are sorted by themselves, many
 * are picked from the order that is kept.
 */
export function sortedAmong(
  state: State,
  departmentId: string,
  ids: readonly string[],
  sort: AccountSort
): readonly string[] {
  const groups = groupsShownIn(state, departmentId);
  const all = groups.reduce((n, { members }) => n + members.length, 0);
  if (groups.length > 1 || ids.length * FEW < all) return sorted(state, ids, sort);
  const wanted = new Set(ids);
  return sortedAccounts(state, departmentId, sort).filter((id) => wanted.has(id));
}

/** Comparing two names costs about as much as looking up so many. */
const FEW = 8;

const collator = new Intl.Collator('zh-CN', { numeric: true });

function sorted(
  state: State,
  ids: readonly string[],
  { field, descending }: AccountSort
): string[] {
  const accounts = tableOf(state, Account);
  const keyed = ids.map((id) => ({ id, key: get(accounts, id)?.[field] ?? '' }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => sign * collator.compare(a.key, b.key) || (a.id < b.id ? -1 : 1));
  return keyed.map(({ id }) => id);
}
