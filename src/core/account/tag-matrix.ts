import type { Group } from '#core/kernel/group.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { childrenOf, livingHome } from '#core/org/tree.ts';
import { accountsByDepartment } from './home.ts';
import { Account } from './model.ts';
import { valuesUsed } from './tag-use.ts';

/** Accounts with a value, with one of the values that have no column, or without the key. */
export type MatrixColumn =
  | { readonly of: 'value'; readonly value: string }
  | { readonly of: 'rest'; readonly values: number }
  | { readonly of: 'without' };

/** How many accounts of a department fall into each column. */
export interface MatrixCounts {
  /** With all beneath it. */
  readonly all: readonly number[];
  /** In the department itself. */
  readonly own: readonly number[];
}

export interface TagMatrix {
  readonly columns: readonly MatrixColumn[];
  /** By department, the root among them. */
  readonly counts: ReadonlyMap<string, MatrixCounts>;
  /** The largest cell of a department below the root, for shades. */
  readonly most: number;
}

/** Counts by value kept under their group, which is a new object whenever a member changed. */
const counted = new WeakMap<
  Group,
  { readonly key: string; readonly counts: ReadonlyMap<string | undefined, number> }
>();

function countsOf(state: State, group: Group, key: string) {
  const kept = counted.get(group);
  if (kept?.key === key) return kept.counts;
  const accounts = tableOf(state, Account);
  const counts = new Map<string | undefined, number>();
  for (const id of group.members) {
    const value = get(accounts, id)?.tags.find(([each]) => each === key)?.[1];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  counted.set(group, { key, counts });
  return counts;
}

/**
 * Departments against the values of a tag key: at most so many values have a column, the most used
 * first. An edit counts the accounts of the departments it touched, and sums the others.
 */
export function tagMatrix(state: State, key: string, values: number): TagMatrix {
  const used = valuesUsed(state, key).filter(({ accounts }) => accounts > 0);
  const shown = used.slice(0, values);
  const rest = used.length - shown.length;
  const columns: MatrixColumn[] = [
    ...shown.map(({ text }) => ({ of: 'value' as const, value: text })),
    ...(rest > 0 ? [{ of: 'rest' as const, values: rest }] : []),
    { of: 'without' }
  ];
  const columnOf = new Map<string | undefined, number>(shown.map(({ text }, i) => [text, i]));
  columnOf.set(undefined, columns.length - 1);
  const own = ownCounts(state, key, columns.length, (value) => columnOf.get(value) ?? shown.length);
  const counts = new Map<string, MatrixCounts>();
  const none: readonly number[] = columns.map(() => 0);
  let most = 0;
  const walk = (id: string): readonly number[] => {
    const mine = own.get(id) ?? none;
    const all = [...mine];
    for (const child of childrenOf(state, id))
      walk(child).forEach((n, i) => (all[i] = (all[i] ?? 0) + n));
    if (id !== ROOT) most = Math.max(most, ...all);
    counts.set(id, { all, own: mine });
    return all;
  };
  walk(ROOT);
  return { columns, counts, most };
}

function ownCounts(
  state: State,
  key: string,
  width: number,
  columnOf: (value: string | undefined) => number
): Map<string, number[]> {
  const own = new Map<string, number[]>();
  each(accountsByDepartment(tableOf(state, Account)), (group) => {
    const home = livingHome(state, group.id);
    let cells = own.get(home);
    if (!cells) own.set(home, (cells = new Array<number>(width).fill(0)));
    for (const [value, n] of countsOf(state, group, key)) {
      const at = columnOf(value);
      cells[at] = (cells[at] ?? 0) + n;
    }
  });
  return own;
}
