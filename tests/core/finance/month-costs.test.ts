import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { PICO } from '#core/finance/amount.ts';
import { changeIn } from '#core/finance/drivers.ts';
import { billedCurrencies, latestBilled, monthCosts } from '#core/finance/month-costs.ts';
import { costOfSelection } from '#core/finance/selection-cost.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, rowOf, tableOf } from '#core/kernel/state.ts';
import { get, rows } from '#core/kernel/table.ts';
import { Department } from '#core/org/model.ts';
import { isWithin } from '#core/org/tree.ts';
import { billMonths, factOf } from '../../support/bills.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const USD = { currency: 'USD', rates: new Map() };
const months = ['2026-07', '2026-08', '2026-09'] as const;
const facts = fc.array(
  fc.record({
    month: fc.constantFrom(...months),
    account: fc.constantFrom('1', '2', '3'),
    service: fc.constantFrom('EC2', 'S3'),
    billed: fc.bigInt(-(10n ** 18n), 10n ** 18n)
  }),
  { maxLength: 30 }
);
const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, each) => sum + each, 0n);

describe('what accounts cost in a month', () => {
  test('is every unit of it and of the month before, with what has no rate apart', () => {
    fc.assert(
      fc.property(facts, facts, (dollars, euros) => {
        const counted = [
          ...billMonths(dollars.map(factOf)),
          ...billMonths(euros.map(factOf), { currency: 'EUR' })
        ];
        const { costs, apart } = monthCosts(counted, '2026-09', USD);
        const of = (all: typeof dollars, month: string) =>
          sumOf(all.filter((each) => each.month === month).map(({ billed }) => billed));
        const changes = [...rows(costs)].map(({ cells }) => changeIn(cells));
        expect(sumOf(changes.map(({ after }) => after))).toBe(of(dollars, '2026-09') * PICO);
        expect(sumOf(changes.map(({ before }) => before))).toBe(of(dollars, '2026-08') * PICO);
        expect(apart.get('EUR') ?? 0n).toBe(of(euros, '2026-09'));
      })
    );
  });

  test('is of the latest month that is over, or of one that runs where there is no other', () => {
    const counted = billMonths(months.map((month) => factOf({ month, billed: 1n })));
    expect(latestBilled(counted, '2026-10')).toBe('2026-09');
    expect(latestBilled(counted, '2026-09')).toBe('2026-08');
    expect(latestBilled(counted, '2026-07')).toBe('2026-09');
    expect(latestBilled([], '2026-07')).toBeUndefined();
  });

  test('says when the two months are not made of the same things', () => {
    const both = billMonths([factOf({ month: '2026-08' }), factOf({ month: '2026-09' })]);
    expect(monthCosts(both, '2026-09', USD).incomparable).toBeUndefined();
    expect(monthCosts(both, '2026-08', USD).incomparable).toBe('noBill');
    const rates = new Map([['2026-09', new Map([['USD', 7n * PICO]])]]);
    expect(monthCosts(both, '2026-09', { currency: 'CNY', rates }).incomparable).toBe('noRate');
    const all = new Map(months.map((month) => [month, new Map([['USD', 7n * PICO]])]));
    const rated = monthCosts(both, '2026-09', { currency: 'CNY', rates: all });
    expect(rated.incomparable).toBeUndefined();
    expect(rated.apart.size).toBe(0);
  });

  test('is told in the currency that most months are billed in', () => {
    const counted = [
      ...billMonths([factOf({ month: '2026-08' })], { currency: 'EUR' }),
      ...billMonths([factOf({ month: '2026-08' }), factOf({ month: '2026-09' })])
    ];
    expect(billedCurrencies(counted)).toEqual(['USD', 'EUR']);
  });
});

test('a selection costs each of its accounts once, however it was chosen', () => {
  const chosen = fc.array(fc.nat(), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(drawnCommand, { maxLength: 40 }), chosen, (history, picks) => {
      const state = history.reduce((before, drawn) => {
        const result = planOf(drawn, before);
        return result.ok ? applyDiff(before, result.value) : before;
      }, noState());
      const accounts = [...rows(tableOf(state, Account))];
      const departments = [...rows(tableOf(state, Department))];
      const prices = new Map(accounts.map(({ id }, i) => [id, 7n ** BigInt(i % 20)]));
      const isIn = (account: Account, id: string) =>
        account.id === id || isWithin(state, homeOf(state, account), id);
      const costOf = (id: string) =>
        sumOf(accounts.flatMap((each) => (isIn(each, id) ? [prices.get(each.id) ?? 0n] : [])));
      const ids = [...accounts, ...departments].map(({ id }) => id);
      const picked = [
        ...new Set(picks.flatMap((pick) => ids[pick % Math.max(1, ids.length)] ?? []))
      ];
      const selection = {
        departments: picked.filter((id) => rowOf(state, Department, id)),
        accounts: picked.filter((id) => get(tableOf(state, Account), id))
      };
      const covered = accounts.filter((each) => picked.some((id) => isIn(each, id)));
      expect(costOfSelection(state, selection, costOf)).toBe(
        sumOf(covered.map(({ id }) => prices.get(id) ?? 0n))
      );
    }),
    { numRuns: 80 }
  );
});
