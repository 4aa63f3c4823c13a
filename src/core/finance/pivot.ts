import { emptyTable, put, type Table } from '#core/kernel/table.ts';
import type { FactLine } from './batch-format.ts';
import type { Batch } from './batch-read.ts';
import { accountKeys, type AccountCost, type CostCells, type CountedMonth } from './cost.ts';
import { CostSums, type CostMeasure } from './half-sums.ts';
import { placed, type Placed } from './placed.ts';
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
  const places = new Map(query.months.map((month, i) => [month, i]));
  const rows = new Map<string, Map<string, bigint[]>>();
  const apart = new Map<string, bigint[]>();
  const groups = new Map<Batch, Groups>();
  const cellsAt = <K>(map: Map<K, bigint[]>, key: K): bigint[] => {
    let cells = map.get(key);
    if (!cells) map.set(key, (cells = new Array<bigint>(query.months.length).fill(0n)));
    return cells;
  };
  const linesAt = (account: string) => {
    let lines = rows.get(account);
    if (!lines) rows.set(account, (lines = new Map<string, bigint[]>()));
    return lines;
  };
  for (const each of counted) {
    const at = places.get(each.month);
    if (at === undefined) continue;
    const { currency } = each.batch.scope;
    const rate = rateOf(query.reporting, each.month, currency);
    let own = groups.get(each.batch);
    if (!own) groups.set(each.batch, (own = groupsOf(each.batch, query)));
    const { accounts, lines } = own;
    const sums = new CostSums(accounts.names.length, lines.names.length);
    const grouped = { accounts: accounts.at, cells: lines.at };
    for (const segment of each.columns) sums.add(segment, grouped, query.measure);
    sums.each((row, line, amount) => {
      const cells =
        rate === undefined
          ? cellsAt(apart, currency)
          : (own.cells[row * lines.names.length + line] ??= cellsAt(
              linesAt(accounts.names[row] ?? ''),
              lines.names[line] ?? ''
            ));
      cells[at] = (cells[at] ?? 0n) + amount * (rate ?? 1n);
    });
  }
  return {
    rows: sorted(rows).flatMap(([account, lines]) =>
      sorted(lines).map(([line, cells]) => ({ account, line, cells }))
    ),
    apart: new Map(sorted(apart))
  };
}

const sorted = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

interface Groups {
  readonly accounts: Placed;
  readonly lines: Placed;
  /** The cells that each pair of them is summed in, once they are known. */
  readonly cells: (bigint[] | undefined)[];
}

const groupsOf = (batch: Batch, { accountOf, lineOf }: PivotQuery): Groups => ({
  accounts: placed(accountKeys(batch), accountOf),
  lines: placed(batch.lines, lineOf),
  cells: []
});

/** Rows of accounts as a table, which costs by department are made from. */
export const accountCosts = (rows: readonly PivotRow[]): Table<AccountCost> =>
  put(
    emptyTable<AccountCost>(),
    rows.map(({ account, cells }) => [account, { id: account, cells }] as const)
  );

/** The sum of all rows, by month. */
export const totalCells = (rows: readonly { readonly cells: CostCells }[], length: number) =>
  Array.from({ length }, (_, i) => rows.reduce((sum, { cells }) => sum + (cells[i] ?? 0n), 0n));
