import type { Group } from '#core/kernel/group.ts';
import { get, rows } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import { groupsShownIn, homeOf } from './home.ts';
import { Account } from './model.ts';

/** What the accounts of a group share. */
export type GroupOf =
  | { readonly of: 'tag'; readonly key: string; readonly value: string | undefined }
  | { readonly of: 'department'; readonly id: string };

/**
 * A line of the outline, as it is drawn: the root, a department, a group of accounts that share
 * something, an account, or the rest of them.
 */
export interface OutlineRow {
  readonly kind: 'root' | 'department' | 'group' | 'account' | 'rest';
  /** The record's id; a group has one of its own; of `rest` that of the department or group. */
  readonly id: string;
  /** 0 for the root. */
  readonly level: number;
  /** 1-based place among its siblings, and how many they are: for assistive technology. */
  readonly position: number;
  readonly siblings: number;
  readonly expanded?: boolean;
  /** How many accounts `rest` stands for. */
  readonly more?: number;
  /** What a group is of, and its accounts. */
  readonly group?: GroupOf & { readonly members: readonly string[] };
}

/** Whether a line stands for a department, an account or the organization. */
export const isRecord = ({ kind }: OutlineRow): boolean => kind !== 'rest' && kind !== 'group';

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
  /** The line of the accounts that a department or group does not show, or -1. */
  indexOfRest(id: string): number;
}

interface Stretch {
  readonly start: number;
  readonly department: OutlineRow;
  /** Accounts that stand right behind the department's line (after its child departments). */
  readonly accounts?: Members;
}

interface Members {
  readonly count: number;
  /** In order; asked for once one of them is in sight. */
  readonly ids: () => readonly string[];
  readonly level: number;
  readonly before: number;
  readonly siblings: number;
  readonly more: number;
}

/** Lines by the departments or groups they belong to, from the top. */
export class Stretches implements Outline {
  readonly #stretches: Stretch[] = [];
  readonly #homeOf: (account: string) => string | undefined;
  length = 0;

  /** `homeOf` tells in which department or group an account is shown. */
  constructor(homeOf: (account: string) => string | undefined) {
    this.#homeOf = homeOf;
  }

  addDepartment(department: OutlineRow): void {
    this.#stretches.push({ start: this.length++, department });
  }

  addAccounts(department: OutlineRow, accounts: Members): void {
    if (accounts.count === 0) return;
    this.#stretches.push({ start: this.length, department, accounts });
    this.length += accounts.count + Number(accounts.more > 0);
  }

  at(index: number): OutlineRow | undefined {
    const stretch = this.#before(index);
    if (!stretch || index < 0) return undefined;
    if (!stretch.accounts) return index === stretch.start ? stretch.department : undefined;
    const { ids, count, level, before, siblings, more } = stretch.accounts;
    const i = index - stretch.start;
    const place = { level, position: before + i + 1, siblings };
    const id = i < count ? ids()[i] : undefined;
    if (id !== undefined) return { kind: 'account', id, ...place };
    return i === count && more > 0
      ? { kind: 'rest', id: stretch.department.id, more, ...place }
      : undefined;
  }

  indexOf(id: string): number {
    const home = this.#homeOf(id);
    const stretch = this.#stretches.find(({ department, accounts }) =>
      home === undefined ? !accounts && department.id === id : accounts && department.id === home
    );
    if (!stretch?.accounts) return stretch?.start ?? -1;
    const at = stretch.accounts.ids().indexOf(id);
    return at < 0 || at >= stretch.accounts.count ? -1 : stretch.start + at;
  }

  indexOfRest(id: string): number {
    const stretch = this.#stretches.find(
      ({ department, accounts }) => department.id === id && (accounts?.more ?? 0) > 0
    );
    return stretch?.accounts ? stretch.start + stretch.accounts.count : -1;
  }

  /** The last stretch that begins at or before a line. */
  #before(index: number): Stretch | undefined {
    let low = 0;
    let high = this.#stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle]?.start ?? Infinity) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#stretches[low];
  }
}

/** Where accounts of a state are shown. */
export const homesIn = (state: State) => (id: string) => {
  const row = get(tableOf(state, Account), id);
  return row && homeOf(state, row);
};

/** Everything there is, open to the last account, by name. */
export function wholeOutline(state: State): Outline {
  const all = new Set([ROOT, ...[...rows(tableOf(state, Department))].map(({ id }) => id)]);
  const sort = { field: 'name', descending: false } as const;
  return outlineOf(state, { expanded: all, unfolded: all, sort });
}

export function outlineOf(state: State, view: OutlineView): Outline {
  const lines = new Stretches(homesIn(state));
  const walk = (id: string, level: number, position: number, siblings: number) => {
    const expanded = view.expanded.has(id);
    const kind = id === ROOT ? 'root' : 'department';
    const department: OutlineRow = { kind, id, level, position, siblings, expanded };
    lines.addDepartment(department);
    if (!expanded) return;
    const children = childrenOf(state, id);
    const all = countShownIn(state, id);
    const fold = all > FIRST_ACCOUNTS && !view.unfolded.has(id);
    const count = fold ? FIRST_ACCOUNTS : all;
    const more = all - count;
    const among = children.length + count + Number(more > 0);
    children.forEach((child, i) => walk(child, level + 1, i + 1, among));
    lines.addAccounts(department, {
      count,
      ids: () => sortedAccounts(state, id, view.sort),
      level: level + 1,
      before: children.length,
      siblings: among,
      more
    });
  };
  walk(ROOT, 0, 1, 1);
  return lines;
}

const countShownIn = (state: State, departmentId: string): number =>
  groupsShownIn(state, departmentId).reduce((n, { members }) => n + members.length, 0);

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
  const [group] = groups;
  return group ? sortedGroup(state, group, sort) : [];
}

/** The accounts of a group, in order. */
export function sortedGroup(state: State, group: Group, sort: AccountSort): readonly string[] {
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
  if (groups.length > 1 || ids.length * FEW < countShownIn(state, departmentId))
    return sorted(state, ids, sort);
  const wanted = new Set(ids);
  return sortedAccounts(state, departmentId, sort).filter((id) => wanted.has(id));
}

/** Comparing two names costs about as much as looking up so many. */
const FEW = 8;

export const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Some accounts, in order. */
export function sorted(
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
