import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch } from './batch-read.ts';
import {
  accountCount,
  accountKey,
  accountNumbers,
  type AccountCost,
  type CostCells,
  type CountedMonth
} from './cost.ts';
import { CostSums, type CostMeasure } from './half-sums.ts';
import { rateOf, type Reporting } from './reporting.ts';

/** What is summed, and under which names. */
export interface PivotQuery {
  /** The cells of a row; facts of other months are left out. */
  readonly months: readonly string[];
  readonly measure: CostMeasure;
  readonly reporting: Reporting;
  /** Under what an account counts, by the key of its record; undefined leaves it out. */
  readonly accountOf: (id: string) => string | undefined;
  /** Under what a line counts; undefined leaves it out. */
  readonly lineOf: (line: FactLine) => string | undefined;
}

export interface PivotRow {
  readonly account: string;
  readonly line: string;
  /** By month, in `REPORTED_DECIMALS` of the reporting currency. */
  readonly cells: CostCells;
}

export interface Pivot {
  /** Sorted by account and line: the same whatever order bills came in. */
  readonly rows: readonly PivotRow[];
  /** What has no rate in its month, by its own currency and month, in 1e-12: never added to the rows. */
  readonly apart: ReadonlyMap<string, CostCells>;
}

/** Sums of what bills say by month and by any grouping of accounts and lines. */
export function pivot(counted: readonly CountedMonth[], query: PivotQuery): Pivot {
  const { length } = query.months;
  const places = new Map(query.months.map((month, i) => [month, i]));
  const groups = new Groups(query);
  const apart = new Map<string, bigint[]>();
  for (const { batch, month, columns } of counted) {
    const at = places.get(month);
    if (at === undefined) continue;
    const { currency } = batch.scope;
    const rate = rateOf(query.reporting, month, currency);
    const { accounts, lines, sums: own } = groups.of(batch);
    own.clear();
    const grouped = { accounts: accounts.at, cells: lines.at };
    for (const segment of columns) own.add(segment, grouped, query.measure);
    if (rate === undefined) {
      const cells = apart.get(currency) ?? new Array<bigint>(length).fill(0n);
      apart.set(currency, cells);
      own.each((_row, _line, amount) => (cells[at] = (cells[at] ?? 0n) + amount));
    } else
      own.each((row, line, amount) => {
        const cells = groups.cells(accounts.groups[row] ?? 0, lines.groups[line] ?? 0);
        const before = cells[at];
        cells[at] = before ? before + amount : amount;
      }, rate);
  }
  return { rows: groups.rows(), apart: new Map(sorted(apart)) };
}

const sorted = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Names, numbered in the order in which they came. */
class Names {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** -1 for none. */
  numberOf(name: string | undefined): number {
    if (name === undefined) return -1;
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, (number = this.all.push(name) - 1));
    return number;
  }

  /** The numbers in the order of the names. */
  inOrder(): number[] {
    const { all } = this;
    return [...all.keys()].sort((a, b) => ((all[a] ?? '') < (all[b] ?? '') ? -1 : 1));
  }
}

/** The groups that a batch has: which they are, and which of them each account or line is in. */
interface Grouped {
  readonly groups: readonly number[];
  readonly at: Int32Array;
}

interface BatchGroups {
  readonly accounts: Grouped;
  readonly lines: Grouped;
  /** For one month after the other. */
  readonly sums: CostSums;
}

const UNKNOWN = -2;

/** What is summed under which name. An account or a name is looked up once, however many bills there are. */
class Groups {
  readonly #query: PivotQuery;
  readonly #accounts = new Names();
  readonly #lines = new Names();
  /** By the number of an account, its group; one that nobody asked for yet has `UNKNOWN`. */
  #ofAccounts = new Int32Array(0);
  readonly #ofBatches = new Map<Batch, BatchGroups>();
  /** By account and line. */
  readonly #cells: bigint[][][] = [];

  constructor(query: PivotQuery) {
    this.#query = query;
  }

  of(batch: Batch): BatchGroups {
    const known = this.#ofBatches.get(batch);
    if (known) return known;
    const { lineOf } = this.#query;
    const accounts = this.#groupsOf(accountNumbers(batch));
    const lines = Int32Array.from(batch.lines, (line) => this.#lines.numberOf(lineOf(line)));
    const rows = grouped(accounts, this.#accounts.all.length);
    const cells = grouped(lines, this.#lines.all.length);
    const sums = new CostSums(rows.groups.length, cells.groups.length);
    const own = { accounts: rows, lines: cells, sums };
    this.#ofBatches.set(batch, own);
    return own;
  }

  #groupsOf(numbers: Int32Array): Int32Array {
    const count = accountCount();
    if (this.#ofAccounts.length < count) {
      const more = new Int32Array(count).fill(UNKNOWN);
      more.set(this.#ofAccounts);
      this.#ofAccounts = more;
    }
    const known = this.#ofAccounts;
    const groups = new Int32Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] ?? 0;
      let group = known[number] ?? UNKNOWN;
      if (group === UNKNOWN)
        known[number] = group = this.#accounts.numberOf(this.#query.accountOf(accountKey(number)));
      groups[i] = group;
    }
    return groups;
  }

  cells(account: number, line: number): bigint[] {
    const own = (this.#cells[account] ??= []);
    return (own[line] ??= new Array<bigint>(this.#query.months.length).fill(0n));
  }

  /** Sorted by account and line: the same whatever order bills came in. */
  rows(): PivotRow[] {
    const lines = this.#lines.inOrder();
    return this.#accounts.inOrder().flatMap((account) =>
      lines.flatMap((line): PivotRow | [] => {
        const cells = this.#cells[account]?.[line];
        return cells
          ? {
              account: this.#accounts.all[account] ?? '',
              line: this.#lines.all[line] ?? '',
              cells
            }
          : [];
      })
    );
  }
}

/** Things that are in some of `count` groups (-1 for none), with these numbered among themselves. */
function grouped(groupOf: Int32Array, count: number): Grouped {
  const groups: number[] = [];
  const places = new Int32Array(count).fill(-1);
  const at = new Int32Array(groupOf.length).fill(-1);
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i] ?? -1;
    if (group < 0) continue;
    if (places[group] === -1) places[group] = groups.push(group) - 1;
    at[i] = places[group] ?? -1;
  }
  return { groups, at };
}

/** Rows of accounts as a table, which costs by department are made from. */
export const accountCosts = (rows: readonly PivotRow[]): Table<AccountCost> =>
  put(
    emptyTable<AccountCost>(),
    rows.map(({ account, cells }) => [account, { id: account, cells }] as const)
  );

/** The sum of all rows, by month. */
export const totalCells = (rows: readonly { readonly cells: CostCells }[], length: number) =>
  Array.from({ length }, (_, i) => rows.reduce((sum, { cells }) => sum + (cells[i] ?? 0n), 0n));
