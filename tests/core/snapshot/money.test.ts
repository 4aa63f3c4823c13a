import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Account } from '#core/account/model.ts';
import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import { OUTSIDE, together } from '#core/finance/cost-home.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import { costByDepartment, costOf } from '#core/finance/department-cost.ts';
import type { Fact } from '#core/finance/fact.ts';
import { groupedBy } from '#core/finance/grouping.ts';
import type { CostMeasure } from '#core/finance/half-sums.ts';
import { BillBatch, ExchangeRate, FinanceSettings } from '#core/finance/model.ts';
import { accountCosts, pivot, type PivotRow } from '#core/finance/pivot.ts';
import { ratesTo, rateId, reportingOf } from '#core/finance/rates.ts';
import { readRow, type Kind, type Row } from '#core/kernel/kind.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { noState } from '#core/kinds.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { readSnapshot, type Snapshot } from '#core/snapshot/read.ts';
import { MONEY_GRAINS, type MoneyGrain, type Scope } from '#core/snapshot/scope.ts';
import { shownIn } from '#core/snapshot/shown.ts';
import { summed } from '../../support/snapshots.ts';
import { billMonths } from '../../support/bills.ts';

const MONTHS = ['2026-01', '2026-02'];
const NO_LAYERS = { people: false, tags: false, history: false };

const rowAs = (kind: Kind, id: string, said: object): Row =>
  readRow(kind, id, (field) => (said as Record<string, unknown>)[field]);
const rateOf = (said: { month: string; currency: string; reporting: string; rate: string }) =>
  rowAs(ExchangeRate, rateId(said.month, said.currency, said.reporting), said);
const named = (...all: Row[]) => new Map(all.map((row) => [row.id, row]));

/** Two accounts in a department and the one beneath it, one beside them, and one that bills alone know. */
const state: State = applyDiff(
  noState(),
  new Map<string, ReadonlyMap<string, Row>>([
    [Organization.name, named(rowAs(Organization, ROOT, { name: 'G' }))],
    [
      Department.name,
      named(
        rowAs(Department, 'east', { parentId: ROOT }),
        rowAs(Department, 'shop', { parentId: 'east' }),
        rowAs(Department, 'west', { parentId: ROOT })
      )
    ],
    [
      Account.name,
      named(
        rowAs(Account, 'aws:1', { departmentId: 'east' }),
        rowAs(Account, 'aws:2', { departmentId: 'shop' }),
        rowAs(Account, 'aws:3', { departmentId: 'west' })
      )
    ],
    [
      ExchangeRate.name,
      named(
        rateOf({ month: '2026-01', currency: 'CNY', reporting: 'USD', rate: '0.14' }),
        rateOf({ month: '2025-01', currency: 'JPY', reporting: 'USD', rate: '7' })
      )
    ],
    [FinanceSettings.name, named(readRow(FinanceSettings, ROOT, () => 'USD'))]
  ])
);

const fact: fc.Arbitrary<Fact> = fc.record({
  month: fc.constantFrom(...MONTHS),
  account: fc.constantFrom('1', '2', '3', 'stranger', ''),
  service: fc.constantFrom('planted-service', 'S3', ''),
  region: fc.constant('planted-region'),
  chargeCategory: fc.constant('planted-charge'),
  pricingCategory: fc.constant('planted-pricing'),
  tags: fc.constant('[["planted-key","planted-value"]]'),
  billed: fc.bigInt(-(10n ** 20n), 10n ** 20n),
  effective: fc.bigInt(-(10n ** 20n), 10n ** 20n)
});
const bill = fc.record({
  facts: fc.array(fact, { maxLength: 12 }),
  payer: fc.constantFrom('planted-payer', 'planted-other'),
  currency: fc.constantFrom('USD', 'CNY')
});
const drawnBills = fc
  .array(bill, { maxLength: 4 })
  .map((all) =>
    all.flatMap(({ facts, payer, currency }) => billMonths(facts, { payer, currency }))
  );

const scopeOf = (money: MoneyGrain, top = ROOT, depth = 5): Scope => ({
  top,
  depth,
  layers: NO_LAYERS,
  money
});
const drawnScope = fc
  .tuple(fc.constantFrom(ROOT, 'east', 'west'), fc.integer({ min: 1, max: 5 }))
  .chain(([top, depth]) =>
    fc.constantFrom(...MONEY_GRAINS).map((money) => scopeOf(money, top, depth))
  );

function projected(counted: readonly CountedMonth[], scope: Scope): string {
  const bills = summed(state, counted, scope);
  const meta = { title: '', at: 0, by: '', scope };
  return projectSnapshot(state, meta, { historyOf: () => [], bills });
}

function read(text: string): Snapshot {
  const result = readSnapshot(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const countedOf = ({ bills }: Snapshot): CountedMonth[] =>
  [...bills.values()].flatMap((bytes) => {
    const batch = readBatch(bytes);
    if (!batch.ok) throw new Error(batch.problems[0].code);
    return batch.value.months.map(({ month }) => {
      const columns = readMonth(batch.value, month);
      if (!columns.ok) throw new Error(columns.problems[0].code);
      return { batch: batch.value, month, columns: columns.value };
    });
  });

function told(of: State, counted: readonly CountedMonth[], measure: CostMeasure) {
  const reporting = { currency: 'USD', rates: ratesTo(of, 'USD') };
  const query = { months: MONTHS, measure, reporting, ...groupedBy(of, {}, 'account') };
  const { rows: byAccount, apart } = pivot(counted, query);
  const costs = costByDepartment(of, accountCosts(byAccount));
  const services = pivot(counted, { ...query, ...groupedBy(of, {}, 'service') }).rows;
  return { byAccount, apart, services, cost: (id: string) => costOf(costs, id, 2) };
}

const isInside = ({ account }: PivotRow) => /^aws:[123]$/.test(account);
const plain = (all: readonly PivotRow[]) =>
  all.filter(({ cells }) => cells.some((cell) => cell !== 0n));

describe('the money of a snapshot', () => {
  it('is what every department costs, at any grain, and whatever has no rate stands apart', () => {
    fc.assert(
      fc.property(
        drawnBills,
        fc.constantFrom('department' as const, 'account' as const, 'service' as const),
        fc.constantFrom('billed' as const, 'effective' as const),
        (counted, money, measure) => {
          const snapshot = read(projected(counted, scopeOf(money)));
          const shown = told(snapshot.state, countedOf(snapshot), measure);
          const live = told(state, counted, measure);
          for (const id of [ROOT, 'east', 'shop', 'west', OUTSIDE])
            expect(shown.cost(id)).toEqual(live.cost(id));
          const isSomething = ([, cells]: [string, readonly bigint[]]) =>
            cells.some((cell) => cell !== 0n);
          expect([...shown.apart].filter(isSomething)).toEqual([...live.apart].filter(isSomething));
          if (money !== 'department')
            expect(plain(shown.byAccount).filter(isInside)).toEqual(
              plain(live.byAccount).filter(isInside)
            );
          if (money === 'service') expect(plain(shown.services)).toEqual(plain(live.services));
        }
      )
    );
  });

  it('is of the accounts that are shown and of no other, and names nothing finer than its grain', () => {
    fc.assert(
      fc.property(drawnBills, drawnScope, (counted, scope) => {
        const text = projected(counted, scope);
        const snapshot = read(text);
        const shown = new Set(shownIn(state, scope).accounts.map(({ id }) => id));
        const known = scope.top === ROOT ? ['aws:stranger', 'aws:'] : [];
        const own = countedOf(snapshot);
        if (scope.money === 'none') expect(own).toEqual([]);
        for (const { batch } of own) {
          expect(batch.scope.payer).toBe('');
          const said = JSON.stringify([batch.scope, batch.accounts, batch.lines, batch.format]);
          expect(said).not.toMatch(/planted-(payer|other|region|charge|pricing)/);
          if (scope.money !== 'service') expect(said).not.toContain('planted-service');
          for (const account of batch.accounts)
            if (scope.money === 'department') expect(account).toMatch(/^\*/);
            else if (account !== together(OUTSIDE)) expect(shown).toContain(`aws:${account}`);
          expect(said).not.toContain('stranger');
        }
        const { byAccount } = told(state, counted, 'billed');
        const within = byAccount.filter(
          ({ account }) => shown.has(account) || known.includes(account)
        );
        const sum = (all: readonly PivotRow[]) =>
          MONTHS.map((_, i) => all.reduce((total, { cells }) => total + (cells[i] ?? 0n), 0n));
        if (scope.money !== 'none')
          expect(sum(told(snapshot.state, own, 'billed').byAccount)).toEqual(sum(within));
      })
    );
  });

  it('is the same text whatever order bills came in', () => {
    fc.assert(
      fc.property(drawnBills, drawnScope, (counted, scope) => {
        expect(projected(counted.toReversed(), scope)).toBe(projected(counted, scope));
      })
    );
  });

  it('brings the rates of its months and currencies, and no others', () => {
    const facts = [{ month: '2026-01', account: '1', service: '', billed: 1n, effective: 1n }];
    const line = { region: '', chargeCategory: '', pricingCategory: '', tags: '' };
    const counted = billMonths(
      facts.map((each) => ({ ...each, ...line })),
      { currency: 'CNY' }
    );
    const { state: shown } = read(projected(counted, scopeOf('account')));
    expect([...rows(tableOf(shown, ExchangeRate))].map(({ currency }) => currency)).toEqual([
      'CNY'
    ]);
    expect(reportingOf(shown)?.currency).toBe('USD');
    const without = read(projected(counted, scopeOf('none'))).state;
    for (const kind of [ExchangeRate, FinanceSettings, BillBatch])
      expect(tableOf<Kind>(without, kind).size).toBe(0);
  });

  it('says that it is damaged, whatever stands in its place', () => {
    const counted = billMonths([
      {
        ...{ month: '2026-01', account: '1', service: '', region: '', chargeCategory: '' },
        ...{ pricingCategory: '', tags: '', billed: 5n, effective: 5n }
      }
    ]);
    const good = JSON.parse(projected(counted, scopeOf('account'))) as Record<string, unknown>;
    const [own = ''] = good['bills'] as string[];
    for (const bills of [['!'], [''], [7], [null], [own.slice(0, 40)], [`${own}AAAA`]])
      expect(readSnapshot(JSON.stringify({ ...good, bills }))).toMatchObject({
        ok: false,
        problems: [{ code: 'snapshot.malformed' }]
      });
    for (const rates of [null, 7, [], { rates: [[1], 'x', ['a', 'b', 'c', 7]] }])
      expect(readSnapshot(JSON.stringify({ ...good, rates })).ok).toBe(true);
    for (const bills of [null, 7, 'x', {}])
      expect(read(JSON.stringify({ ...good, bills })).bills.size).toBe(0);
  });
});
