import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagKeysInUse } from '#core/account/breakdown.ts';
import { homeCountsOf, homeOf } from '#core/account/home.ts';
import { mixesOf, valueBy, type MixBy } from '#core/account/mix.ts';
import { Account } from '#core/account/model.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, isWithin, shapeOf } from '#core/org/tree.ts';
import { addDepartment, renameDepartment, moveDepartments } from '#core/org/commands.ts';
import { drawnCommand, NOW, replica, runDrawn } from '../../support/replicas.ts';

const departmentsOf = (state: State) => [
  ROOT,
  ...[...rows(tableOf(state, Department))].map(({ id }) => id)
];

/** Accounts that stand in a department or beneath it, by value, counted one by one. */
function counted(state: State, id: string, by: MixBy) {
  const counts = new Map<string, number>();
  for (const row of rows(tableOf(state, Account))) {
    if (!isWithin(state, homeOf(state, row), id)) continue;
    const value = valueBy(by)(row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

const drawn = fc.array(drawnCommand, { minLength: 5, maxLength: 30 });

test('a mix counts every account beneath a department once, whatever was done', () => {
  fc.assert(
    fc.property(drawn, (commands) => {
      const of = replica('a');
      for (const command of commands) {
        runDrawn(of, command);
        const { state } = of;
        const bys: MixBy[] = ['status', ...tagKeysInUse(state).map((key) => `tag:${key}` as const)];
        for (const by of bys) {
          const mixes = mixesOf(state, by);
          for (const id of departmentsOf(state))
            expect(new Map(mixes.all(id))).toEqual(counted(state, id, by));
        }
      }
    }),
    { numRuns: 25 }
  );
});

test('shape and home counts tell of every state what it holds, kept or not', () => {
  fc.assert(
    fc.property(drawn, (commands) => {
      const of = replica('a');
      for (const command of commands) {
        runDrawn(of, command);
        const { state } = of;
        const [shape, homes] = [shapeOf(state), homeCountsOf(state)];
        for (const id of departmentsOf(state)) {
          expect(shape.childrenOf(id)).toEqual(childrenOf(state, id));
          const here = [...rows(tableOf(state, Account))].filter(
            (row) => homeOf(state, row) === id
          );
          expect(homes.countIn(id)).toBe(here.length);
        }
      }
    }),
    { numRuns: 25 }
  );
});

test('the shape is kept while names change, and is another after a move', () => {
  fc.assert(
    fc.property(drawn, (commands) => {
      const of = replica('a');
      for (const command of commands) runDrawn(of, command);
      for (const [id, parentId] of [
        ['above', ROOT],
        ['below', 'above']
      ] as const)
        expect(of.run(addDepartment, { id, name: id, parentId }, NOW)).toMatchObject({ ok: true });
      const before = shapeOf(of.state);
      of.run(renameDepartment, { id: 'below', name: 'Another name' }, NOW);
      expect(shapeOf(of.state)).toBe(before);
      const move = { ids: ['below'], parentId: ROOT };
      expect(of.run(moveDepartments, move, NOW)).toMatchObject({ ok: true });
      expect(shapeOf(of.state)).not.toBe(before);
    }),
    { numRuns: 25 }
  );
});
