import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  growthOf,
  monthsUntil,
  providerShares,
  statusShares,
  tagKeysInUse,
  tagShares,
  yearsUntil
} from '#core/account/breakdown.ts';
import { Account } from '#core/account/model.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { drawnCommand, replica, runDrawn } from '../../support/replicas.ts';

const accountsOf = (state: State) => [...rows(tableOf(state, Account))];

/** Shares counted by hand: value and count, in no order. */
function counted(state: State, valueOf: (row: Account) => string) {
  const counts = new Map<string, number>();
  for (const row of accountsOf(state))
    counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + 1);
  return counts;
}

test('shares count every account once, whatever was done and in whatever order', () => {
  fc.assert(
    fc.property(fc.array(drawnCommand, { minLength: 5, maxLength: 40 }), (drawn) => {
      const of = replica('a');
      for (const one of drawn) {
        runDrawn(of, one);
        const { state } = of;
        const told = (shares: readonly { value: string; count: number }[]) =>
          new Map(shares.map(({ value, count }) => [value, count]));
        expect(told(statusShares(state))).toEqual(counted(state, (row) => row.status));
        expect(told(providerShares(state))).toEqual(counted(state, (row) => row.provider));
        for (const key of tagKeysInUse(state))
          expect(told(tagShares(state, key))).toEqual(
            counted(state, ({ tags }) => tags.find(([each]) => each === key)?.[1] ?? '')
          );
      }
    }),
    { numRuns: 40 }
  );
});

test('growth ends with the accounts that had joined by then, also those that do not say when', () => {
  fc.assert(
    fc.property(fc.array(drawnCommand, { minLength: 5, maxLength: 40 }), (drawn) => {
      const of = replica('a');
      for (const one of drawn) runDrawn(of, one);
      const growth = [
        ...growthOf(of.state, monthsUntil('2026-11', 12)),
        ...growthOf(of.state, yearsUntil(2026, 9))
      ];
      for (const { period, total, joined } of growth) {
        const until = accountsOf(of.state).filter(
          (row) => row.joinedTime.slice(0, period.length) <= period
        );
        expect(total).toBe(until.length);
        expect(joined).toBe(until.filter((row) => row.joinedTime.startsWith(period)).length);
      }
    }),
    { numRuns: 40 }
  );
});

test('months and years go back from the last', () => {
  expect(yearsUntil(2026, 3)).toEqual(['2024', '2025', '2026']);
  expect(monthsUntil('2026-02', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});
