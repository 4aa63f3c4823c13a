import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { PICO } from '#core/finance/amount.ts';
import { readBatch } from '#core/finance/batch-read.ts';
import { batchOf } from '#core/finance/batch-write.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { changeOf, driversOf, growthOf } from '#core/finance/drivers.ts';
import type { Fact } from '#core/finance/fact.ts';
import { costHomeOf, groupedBy, type CostDimension } from '#core/finance/grouping.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import { differenceOf, originOf } from '#core/finance/origin.ts';
import { accountCosts, pivot, totalCells, type PivotQuery } from '#core/finance/pivot.ts';
import { departmentRows, largestRows } from '#core/finance/report.ts';
import type { Rates } from '#core/finance/reporting.ts';
import { readRow, type Row } from '#core/kernel/kind.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { billMonths, factOf } from '../../support/bills.ts';

const MONTHS = ['2026-01', '2026-02', '2026-03'];

/** Two departments, one within the other, an account in each with a tag, and one that bills alone know. */
function organization(): State {
  const row = (kind: typeof Department | typeof Account, id: string, own: object) =>
    [id, Object.freeze({ ...readRow(kind as typeof Account, id, () => undefined), ...own })] as [
      string,
      Row
    ];
  return applyDiff(
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
}

const state = organization();

const fact: fc.Arbitrary<Fact> = fc.record({
  month: fc.constantFrom(...MONTHS),
  account: fc.constantFrom('1', '2', '3', ''),
  service: fc.constantFrom('EC2', 'S3', '__proto__'),
  region: fc.constantFrom('', 'us-east-1'),
  chargeCategory: fc.constantFrom('Usage', 'Tax'),
  pricingCategory: fc.constantFrom('Standard', 'Committed'),
  tags: fc.constantFrom('', '[["env","prod"]]', '[["env","test"],["team","搜索"]]'),
  billed: fc.bigInt(-(10n ** 20n), 10n ** 20n),
  effective: fc.bigInt(-(10n ** 20n), 10n ** 20n)
});

interface DrawnBill {
  readonly facts: readonly Fact[];
  readonly currency: string;
}
const drawnBills: fc.Arbitrary<DrawnBill[]> = fc.array(
  fc.record({
    facts: fc.array(fact, { maxLength: 12 }),
    currency: fc.constantFrom('USD', 'CNY', 'JPY')
  }),
  { maxLength: 4 }
);

const monthsOf = (drawn: readonly DrawnBill[]): CountedMonth[] =>
  drawn.flatMap(({ facts, currency }) => billMonths(facts, { currency }));

const drawnRates: fc.Arbitrary<Rates> = fc
  .array(
    fc.tuple(fc.constantFrom(...MONTHS), fc.constantFrom('CNY', 'JPY'), fc.bigInt(1n, 10n ** 13n))
  )
  .map((all) => {
    const rates = new Map<string, Map<string, bigint>>();
    for (const [month, currency, rate] of all)
      rates.set(month, new Map([...(rates.get(month) ?? []), [currency, rate]]));
    return rates;
  });

const dimension = fc.constantFrom<(CostDimension | undefined)[]>(
  undefined,
  'account',
  'tag',
  'service',
  'region',
  'chargeCategory',
  'pricingCategory'
);
const measure = fc.constantFrom('billed' as const, 'effective' as const);

const query = (rates: Rates, own: Partial<PivotQuery> = {}): PivotQuery => ({
  months: MONTHS,
  measure: 'billed',
  reporting: { currency: 'USD', rates },
  ...groupedBy(state, { tagKey: 'env' }, undefined),
  ...own
});

/** What a month costs, by adding each fact at the rate of its month. */
function truth(
  drawn: readonly DrawnBill[],
  rates: Rates,
  month: string,
  by: 'billed' | 'effective'
) {
  let reported = 0n;
  const apart = new Map<string, bigint>();
  for (const { facts, currency } of drawn)
    for (const each of facts) {
      if (each.month !== month) continue;
      const rate = currency === 'USD' ? PICO : rates.get(month)?.get(currency);
      if (rate === undefined) apart.set(currency, (apart.get(currency) ?? 0n) + each[by]);
      else reported += each[by] * rate;
    }
  return { reported, apart };
}

describe('a pivot', () => {
  test('adds up to every bill there is, by any dimension, and keeps apart what has no rate', () => {
    fc.assert(
      fc.property(drawnBills, drawnRates, dimension, measure, (drawn, rates, by, of) => {
        const grouped = groupedBy(state, { tagKey: 'env' }, by);
        const made = pivot(monthsOf(drawn), query(rates, { measure: of, ...grouped }));
        const totals = totalCells(made.rows, MONTHS.length);
        MONTHS.forEach((month, i) => {
          const { reported, apart } = truth(drawn, rates, month, of);
          expect(totals[i]).toBe(reported);
          for (const currency of ['CNY', 'JPY'])
            expect(made.apart.get(currency)?.[i] ?? 0n).toBe(apart.get(currency) ?? 0n);
        });
      })
    );
  });

  test('of one month knows no rate of another', () => {
    fc.assert(
      fc.property(drawnBills, drawnRates, fc.constantFrom(...MONTHS), (drawn, rates, month) => {
        const bills = monthsOf(drawn);
        const own = rates.get(month);
        const only: Rates = new Map(own ? [[month, own]] : []);
        const at = MONTHS.indexOf(month);
        const cell = (of: Rates) => {
          const { rows, apart } = pivot(bills, query(of));
          const texts = [...apart].map(([currency, cells]) => `${currency} ${cells[at] ?? 0n}`);
          return [rows[0]?.cells[at] ?? 0n, texts.filter((text) => !text.endsWith(' 0'))];
        };
        expect(cell(rates)).toEqual(cell(only));
      })
    );
  });

  test('is the same in whatever order bills come', () => {
    fc.assert(
      fc.property(drawnBills, drawnRates, dimension, fc.nat(), (drawn, rates, by, turn) => {
        const bills = monthsOf(drawn);
        const at = bills.length === 0 ? 0 : turn % bills.length;
        const turned = [...bills.slice(at), ...bills.slice(0, at)].reverse();
        const grouped = query(rates, groupedBy(state, { tagKey: 'env' }, by));
        expect(pivot(turned, grouped)).toEqual(pivot(bills, grouped));
      })
    );
  });

  test('through filters that part a dimension adds up to the pivot without', () => {
    fc.assert(
      fc.property(drawnBills, dimension, (drawn, by) => {
        const bills = monthsOf(drawn);
        const whole = (filter: object) =>
          totalCells(pivot(bills, query(new Map(), groupedBy(state, filter, undefined))).rows, 3);
        const plus = (a: readonly bigint[], b: readonly bigint[]) =>
          a.map((x, i) => x + (b[i] ?? 0n));
        const departments = [ROOT, OUTSIDE].map((department) => whole({ department }));
        expect(departments.reduce(plus)).toEqual(whole({}));
        if (by === undefined) return;
        const { rows } = pivot(bills, query(new Map(), groupedBy(state, { tagKey: 'env' }, by)));
        const values = new Set(rows.map(({ account, line }) => account || line));
        const parts = [...values].map((value) => whole({ tagKey: 'env', [by]: value }));
        expect(parts.reduce(plus, [0n, 0n, 0n])).toEqual(whole({}));
      })
    );
  });

  test('by departments is the whole, from wherever one looks: those beneath, its own, and outside', () => {
    fc.assert(
      fc.property(drawnBills, fc.constantFrom(ROOT, 'east', 'shop', OUTSIDE), (drawn, at) => {
        const bills = monthsOf(drawn);
        const filter = at === ROOT ? {} : { department: at };
        const { rows } = pivot(bills, query(new Map(), groupedBy(state, filter, 'account')));
        const parts = departmentRows(state, accountCosts(rows), at, MONTHS.length);
        expect(totalCells(parts, 3)).toEqual(totalCells(rows, 3));
        const most = largestRows(parts, 1, 1);
        const shown = [...most.rows, ...(most.rest ? [most.rest] : [])];
        expect(totalCells(shown, 3)).toEqual(totalCells(rows, 3));
      })
    );
  });

  test('tells accounts that nobody knows from those without a tag', () => {
    const bills = billMonths([
      factOf({ account: '1', billed: 1n }),
      factOf({ account: '3', billed: 2n })
    ]);
    const { rows } = pivot(bills, query(new Map(), groupedBy(state, { tagKey: 'env' }, 'tag')));
    expect(rows.map(({ account, cells }) => [account, cells[0]])).toEqual([
      [OUTSIDE, 2n * PICO],
      ['prod', PICO]
    ]);
    expect(['aws:1', 'aws:2', 'aws:3'].map((id) => costHomeOf(state, id))).toEqual([
      'east',
      'shop',
      OUTSIDE
    ]);
  });
});

describe('what drove a difference', () => {
  test('adds up to it exactly, and so do new and gone accounts to each driver', () => {
    fc.assert(
      fc.property(drawnBills, drawnRates, fc.nat(4), (drawn, rates, most) => {
        const { rows } = pivot(
          monthsOf(drawn),
          query(rates, {
            accountOf: (id) => id,
            lineOf: ({ service }) => service
          })
        );
        const keyOf = ({ account, line }: { account: string; line: string }) =>
          `${costHomeOf(state, account)} ${line}`;
        const { drivers, rest, whole } = driversOf(rows, keyOf, { from: 0, to: 2, most });
        const totals = totalCells(rows, MONTHS.length);
        expect(whole).toMatchObject({ before: totals[0], after: totals[2] });
        expect(drivers.length).toBeLessThanOrEqual(most);
        const named = drivers.reduce((sum, each) => sum + changeOf(each), 0n);
        expect(named + changeOf(rest)).toBe(changeOf(whole));
        for (const { key, came, left } of drivers) {
          const changes = new Map<string, [bigint, bigint]>();
          for (const row of rows.filter((each) => keyOf(each) === key)) {
            const [before, after] = changes.get(row.account) ?? [0n, 0n];
            changes.set(row.account, [before + (row.cells[0] ?? 0n), after + (row.cells[2] ?? 0n)]);
          }
          const parts = (of: (before: bigint, after: bigint) => boolean) => {
            const own = [...changes.values()].filter(([before, after]) => of(before, after));
            const change = own.reduce((sum, [before, after]) => sum + after - before, 0n);
            return { accounts: own.length, change };
          };
          expect(came).toEqual(parts((before, after) => before === 0n && after !== 0n));
          expect(left).toEqual(parts((before, after) => before !== 0n && after === 0n));
        }
        const sizes = drivers.map((each) => {
          const change = changeOf(each);
          return change < 0n ? -change : change;
        });
        expect(sizes).toEqual(sizes.toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0)));
      })
    );
  });

  test('tells what came with accounts that cost nothing before', () => {
    const bills = billMonths([
      factOf({ account: '1', billed: 5n }),
      factOf({ account: '3', billed: 7n }),
      factOf({ month: '2026-02', account: '1', billed: 6n }),
      factOf({ month: '2026-02', account: '2', billed: 10n })
    ]);
    const { rows } = pivot(bills, query(new Map(), { accountOf: (id) => id }));
    const { drivers } = driversOf(rows, () => 'all', { from: 0, to: 1, most: 1 });
    expect(drivers).toEqual([
      {
        key: 'all',
        before: 12n * PICO,
        after: 16n * PICO,
        came: { accounts: 1, change: 10n * PICO },
        left: { accounts: 1, change: -7n * PICO }
      }
    ]);
  });

  test('growth is told of what was more than nothing', () => {
    expect(growthOf({ before: 200n, after: 250n })).toBe(0.25);
    expect(growthOf({ before: 200n, after: 100n })).toBe(-0.5);
    expect(growthOf({ before: 0n, after: 1n })).toBeUndefined();
    expect(growthOf({ before: -5n, after: 1n })).toBeUndefined();
  });
});

test('why a number is what it is: accounts, services and bills each add up to it', () => {
  fc.assert(
    fc.property(
      drawnBills,
      drawnRates,
      fc.constantFrom(...MONTHS),
      measure,
      (drawn, rates, month, of) => {
        const bills = monthsOf(drawn);
        const asked = query(rates, { months: [month], measure: of });
        const { amount, accounts, services, bills: parts } = originOf(bills, asked);
        const sum = (list: readonly { amount: bigint }[]) =>
          list.reduce((total, each) => total + each.amount, 0n);
        expect(amount).toBe(totalCells(pivot(bills, asked).rows, 1)[0]);
        expect(sum(accounts)).toBe(amount);
        expect(sum(services)).toBe(amount);
        const { reported, apart } = truth(drawn, rates, month, of);
        expect(amount).toBe(reported);
        const counted = parts.filter(({ rate }) => rate !== undefined);
        expect(counted.reduce((total, each) => total + each.amount * (each.rate ?? 0n), 0n)).toBe(
          amount
        );
        const others = parts.filter(({ rate }) => rate === undefined);
        expect(sum(others)).toBe([...apart.values()].reduce((a, b) => a + b, 0n));
      }
    )
  );
});

test('why a number differs from another: every list adds up to the difference', () => {
  fc.assert(
    fc.property(drawnBills, drawnRates, (drawn, rates) => {
      const bills = monthsOf(drawn);
      const [before, after] = ['2026-01', '2026-03'].map((month) =>
        originOf(bills, query(rates, { months: [month] }))
      );
      const { amount, accounts, services, bills: parts } = differenceOf(after!, before!);
      const sum = (list: readonly { amount: bigint }[]) =>
        list.reduce((total, each) => total + each.amount, 0n);
      expect(amount).toBe((after?.amount ?? 0n) - (before?.amount ?? 0n));
      expect([sum(accounts), sum(services)]).toEqual([amount, amount]);
      const counted = parts.reduce((total, each) => total + each.amount * (each.rate ?? 0n), 0n);
      expect(counted).toBe(amount);
    })
  );
});

test('more facts than halves of integers count are summed exactly', () => {
  const written = batchOf({
    scope: { provider: 'aws', payer: '9', currency: 'USD' },
    format: 'focus',
    facts: [],
    sketches: new Map()
  });
  const read = readBatch(written);
  if (!read.ok) throw new Error(read.problems[0].code);
  const line = { service: '', region: '', chargeCategory: '', pricingCategory: '', tags: '' };
  const batch = { ...read.value, accounts: ['1'], lines: [line] };
  const rowCount = 2 ** 20;
  const places = new Uint32Array(rowCount);
  const low = new Uint32Array(rowCount).fill(2 ** 32 - 1);
  const columns = [
    { high: new Int32Array(rowCount).fill(2 ** 15 - 1), width: 6 },
    { high: new Int32Array(rowCount).fill(2 ** 31 - 1), width: 8 },
    { high: new Int32Array(rowCount).fill(-(2 ** 31)), width: 8 },
    { high: new Int32Array(rowCount).fill(-(2 ** 15)), width: 6 }
  ].map(({ high, width }) => ({
    account: places,
    line: places,
    billed: { low, high, width },
    spread: { low: places, high: new Int32Array(rowCount), width: 0 },
    unit: 100n
  }));
  const { rows } = pivot(
    [1, 2, 3, 4].map(() => ({ batch, month: '2026-01', columns })),
    query(new Map(), { months: ['2026-01'], measure: 'effective' })
  );
  const each = columns.map(
    ({ billed }) => BigInt(billed.high[0] ?? 0) * 2n ** 32n + 2n ** 32n - 1n
  );
  const sum = each.reduce((total, value) => total + value, 0n);
  expect(rows.map(({ cells }) => cells)).toEqual([[sum * 4n * 2n ** 20n * 100n * PICO]]);
});
