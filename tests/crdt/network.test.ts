import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settleConflict } from '#crdt/settling.ts';
import { settledConflicts } from '#crdt/conflicts.ts';
import { each } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { Replica } from '#crdt/replica.ts';
import { conflictsOf } from '../support/conflicts.ts';
import { Network } from '../support/network.ts';
import { drawnCommand, expectReread, NOW, plain, runDrawn } from '../support/replicas.ts';

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('run' as const), at: fc.nat(), drawn: drawnCommand })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      pick: fc.nat(),
      twice: fc.boolean()
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('partition' as const), at: fc.nat(), side: fc.nat() })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('meet' as const), a: fc.nat(), b: fc.nat() })
  }
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function settleFirst(one: Replica) {
  const [conflict] = conflictsOf(one);
  if (conflict) settleConflict(one, conflict, { way: 'keep' }, NOW);
}

function take(network: Network, next: Step) {
  if (next.do === 'run') runDrawn(network.at(next.at), next.drawn);
  else if (next.do === 'arrive') network.arrive(next.pick, next.twice);
  else if (next.do === 'lose') network.lose(next.pick);
  else if (next.do === 'partition') network.partition(next.at, next.side);
  else if (next.do === 'restart') network.restart(next.at);
  else if (next.do === 'settle') settleFirst(network.at(next.at));
  else network.meet(next.a, next.b);
}

/** A forest of at most five levels: every department reaches the root, whatever was merged. */
function expectForest(state: State) {
  const departments = tableOf(state, Department);
  const parents = new Map<string, string>();
  each(departments, (row, id) => parents.set(id, row.parentId));
  for (const start of parents.keys()) {
    let level = 0;
    for (let id: string | undefined = start; id !== ROOT; id = parents.get(id ?? '')) {
      expect(id, `${start} does not reach the root`).toBeDefined();
      expect(++level, `${start} is too deep`).toBeLessThanOrEqual(5);
    }
  }
}

test('replicas on a network with every fault: whole after each step, equal when it heals', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 5 }),
      fc.array(step, { minLength: 40, maxLength: 160 }),
      (count, steps) => {
        const network = new Network(count);
        for (const next of steps) {
          take(network, next);
          for (const one of network.replicas) expectForest(one.state);
        }
        network.heal();
        const [first, ...others] = network.replicas;
        if (!first) return;
        const conflicts = conflictsOf(first);
        for (const other of others) {
          expect(plain(other.state)).toEqual(plain(first.state));
          expect(conflictsOf(other)).toEqual(conflicts);
          expect(settledConflicts(other.sections)).toEqual(settledConflicts(first.sections));
        }
        expectReread(first);
      }
    ),
    { numRuns: 120 }
  );
});
