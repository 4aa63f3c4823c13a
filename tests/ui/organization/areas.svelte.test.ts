import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '#core/account/findings.ts';
import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { totalOf } from '#core/account/totals.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { createOrganization } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import type { AreaSource } from '#ui/charts/area-layout.ts';
import { coloursOf, colouringsOf } from '#ui/organization/areas/colouring.ts';
import { areaSource, isAccount, trailTo } from '#ui/organization/areas/source.ts';
import { matchesOf } from '#ui/organization/outline/lines.ts';
import { drawnCommand, NOW, replica, runDrawn } from '../../support/replicas.ts';

const SORT = { field: 'name', descending: false } as const;

/** A state that a few commands of any sort made. */
const anyState = fc.array(drawnCommand, { minLength: 10, maxLength: 50 }).map((drawn) => {
  const of = replica('a');
  of.run(createOrganization, { name: '远岸', provider: 'tencent' }, NOW);
  for (const one of drawn) runDrawn(of, one);
  return of.state;
});

const idsOf = (state: State, kind: typeof Department | typeof Account): string[] => {
  const ids: string[] = [];
  each(tableOf(state, kind as typeof Account), (_, id) => ids.push(id));
  return ids;
};

const everythingIn = ({ children }: AreaSource): string[] => {
  const ids = [ROOT];
  for (const id of ids) ids.push(...children(id));
  return ids;
};

/** What a node counts is what stands beneath it, to the last account. */
function expectSums(state: State, source: AreaSource) {
  for (const id of everythingIn(source)) {
    const children = source.children(id);
    if (isAccount(state, id)) expect([source.value(id), children]).toEqual([1, []]);
    else
      expect(source.value(id)).toBe(children.reduce((sum, child) => sum + source.value(child), 0));
  }
}

describe('the organization as areas', () => {
  it('has every department and account once, and counts as the totals do', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const source = areaSource(state, SORT);
        expectSums(state, source);
        const all = [ROOT, ...idsOf(state, Department), ...idsOf(state, Account)];
        expect(everythingIn(source).toSorted()).toEqual(all.toSorted());
        for (const id of [ROOT, ...idsOf(state, Department)])
          expect(source.value(id)).toBe(totalOf(state, id).accounts);
      }),
      { numRuns: 40 }
    );
  });

  it('has of a filter what matches, with all that stands in a department that does', () => {
    fc.assert(
      fc.property(anyState, fc.nat(), (state, pick) => {
        const ids = [...idsOf(state, Department), ...idsOf(state, Account)];
        const id = ids[pick % Math.max(1, ids.length)] ?? '';
        const name = (rowOf(state, Department, id) ?? rowOf(state, Account, id))?.name ?? '';
        const query = name.slice(0, 2);
        fc.pre(query.trim() !== '');
        const matches = matchesOf(state, { query, tagged: undefined });
        const source = areaSource(state, SORT, matches);
        expectSums(state, source);
        const matching = new Set([...matches.accounts.values()].flat());
        const expected = idsOf(state, Account).filter((id) => {
          const account = rowOf(state, Account, id);
          const home = account ? homeOf(state, account) : ROOT;
          const above = [home, ...ancestorsOf(state, home).map((row) => row.id)];
          return matching.has(id) || above.some((each) => matches.departments.has(each));
        });
        const shown = everythingIn(source).filter((id) => isAccount(state, id));
        expect(shown.toSorted()).toEqual(expected.toSorted());
        expect(everythingIn(source)).toContain(id);
      }),
      { numRuns: 60 }
    );
  });

  it('is coloured by nothing that its legend does not name', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const findings = findingsOf(state);
        for (const colouring of colouringsOf(state)) {
          const { paint, legend } = coloursOf(state, colouring, findings);
          const named = new Set(legend.map((entry) => entry.paint));
          for (const id of idsOf(state, Account)) expect(named).toContain(paint(id));
          expect(named.size).toBe(legend.length);
        }
      }),
      { numRuns: 40 }
    );
  });

  it('knows the way to a department, and none to what is gone', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { children } = areaSource(state, SORT);
        for (const id of idsOf(state, Department))
          [ROOT, ...trailTo(state, id)].reduce((above, step) => {
            expect(children(above)).toContain(step);
            return step;
          });
        expect(trailTo(state, 'gone')).toEqual([]);
        expect(trailTo(state, ROOT)).toEqual([]);
      }),
      { numRuns: 20 }
    );
  });
});
