import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { PICO } from '#core/finance/amount.ts';
import { addBudget, updateBudget } from '#core/finance/budget-commands.ts';
import { budgetUses } from '#core/finance/budget-use.ts';
import type { Budget } from '#core/finance/model.ts';
import { budgetsOf, overAllocations, periodOf } from '#core/finance/budget.ts';
import { monthsFrom } from '#core/finance/month.ts';
import { setRates, setReportingCurrency } from '#core/finance/rate-commands.ts';
import { ratesTo, reportingOf } from '#core/finance/rates.ts';
import type { Command } from '#core/kernel/command.ts';
import { readRow, type Kind, type Row } from '#core/kernel/kind.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { billMonths, factOf } from '../../support/bills.ts';

const context = { now: 0 };
const row = (kind: Kind, id: string, own: object) =>
  [id, Object.freeze({ ...readRow(kind, id, () => undefined), ...own })] as [string, Row];

/** East holds Shop; account 1 is East's and production, 2 is Shop's and a test. */
const organization = (): State =>
  applyDiff(
    noState(),
    new Map([
      [
        Department.name,
        new Map([
          row(Department, 'east', { name: 'East', parentId: ROOT }),
          row(Department, 'shop', { name: 'Shop', parentId: 'east' })
        ])
      ],
      [
        Account.name,
        new Map([
          row(Account, 'aws:1', { departmentId: 'east', tags: [['env', 'prod']] }),
          row(Account, 'aws:2', { departmentId: 'shop', tags: [['env', 'test']] })
        ])
      ]
    ])
  );

function run<A>(state: State, command: Command<A>, args: A): State {
  const planned = command.plan(state, args, context);
  if (!planned.ok) throw new Error(planned.problems[0].code);
  return applyDiff(state, planned.value);
}
const refusal = <A>(state: State, command: Command<A>, args: A) => {
  const planned = command.plan(state, args, context);
  return planned.ok ? undefined : planned.problems[0].code;
};

const base = { name: 'b', currency: 'USD', first: '2026-01', amount: '100' };
let made = 0;
const withBudget = (state: State, values: Partial<Omit<Budget, 'id'>>) =>
  run(state, addBudget, { id: `b${made++}`, values: { ...base, ...values } });

const AT = { month: '2026-03', running: '2026-04' };
const unit = PICO * PICO;
const costs = (month: string, account: string, amount: bigint, service = 'EC2') =>
  factOf({ month, account, service, billed: amount * PICO });

describe('what a budget was used', () => {
  const facts = [
    costs('2026-01', '1', 10n),
    costs('2026-02', '1', 20n, 'S3'),
    costs('2026-03', '1', 30n),
    costs('2026-03', '2', 5n),
    costs('2026-03', '3', 7n)
  ];
  const used = (values: Partial<Omit<Budget, 'id'>>) => {
    const state = withBudget(organization(), values);
    const [use] = budgetUses(billMonths(facts), state, budgetsOf(state), AT);
    return use && { actual: use.actual / unit, reached: use.reached, name: use.period.name };
  };

  test('is what its department, account, tag or service cost in its period', () => {
    expect(used({})?.actual).toBe(42n);
    expect(used({ department: 'east' })?.actual).toBe(35n);
    expect(used({ department: 'shop' })?.actual).toBe(5n);
    expect(used({ account: 'aws:1' })?.actual).toBe(30n);
    expect(used({ tagKey: 'env', tagValue: 'test' })?.actual).toBe(5n);
    expect(used({ service: 'S3', period: 'quarter' })).toMatchObject({
      actual: 20n,
      name: '2026-Q1'
    });
    expect(used({ period: 'year' })).toMatchObject({ actual: 72n, name: '2026' });
    expect(used({ period: 'year', first: '2026-02', last: '2026-02' })?.actual).toBe(20n);
    expect(used({ first: '2026-05' })).toBeUndefined();
  });

  test('tells each threshold from the amount at which it is reached', () => {
    expect(used({ amount: '84', onActual: [50, 51] })?.reached).toEqual([
      { on: 'actual', percent: 50 }
    ]);
    const planned = [['2026-03', '42'] as const];
    expect(used({ planned, onActual: [100, 101] })?.reached).toEqual([
      { on: 'actual', percent: 100 }
    ]);
  });

  test('counts other currencies by the rates of their own months, and names what has none', () => {
    const money = [
      ...billMonths([costs('2026-03', '1', 10n)], { currency: 'USD' }),
      ...billMonths([costs('2026-03', '1', 3n)], { currency: 'EUR' })
    ];
    const bare = withBudget(organization(), { currency: 'CNY' });
    const rates = [{ month: '2026-03', currency: 'USD', rate: '7.25' }];
    const rated = run(bare, setRates, { reporting: 'CNY', rates });
    const [use] = budgetUses(money, rated, budgetsOf(rated), AT);
    expect(use?.actual).toBe((725n * unit) / 10n);
    expect(use?.apart).toEqual(['EUR']);
    const january = [{ month: '2026-01', currency: 'EUR', rate: '8' }];
    const other = run(rated, setRates, { reporting: 'CNY', rates: january });
    expect(budgetUses(money, other, budgetsOf(other), AT)[0]?.apart).toEqual(['EUR']);
  });

  test('of all departments and of what is outside them is that of the organization', () => {
    const drawn = fc.array(
      fc.record({
        account: fc.constantFrom('1', '2', '3'),
        billed: fc.bigInt(-(10n ** 18n), 10n ** 18n)
      })
    );
    fc.assert(
      fc.property(drawn, (rows) => {
        const months = billMonths(rows.map((each) => factOf({ ...each, month: '2026-03' })));
        let state = withBudget(organization(), { name: 'all' });
        state = withBudget(state, { name: 'east', department: 'east' });
        const outside = rows
          .filter(({ account }) => account === '3')
          .reduce((sum, { billed }) => sum + billed, 0n);
        const [all, east] = budgetUses(months, state, budgetsOf(state), AT);
        expect(all?.actual).toBe((east?.actual ?? 0n) + outside * PICO);
      })
    );
  });
});

describe('what a budget is expected to come to', () => {
  test('is what closed months cost and what the others are guessed at, and never less than they cost', () => {
    const state = withBudget(organization(), {
      period: 'year',
      amount: '110',
      onActual: [100],
      onForecast: [100]
    });
    const facts = monthsFrom('2025-07', '2026-03').map((month) => costs(month, '1', 10n));
    const uses = (more: ReturnType<typeof costs>[]) =>
      budgetUses(billMonths([...facts, ...more]), state, budgetsOf(state), AT)[0];
    expect(uses([])?.expected).toEqual({ amount: 120n * unit, within: 0n });
    expect(uses([])?.reached).toEqual([{ on: 'forecast', percent: 100 }]);
    expect(uses([costs('2026-04', '1', 25n)])?.expected?.amount).toBe(135n * unit);
  });

  test('is nothing once the period is over', () => {
    const state = withBudget(organization(), {});
    const facts = monthsFrom('2025-07', '2026-03').map((month) => costs(month, '1', 10n));
    expect(budgetUses(billMonths(facts), state, budgetsOf(state), AT)[0]?.expected).toBeUndefined();
  });
});

test('a department that gave away more than it has is told, whoever is between', () => {
  let state = withBudget(organization(), { name: 'all', amount: '100' });
  state = withBudget(state, { name: 'shop', department: 'shop', amount: '130' });
  const over = () =>
    overAllocations(state, budgetsOf(state), '2026-03').map(({ budget, allocated, by }) => [
      budget.name,
      allocated / PICO,
      by.map(({ name }) => name)
    ]);
  expect(over()).toEqual([['all', 130n, ['shop']]]);
  state = withBudget(state, { name: 'east', department: 'east', amount: '90' });
  expect(over()).toEqual([['east', 130n, ['shop']]]);
  state = withBudget(state, { name: 'other currency', department: 'east', currency: 'EUR' });
  state = withBudget(state, { name: 'service', department: 'shop', service: 'S3', amount: '900' });
  expect(over()).toEqual([['east', 130n, ['shop']]]);
});

test('a period is named as people write it', () => {
  expect(periodOf('quarter', '2026-12')).toEqual({
    name: '2026-Q4',
    months: ['2026-10', '2026-11', '2026-12']
  });
  expect(periodOf('month', '2026-01').name).toBe('2026-01');
});

describe('what makes no sense is refused', () => {
  const state = organization();
  const add = (values: Partial<Omit<Budget, 'id'>>) =>
    refusal(state, addBudget, { id: 'x', values: { ...base, ...values } });

  test('in a budget', () => {
    expect(add({})).toBeUndefined();
    expect(add({ name: ' ' })).toBe('finance.budgetNameEmpty');
    expect(add({ first: '2026-13' })).toBe('finance.monthMalformed');
    expect(add({ last: '2025-12' })).toBe('finance.budgetEndsEarly');
    expect(add({ amount: 'much' })).toBe('finance.amountMalformed');
    expect(add({ amount: '-1' })).toBe('finance.amountMalformed');
    expect(add({ planned: [['2026-Q1', '1']] })).toBe('finance.periodMalformed');
    expect(add({ amount: '', planned: [['2026-01', '1']] })).toBeUndefined();
    expect(add({ department: 'gone' })).toBe('org.organizationNodeNotExist');
    expect(refusal(state, updateBudget, { id: 'gone', values: {} })).toBe('finance.budgetNotExist');
  });

  test('in a rate', () => {
    const set = (own: object) =>
      refusal(state, setRates, {
        reporting: 'CNY',
        rates: [{ month: '2026-01', currency: 'USD', rate: '7', ...own }]
      });
    expect(set({})).toBeUndefined();
    expect(set({ rate: '0' })).toBe('finance.rateMalformed');
    expect(set({ rate: '-7' })).toBe('finance.rateMalformed');
    expect(set({ month: '2026' })).toBe('finance.monthMalformed');
    expect(set({ currency: 'CNY' })).toBe('finance.rateOfItself');
  });
});

test('rates stand by currency and month, are taken back by a blank, and report once a currency is chosen', () => {
  const rates = [
    { month: '2026-01', currency: 'USD', rate: '7.1' },
    { month: '2026-02', currency: 'USD', rate: '7.2' }
  ];
  let state = run(organization(), setRates, { reporting: 'CNY', rates });
  expect(ratesTo(state, 'CNY').get('2026-02')?.get('USD')).toBe((72n * PICO) / 10n);
  expect(ratesTo(state, 'USD').size).toBe(0);
  expect(reportingOf(state)).toBeUndefined();
  state = run(state, setReportingCurrency, { currency: 'CNY' });
  expect(reportingOf(state)?.rates.size).toBe(2);
  state = run(state, setRates, {
    reporting: 'CNY',
    rates: [{ month: '2026-01', currency: 'USD', rate: ' ' }]
  });
  expect([...ratesTo(state, 'CNY').keys()]).toEqual(['2026-02']);
});

test('a department’s budget counts what each of its accounts would, wherever departments go', () => {
  const bills = billMonths(
    monthsFrom('2026-01', '2026-03').flatMap((month, i) => [
      costs(month, '1', BigInt(i + 1), 'S3'),
      costs(month, '1', 100n),
      costs(month, '2', 1000n, 'S3')
    ])
  );
  let state = withBudget(organization(), { name: 'by department', department: 'east' });
  state = withBudget(state, { name: 'by service', department: 'east', service: 'S3' });
  state = withBudget(state, { name: 'rest', department: 'east', service: 'EC2' });
  const actual = () => {
    const [whole, part, rest] = budgetUses(bills, state, budgetsOf(state), AT).map(
      (use) => use.actual / unit
    );
    expect(whole).toBe((part ?? 0n) + (rest ?? 0n));
    return whole;
  };
  expect(actual()).toBe(1103n);
  const moved = row(Department, 'shop', { name: 'Shop', parentId: ROOT });
  state = applyDiff(state, new Map([[Department.name, new Map([moved])]]));
  expect(actual()).toBe(103n);
});
