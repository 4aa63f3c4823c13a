import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { costByDepartment, costOf } from '#core/finance/department-cost.ts';
import { groupedBy, type CostDimension, type CostFilter } from '#core/finance/grouping.ts';
import { accountCosts, pivot, type PivotRow } from '#core/finance/pivot.ts';
import { departmentRows } from '#core/finance/report.ts';
import { importOrganization } from '#core/import/command.ts';
import type { Command } from '#core/kernel/command.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { createOrganization, moveDepartments } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';

const STORE = 'batches';
const REPORTING = { currency: 'CNY', rates: new Map<string, ReadonlyMap<string, bigint>>() };

export interface FactFigures {
  /** Milliseconds from the stored batches until the first chart has its numbers. */
  readonly open: number;
  /** Of that: taking them from the device, unpacking, by account, by department. */
  readonly steps: readonly (readonly [name: string, time: number])[];
  /** Milliseconds of each pivot, often. */
  readonly pivots: readonly (readonly [name: string, times: readonly number[]])[];
  /** Milliseconds until every roll-up has followed a department that moved, often. */
  readonly moves: readonly number[];
  /** What the root and what is outside of it add up to, in 1e-24. */
  readonly total: string;
}

/** Fetches batches and keeps them on the device. */
export async function keepBatches(urls: readonly string[]): Promise<void> {
  const db = await opened();
  for (const url of urls) {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const store = db.transaction(STORE, 'readwrite').objectStore(STORE);
    await answerOf(store.put(bytes, url));
  }
  db.close();
}

const opened = (): Promise<IDBDatabase> => {
  const request = indexedDB.open('bench-bills', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return answerOf(request);
};

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message));
  });

/** Opens what is kept for an organization of so many accounts, and asks of it what charts ask. */
export async function factFigures(
  accounts: number,
  months: readonly string[]
): Promise<FactFigures> {
  const state = organizationOf(accounts);
  const steps: [string, number][] = [];
  let last = performance.now();
  const began = last;
  const step = (name: string) => {
    const now = performance.now();
    steps.push([name, now - last]);
    last = now;
  };
  const stored = await storedBatches();
  step('from the device');
  const counted = stored.flatMap((bytes) => countedOf(bytes));
  step('unpacked');
  const { rows } = pivoted(state, counted, months, { by: 'account' });
  step('by account');
  const costs = accountCosts(rows);
  departmentRows(state, costs, ROOT, months.length);
  step('by department');
  const open = performance.now() - began;
  const table = costByDepartment(state, costs);
  const total = [ROOT, OUTSIDE].flatMap((id) => costOf(table, id, months.length));
  return {
    open,
    steps,
    pivots: pivotTimes(state, counted, months),
    moves: moveTimes(state, counted, months),
    total: total.reduce((sum, cell) => sum + cell, 0n).toString()
  };
}

/** As the finance page asks. */
function pivoted(
  state: State,
  counted: readonly CountedMonth[],
  months: readonly string[],
  { by, filter = {} }: { readonly by: CostDimension; readonly filter?: CostFilter }
): { readonly rows: readonly PivotRow[] } {
  const grouping = groupedBy(state, filter, by);
  return pivot(counted, { months, measure: 'billed', reporting: REPORTING, ...grouping });
}

function organizationOf(accounts: number): State {
  const named = planned(noState(), createOrganization, { name: 'Bench', provider: 'other' });
  const sources = [sampleGroup(SAMPLE_SEED, accounts)];
  return planned(named, importOrganization, { sources, target: ROOT });
}

function planned<A>(state: State, command: Command<A>, args: A): State {
  const diff = command.plan(state, args, { now: 0 });
  if (!diff.ok) throw new Error(diff.problems[0].code);
  return applyDiff(state, diff.value);
}

async function storedBatches(): Promise<readonly Uint8Array[]> {
  const db = await opened();
  const store = db.transaction(STORE).objectStore(STORE);
  const all = (await answerOf(store.getAll())) as Uint8Array[];
  db.close();
  return all;
}

function countedOf(bytes: Uint8Array): CountedMonth[] {
  const batch = readBatch(bytes);
  if (!batch.ok) throw new Error(batch.problems[0].code);
  return batch.value.months.map(({ month }) => {
    const columns = readMonth(batch.value, month);
    if (!columns.ok) throw new Error(columns.problems[0].code);
    return { batch: batch.value, month, columns: columns.value };
  });
}

/** Each pivot with all months, as the finance page has it. */
function pivotTimes(
  state: State,
  counted: readonly CountedMonth[],
  months: readonly string[]
): FactFigures['pivots'] {
  const by = (dimension: CostDimension) => pivoted(state, counted, months, { by: dimension }).rows;
  const pivots: readonly (readonly [string, () => unknown])[] = [
    ['service', () => by('service')],
    ['region', () => by('region')],
    ['account', () => by('account')],
    ['department', () => departmentRows(state, accountCosts(by('account')), ROOT, months.length)]
  ];
  return pivots.map(([name, pivot]) => [name, repeated(9, pivot)] as const);
}

function repeated(times: number, work: () => unknown): number[] {
  return Array.from({ length: times }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

/** Moves departments to and fro while four roll-ups are open, of everything and of services. */
function moveTimes(
  before: State,
  counted: readonly CountedMonth[],
  months: readonly string[]
): number[] {
  const filters: readonly CostFilter[] = [
    {},
    ...[0, 1, 2].map((service) => ({ service: `Service ${service}` }))
  ];
  const all = filters.map((filter) =>
    accountCosts(pivoted(before, counted, months, { by: 'account', filter }).rows)
  );
  const rollUp = (state: State) => all.map((costs) => costByDepartment(state, costs));
  let state = before;
  rollUp(state);
  const [first = ROOT, second = ROOT] = childrenOf(state, ROOT);
  const ids = childrenOf(state, first).slice(0, 10);
  return [second, first].flatMap((parentId) =>
    ids.map((id) => {
      state = planned(state, moveDepartments, { ids: [id], parentId });
      const began = performance.now();
      rollUp(state);
      return performance.now() - began;
    })
  );
}
