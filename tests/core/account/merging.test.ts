import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entrySentence } from '#core/audit/sentence.ts';
import { dissolveDepartments, mergeDepartments } from '#core/account/merging.ts';
import { addAccount, moveAccounts } from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import {
  addDepartment,
  createOrganization,
  renameDepartment,
  updateOrganization
} from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, subtreeOf } from '#core/org/tree.ts';
import type { Replica } from '#crdt/replica.ts';
import { formatsOf } from '#workspace/formats.ts';
import {
  deliver,
  drawnCommand,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  syncAll
} from '../../support/replicas.ts';

/** 甲 holds a1, a2 (with a21) and two accounts; 乙 holds b1. */
function organization(slot = 'a', provider: 'tencent' | 'aws' = 'tencent'): Replica {
  const one = replica(slot);
  one.run(createOrganization, { name: '集团', provider }, NOW);
  for (const [id, name, parentId] of [
    ['a', '甲', ROOT],
    ['b', '乙', ROOT],
    ['c', '丙', ROOT],
    ['a1', '甲一', 'a'],
    ['a2', '甲二', 'a'],
    ['a21', '甲二一', 'a2'],
    ['b1', '乙一', 'b']
  ] as const)
    one.run(addDepartment, { id, name, parentId }, NOW);
  for (const [externalId, departmentId] of [
    ['100001', 'a'],
    ['100002', 'a'],
    ['100003', 'b']
  ] as const)
    one.run(
      addAccount,
      { provider: 'tencent', externalId, name: `账号${externalId}`, departmentId },
      NOW
    );
  return one;
}

const homeOf = (state: State, id: string) => rowOf(state, Account, `tencent:${id}`)?.departmentId;
const codes = (result: ReturnType<Replica['run']>) =>
  result.ok ? [] : result.problems.map(({ code }) => code);
const merge = (of: Replica, from: string, into: string) =>
  of.run(mergeDepartments, { from, into }, NOW);
const dissolve = (of: Replica, ...ids: string[]) => of.run(dissolveDepartments, { ids }, NOW);

describe('merging', () => {
  test('everything one holds goes behind what the other holds, in order, and it is gone', () => {
    const one = organization();
    expect(merge(one, 'a', 'b').ok).toBe(true);
    expect(childrenOf(one.state, 'b')).toEqual(['b1', 'a1', 'a2']);
    expect(childrenOf(one.state, 'a2')).toEqual(['a21']);
    expect(rowOf(one.state, Department, 'a')).toBeUndefined();
    expect(homeOf(one.state, '100001')).toBe('b');
    expect(homeOf(one.state, '100003')).toBe('b');
  });

  test('a department may be merged into the one it stands in, and into a child of that', () => {
    const one = organization();
    expect(merge(one, 'a2', 'a').ok).toBe(true);
    expect(childrenOf(one.state, 'a')).toEqual(['a1', 'a21']);
    expect(merge(one, 'a21', 'a1').ok).toBe(true);
    expect(childrenOf(one.state, 'a')).toEqual(['a1']);
  });

  test('is refused into itself, beneath itself, with the root, and for what is not there', () => {
    const one = organization();
    expect(codes(merge(one, 'a', 'a'))).toEqual(['org.mergeIntoItself']);
    expect(codes(merge(one, 'a', 'a21'))).toEqual(['org.mergeIntoItself']);
    expect(codes(merge(one, ROOT, 'a'))).toEqual(['org.rootFixed']);
    expect(codes(merge(one, 'a', ROOT))).toEqual(['org.mergeIntoRoot']);
    expect(codes(merge(one, 'nowhere', 'a'))).toEqual(['org.organizationNodeNotExist']);
    expect(codes(merge(one, 'a', 'nowhere'))).toEqual(['org.organizationNodeNotExist']);
  });

  test('is refused where something would stand on a sixth level', () => {
    const one = organization();
    one.run(addDepartment, { id: 'c2', name: '丙二', parentId: 'c' }, NOW);
    one.run(addDepartment, { id: 'c3', name: '丙三', parentId: 'c2' }, NOW);
    one.run(addDepartment, { id: 'c4', name: '丙四', parentId: 'c3' }, NOW);
    expect(codes(merge(one, 'a', 'c4'))).toEqual(['org.nodeDepthExceedLimit']);
    expect(merge(one, 'b', 'c4').ok).toBe(true);
  });

  test('names that must differ within one parent are looked at, but for the one that goes', () => {
    const one = organization('a', 'aws');
    one.run(renameDepartment, { id: 'a1', name: '乙一' }, NOW);
    expect(codes(merge(one, 'a', 'b'))).toEqual(['org.organizationNodeNameUsed.parent']);
    one.run(renameDepartment, { id: 'a1', name: '甲' }, NOW);
    expect(dissolve(one, 'a').ok).toBe(true);
    expect(rowOf(one.state, Department, 'a1')?.parentId).toBe(ROOT);
  });
});

describe('moving contents up', () => {
  test('what a department held takes its place', () => {
    const one = organization();
    expect(dissolve(one, 'a').ok).toBe(true);
    expect(childrenOf(one.state, ROOT)).toEqual(['a1', 'a2', 'b', 'c']);
    expect(homeOf(one.state, '100001')).toBe(ROOT);
  });

  test('goes up through all that are deleted together', () => {
    const one = organization();
    one.run(moveAccounts, { ids: ['tencent:100001'], departmentId: 'a21' }, NOW);
    expect(dissolve(one, 'a', 'a2', 'a21').ok).toBe(true);
    expect(childrenOf(one.state, ROOT)).toEqual(['a1', 'b', 'c']);
    expect(homeOf(one.state, '100001')).toBe(ROOT);
  });

  test('is refused for the root, for none, and for what is not there', () => {
    const one = organization();
    expect(codes(dissolve(one, ROOT))).toEqual(['org.rootFixed']);
    expect(codes(dissolve(one))).toEqual(['org.nothing']);
    expect(codes(dissolve(one, 'nowhere'))).toEqual(['org.organizationNodeNotExist']);
  });
});

describe('undo of both', () => {
  const unrelated = (of: Replica) => {
    of.run(updateOrganization, { values: { remark: '别处' } }, NOW);
    of.run(addDepartment, { id: 'x', name: '别处', parentId: ROOT }, NOW);
  };

  test('is exact in every field, alone and after others did unrelated things; redo as well', () => {
    const drawn = fc.record({
      history: fc.array(drawnCommand, { maxLength: 25 }),
      merging: fc.boolean(),
      from: fc.nat(50),
      into: fc.nat(50)
    });
    fc.assert(
      fc.property(drawn, ({ history, merging, from, into }) => {
        const one = organization();
        for (const each of history) runDrawn(one, each);
        const ids = subtreeOf(one.state, ROOT).slice(1);
        const at = (n: number) => ids[n % Math.max(1, ids.length)] ?? '';
        const two = replica('b', stored(one));
        const before = plain(one.state);
        const ran = merging ? merge(one, at(from), at(into)) : dissolve(one, at(from));
        if (!ran.ok || ran.value === '') return;
        const after = plain(one.state);
        const undone = one.undo(ran.value, NOW, false);
        expect(undone.ok).toBe(true);
        expect(plain(one.state)).toEqual(before);
        if (!undone.ok) return;
        const redone = one.undo(undone.value, NOW, false);
        expect(redone.ok).toBe(true);
        expect(plain(one.state)).toEqual(after);
        unrelated(two);
        const apart = plain(two.state);
        syncAll([one, two]);
        if (redone.ok) expect(one.undo(redone.value, NOW, false).ok).toBe(true);
        deliver(one, two);
        expect(plain(one.state)).toEqual(apart);
        expect(plain(two.state)).toEqual(apart);
      }),
      { numRuns: 120 }
    );
  });

  test('of very many accounts and departments at once', () => {
    const one = organization();
    for (let i = 0; i < 40; i++)
      one.run(addDepartment, { id: `n${i}`, name: `下级${i}`, parentId: 'c' }, NOW);
    const accounts = Array.from({ length: 700 }, (_, i) => String(200_000 + i));
    for (const externalId of accounts)
      one.run(
        addAccount,
        { provider: 'tencent', externalId, name: externalId, departmentId: 'c' },
        NOW
      );
    const before = plain(one.state);
    const ran = merge(one, 'c', 'b');
    expect(homeOf(one.state, '200699')).toBe('b');
    const after = plain(one.state);
    const undone = one.undo(ran.ok ? ran.value : '', NOW, false);
    expect(plain(one.state)).toEqual(before);
    one.undo(undone.ok ? undone.value : '', NOW, false);
    expect(plain(one.state)).toEqual(after);
  });
});

test('sentences of both, in both languages', () => {
  const zh = formatsOf('zh-CN');
  const en = formatsOf('en');
  const one = organization();
  const said = (result: ReturnType<Replica['run']>) => {
    const entry = result.ok ? one.entry(result.value) : undefined;
    if (!entry) throw new Error('no entry');
    return [entrySentence(entry, one.state, zh), entrySentence(entry, one.state, en)];
  };
  expect(said(merge(one, 'b', 'c'))).toEqual(['将 乙 并入 丙', 'merged 乙 into 丙']);
  expect(said(dissolve(one, 'a2'))).toEqual([
    '删除了部门 甲二，内容上移到 甲',
    'deleted 甲二 and moved its contents up to 甲'
  ]);
  expect(said(dissolve(one, 'a', 'c'))).toEqual([
    '删除了 2 个部门，内容上移',
    'deleted 2 departments and moved their contents up'
  ]);
  one.run(addDepartment, { id: 'e', name: '空', parentId: ROOT }, NOW);
  one.run(addDepartment, { id: 'f', name: '满', parentId: ROOT }, NOW);
  const into = one.run(mergeDepartments, { from: 'e', into: 'f' }, NOW, { about: { into: 'f' } });
  expect(said(into)).toEqual(['将 空 并入 满', 'merged 空 into 满']);
});
