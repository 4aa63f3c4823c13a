import { Account } from '#core/account/model.ts';
import { accountsByDepartment, strayDepartments } from '#core/account/home.ts';
import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { changes, each, emptyTable, get, put, type Table } from '#core/kernel/table.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import type { AccountCost, CostCells } from './cost.ts';
import { homeBeyond } from './cost-home.ts';

/** What a department costs, all beneath it included; the root's is the organization's. */
export interface DepartmentCost {
  readonly id: string;
  readonly cells: CostCells;
}

type Tables = [
  departments: Table<Department>,
  accounts: Table<Account>,
  former: Table<FormerDepartment>,
  strays: Table<{ readonly id: string }>,
  costs: Table<AccountCost>
];

const departmentCosts = derived<Tables, Table<DepartmentCost>>(build, step);

/**
 * Costs by department as the tree of a state has them. The root and `OUTSIDE` together are every
 * cost there is. A department that moves takes its costs along both paths, and nothing else is touched.
 */
export function costByDepartment(state: State, costs: Table<AccountCost>): Table<DepartmentCost> {
  const accounts = tableOf(state, Account);
  const departments = tableOf(state, Department);
  const strays = strayDepartments(accountsByDepartment(accounts), departments);
  return departmentCosts(departments, accounts, tableOf(state, FormerDepartment), strays, costs);
}

/** Nothing at all is no cells: a cost of zero everywhere may be written either way. */
export const costOf = (table: Table<DepartmentCost>, id: string, length: number): CostCells =>
  get(table, id)?.cells ?? new Array<bigint>(length).fill(0n);

const NOTHING: CostCells = [];

/** Adds to cells that are the caller's own; either may be empty, which is zero. */
function addInto(own: bigint[], cells: CostCells, sign: 1 | -1): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    const before = own[i];
    if (!cell) own[i] = before ?? 0n;
    else if (!before) own[i] = sign === 1 ? cell : -cell;
    else own[i] = sign === 1 ? before + cell : before - cell;
  }
}

interface OwnCost extends DepartmentCost {
  readonly cells: bigint[];
}

/** Costs while they are being changed, over the tree as it stands at that moment. */
class CostLedger {
  readonly changed = new Map<string, OwnCost>();
  readonly parents = new Map<string, string | undefined>();
  readonly base: Table<DepartmentCost>;
  readonly departments: Table<Department>;
  readonly former: Table<FormerDepartment>;

  constructor(
    base: Table<DepartmentCost>,
    departments: Table<Department>,
    former: Table<FormerDepartment>
  ) {
    this.base = base;
    this.departments = departments;
    this.former = former;
  }

  cells(id: string): CostCells {
    return (this.changed.get(id) ?? get(this.base, id))?.cells ?? NOTHING;
  }

  parent(id: string): string | undefined {
    return this.parents.has(id) ? this.parents.get(id) : get(this.departments, id)?.parentId;
  }

  add(id: string, cells: CostCells, sign: 1 | -1): void {
    if (cells.length === 0) return;
    let own = this.changed.get(id);
    if (!own) this.changed.set(id, (own = { id, cells: [...this.cells(id)] }));
    addInto(own.cells, cells, sign);
  }

  /** Adds to a department and everything above it. */
  addUp(from: string | undefined, cells: CostCells, sign: 1 | -1): void {
    // The bound is only met over a table that is no forest; nothing may loop even there.
    for (let at = from, steps = 0; at !== undefined && steps < 64; at = this.parent(at), steps++)
      this.add(at, cells, sign);
  }

  /** Where an account's cost stands: its department, the nearest living one above, or outside. */
  home(id: string, account: Account | undefined): string {
    if (!account) return homeBeyond(id, this.departments);
    let at: string | undefined = account.departmentId;
    for (let steps = 0; at !== undefined && steps < 64; steps++) {
      if (at === ROOT || get(this.departments, at)) return at;
      at = get(this.former, at)?.parentId;
    }
    return ROOT;
  }
}

/** Own costs first and then up, the deepest departments first: each is added to its parent once. */
function build(...[departments, accounts, former, , costs]: Tables): Table<DepartmentCost> {
  const ledger = new CostLedger(emptyTable(), departments, former);
  each(costs, ({ cells }, id) => {
    ledger.add(ledger.home(id, get(accounts, id)), cells, 1);
  });
  const depths: [id: string, parentId: string, depth: number][] = [];
  each(departments, ({ id, parentId }) => {
    let depth = 0;
    for (let at = parentId; at !== ROOT && depth < 64; depth++)
      at = get(departments, at)?.parentId ?? ROOT;
    depths.push([id, parentId, depth]);
  });
  for (const [id, parentId] of depths.sort((a, b) => b[2] - a[2]))
    ledger.add(parentId, ledger.cells(id), 1);
  return put(emptyTable<DepartmentCost>(), ledger.changed);
}

/** What became of departments between two states of the tree. */
function movesBetween(before: Table<Department>, after: Table<Department>) {
  const moves = { moved: [] as string[], born: [] as string[], died: [] as string[], n: 0 };
  changes(before, after, (id, was, is) => {
    moves.n++;
    if (!was) moves.born.push(id);
    else if (!is) moves.died.push(id);
    else if (was.parentId !== is.parentId) moves.moved.push(id);
  });
  return moves;
}

function step(
  base: Table<DepartmentCost>,
  before: Tables,
  after: Tables
): Table<DepartmentCost> | undefined {
  const [departments, accounts, former, strays, costs] = after;
  const { moved, born, died, n } = movesBetween(before[0], departments);
  // Accounts of a missing department change their home without changing: rare, and counted anew.
  const strayed = before[3].size > 0 || strays.size > 0;
  const exists = born.length + died.length > 0 || before[2] !== former || before[3] !== strays;
  if ((strayed && exists) || n > departments.size / 6 + 8) return undefined;
  const ledger = movedLedger(base, before[0], departments, former, { moved, born, died });
  const changed = new Map<string, true>();
  changes(before[1], accounts, (id, was, is) => {
    if (was?.departmentId !== is?.departmentId || !was !== !is) changed.set(id, true);
  });
  changes(before[4], costs, (id) => changed.set(id, true));
  if (changed.size > costs.size / 6 + 8) return undefined;
  const from = new CostLedger(ledger, departments, former);
  for (const id of changed.keys()) {
    from.addUp(from.home(id, get(before[1], id)), get(before[4], id)?.cells ?? NOTHING, -1);
    from.addUp(from.home(id, get(accounts, id)), get(costs, id)?.cells ?? NOTHING, 1);
  }
  return put(
    put(ledger, from.changed),
    died.map((id) => [id, undefined] as const)
  );
}

/** Subtrees that move are all detached first and then attached, so no step holds a circle. */
function movedLedger(
  base: Table<DepartmentCost>,
  before: Table<Department>,
  after: Table<Department>,
  former: Table<FormerDepartment>,
  {
    moved,
    born,
    died
  }: { moved: readonly string[]; born: readonly string[]; died: readonly string[] }
): Table<DepartmentCost> {
  const ledger = new CostLedger(base, before, former);
  for (const id of [...moved, ...died]) {
    ledger.addUp(ledger.parent(id), ledger.cells(id), -1);
    ledger.parents.set(id, undefined);
  }
  for (const id of born) ledger.parents.set(id, undefined);
  for (const id of [...moved, ...born]) {
    const parent = get(after, id)?.parentId;
    ledger.parents.set(id, parent);
    ledger.addUp(parent, ledger.cells(id), 1);
  }
  return put(base, ledger.changed);
}

/**
 * Costs by department, each month by the tree as it was then: `stateOf` gives the state of a month,
 * `costsOf` its costs over the same axis. Departments that are gone since stand under their own ids.
 */
export function costByDepartmentThen(
  months: readonly string[],
  stateOf: (month: string) => State,
  costsOf: (month: string) => Table<AccountCost>
): Table<DepartmentCost> {
  const sums = new Map<string, OwnCost>();
  for (const month of months)
    each(costByDepartment(stateOf(month), costsOf(month)), ({ id, cells }) => {
      let own = sums.get(id);
      if (!own) sums.set(id, (own = { id, cells: [] }));
      addInto(own.cells, cells, 1);
    });
  return put(emptyTable<DepartmentCost>(), sums);
}
