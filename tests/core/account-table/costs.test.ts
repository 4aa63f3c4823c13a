import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { columnOf, COST_COLUMN, DEFAULT_COLUMNS } from '#core/account-table/columns.ts';
import { costIn, costSum, shownCost, withCosts } from '#core/account-table/costs.ts';
import { textEdit } from '#core/account-table/editing.ts';
import { linesOf } from '#core/account-table/lines.ts';
import { FRESH_QUERY, readQuery } from '#core/account-table/query.ts';
import { shownTable } from '#core/export/account-table.ts';
import { csvOfCells } from '#core/export/csv.ts';
import { amountText } from '#core/finance/amount.ts';
import type { AccountCost } from '#core/finance/cost.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { emptyTable, put, rows, type Table } from '#core/kernel/table.ts';
import { formatsOf } from '#workspace/formats.ts';
import { sampleState } from '../../support/focus-file.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const SAMPLE = sampleState(40);
const formats = formatsOf('en');
const UNIT = 10n ** BigInt(REPORTED_DECIMALS);

/** Amounts near each other and far apart, of both signs, with few and with all digits. */
const amounts = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, UNIT, -UNIT, UNIT / 2n, -UNIT / 2n),
  fc.bigInt(-(10n ** 30n), 10n ** 30n),
  fc.integer({ min: -999, max: 999 }).map((cents) => (BigInt(cents) * UNIT) / 100n)
);
const priced = fc.array(fc.option(amounts), { minLength: 40, maxLength: 40 });

function costsOf(state: State, prices: readonly (bigint | null)[]): Table<AccountCost> {
  const ids = [...rows(tableOf(state, Account))].map(({ id }) => id);
  return put(
    emptyTable<AccountCost>(),
    ids.flatMap((id, i) => {
      const price = prices[i % prices.length];
      return price == null ? [] : [[id, { id, cells: [0n, price] }] as const];
    })
  );
}

const query = (descending: boolean) => ({ ...FRESH_QUERY, sort: [{ column: 'cost', descending }] });
const order = (state: State, descending: boolean) => [
  ...linesOf(state, query(descending), new Set()).ids()
];

/** As the amounts themselves say; what has none stands last, whichever way. */
function expectSorted(state: State, descending: boolean) {
  const found = order(state, descending).map((id) => costIn(state, id));
  const known = found.filter((cost) => cost !== undefined);
  expect(found.slice(known.length).every((cost) => cost === undefined)).toBe(true);
  const sign = descending ? -1 : 1;
  const sorted = known.toSorted((a, b) => (a < b ? -sign : a > b ? sign : 0));
  expect(known).toEqual(sorted);
}

test('accounts sort by what they cost, to the last digit, also after bills and accounts changed', () => {
  const history = fc.array(drawnCommand, { maxLength: 8 });
  fc.assert(
    fc.property(priced, priced, history, fc.boolean(), (first, second, steps, descending) => {
      let state = SAMPLE;
      const costs = costsOf(state, first);
      expectSorted(withCosts(state, costs), descending);
      for (const drawn of steps) {
        const planned = planOf(drawn, state);
        if (planned.ok) state = applyDiff(state, planned.value);
        expectSorted(withCosts(state, costs), descending);
      }
      expectSorted(withCosts(state, costsOf(state, second)), descending);
    }),
    { numRuns: 120 }
  );
});

test('sums are exact, and the file has every digit', () => {
  fc.assert(
    fc.property(priced, (prices) => {
      const state = withCosts(SAMPLE, costsOf(SAMPLE, prices));
      const ids = order(state, false);
      const columns = [...DEFAULT_COLUMNS.slice(0, 2), 'cost'].flatMap((id) => columnOf(id) ?? []);
      const table = shownTable(state, query(false), columns, formats);
      const lines = csvOfCells(table.headers, table.rows).trimEnd().split('\r\n').slice(1);
      const written = lines.map((line) => line.slice(line.lastIndexOf(',') + 1));
      expect(written).toEqual(
        ids.map((id) => {
          const cost = costIn(state, id);
          return cost === undefined ? '' : amountText(cost, REPORTED_DECIMALS);
        })
      );
      const total = ids.reduce((sum, id) => sum + (costIn(state, id) ?? 0n), 0n);
      expect(costSum(state, ids)).toBe(total);
    }),
    { numRuns: 40 }
  );
});

test('an amount is read to two decimals, half to even', () => {
  expect(shownCost('1234.565')).toBe('1,234.56');
  expect(shownCost('-0.015000000000000000000001')).toBe('−0.02');
  expect(shownCost('12')).toBe('12.00');
});

test('nobody filters, groups or writes by cost, and without bills the column is blank', () => {
  const read = readQuery('cols=name,cost&group=cost&where=cost:1&sort=~cost');
  expect(read.columns).toEqual(['name', 'cost']);
  expect(read.group).toBeUndefined();
  expect(read.filters.size).toBe(0);
  expect(read.sort).toEqual([{ column: 'cost', descending: true }]);
  const [account] = rows(tableOf(SAMPLE, Account));
  if (!account) throw new Error('no account');
  expect(COST_COLUMN.valueOf(account, SAMPLE)).toBe('');
  expect(withCosts(SAMPLE, undefined)).toBe(SAMPLE);
  const edit = textEdit(COST_COLUMN, '12', account, SAMPLE, formats);
  expect(edit.ok).toBe(false);
});
