import { Account } from '#core/account/model.ts';
import type { Selection } from '#core/account/selection.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department } from '#core/org/model.ts';

/** A tag key among several records: on how many, and with which values. */
export interface KeyInUse {
  readonly key: string;
  readonly count: number;
  readonly values: ReadonlySet<string>;
}

/** The tag keys of what is selected, the most common first. */
export function keysInUse(state: State, { departments, accounts }: Selection): KeyInUse[] {
  const keys = new Map<string, { count: number; values: Set<string> }>();
  const rows = [
    ...departments.map((id) => rowOf(state, Department, id)),
    ...accounts.map((id) => rowOf(state, Account, id))
  ];
  for (const row of rows)
    for (const [key, value] of row?.tags ?? []) {
      const use = keys.get(key) ?? { count: 0, values: new Set<string>() };
      use.count++;
      use.values.add(value);
      keys.set(key, use);
    }
  return [...keys]
    .map(([key, use]) => ({ key, ...use }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
