import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settleConflict } from '#crdt/settling.ts';
import type { Conflict, Way } from '#core/audit/conflict.ts';
import { conflictText, conflictTitle, sideText, wayLabel } from '#core/audit/conflict-sentence.ts';
import { waysOf } from '#core/audit/conflict-ways.ts';
import { moveAccounts, removeAccounts, renameAccount } from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';
import type { Replica } from '#crdt/replica.ts';
import { formatsOf } from '#workspace/formats.ts';
import { commandNamed } from '../support/random-commands.ts';
import { docOf, NOW, replica, stored, syncAll } from '../support/replicas.ts';
import { conflictsOf } from '../support/conflicts.ts';

const run = (of: Replica, name: string, args: unknown): string => {
  const result = of.run(commandNamed(name), args, NOW);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
  return result.value;
};

const settle = (of: Replica, conflict: Conflict, way: Way): string => {
  const result = settleConflict(of, conflict, way, NOW);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const undo = (of: Replica, entry: string): string => {
  const result = of.undo(entry, NOW, false);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const department = (of: Replica, id: string, parentId: string = ROOT) =>
  run(of, 'department.add', { id, name: id, parentId });

const account = (of: Replica, externalId: string, departmentId: string = ROOT) => {
  run(of, 'account.add', { provider: 'aws', externalId, name: externalId, departmentId });
  return `aws:${externalId}`;
};

/** Three replicas that know the same organization. */
function start() {
  const all = ['a', 'b', 'c'].map((slot) => replica(slot)) as [Replica, Replica, Replica];
  const [a, b, c] = all;
  for (const id of ['P', 'Q', 'X', 'Y']) department(a, id);
  const acc = account(a, '100000000001');
  syncAll(all);
  const sync = () => syncAll(all);
  /** The one conflict there is, seen alike by all three and by who opens the documents anew. */
  const only = (): Conflict => {
    sync();
    const [list] = lists();
    expect(list).toHaveLength(1);
    const [conflict] = list ?? [];
    if (!conflict) throw new Error('none');
    tell(a, conflict);
    return conflict;
  };
  const lists = () => {
    const seen = [...all, replica('late', stored(a))].map(conflictsOf);
    for (const list of seen) expect(list).toEqual(seen[0]);
    return seen;
  };
  const none = () => {
    sync();
    expect(lists()[0]).toEqual([]);
  };
  return { a, b, c, all, acc, sync, only, none };
}

const parentOf = (of: Replica, id: string) => rowOf(of.state, Department, id)?.parentId;

/** Everything that is said of a conflict, in both languages; none of it may be empty. */
function tell(of: Replica, conflict: Conflict): string[] {
  return (['en', 'zh-CN'] as const).map((locale) => {
    const reading = {
      state: of.state,
      formats: formatsOf(locale),
      entryOf: (id: string) => of.entry(id),
      now: NOW
    };
    const title = conflictTitle(conflict, reading);
    expect(title).not.toBe('');
    expect(conflictText(conflict, reading)).not.toBe('');
    for (const side of conflict.sides) sideText(conflict, side, reading);
    for (const way of waysOf(of.state, conflict))
      expect(wayLabel(way, conflict, reading)).not.toBe('');
    return title;
  });
}

describe('a department moved twice', () => {
  const twice = () => {
    const world = start();
    run(world.a, 'department.move', { ids: ['X'], parentId: 'P' });
    run(world.b, 'department.move', { ids: ['X'], parentId: 'Q' });
    return world;
  };

  test('is one conflict; keeping it moves nothing and takes it off everywhere', () => {
    const { a, c, only, none, sync } = twice();
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'moved-twice', ids: ['X'] });
    expect(waysOf(c.state, conflict)).toEqual([{ way: 'keep' }, { way: 'take', side: 1 }]);
    const shown = parentOf(a, 'X');
    const entry = settle(c, conflict, { way: 'keep' });
    none();
    expect(parentOf(a, 'X')).toBe(shown);
    expect(c.undo(entry, NOW, false).ok).toBe(true);
    sync();
    expect(only().key).toBe(conflict.key);
  });

  test('taking the other moves it there, everywhere', () => {
    const { a, b, only, none } = twice();
    const conflict = only();
    const wish = conflict.sides[1]?.place;
    settle(b, conflict, { way: 'take', side: 1 });
    none();
    expect({ parentId: parentOf(a, 'X') }).toEqual({
      parentId: typeof wish === 'object' ? wish.parentId : ''
    });
  });
});

describe('a field both changed', () => {
  const both = () => {
    const world = start();
    world.a.run(renameAccount, { id: world.acc, name: 'by-a' }, NOW);
    world.b.run(renameAccount, { id: world.acc, name: 'by-b' }, NOW);
    return world;
  };
  const name = (of: Replica, id: string) => rowOf(of.state, Account, id)?.name;

  test('keep, undone, opens again; later edits do not', () => {
    const { a, b, c, acc, only, none } = both();
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'field', field: 'name', ids: [acc] });
    const shown = name(a, acc);
    const entry = settle(c, conflict, { way: 'keep' });
    none();
    expect(name(b, acc)).toBe(shown);
    c.undo(entry, NOW, false);
    expect(only().key).toBe(conflict.key);
    settle(a, conflict, { way: 'keep' });
    none();
    run(b, 'account.rename', { id: acc, name: 'later' });
    none();
    run(a, 'account.rename', { id: acc, name: 'later still' });
    none();
  });

  test('take shows the other everywhere; undone, it opens again; redone, it is settled', () => {
    const { a, b, c, acc, only, none } = both();
    const conflict = only();
    const other = conflict.sides[1]?.values?.get(acc);
    const entry = settle(c, conflict, { way: 'take', side: 1 });
    none();
    for (const one of [a, b, c]) expect(name(one, acc)).toBe(other);
    const undone = c.undo(entry, NOW, false);
    only();
    if (undone.ok) c.undo(undone.value, NOW, false);
    none();
    expect(name(a, acc)).toBe(other);
  });

  test('who writes the field again settles it', () => {
    const { b, acc, only, none } = both();
    only();
    run(b, 'account.rename', { id: acc, name: 'new' });
    none();
  });
});

test('an account moved twice', () => {
  const { a, b, acc, only, none } = start();
  a.run(moveAccounts, { ids: [acc], departmentId: 'P' }, NOW);
  b.run(moveAccounts, { ids: [acc], departmentId: 'Q' }, NOW);
  const conflict = only();
  expect(conflict).toMatchObject({ type: 'moved-twice', kind: 'account', section: 'accounts' });
  settle(a, conflict, { way: 'take', side: 1 });
  none();
});

test('a circle: keep gives the waiting move up, swap grants it', () => {
  for (const way of ['keep', 'swap'] as const) {
    const { a, b, c, only, none } = start();
    run(a, 'department.move', { ids: ['X'], parentId: 'Y' });
    run(b, 'department.move', { ids: ['Y'], parentId: 'X' });
    const conflict = only();
    expect(conflict.type).toBe('cycle');
    expect(waysOf(c.state, conflict)).toEqual([{ way: 'keep' }, { way: 'swap' }]);
    const [waiting = '', other = ''] = conflict.ids;
    const before = parentOf(a, waiting);
    const entry = settle(c, conflict, { way });
    none();
    expect(parentOf(a, waiting)).toBe(way === 'keep' ? before : other);
    expect(parentOf(b, other)).toBe(way === 'keep' ? waiting : ROOT);
    if (way === 'swap') continue;
    const undone = undo(c, entry);
    expect(only()).toMatchObject({ type: 'cycle', ids: conflict.ids });
    expect(parentOf(a, waiting)).toBe(before);
    const again = undo(c, undone);
    none();
    // Once the way is free the move that waited would take effect: taking it up anew is a move.
    run(b, 'department.move', { ids: [other], parentId: 'P' });
    none();
    expect(parentOf(a, waiting)).toBe(before);
    expect(c.undo(again, NOW, false).ok).toBe(false);
  }
});

test('a department deleted while another came into it', () => {
  for (const way of ['keep', 'dissolve'] as const) {
    const { a, b, c, only, none } = start();
    run(a, 'department.delete', { ids: ['P'] });
    run(b, 'department.move', { ids: ['X'], parentId: 'P' });
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'deleted-in-use', ids: ['P'] });
    const entry = settle(c, conflict, { way });
    none();
    expect(parentOf(a, 'X')).toBe(way === 'keep' ? 'P' : ROOT);
    expect(rowOf(a.state, Department, 'P') !== undefined).toBe(way === 'keep');
    undo(c, entry);
    expect(way === 'dissolve' || only().type === 'deleted-in-use').toBe(true);
  }
});

test('a department deleted while accounts came to it', () => {
  for (const way of ['keep', 'restore'] as const) {
    const { a, b, c, acc, only, none } = start();
    run(a, 'department.delete', { ids: ['P'] });
    b.run(moveAccounts, { ids: [acc], departmentId: 'P' }, NOW);
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'deleted-with-accounts', ids: ['P'] });
    settle(c, conflict, { way });
    none();
    expect(rowOf(a.state, Department, 'P') !== undefined).toBe(way === 'restore');
  }
});

test('an account edited while it was removed', () => {
  for (const way of ['keep', 'restore'] as const) {
    const { a, b, c, acc, only, none } = start();
    a.run(removeAccounts, { ids: [acc] }, NOW);
    b.run(renameAccount, { id: acc, name: 'edited' }, NOW);
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'edited-while-deleted', ids: [acc], field: 'name' });
    settle(c, conflict, { way });
    none();
    expect(rowOf(a.state, Account, acc)?.name).toBe(way === 'restore' ? 'edited' : undefined);
  }
});

test.each(['keep', 'restore'] as const)(
  'accounts edited while the import that brought them was taken back: %s',
  (way) => {
    const { a, b, c, only, none, sync } = start();
    const file = sampleGroup(7, 600);
    const flat = { ...file, departments: [], refusals: [] };
    const imported = run(a, 'organization.import', { sources: [flat], target: ROOT });
    sync();
    const [one, other] = [...rows(tableOf(a.state, Account))].slice(-2);
    if (!one || !other) throw new Error('The file brought no accounts');
    undo(a, imported);
    expect(rowOf(a.state, Account, one.id)).toBeUndefined();
    run(b, 'account.rename', { id: one.id, name: 'edited' });
    const conflict = only();
    expect(conflict).toMatchObject({ type: 'edited-while-deleted', ids: [one.id], field: 'name' });
    for (const title of tell(a, conflict)) expect(title).toContain('edited');
    const settled = settle(c, conflict, { way });
    none();
    if (way === 'keep') {
      undo(c, settled);
      expect(only().key).toBe(conflict.key);
      return;
    }
    // It is whole again, as the file had it and as it was edited; the rest of the import stays away.
    expect(rowOf(a.state, Account, one.id)).toEqual({ ...one, name: 'edited' });
    expect(rowOf(a.state, Account, other.id)).toBeUndefined();
    undo(c, settled);
    none();
    expect(rowOf(b.state, Account, one.id)).toBeUndefined();
  }
);

test('an edit that an import, taken back at the same time, had itself is no conflict', () => {
  const { a, b, none, sync } = start();
  const flat = { ...sampleGroup(7, 600), departments: [], refusals: [] };
  const imported = run(a, 'organization.import', { sources: [flat], target: ROOT });
  sync();
  const [one] = [...rows(tableOf(a.state, Account))].slice(-1);
  if (!one) throw new Error('The file brought no accounts');
  const renamed = run(b, 'account.rename', { id: one.id, name: 'edited' });
  undo(b, renamed);
  undo(a, imported);
  none();
});

test('one account added by two, one name given by two, more accounts than allowed', () => {
  const { a, b, only, none, sync } = start();
  account(a, '100000000002');
  account(b, '100000000002');
  const twice = only();
  expect(twice.type).toBe('added-twice');
  settle(a, twice, { way: 'keep' });
  none();
  run(a, 'organization.create', { name: 'Group', provider: 'tencent', accountLimit: 3 });
  sync();
  department(a, 'd1');
  run(b, 'department.add', { id: 'd2', name: 'd1', parentId: ROOT });
  const named = only();
  expect(named).toMatchObject({ type: 'limit', ids: ['d1', 'd2'] });
  settle(b, named, { way: 'keep' });
  none();
  account(a, '100000000003');
  account(b, '100000000004');
  const many = only();
  expect(many).toMatchObject({ type: 'limit', problem: { code: 'finding.overLimit' } });
  settle(b, many, { way: 'keep' });
  none();
});

test.each([1, 600])(
  'a name given apart to two departments that came by a file of %d accounts is seen',
  (accounts) => {
    const { a, b, only, none, sync } = start();
    run(a, 'organization.import', { sources: [sampleGroup(1, accounts)], target: ROOT });
    sync();
    none();
    const imported = [...rows(tableOf(a.state, Department))].filter(
      ({ externalId, parentId }) => externalId !== '' && parentId === ROOT
    );
    const [one, other] = imported;
    if (!one || !other) throw new Error('The file brought no departments');
    run(a, 'department.rename', { id: one.id, name: 'Legal' });
    run(b, 'department.rename', { id: other.id, name: 'Legal' });
    const named = only();
    expect(named).toMatchObject({ type: 'limit', ids: [one.id, other.id].sort() });
    run(b, 'department.rename', { id: other.id, name: 'Lawyers' });
    none();
  }
);

test('two sections each settle their own; who may not write one cannot settle there', () => {
  const { a, b, c, acc, sync, none } = start();
  const policy = (of: Replica, permissionIds: number[]) =>
    run(of, 'financialPolicy.update', { ids: [acc], permissionIds });
  policy(a, [1, 2]);
  sync();
  policy(a, [1, 2, 3]);
  policy(b, [1, 2, 4]);
  run(a, 'account.rename', { id: acc, name: 'by-a' });
  run(b, 'account.rename', { id: acc, name: 'by-b' });
  sync();
  const list = conflictsOf(c);
  expect(list.map(({ section }) => section).sort()).toEqual(['accounts', 'finance']);
  c.mayWrite = (section) => section !== 'finance';
  for (const conflict of list)
    expect(settleConflict(c, conflict, { way: 'keep' }, NOW).ok).toBe(
      conflict.section === 'accounts'
    );
  sync();
  expect(conflictsOf(a).map(({ section }) => section)).toEqual(['finance']);
  const [money] = conflictsOf(a);
  if (money) settle(a, money, { way: 'take', side: 1 });
  none();
  expect(settleConflict(a, list[0]!, { way: 'keep' }, NOW)).toMatchObject({
    problems: [{ code: 'audit.conflictGone' }]
  });
});

describe('whatever lies in the log', () => {
  const ids = ['1.a', '2.a', '2.b', '3.c', '9.z', 'nowhere', ''];
  const anyId = fc.constantFrom(...ids);
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('fork/account/name/2.a/2.b', 'fork/nothing/x//1.a', 'fork/account//1.a/2.a,'),
    fc.constantFrom('place/cycle/X/9.z,/', 'place/in-use/X/1.a', 'fork/__proto__/constructor/a/b')
  );
  const column = fc.record({
    field: fc.constantFrom('name', 'owner', 'parentId', '__proto__', ''),
    ids: fc.constant(['aws:100000000001']),
    from: fc.constant(['x']),
    to: fc.oneof(fc.constant(undefined), fc.constant(['y']), fc.constant([{}])),
    after: fc.array(fc.oneof(anyId, fc.constant(null)), { maxLength: 1 })
  });
  const changes = fc.record({
    kind: fc.constantFrom('account', 'department', 'unknown', 'constructor'),
    bornIds: fc.constantFrom([], ['aws:100000000001']),
    bornAfter: fc.array(anyId, { maxLength: 1 }),
    died: fc.constantFrom([], [{ id: 'aws:100000000001' }], [{ id: 'X', name: 7 }]),
    diedAfter: fc.array(anyId, { maxLength: 1 }),
    fields: fc.array(column, { maxLength: 2 })
  });
  const entry = fc.record({
    v: fc.constant(1),
    at: fc.nat(),
    device: fc.constant('d'),
    name: fc.string(),
    command: fc.constantFrom('conflict.keep', 'account.rename', 'history.undo', '?'),
    undoes: fc.option(anyId, { nil: undefined }),
    settles: fc.array(fc.oneof(key, fc.constant(5)), { maxLength: 3 }),
    blocks: fc.constantFrom(undefined, 2),
    changes: fc.array(changes, { maxLength: 3 })
  });

  test('an entry written over after it was read speaks no more, on any replica', () => {
    const { a, b, c } = start();
    const says = (born: readonly string[], undoes?: string) =>
      JSON.stringify({
        ...{ v: 1, at: 0, device: 'd', name: '', command: 'account.add', undoes, settles: [] },
        changes: [
          { kind: 'account', bornIds: born, bornAfter: [], died: [], diedAfter: [], fields: [] }
        ]
      });
    const log = (of: Replica) => docOf(of, 'accounts').getMap('audit');
    log(a).set('1.z', says(['aws:100000000001'], '0.z'));
    syncAll([a, b, c]);
    const mentions = (of: Replica) =>
      of.sections.get('accounts')?.log.mentions('account', 'aws:100000000001');
    expect(mentions(b)).toContain('1.z');
    expect(b.sections.get('accounts')?.log.isUndone('0.z')).toBe(true);
    log(a).set('1.z', says([]));
    syncAll([a, b, c]);
    for (const of of [a, b, c, replica('late', stored(c))]) {
      expect(mentions(of)).not.toContain('1.z');
      expect(of.sections.get('accounts')?.log.isUndone('0.z')).toBe(false);
    }
  });

  test('nothing throws, every replica lists the same, and every conflict has sentences', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyId, entry), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (entries, order) => {
          const { a, b, c } = start();
          const write = (of: Replica, each: (typeof entries)[number]) =>
            docOf(of, 'accounts').getMap('audit').set(each[0], JSON.stringify(each[1]));
          entries.forEach((each, i) => write((order[i] ?? 0) % 2 ? a : b, each));
          conflictsOf(a);
          syncAll([a, b, c]);
          const list = conflictsOf(a);
          expect(conflictsOf(b)).toEqual(list);
          expect(conflictsOf(replica('late', stored(c)))).toEqual(list);
          for (const conflict of list) tell(a, conflict);
          for (const id of a.entryIds()) a.undo(id, NOW, true);
          for (const conflict of conflictsOf(a)) settleConflict(a, conflict, { way: 'keep' }, NOW);
          expect(conflictsOf(a)).toEqual([]);
        }
      ),
      { numRuns: 150 }
    );
  }, 60_000);
});
