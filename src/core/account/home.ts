import { grouped, type Group } from '#core/kernel/group.ts';
import { derived } from '#core/kernel/selector.ts';
import { changes, each, emptyTable, get, put, type Table } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { livingHome, livingHomeIn } from '#core/org/tree.ts';
import { Account } from './model.ts';

/** Accounts by the department they point to, living or not. */
export const accountsByDepartment = grouped<Account>((row) => row.departmentId);

const accountsByName = grouped<Account>((row) => row.name);

const NOBODY: readonly string[] = [];

export const accountsNamed = (state: State, name: string): readonly string[] =>
  get(accountsByName(tableOf(state, Account)), name)?.members ?? NOBODY;

/** Departments that accounts point to and that are not there: deleted, or never imported. */
export const strayDepartments = derived<
  [Table<Group>, Table<Department>],
  Table<{ readonly id: string }>
>(
  (groups, departments) => {
    const strays: [string, { id: string }][] = [];
    each(groups, (_, id) => {
      if (id !== ROOT && !get(departments, id)) strays.push([id, { id }]);
    });
    return put(emptyTable(), strays);
  },
  (strays, [groupsBefore, departmentsBefore], [groups, departments]) => {
    const touched = new Set<string>();
    changes(groupsBefore, groups, (id, was, is) => {
      if (!was !== !is) touched.add(id);
    });
    changes(departmentsBefore, departments, (id, was, is) => {
      if (!was !== !is) touched.add(id);
    });
    return put(
      strays,
      [...touched].map((id) => {
        const stray = id !== ROOT && get(groups, id) && !get(departments, id);
        return [id, stray ? (get(strays, id) ?? { id }) : undefined] as const;
      })
    );
  }
);

/** The groups of accounts shown in a department: its own, and those of missing ones homed here. */
export function groupsShownIn(state: State, departmentId: string): Group[] {
  const groups = accountsByDepartment(tableOf(state, Account));
  const shown: Group[] = [];
  const own = get(groups, departmentId);
  if (own) shown.push(own);
  each(strayDepartments(groups, tableOf(state, Department)), ({ id }) => {
    const group = get(groups, id);
    if (group && livingHome(state, id) === departmentId) shown.push(group);
  });
  return shown;
}

/** The living department (or root) an account is shown in. */
export const homeOf = (state: State, account: Account): string =>
  livingHome(state, account.departmentId);

/** How many accounts each department shows. */
export interface HomeCounts {
  countIn(id: string): number;
}

type Homes = [Table<Account>, Table<Department>, Table<FormerDepartment>];

const homeCounts = derived<Homes, HomeCounts>(
  (accounts, departments, former) => {
    const groups = accountsByDepartment(accounts);
    const strays = new Map<string, number>();
    each(strayDepartments(groups, departments), ({ id }) => {
      const home = livingHomeIn(departments, former, id);
      const more = get(groups, id)?.members.length ?? 0;
      strays.set(home, (strays.get(home) ?? 0) + more);
    });
    return { countIn: (id) => (get(groups, id)?.members.length ?? 0) + (strays.get(id) ?? 0) };
  },
  (counts, before, after) => {
    let same = before[2] === after[2];
    changes(before[0], after[0], (_, was, is) => {
      if (was?.departmentId !== is?.departmentId) same = false;
    });
    changes(before[1], after[1], (_, was, is) => {
      if (!was !== !is) same = false;
    });
    return same ? counts : undefined;
  }
);

/** The same object for as long as no account comes, goes or moves and every department stays. */
export const homeCountsOf = (state: State): HomeCounts =>
  homeCounts(tableOf(state, Account), tableOf(state, Department), tableOf(state, FormerDepartment));
