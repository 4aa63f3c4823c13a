import { Account } from '#core/account/model.ts';
import { sortedAccounts, type AccountSort } from '#core/account/outline.ts';
import { totalOf } from '#core/account/totals.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { ancestorsOf, childrenOf } from '#core/org/tree.ts';
import type { AreaSource } from '#ui/charts/area-layout.ts';
import type { Matches } from '../outline/lines.ts';

const NOTHING: readonly string[] = [];

/** A value kept for each id it was asked for. */
function keeping<T>(make: (id: string) => T): (id: string) => T {
  const kept = new Map<string, T>();
  return (id) => {
    if (kept.has(id)) return kept.get(id) as T;
    const made = make(id);
    kept.set(id, made);
    return made;
  };
}

export const isAccount = (state: State, id: string): boolean =>
  id !== ROOT && !rowOf(state, Department, id) && rowOf(state, Account, id) !== undefined;

export const nameOf = (state: State, id: string): string =>
  id === ROOT
    ? (rowOf(state, Organization, ROOT)?.name ?? '')
    : ((rowOf(state, Department, id) ?? rowOf(state, Account, id))?.name ?? id);

/** The organization by accounts: departments first, then accounts as the outline sorts them. */
export function areaSource(state: State, sort: AccountSort, matches?: Matches): AreaSource {
  const all = {
    children: keeping((id) =>
      isAccount(state, id)
        ? NOTHING
        : [...childrenOf(state, id), ...sortedAccounts(state, id, sort)]
    ),
    value: (id: string) => (isAccount(state, id) ? 1 : totalOf(state, id).accounts)
  };
  return matches ? matching(state, all, matches) : all;
}

/** Only what a filter lets through; a department that matches itself is there with all it has. */
function matching(state: State, all: AreaSource, { departments, shown, accounts }: Matches) {
  const isWhole = keeping(
    (id) => departments.has(id) || ancestorsOf(state, id).some((above) => departments.has(above.id))
  );
  const children = keeping((id) => {
    if (isAccount(state, id)) return NOTHING;
    if (isWhole(id)) return all.children(id);
    const own = new Set(accounts.get(id));
    return all.children(id).filter((child) => shown.has(child) || own.has(child));
  });
  const value: AreaSource['value'] = keeping((id) =>
    isAccount(state, id) || isWhole(id)
      ? all.value(id)
      : children(id).reduce((sum, child) => sum + value(child), 0)
  );
  return { children, value };
}

/** The departments on the way to one, from below the root down to itself; none for what is gone. */
export const trailTo = (state: State, id: string | undefined): string[] =>
  id === undefined || !rowOf(state, Department, id)
    ? []
    : [
        ...ancestorsOf(state, id)
          .map((above) => above.id)
          .reverse(),
        id
      ];
