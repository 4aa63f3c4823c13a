import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import type { AccountCost } from '#core/finance/cost.ts';
import { costByDepartment, costByDepartmentThen, costOf } from '#core/finance/department-cost.ts';
import { noState } from '#core/kinds.ts';
import type { Row } from '#core/kernel/kind.ts';
import { applyDiff, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, emptyTable, put, rows, type Table } from '#core/kernel/table.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { childrenOf, isWithin } from '#core/org/tree.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const LENGTH = 2;

/** Costs of the accounts that a state has, by their keys, and of one that it lacks. */
function drawnCosts(state: State, seed: number): Table<AccountCost> {
  const ids = [...rows(tableOf(state, Account))].map(({ id }) => id).sort();
  return put(
    emptyTable<AccountCost>(),
    [...ids, 'aws:stranger'].map(
      (id, i) => [id, { id, cells: [BigInt((i + 1) * (seed + 3)), -BigInt(i * i)] }] as const
    )
  );
}

function copied(state: State): State {
  return new Map(
    [...state].map(([name, table]) => {
      const entries: [string, Row][] = [];
      each(table, (row, id) => entries.push([id, row]));
      return [name, put(emptyTable<Row>(), entries)];
    })
  );
}

const copiedCosts = (costs: Table<AccountCost>) =>
  put(
    emptyTable<AccountCost>(),
    [...rows(costs)].map((row) => [row.id, row] as const)
  );

/** Every department's cost by asking each account where it lives. */
function truth(state: State, costs: Table<AccountCost>): Record<string, bigint[]> {
  const ids = [ROOT, OUTSIDE, ...[...rows(tableOf(state, Department))].map(({ id }) => id)];
  return Object.fromEntries(
    ids.map((id) => {
      const sum = new Array<bigint>(LENGTH).fill(0n);
      each(costs, ({ cells }, key) => {
        const account = rowOf(state, Account, key);
        const within = account
          ? id !== OUTSIDE && isWithin(state, homeOf(state, account), id)
          : id === OUTSIDE;
        if (within) cells.forEach((cell, i) => (sum[i] = (sum[i] ?? 0n) + cell));
      });
      return [id, sum];
    })
  );
}

const said = (state: State, costs: Table<AccountCost>) => {
  const table = costByDepartment(state, costs);
  const ids = [ROOT, OUTSIDE, ...[...rows(tableOf(state, Department))].map(({ id }) => id)];
  return Object.fromEntries(ids.map((id) => [id, costOf(table, id, LENGTH)]));
};

/** A state where a department vanished under its accounts, as a merge can leave it. */
function merged(state: State, drop: number): State {
  const departments = [...rows(tableOf(state, Department))];
  const victim = departments[drop % Math.max(1, departments.length)];
  if (!victim || childrenOf(state, victim.id).length > 0) return state;
  const { id, name, parentId } = victim;
  return applyDiff(
    state,
    new Map<string, Map<string, Row | undefined>>([
      [Department.name, new Map([[id, undefined]])],
      [FormerDepartment.name, new Map([[id, Object.freeze({ id, name, parentId })]])]
    ])
  );
}

const history = fc.array(fc.tuple(drawnCommand, fc.nat(), fc.option(fc.nat(), { freq: 8 })), {
  maxLength: 40
});

test('costs stand where their accounts live, caught up or built anew, and none is lost', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const states = [noState()];
      let costs = drawnCosts(noState(), 0);
      for (const [drawn, from, drop] of steps) {
        const base = states[from % 5 === 0 ? from % states.length : states.length - 1] ?? noState();
        const result = planOf(drawn, base);
        let next = result.ok ? applyDiff(base, result.value) : base;
        if (drop !== null) next = merged(next, drop);
        states.push(next);
        const fresh = drawnCosts(next, from % 3);
        costs =
          from % 2 === 0
            ? costs
            : put(
                costs,
                [...rows(fresh)].map((row) => [row.id, row] as const)
              );
        const known = said(next, costs);
        expect(known).toEqual(truth(next, costs));
        expect(known).toEqual(said(copied(next), copiedCosts(costs)));
        const all = [...rows(costs)].reduce((sum, { cells }) => sum + (cells[0] ?? 0n), 0n);
        expect((known[ROOT]?.[0] ?? 0n) + (known[OUTSIDE]?.[0] ?? 0n)).toBe(all);
      }
    }),
    { numRuns: 60 }
  );
});

test('each month by the tree as it was then conserves every unit of that month', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const states = [noState()];
      for (const [drawn] of steps) {
        const base = states.at(-1) ?? noState();
        const result = planOf(drawn, base);
        states.push(result.ok ? applyDiff(base, result.value) : base);
      }
      const [then, now] = [
        states[Math.floor(states.length / 2)] ?? noState(),
        states.at(-1) ?? noState()
      ];
      const costs = drawnCosts(now, 1);
      const only = (cell: number) =>
        put(
          emptyTable<AccountCost>(),
          [...rows(costs)].map(
            ({ id, cells }) =>
              [id, { id, cells: cells.map((each, i) => (i === cell ? each : 0n)) }] as const
          )
        );
      const table = costByDepartmentThen(
        ['a', 'b'],
        (month) => (month === 'a' ? then : now),
        (month) => only(month === 'a' ? 0 : 1)
      );
      const all = (cell: number) =>
        [...rows(costs)].reduce((sum, { cells }) => sum + (cells[cell] ?? 0n), 0n);
      const kept = (cell: number) =>
        (costOf(table, ROOT, LENGTH)[cell] ?? 0n) + (costOf(table, OUTSIDE, LENGTH)[cell] ?? 0n);
      expect([kept(0), kept(1)]).toEqual([all(0), all(1)]);
      for (const { id } of rows(tableOf(then, Department)))
        expect(costOf(table, id, LENGTH)[0]).toBe(truth(then, only(0))[id]?.[0]);
    }),
    { numRuns: 30 }
  );
});
