import type { Group } from '#core/kernel/group.ts';
import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { changes, each, emptyTable, get, put, type Table } from '#core/kernel/table.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { accountsByDepartment, strayDepartments } from './home.ts';
import { Account } from './model.ts';

/** What stands in a department and beneath it, itself not counted. */
export interface Total {
  readonly id: string;
  readonly accounts: number;
  readonly departments: number;
}

type Tables = [
  Table<Department>,
  Table<Group>,
  Table<FormerDepartment>,
  strays: Table<{ readonly id: string }>
];

const totals = derived<Tables, Table<Total>>(build, step);

export function totalOf(state: State, id: string): Total {
  const groups = accountsByDepartment(tableOf(state, Account));
  const departments = tableOf(state, Department);
  const strays = strayDepartments(groups, departments);
  const table = totals(departments, groups, tableOf(state, FormerDepartment), strays);
  return get(table, id) ?? { id, accounts: 0, departments: 0 };
}

/** Totals while they are being changed, over the tree as it stands at that moment. */
class Ledger {
  readonly changed = new Map<string, Total>();
  readonly parents = new Map<string, string | undefined>();
  readonly base: Table<Total>;
  readonly departments: Table<Department>;
  readonly former: Table<FormerDepartment>;

  constructor(base: Table<Total>, departments: Table<Department>, former: Table<FormerDepartment>) {
    this.base = base;
    this.departments = departments;
    this.former = former;
  }

  total(id: string): Total {
    return this.changed.get(id) ?? get(this.base, id) ?? { id, accounts: 0, departments: 0 };
  }

  parent(id: string): string | undefined {
    return this.parents.has(id) ? this.parents.get(id) : get(this.departments, id)?.parentId;
  }

  /** Adds to a department and everything above it. */
  add(from: string | undefined, accounts: number, departments: number) {
    // The bound is only met over a table that is no forest; nothing may loop even there.
    for (let at = from, steps = 0; at !== undefined && steps < 64; at = this.parent(at), steps++) {
      const total = this.total(at);
      this.changed.set(at, {
        id: at,
        accounts: total.accounts + accounts,
        departments: total.departments + departments
      });
    }
  }

  /** The nearest living department at or above an id, or the root. */
  home(id: string): string {
    let at: string | undefined = id;
    for (let steps = 0; at !== undefined && steps < 64; steps++) {
      if (at === ROOT || get(this.departments, at)) return at;
      at = get(this.former, at)?.parentId;
    }
    return ROOT;
  }
}

function build(...[departments, groups, former]: Tables): Table<Total> {
  const ledger = new Ledger(emptyTable(), departments, former);
  each(groups, (group) => ledger.add(ledger.home(group.id), group.members.length, 0));
  each(departments, (row) => ledger.add(row.parentId, 0, 1));
  return put(emptyTable<Total>(), ledger.changed);
}

function step(base: Table<Total>, before: Tables, after: Tables): Table<Total> | undefined {
  const [departments, groups, former] = after;
  const moved: string[] = [];
  const born: Department[] = [];
  const died: Department[] = [];
  let n = 0;
  changes(before[0], departments, (id, was, is) => {
    n++;
    if (was && is && was.parentId !== is.parentId) moved.push(id);
    if (!was && is) born.push(is);
    if (was && !is) died.push(was);
  });
  // Accounts of a missing department change their home without changing: rare, and counted anew.
  const strayed = before[3].size > 0 || after[3].size > 0;
  const exists =
    born.length > 0 || died.length > 0 || before[2] !== former || before[3] !== after[3];
  if ((strayed && exists) || n > departments.size / 6 + 8) return undefined;

  // Subtrees that move are all detached first and then attached, so no step holds a circle.
  const ledger = new Ledger(base, before[0], former);
  for (const id of [...moved, ...died.map((row) => row.id)]) {
    const { accounts, departments: beneath } = ledger.total(id);
    ledger.add(ledger.parent(id), -accounts, -beneath - 1);
    ledger.parents.set(id, undefined);
  }
  for (const row of born) ledger.parents.set(row.id, undefined);
  for (const id of [...moved, ...born.map((row) => row.id)]) {
    const { accounts, departments: beneath } = ledger.total(id);
    const parent = get(departments, id)?.parentId;
    ledger.parents.set(id, parent);
    ledger.add(parent, accounts, beneath + 1);
  }
  const counted = new Ledger(put(base, ledger.changed), departments, former);
  changes(before[1], groups, (id, was, is) => {
    const more = (is?.members.length ?? 0) - (was?.members.length ?? 0);
    if (more !== 0) counted.add(counted.home(id), more, 0);
  });
  const gone = died.map((row) => [row.id, undefined] as const);
  return put(put(counted.base, counted.changed), gone);
}
