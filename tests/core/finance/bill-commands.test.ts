import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { chooseBills, importBills, removeBills } from '#core/finance/bill-commands.ts';
import { chosenBills, periodId } from '#core/finance/bills.ts';
import { periodKey } from '#core/finance/current.ts';
import { BillBatch, BillChoice } from '#core/finance/model.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';

const context = { now: Date.UTC(2026, 1, 3) };
const scope = { provider: 'aws', payer: '012345678901', currency: 'USD' } as const;
const hash = (n: number) => n.toString(16).padStart(64, '0');
const bill = (n: number) => ({
  id: hash(n),
  name: `bill-${n}.csv`,
  scope,
  format: 'focus',
  months: ['2026-01', '2025-12'],
  rows: 10,
  refusedRows: 1,
  size: 2048
});
const account = (id: string, name = '') => ({ provider: 'aws', account: id, name }) as const;

function run<A>(
  state: State,
  { plan }: { plan: (s: State, a: A, c: typeof context) => ReturnType<typeof importBills.plan> },
  args: A
): State {
  const planned = plan(state, args, context);
  if (!planned.ok) throw new Error(planned.problems[0].code);
  return applyDiff(state, planned.value);
}
const listed = (...ns: readonly number[]) =>
  run(noState(), importBills, { bills: ns.map(bill), accounts: [], departmentId: ROOT });

describe('the list of bills', () => {
  test('tells where each batch is from, and once', () => {
    const state = listed(1, 2);
    expect(rowOf(state, BillBatch, hash(1))).toEqual({
      id: hash(1),
      name: 'bill-1.csv',
      ...scope,
      format: 'focus',
      months: ['2025-12', '2026-01'],
      rows: 10,
      refusedRows: 1,
      size: 2048,
      importedTime: '2026-02-03T00:00:00Z'
    });
    const again = importBills.plan(
      state,
      { bills: [{ ...bill(1), name: 'copy.csv' }], accounts: [], departmentId: ROOT },
      context
    );
    expect(again).toEqual({ ok: true, value: new Map() });
  });

  test('brings in accounts that the organization lacks, and leaves those it has', () => {
    const known = run(noState(), importBills, {
      bills: [],
      accounts: [account('111111111111', 'Data')],
      departmentId: ROOT
    });
    const state = run(known, importBills, {
      bills: [bill(1)],
      accounts: [account('111111111111', 'other'), account('222222222222'), account('')],
      departmentId: ROOT
    });
    expect(rowOf(state, Account, 'aws:111111111111')?.name).toBe('Data');
    expect(rowOf(state, Account, 'aws:222222222222')?.name).toBe('222222222222');
    expect(tableOf(state, Account).size).toBe(2);
  });

  test('is refused under a department that is not there', () => {
    const args = { bills: [bill(1)], accounts: [], departmentId: 'gone' };
    expect(importBills.plan(noState(), args, context)).toMatchObject({ ok: false });
  });
});

describe('a choice', () => {
  const choose = (state: State, sources: readonly string[], month = '2026-01') =>
    run(state, chooseBills, { scope, month, sources });
  const key = periodKey({ scope, month: '2026-01' });

  test('stands until it is taken back, and only for bills that are listed', () => {
    const state = choose(listed(1, 2), [hash(2)]);
    expect(chosenBills(state)).toEqual(new Map([[key, new Set([hash(2)])]]));
    expect(chosenBills(run(state, removeBills, { ids: [hash(2)] }))).toEqual(new Map());
    expect(tableOf(choose(state, []), BillChoice).size).toBe(0);
    const stranger = { scope, month: '2026-01', sources: [hash(9)] };
    expect(chooseBills.plan(state, stranger, context)).toMatchObject({ ok: false });
  });

  test('has a record of its own for every payer, currency and month', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(':', '%', '|')
    );
    const period = fc.record({
      provider: fc.constantFrom('aws' as const, 'tencent' as const),
      payer: text,
      currency: text,
      month: fc.constantFrom('2026-01', '2026-02')
    });
    fc.assert(
      fc.property(period, period, ({ month: a, ...one }, { month: b, ...other }) => {
        const wellFormed = ({ payer, currency }: typeof one) =>
          payer.isWellFormed() && currency.isWellFormed();
        fc.pre(wellFormed(one) && wellFormed(other));
        const same = periodKey({ scope: one, month: a }) === periodKey({ scope: other, month: b });
        expect(periodId(one, a) === periodId(other, b)).toBe(same);
      })
    );
  });
});
