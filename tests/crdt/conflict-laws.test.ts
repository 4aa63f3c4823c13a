import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waysOf } from '#core/audit/conflict-ways.ts';
import { Account } from '#core/account/model.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow, Source } from '#core/import/source.ts';
import { each } from '#core/kernel/table.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { Replica } from '#crdt/replica.ts';
import { KEYS_AT_MOST } from '#crdt/section-writer.ts';
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

const step = fc.record({
  who: fc.nat(2),
  act: fc.oneof(
    { weight: 9, arbitrary: drawnCommand },
    { weight: 2, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    { weight: 2, arbitrary: fc.constant('settle' as const) }
  ),
  pick: fc.nat(),
  sync: fc.option(fc.tuple(fc.nat(2), fc.nat(2)), { freq: 3 })
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

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
    if (way) of.settle(conflict, way, NOW);
  } else runDrawn(of, act);
}

/** A history of three who hear of each other now and then, and of everything at its end. */
function lived(steps: readonly Step[]): readonly Replica[] {
  const all = ['a', 'b', 'c'].map((slot) => replica(slot));
  for (const one of steps) {
    const of = all[one.who];
    if (of) act(of, one);
    const [from, to] = (one.sync ?? []).map((i) => all[i]);
    if (from && to && from !== to) deliver(from, to);
  }
  syncAll(all);
  return all;
}

const history = (maxLength: number) => fc.array(step, { maxLength, size: 'max' });

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
          expect(other.settledConflicts()).toEqual(one.settledConflicts());
        }
      }),
      { numRuns: 150 }
    );
  }, 120_000);

  test('is empty when people work in turn, with undo and redo', () => {
    fc.assert(
      fc.property(history(40), (steps) => {
        const all = ['a', 'b', 'c'].map((slot) => replica(slot));
        for (const one of steps) {
          const of = all[one.who];
          if (!of) continue;
          act(of, one);
          for (const other of all) if (other !== of) deliver(of, other);
        }
        for (const one of all) expect(conflictsOf(one)).toEqual([]);
      }),
      { numRuns: 120 }
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
        for (const conflict of conflictsOf(one)) one.settle(conflict, { way: 'keep' }, NOW);
        expect(conflictsOf(one)).toEqual([]);
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
        expect(one.settle(conflict, way, NOW).ok).toBe(true);
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
      { numRuns: 150 }
    );
  }, 120_000);
});

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
    const taken = c.settle(conflict, { way: 'take', side: 1 }, NOW);
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
