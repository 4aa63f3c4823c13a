import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAccount,
  moveAccounts,
  removeAccounts,
  updateAccounts
} from '#core/account/commands.ts';
import {
  addDepartment,
  createOrganization,
  moveDepartments,
  renameDepartment
} from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { compareSnapshots, compareWithLive, type Comparison } from '#core/snapshot/compare.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { readSnapshot } from '#core/snapshot/read.ts';
import type { Layers, Scope } from '#core/snapshot/scope.ts';
import type { Replica } from '#crdt/replica.ts';
import { drawnCommand, NOW, replica, runDrawn } from '../../support/replicas.ts';

const PEOPLE: Layers = { people: true, tags: false, history: false };
const NONE: Layers = { people: false, tags: false, history: false };

function group(): Replica {
  const of = replica('a');
  of.run(createOrganization, { name: '远岸集团', provider: 'tencent' }, NOW);
  for (const [id, parentId] of [
    ['east', ROOT],
    ['retail', 'east'],
    ['shop', 'retail'],
    ['north', ROOT]
  ] as const)
    of.run(addDepartment, { id, name: id, parentId }, NOW);
  for (const [n, departmentId] of [
    [1, 'retail'],
    [2, 'east'],
    [3, 'north']
  ] as const)
    of.run(
      addAccount,
      { provider: 'tencent', externalId: `10000000000${n}`, name: `a${n}`, departmentId },
      NOW
    );
  return of;
}

function taken(of: Replica, scope: Scope) {
  const read = readSnapshot(projectSnapshot(of.state, { title: '', at: NOW, by: '', scope }));
  if (!read.ok) throw new Error(read.problems[0].code);
  return read.value;
}

function found(result: ReturnType<typeof compareWithLive>): Comparison {
  if (!result.ok) throw new Error(result.problems[0].code);
  return result.value;
}

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
const account = (n: number) => `tencent:10000000000${n}`;

describe('comparing a snapshot with live', () => {
  it('tells what was added, removed, moved and edited', () => {
    const of = group();
    const before = taken(of, { top: ROOT, depth: 5, layers: PEOPLE, money: 'none' });
    of.run(moveAccounts, { ids: [account(1)], departmentId: 'north' }, NOW);
    of.run(removeAccounts, { ids: [account(3)] }, NOW);
    of.run(updateAccounts, { ids: [account(2)], values: { owner: 'Li' } }, NOW);
    of.run(renameDepartment, { id: 'retail', name: 'Retail' }, NOW);
    of.run(addDepartment, { id: 'new', name: 'new', parentId: ROOT }, NOW);
    const { added, removed, moved, edited } = found(compareWithLive(before, of.state));
    expect(names(added)).toEqual(['new']);
    expect(names(removed)).toEqual(['a3']);
    expect(moved).toMatchObject([{ name: 'a1', path: ['east', 'retail'], to: ['north'] }]);
    expect(edited).toMatchObject([
      { name: 'Retail', fields: [{ field: 'name', from: 'retail', to: 'Retail' }] },
      { name: 'a2', fields: [{ field: 'owner', from: '', to: 'Li' }] }
    ]);
  });

  it('does not tell what the snapshot could not show, and tells leaving from removing', () => {
    const of = group();
    const before = taken(of, { top: 'east', depth: 1, layers: NONE, money: 'none' });
    of.run(updateAccounts, { ids: [account(2)], values: { owner: 'Li' } }, NOW);
    of.run(renameDepartment, { id: 'shop', name: 'Shop' }, NOW);
    of.run(removeAccounts, { ids: [account(3)] }, NOW);
    const quiet = found(compareWithLive(before, of.state));
    expect([quiet.added, quiet.removed, quiet.moved, quiet.edited]).toEqual([[], [], [], []]);
    of.run(moveAccounts, { ids: [account(1)], departmentId: 'north' }, NOW);
    const { removed, moved } = found(compareWithLive(before, of.state));
    expect(removed).toEqual([]);
    expect(moved).toMatchObject([{ name: 'a1', to: undefined }]);
  });

  it('finds nothing between a state and its own snapshot, whatever was done', () => {
    const scopes = fc.record({
      depth: fc.integer({ min: 1, max: 5 }),
      top: fc.constantFrom(ROOT, 'east', 'retail'),
      layers: fc.record({ people: fc.boolean(), tags: fc.boolean(), history: fc.boolean() }),
      money: fc.constant('none' as const)
    });
    fc.assert(
      fc.property(fc.array(drawnCommand, { maxLength: 20 }), scopes, (drawn, scope) => {
        const of = group();
        for (const each of drawn) runDrawn(of, each);
        const read = readSnapshot(projectSnapshot(of.state, { title: '', at: NOW, by: '', scope }));
        if (!read.ok) return;
        const { added, removed, moved, edited } = found(compareWithLive(read.value, of.state));
        expect([added, removed, moved, edited]).toEqual([[], [], [], []]);
      })
    );
  });

  it('says when the node that was shared is gone', () => {
    const of = group();
    const before = taken(of, { top: 'shop', depth: 1, layers: NONE, money: 'none' });
    const result = compareWithLive(before, replica('b').state);
    expect(result.ok || result.problems[0].code).toBe('snapshot.nothingShared');
  });
});

describe('comparing two snapshots', () => {
  it('keeps to what both show, also when one shows a part of the other', () => {
    const of = group();
    const whole = taken(of, { top: ROOT, depth: 5, layers: PEOPLE, money: 'none' });
    of.run(moveDepartments, { ids: ['shop'], parentId: 'east' }, NOW);
    of.run(updateAccounts, { ids: [account(1)], values: { owner: 'Li' } }, NOW);
    const part = taken(of, { top: 'east', depth: 2, layers: NONE, money: 'none' });
    const forth = found(compareSnapshots(whole, part));
    expect(forth.moved).toMatchObject([{ name: 'shop', path: ['retail'], to: [] }]);
    expect([forth.added, forth.removed, forth.edited]).toEqual([[], [], []]);
    expect(names(found(compareSnapshots(part, whole)).moved)).toEqual(['shop']);
    const other = taken(of, { top: 'north', depth: 2, layers: NONE, money: 'none' });
    expect(compareSnapshots(part, other).ok).toBe(false);
  });
});
