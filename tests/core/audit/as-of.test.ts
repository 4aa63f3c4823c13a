import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAccount, removeAccounts, renameAccount } from '#core/account/commands.ts';
import { mergeDepartments } from '#core/account/merging.ts';
import { Account } from '#core/account/model.ts';
import { removeSelection } from '#core/account/selection.ts';
import { stateAsOf } from '#core/audit/as-of.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow, DepartmentRow, Source } from '#core/import/source.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { addDepartment, createOrganization, renameDepartment } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { MAX_DEPTH } from '#core/org/tree.ts';
import type { Replica } from '#crdt/replica.ts';
import {
  drawnCommand,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  syncAll
} from '../../support/replicas.ts';

const asOf = (of: Replica, entry: string) => stateAsOf(of.state, entry, of.pastLog());

/** A file of accounts in a few departments, some of which are there already and some not. */
function file(first: number, count: number, owner: string, departments = 3): Source {
  const accounts = Array.from({ length: count }, (_, i): AccountRow => ({
    origin: { file: 'm.json', line: i + 1 },
    provider: 'tencent',
    externalId: String(300_000 + first + i),
    name: `账号-${first + i}`,
    owner,
    department: { by: 'path', path: [`部门${i % departments}`] }
  }));
  const named = Array.from({ length: departments }, (_, i): DepartmentRow => ({
    origin: { file: 'm.json', line: i + 1 },
    provider: 'other',
    name: `部门${i}`,
    parent: { by: 'root' }
  }));
  return { file: 'm.json', format: 'test', departments: named, accounts, refusals: [] };
}

const bring = (of: Replica, source: Source) =>
  of.run(importOrganization, { sources: [source], target: ROOT }, NOW);

/** Steps beyond the drawn commands, each over whatever is there. */
type Step =
  | { readonly step: 'drawn'; readonly drawn: Parameters<typeof runDrawn>[1] }
  | { readonly step: 'undo'; readonly back: number }
  | {
      readonly step: 'import';
      readonly first: number;
      readonly count: number;
      readonly owner: string;
    }
  | { readonly step: 'clear'; readonly share: number };

const drawnStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: drawnCommand.map((drawn): Step => ({ step: 'drawn', drawn })) },
  { weight: 4, arbitrary: fc.nat(6).map((back): Step => ({ step: 'undo', back })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        first: fc.nat(900),
        count: fc.constantFrom(3, 520, 700),
        owner: fc.constantFrom('', '甲', '乙')
      })
      .map((draw): Step => ({ step: 'import', ...draw }))
  },
  { weight: 1, arbitrary: fc.nat(3).map((share): Step => ({ step: 'clear', share })) }
);

function take(of: Replica, step: Step) {
  if (step.step === 'drawn') runDrawn(of, step.drawn);
  else if (step.step === 'import') bring(of, file(step.first, step.count, step.owner));
  else if (step.step === 'undo') {
    const id = of.entryIds().at(-1 - step.back);
    if (id !== undefined) of.undo(id, NOW, true);
  } else {
    const ids: string[] = [];
    each(tableOf(of.state, Account), (_, id) => ids.push(id));
    of.run(removeAccounts, { ids: ids.sort().slice(step.share) }, NOW);
  }
}

/** Everything, what is left of deleted departments as well. */
const whole = (state: State) => {
  const formers: unknown[] = [];
  each(state.get('formerDepartment') ?? tableOf(state, Account), (row) => formers.push(row));
  return { ...plain(state), former: formers.map((row) => JSON.stringify(row)).sort() };
};

function expectForest(state: State) {
  each(tableOf(state, Department), ({ id, parentId }) => {
    let level = 1;
    for (let at = parentId; at !== ROOT; level++) {
      const above = rowOf(state, Department, at);
      if (!above || level > MAX_DEPTH) throw new Error(`${id} does not hang from the root`);
      at = above.parentId;
    }
    expect(level).toBeLessThanOrEqual(MAX_DEPTH);
  });
}

describe('the organization as of an entry', () => {
  test('is what it was right after it, in every field, for any history of one person', () => {
    fc.assert(
      fc.property(fc.array(drawnStep, { maxLength: 30 }), (steps) => {
        const one = replica('a');
        one.run(createOrganization, { name: '集团', provider: 'tencent' }, NOW);
        const states = new Map<string, ReturnType<typeof whole>>();
        for (const step of steps) {
          take(one, step);
          const last = one.entryIds().at(-1);
          if (last !== undefined) states.set(last, whole(one.state));
        }
        for (const [id, state] of states) expect(whole(asOf(one, id))).toEqual(state);
        const last = one.entryIds().at(-1) ?? '';
        expect(asOf(one, last)).toBe(one.state);
      }),
      { numRuns: 60 }
    );
  });

  test('of people apart is a forest within its depth, and the same on every replica', () => {
    const drawn = fc.array(fc.tuple(fc.nat(2), drawnStep, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(drawn, (steps) => {
        const first = replica('a');
        first.run(createOrganization, { name: '集团', provider: 'tencent' }, NOW);
        const all = [first, replica('b', stored(first)), replica('c', stored(first))];
        for (const [who, step, meet] of steps) {
          const one = all[who];
          if (one) take(one, step);
          if (meet) syncAll(all);
        }
        syncAll(all);
        const [one, two] = all;
        if (!one || !two) return;
        const again = replica('reader', stored(one));
        for (const id of one.entryIds()) {
          const past = asOf(one, id);
          expectForest(past);
          expect(whole(asOf(two, id))).toEqual(whole(past));
          expect(whole(asOf(again, id))).toEqual(whole(past));
        }
      }),
      { numRuns: 40 }
    );
  });

  test('two who import one file apart: after the first of them the accounts are there', () => {
    const one = replica('a');
    one.run(createOrganization, { name: '集团', provider: 'tencent' }, NOW);
    const two = replica('b', stored(one));
    bring(one, file(0, 600, '甲'));
    two.run(renameDepartment, { id: 'nowhere', name: 'x' }, NOW);
    bring(two, file(0, 600, '乙'));
    syncAll([one, two]);
    const [, earlier = '', later = ''] = one.entryIds();
    expect(tableOf(asOf(one, earlier), Account).size).toBe(600);
    expect(rowOf(asOf(one, earlier), Account, 'tencent:300001')?.owner).toBe('甲');
    expect(rowOf(asOf(one, later), Account, 'tencent:300001')?.owner).toBe('乙');
  });

  test('who overwrote without having seen: the value is of the last entry up to then', () => {
    const one = replica('a');
    one.run(addDepartment, { id: 'd', name: '零', parentId: ROOT }, NOW);
    const two = replica('b', stored(one));
    const a = one.run(renameDepartment, { id: 'd', name: '甲' }, NOW);
    two.run(renameDepartment, { id: 'd', name: '乙' }, NOW);
    syncAll([one, two]);
    expect(rowOf(asOf(two, a.ok ? a.value : ''), Department, 'd')?.name).toBe('甲');
    expect(rowOf(asOf(one, one.entryIds()[0] ?? ''), Department, 'd')?.name).toBe('零');
    expect(asOf(one, one.entryIds().at(-1) ?? '')).toBe(one.state);
  });

  test('what somebody said of a record whose import another took back meanwhile', () => {
    const one = replica('z');
    const imported = bring(one, file(0, 700, '甲', 1));
    const two = replica('b', stored(one));
    const id = 'tencent:300007';
    const renamed = two.run(renameAccount, { id, name: '改过的' }, NOW);
    if (!imported.ok || !renamed.ok) throw new Error('refused');
    expect(one.undo(imported.value, NOW, false).ok).toBe(true);
    syncAll([one, two]);
    expect(rowOf(two.state, Account, id)).toBeUndefined();
    for (const each of [one, two])
      expect(rowOf(asOf(each, renamed.value), Account, id)?.name).toBe('改过的');
  });

  test('merged departments, an import hidden and shown again, very many deleted and brought back', () => {
    const one = replica('a');
    const states: [string, unknown][] = [];
    const did = (result: ReturnType<Replica['run']>) => {
      if (!result.ok) throw new Error(result.problems[0].code);
      states.push([result.value, whole(one.state)]);
      return result.value;
    };
    did(one.run(createOrganization, { name: '集团', provider: 'tencent' }, NOW));
    const imported = did(bring(one, file(0, 700, '甲', 1)));
    const undone = did(one.undo(imported, NOW, false));
    did(one.undo(undone, NOW, false));
    did(one.run(addDepartment, { id: 'x', name: '别处', parentId: ROOT }, NOW));
    const ids: string[] = [];
    each(tableOf(one.state, Department), ({ id }) => ids.push(id));
    const from = ids.find((id) => id !== 'x') ?? '';
    const merged = did(one.run(mergeDepartments, { from, into: 'x' }, NOW));
    did(one.run(renameAccount, { id: 'tencent:300005', name: '改名' }, NOW));
    did(one.undo(merged, NOW, true));
    const accounts: string[] = [];
    each(tableOf(one.state, Account), (_, id) => accounts.push(id));
    const gone = did(one.run(removeSelection, { departments: ['x'], accounts }, NOW));
    const back = did(one.undo(gone, NOW, false));
    did(one.undo(back, NOW, false));
    for (const [id, state] of states) expect(whole(asOf(one, id))).toEqual(state);
  });

  test('costs what was touched since, among five thousand entries', () => {
    const one = replica('a');
    bring(one, file(0, 5000, '甲'));
    for (let i = 0; i < 5000; i++)
      one.run(renameAccount, { id: `tencent:${300_000 + (i % 900)}`, name: `改-${i}` }, NOW);
    one.run(addAccount, { provider: 'tencent', externalId: '999999', name: '新' }, NOW);
    const middle = one.entryIds()[2500] ?? '';
    asOf(one, middle);
    const started = performance.now();
    expect(rowOf(asOf(one, middle), Account, 'tencent:300000')?.name).toMatch(/^改-/);
    expect(performance.now() - started).toBeLessThan(400);
  });
});
