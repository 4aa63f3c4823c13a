import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settleConflict } from '#crdt/settling.ts';
import { settledConflicts } from '#crdt/conflicts.ts';
import { waysOf } from '#core/audit/conflict-ways.ts';
import { addAccount } from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow, Source } from '#core/import/source.ts';
import { each } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { addDepartment } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { Replica } from '#crdt/replica.ts';
import { KEYS_AT_MOST } from '#crdt/section-writer.ts';
import type { Drawn } from '../support/random-commands.ts';
import { conflictsOf } from '../support/conflicts.ts';
import {
  deliver,
  drawnCommand,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  syncAll
} from '../support/replicas.ts';

const MANY = KEYS_AT_MOST + 20;

/** A file of very many accounts, so that bringing it writes blocks. */
function file(mark: string): Source {
  const accounts = Array.from({ length: MANY }, (_, i): AccountRow => ({
    origin: { file: 'members.json', line: i + 1 },
    provider: 'tencent',
    externalId: String(100_000 + i),
    name: `account-${i}`,
    owner: `${mark}-${i % 3}`
  }));
  return { file: 'members.json', format: 'test', departments: [], accounts, refusals: [] };
}

const DEPARTMENTS = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8'] as const;
const ACCOUNTS = ['100000000001', '100000000002', '100000000003'] as const;

/** Commands on so few records that those of two people meet. */
const nearby: fc.Arbitrary<Drawn> = fc
  .record({
    name: fc.constantFrom(
      ...['department.move', 'department.move', 'department.move', 'department.add'],
      ...['department.delete', 'department.rename', 'department.tag', 'account.add'],
      ...['account.move', 'account.move', 'account.rename', 'account.update', 'account.remove'],
      'financialPolicy.update'
    ),
    id: fc.constantFrom(...DEPARTMENTS),
    account: fc.constantFrom(...ACCOUNTS),
    parentId: fc.constantFrom(ROOT, ...DEPARTMENTS),
    text: fc.constantFrom('one', 'two', 'three'),
    n: fc.nat(10)
  })
  .map(({ name, id, account, parentId, text, n }) => {
    const ids = [name.startsWith('department') ? id : `aws:${account}`];
    const both = { ids, id: ids[0], parentId, departmentId: parentId, name: text };
    const values = { owner: text };
    const set = [['env', text]];
    const added = { provider: 'aws', externalId: account, permissionIds: [1, 2, n] };
    return { name, args: () => ({ ...both, values, set, remove: [], ...added }) };
  });

const step = fc.record({
  who: fc.nat(2),
  act: fc.oneof(
    { weight: 12, arbitrary: nearby },
    { weight: 3, arbitrary: drawnCommand },
    { weight: 2, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    { weight: 1, arbitrary: fc.constant('settle' as const) }
  ),
  pick: fc.nat(),
  sync: fc.option(fc.tuple(fc.nat(2), fc.nat(2)), { nil: undefined, freq: 2 })
});

interface Step {
  readonly who: number;
  readonly act: Drawn | 'undo' | 'redo' | 'settle';
  readonly pick: number;
  readonly sync?: [number, number] | undefined;
}

function act(of: Replica, { act, pick }: Step) {
  if (act === 'undo' || act === 'redo') {
    const last = of.stacks()[act].at(-1);
    if (last !== undefined) of.undo(last, NOW, true);
  } else if (act === 'settle') {
    const open = conflictsOf(of);
    const conflict = open[pick % Math.max(1, open.length)];
    if (!conflict) return;
    const ways = waysOf(of.state, conflict);
    const way = ways[pick % ways.length];
    if (way) settleConflict(of, conflict, way, NOW);
  } else runDrawn(of, act);
}

/** Three who know the same small organization. */
function acquainted(): Replica[] {
  const all = ['a', 'b', 'c'].map((slot) => replica(slot));
  const [one] = all;
  if (!one) return [];
  for (const [i, id] of DEPARTMENTS.entries())
    one.run(addDepartment, { id, name: id, parentId: DEPARTMENTS[i - 3] ?? ROOT }, NOW);
  for (const externalId of ACCOUNTS)
    one.run(addAccount, { provider: 'aws', externalId, name: externalId, departmentId: 'd1' }, NOW);
  syncAll(all);
  return all;
}

/** A history of three who hear of each other now and then, and of everything at its end. */
function lived(steps: readonly Step[]): readonly Replica[] {
  const all = acquainted();
  for (const one of steps) {
    const of = all[one.who];
    if (of) act(of, one);
    const [from, to] = (one.sync ?? []).map((i) => all[i]);
    if (from && to && from !== to) deliver(from, to);
  }
  syncAll(all);
  return all;
}

const history = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(step, { maxLength, size: 'max' });

function places(state: State): Map<string, [string, string]> {
  const found = new Map<string, [string, string]>();
  each(tableOf(state, Department), (row, id) => found.set(id, [row.parentId, row.order]));
  return found;
}

describe('the list of conflicts', () => {
  test('is the same on every replica, whatever was delivered when, and after a reload', () => {
    fc.assert(
      fc.property(history(50), (steps) => {
        const [one, ...others] = lived(steps) as [Replica, ...Replica[]];
        const list = conflictsOf(one);
        expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
        for (const other of [...others, replica('late', stored(one))]) {
          expect(conflictsOf(other)).toEqual(list);
          expect(settledConflicts(other.sections)).toEqual(settledConflicts(one.sections));
        }
      }),
      { numRuns: 100 }
    );
  }, 120_000);

  test('is empty when people work in turn, with undo and redo', () => {
    fc.assert(
      fc.property(history(40), (steps) => {
        const all = acquainted();
        for (const one of steps) {
          const of = all[one.who];
          if (!of) continue;
          act(of, one);
          for (const other of all) if (other !== of) deliver(of, other);
        }
        for (const one of all) {
          // Nothing was even looked at: a log that was written in turn costs nothing.
          for (const { log } of one.sections.values()) expect(log.forks.isEmpty).toBe(true);
          expect(conflictsOf(one)).toEqual([]);
        }
      }),
      { numRuns: 100 }
    );
  }, 120_000);

  test('holds every department that is not where it wants to be', () => {
    fc.assert(
      fc.property(history(50), (steps) => {
        const [one] = lived(steps) as [Replica];
        const placements = one.sections.get('org')?.placements;
        const listed = new Set(
          conflictsOf(one).flatMap(({ kind, ids }) => (kind === 'department' ? ids : []))
        );
        for (const { type, id } of placements?.conflicts() ?? [])
          if (type === 'cycle' || type === 'depth') expect(listed.has(id)).toBe(true);
      }),
      { numRuns: 100 }
    );
  }, 120_000);

  test('is emptied by keeping what is shown, and nothing moves or changes by it', () => {
    fc.assert(
      fc.property(history(50), (steps) => {
        const all = lived(steps) as [Replica, Replica, Replica];
        const [one, other] = all;
        const [before, moved] = [plain(one.state), places(one.state)];
        keepAll(one);
        syncAll(all);
        for (const each of [other, replica('late', stored(other))]) {
          expect(conflictsOf(each)).toEqual([]);
          expect(plain(each.state)).toEqual(before);
          expect(places(each.state)).toEqual(moved);
        }
      }),
      { numRuns: 100 }
    );
  }, 120_000);

  test('stays empty once all is settled and people work in turn', () => {
    fc.assert(
      fc.property(history(30), history(20), (apart, after) => {
        const all = lived(apart);
        const [one] = all;
        if (!one) return;
        keepAll(one);
        syncAll(all);
        for (const next of after) {
          const of = all[next.who];
          // Taking a settling back opens what it settled, and that is another law.
          if (!of || next.act === 'undo' || next.act === 'redo') continue;
          act(of, next);
          syncAll(all);
          for (const each of all) expect(conflictsOf(each)).toEqual([]);
        }
      }),
      { numRuns: 80 }
    );
  }, 120_000);

  test('loses one by taking its other side, which every replica then shows', () => {
    fc.assert(
      fc.property(history(50), fc.nat(), (steps, pick) => {
        const all = lived(steps);
        const one = all[pick % 3];
        if (!one) return;
        const takes = conflictsOf(one).flatMap((conflict) =>
          waysOf(one.state, conflict).flatMap((way) =>
            way.way === 'take' ? [{ conflict, way }] : []
          )
        );
        const chosen = takes[pick % Math.max(1, takes.length)];
        if (!chosen) return;
        const { conflict, way } = chosen;
        expect(settleConflict(one, conflict, way, NOW).ok).toBe(true);
        syncAll(all);
        const side = conflict.sides[way.side];
        for (const each of all) {
          expect(conflictsOf(each).map(({ key }) => key)).not.toContain(conflict.key);
          for (const [id, value] of side?.values ?? []) {
            const row = each.state.get(conflict.kind);
            expect(row && valueIn(each.state, conflict.kind, id, conflict.field ?? '')).toEqual(
              value
            );
          }
          if (typeof side?.place === 'object')
            expect(places(each.state).get(conflict.ids[0] ?? '')).toEqual([
              side.place.parentId,
              side.place.order
            ]);
        }
      }),
      { numRuns: 100 }
    );
  }, 120_000);
});

/** Accepts one after the other: a department that is kept in its place may settle more than one. */
function keepAll(one: Replica) {
  for (let open = conflictsOf(one); open.length > 0; open = conflictsOf(one)) {
    const [first] = open;
    if (!first || !settleConflict(one, first, { way: 'keep' }, NOW).ok) throw new Error('not kept');
    expect(conflictsOf(one).length).toBeLessThan(open.length);
  }
}

function valueIn(state: State, kind: string, id: string, field: string): unknown {
  const rows = plain(state)[kind] ?? [];
  const row = rows.find(([other]) => other === id)?.[1];
  return (row as Record<string, unknown> | undefined)?.[field];
}

describe('commands of very many records', () => {
  const bring = (of: Replica, mark: string) =>
    of.run(importOrganization, { sources: [file(mark)], target: ROOT }, NOW);

  test('in turn they make no conflict, undone and redone neither', () => {
    const [a, b] = [replica('a'), replica('b')];
    for (const mark of ['first', 'second', 'third']) {
      bring(a, mark);
      syncAll([a, b]);
      bring(b, `${mark} again`);
      syncAll([a, b]);
    }
    for (const which of ['undo', 'redo', 'undo'] as const) {
      const last = b.stacks()[which].at(-1) ?? '';
      expect(b.undo(last, NOW, false).ok).toBe(true);
      syncAll([a, b]);
      expect(conflictsOf(a)).toEqual([]);
    }
  });

  test('two at once are one conflict with all their records, settled as one', () => {
    const all = [replica('a'), replica('b'), replica('c')] as const;
    const [a, b, c] = all;
    bring(a, 'first');
    syncAll(all);
    bring(a, 'by-a');
    bring(b, 'by-b');
    syncAll(all);
    const list = conflictsOf(c);
    expect(list).toHaveLength(1);
    const [conflict] = list;
    if (!conflict) return;
    expect(conflict.ids).toHaveLength(MANY);
    expect(conflict.sides[1]?.values?.size).toBe(MANY);
    const other = conflict.sides[1]?.values?.get('tencent:100001');
    const taken = settleConflict(c, conflict, { way: 'take', side: 1 }, NOW);
    syncAll(all);
    for (const one of all) {
      expect(conflictsOf(one)).toEqual([]);
      expect(valueIn(one.state, Account.name, 'tencent:100001', 'owner')).toBe(other);
    }
    expect(taken.ok && c.undo(taken.value, NOW, false).ok).toBe(true);
    syncAll(all);
    expect(conflictsOf(a)[0]?.ids).toHaveLength(MANY);
  });
});
