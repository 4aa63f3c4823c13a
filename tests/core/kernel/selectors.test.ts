import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsOf } from '#core/account/findings.ts';
import { groupsShownIn } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { outlineOf, sortedAccounts } from '#core/account/outline.ts';
import { initialsOf } from '#core/account/initials.ts';
import { search } from '#core/account/search.ts';
import { totalOf } from '#core/account/totals.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, emptyTable, put, rows } from '#core/kernel/table.ts';
import type { Row } from '#core/kernel/kind.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { childrenOf, departmentsNamed, livingHome } from '#core/org/tree.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

/** The same records in tables of their own, so that every selector has to build anew. */
function copied(state: State): State {
  return new Map(
    [...state].map(([name, table]) => {
      const entries: [string, Row][] = [];
      each(table, (row, id) => entries.push([id, row]));
      return [name, put(emptyTable<Row>(), entries)];
    })
  );
}

/** Everything the selectors say of a state, in an order that does not depend on theirs. */
function said(state: State) {
  const departments = [ROOT, ...[...rows(tableOf(state, Department))].map((row) => row.id).sort()];
  return departments.map((id) => ({
    id,
    children: childrenOf(state, id),
    total: totalOf(state, id),
    named: [...departmentsNamed(state, rowOf(state, Department, id)?.name ?? '')].sort(),
    shown: groupsShownIn(state, id)
      .map((group) => [group.id, [...group.members].sort()])
      .sort(),
    sorted: sortedAccounts(state, id, { field: 'name', descending: false })
  }));
}

const findingsSaid = (state: State) =>
  findingsOf(state)
    .map((finding) => JSON.stringify({ ...finding, ids: [...finding.ids].sort() }))
    .sort();

/** A state where departments may vanish under their accounts, as a merge can leave it. */
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

const steps = fc.array(fc.tuple(drawnCommand, fc.nat(), fc.option(fc.nat(), { freq: 8 })), {
  maxLength: 50
});

test('caught up = rebuilt, over random histories that fork', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const states = [noState()];
      for (const [drawn, from, drop] of history) {
        // Mostly the newest, now and then an older one: a plan or the past beside live.
        const base = states[from % 5 === 0 ? from % states.length : states.length - 1] ?? noState();
        const result = planOf(drawn, base);
        let next = result.ok ? applyDiff(base, result.value) : base;
        if (drop !== null) next = merged(next, drop);
        states.push(next);
        expect(said(next)).toEqual(said(copied(next)));
        expect(findingsSaid(next)).toEqual(findingsSaid(copied(next)));
      }
    }),
    { numRuns: 150 }
  );
}, 60_000);

test('the total of the root counts everything', () => {
  fc.assert(
    fc.property(steps, (history) => {
      let state = noState();
      for (const [drawn, , drop] of history) {
        const result = planOf(drawn, state);
        if (result.ok) state = applyDiff(state, result.value);
        if (drop !== null) state = merged(state, drop);
      }
      expect(totalOf(state, ROOT)).toEqual({
        id: ROOT,
        accounts: tableOf(state, Account).size,
        departments: tableOf(state, Department).size
      });
      for (const account of rows(tableOf(state, Account))) {
        const home = livingHome(state, account.departmentId);
        expect(home === ROOT || rowOf(state, Department, home)).toBeTruthy();
      }
    }),
    { numRuns: 100 }
  );
});

test('the outline is every line once, and finds each of them', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (history, unfold) => {
      let state = noState();
      for (const [drawn] of history) {
        const result = planOf(drawn, state);
        if (result.ok) state = applyDiff(state, result.value);
      }
      const expanded = new Set([
        ROOT,
        ...[...rows(tableOf(state, Department))].map((row) => row.id)
      ]);
      const outline = outlineOf(state, {
        expanded,
        unfolded: unfold ? expanded : new Set<string>(),
        sort: { field: 'name', descending: false }
      });
      const lines = Array.from({ length: outline.length }, (_, i) => outline.at(i));
      expect(lines.every((line) => line !== undefined)).toBe(true);
      lines.forEach((line, i) => {
        if (line && line.kind !== 'rest') expect(outline.indexOf(line.id)).toBe(i);
      });
      const more = lines.reduce((n, line) => n + (line?.more ?? 0), 0);
      const shown = lines.filter((line) => line?.kind === 'account').length;
      expect(shown + more).toBe(tableOf(state, Account).size);
      expect(outline.at(outline.length)).toBeUndefined();
    }),
    { numRuns: 100 }
  );
});

test.each([
  ['华东事业部', 'hdsyb'],
  ['数据与智能研究院', 'sjyznyjy'],
  ['跨境业务', 'kjyw'],
  ['财务共享中心', 'cwgxzx'],
  ['欧洲', 'oz'],
  ['订单-Prod 2', 'dd-Prod 2'],
  ['𠮷野', '𠮷y'],
  ['Singapore', '']
])('%s is typed in short as "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('search finds what contains the words, beginnings first', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom('a', '华', 'data', '10'), (history, query) => {
      let state = noState();
      for (const [drawn] of history) {
        const result = planOf(drawn, state);
        if (result.ok) state = applyDiff(state, result.value);
      }
      const hits = search(state, query, 1000);
      const all = [...rows(tableOf(state, Department)), ...rows(tableOf(state, Account))];
      const expected = all.filter((row) =>
        `${row.name}\n${row.externalId}\n${initialsOf(row.name)}`.toLowerCase().includes(query)
      );
      expect(hits.map((hit) => hit.id).sort()).toEqual(expected.map((row) => row.id).sort());
    }),
    { numRuns: 60 }
  );
});
