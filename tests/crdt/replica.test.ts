import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Section } from '#core/kernel/kind.ts';
import { applyDiff, rowOf, tableOf } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import {
  moveAccounts,
  removeAccounts,
  renameAccount,
  updateAccounts
} from '#core/account/commands.ts';
import { BillBatch } from '#core/finance/model.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow, Source } from '#core/import/source.ts';
import { addDepartment } from '#core/org/commands.ts';
import { rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import * as Y from 'yjs';
import { Replica } from '#crdt/replica.ts';
import { KEYS_AT_MOST } from '#crdt/section-writer.ts';
import { commandNamed } from '../support/random-commands.ts';
import {
  deliver,
  docOf,
  drawnCommand,
  expectReread,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  syncAll,
  USED
} from '../support/replicas.ts';

const MANY = KEYS_AT_MOST + 100;

function accountsFile(count: number, row: (i: number) => Partial<AccountRow> = () => ({})): Source {
  const accounts = Array.from({ length: count }, (_, i): AccountRow => ({
    origin: { file: 'members.json', line: i + 1 },
    provider: 'tencent',
    externalId: String(100_000 + i),
    name: `account-${i}`,
    ...row(i)
  }));
  return { file: 'members.json', format: 'test', departments: [], accounts, refusals: [] };
}

const bring = (of: Replica, source: Source) =>
  of.run(importOrganization, { sources: [source], target: ROOT }, NOW);

const nameOf = (of: Replica, i: number) => rowOf(of.state, Account, `tencent:${100_000 + i}`)?.name;

const docsOf = (updates: ReadonlyMap<Section, Uint8Array>) =>
  new Map(
    [...updates].map(([section, update]) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, update);
      return [section, doc] as const;
    })
  );

const rename = (of: Replica, i: number, name: string) =>
  of.run(renameAccount, { id: `tencent:${100_000 + i}`, name }, NOW);

describe('writing and reading', () => {
  test('read(write(doc, d)) = applyDiff(read(doc), d) for every diff a command plans', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { maxLength: 40 }), (history) => {
        const one = replica('a');
        for (const drawn of history) {
          const before = one.state;
          const planned = commandNamed(drawn.name).plan(before, drawn.args(before), { now: NOW });
          const result = runDrawn(one, drawn);
          expect(result.ok).toBe(planned.ok);
          if (planned.ok) expect(plain(one.state)).toEqual(plain(applyDiff(before, planned.value)));
        }
        expectReread(one);
      }),
      { numRuns: 150 }
    );
  });

  test('one transaction a section, one entry a command, and none for a command without effect', () => {
    const one = replica('a');
    one.run(addDepartment, { id: 'd1', name: 'One', parentId: ROOT }, NOW);
    let transactions = 0;
    docOf(one, 'org').on('afterTransaction', () => transactions++);
    one.run(addDepartment, { id: 'd2', name: 'Two', parentId: 'd1' }, NOW);
    expect(transactions).toBe(1);
    expect(one.entryIds()).toHaveLength(2);
    one.run(commandNamed('department.move'), { ids: ['d2'], parentId: 'd1', before: 'd2' }, NOW);
    const entries = one.entryIds().length;
    one.run(commandNamed('department.rename'), { id: 'd2', name: 'Two' }, NOW);
    expect(one.entryIds()).toHaveLength(entries);
  });

  test('a bulk import is few items, updates below 64 kB, and invisible until its entry is there', () => {
    const one = replica('a');
    const two = replica('b');
    const updates: Uint8Array[] = [];
    docOf(one, 'accounts').on('update', (update: Uint8Array) => updates.push(update));
    const seen: number[] = [];
    two.listen(() => seen.push(tableOf(two.state, Account).size));
    bring(one, accountsFile(5000));
    expect(Math.max(...updates.map((update) => update.length))).toBeLessThan(64_000);
    for (const [i, update] of updates.entries()) {
      const before = tableOf(two.state, Account).size;
      docOf(two, 'accounts').transact(() => undefined);
      deliverUpdate(two, update);
      if (i < updates.length - 1) expect(tableOf(two.state, Account).size).toBe(before);
    }
    expect(tableOf(two.state, Account).size).toBe(5000);
    expect(plain(two.state)).toEqual(plain(one.state));
    expectReread(one);
  });

  test('what arrives before a section is opened is read like what was stored', () => {
    const one = replica('a');
    one.run(addDepartment, { id: 'd1', name: 'One', parentId: ROOT }, NOW);
    bring(one, accountsFile(MANY));
    const docs = new Map(USED.map((section) => [section, new Y.Doc()]));
    const joined = new Replica(docs, { slot: 'b', device: 'b', name: 'b' });
    deliver(one, joined);
    for (const section of USED) for (const _ of joined.open(section));
    expect(plain(joined.state)).toEqual(plain(one.state));
    expect(joined.entryIds()).toEqual(one.entryIds());
  });

  test('what others change while a section is being read is shown when it is', () => {
    const one = replica('a');
    bring(one, accountsFile(6000));
    bring(
      one,
      accountsFile(6000, (i) => ({ nickname: `nick-${i}` }))
    );
    const reading = new Replica(docsOf(stored(one)), { slot: 'b', device: 'b', name: 'b' });
    const slices = reading.open('accounts');
    slices.next();
    rename(one, 1, 'meanwhile');
    one.run(removeAccounts, { ids: ['tencent:100002'] }, NOW);
    bring(
      one,
      accountsFile(600, () => ({ owner: 'late' }))
    );
    deliver(one, reading);
    for (const _ of slices);
    for (const section of USED) if (section !== 'accounts') for (const _ of reading.open(section));
    expect(nameOf(reading, 1)).toBe(nameOf(one, 1));
    expect(plain(reading.state)).toEqual(plain(one.state));
  });

  test('packing in slices ends in the same state, even when somebody edits meanwhile', async () => {
    const one = replica('a');
    bring(one, accountsFile(10));
    let pauses = 0;
    const pause = () => {
      if (pauses++ === 1) rename(one, 0, 'meanwhile');
      return Promise.resolve();
    };
    const source = accountsFile(5000, (i) => (i === 0 ? { name: 'from-file' } : {}));
    const result = await one.runInSlices(
      importOrganization,
      { sources: [source], target: ROOT },
      NOW,
      pause
    );
    expect(result.ok).toBe(true);
    expect(pauses).toBeGreaterThan(1);
    expect(nameOf(one, 0)).toBe('from-file');
    expectReread(one);
  });
});

function deliverUpdate(to: Replica, update: Uint8Array) {
  Y.applyUpdate(docOf(to, 'accounts'), update, 'peer');
}

/** What the relay keeps blobs for, and what the list of bills needs of it. */
const blobNames = (of: Replica) => [...docOf(of, 'finance').getMap('blobs').keys()].sort();
const bills = (of: Replica) => [...rows(tableOf(of.state, BillBatch))].map(({ id }) => id).sort();

describe('replicas', () => {
  const step = fc.record({
    who: fc.nat(2),
    drawn: drawnCommand,
    sync: fc.option(fc.tuple(fc.nat(2), fc.nat(2)), { freq: 3 })
  });

  test('converge under any order of delivery, and each shows what its documents say', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (history) => {
        const all = [replica('a'), replica('b'), replica('c')] as const;
        for (const { who, drawn, sync } of history) {
          const one = all[who];
          if (one) runDrawn(one, drawn);
          const [from, to] = sync ?? [];
          if (from !== undefined && to !== undefined && from !== to) {
            const [a, b] = [all[from], all[to]];
            if (a && b) deliver(a, b);
          }
        }
        syncAll(all);
        for (const each of all) {
          expect(plain(each.state)).toEqual(plain(all[0].state));
          expectReread(each);
          expect(blobNames(each)).toEqual(expect.arrayContaining(bills(each)));
        }
      }),
      { numRuns: 120 }
    );
  }, 60_000);
});

describe('races of blocks and keys', () => {
  /** Three replicas that share an import, so that every race starts from blocks. */
  const shared = () => {
    const all = ['a', 'b', 'c'].map((slot) => replica(slot));
    const [a, b, c] = all as [Replica, Replica, Replica];
    bring(a, accountsFile(MANY));
    syncAll(all);
    return { a, b, c, all };
  };
  const reimport = (of: Replica, name: string) =>
    bring(
      of,
      accountsFile(MANY, (i) => ({ name: `${name}-${i}` }))
    );
  const settled = (all: readonly Replica[]) => {
    syncAll(all);
    for (const each of all) {
      expect(plain(each.state)).toEqual(plain(all[0]!.state));
      expectReread(each);
    }
  };
  const id = `tencent:100000`;

  test('1: two people, two fields of one record: both', () => {
    const { a, b, all } = shared();
    rename(a, 0, 'by-a');
    b.run(updateAccounts, { ids: [id], values: { owner: 'by-b' } }, NOW);
    settled(all);
    expect(rowOf(a.state, Account, id)).toMatchObject({ name: 'by-a', owner: 'by-b' });
  });

  test('2: a hand edit beside a re-import of the same field: the hand edit, and the import elsewhere', () => {
    const { a, b, all } = shared();
    rename(a, 0, 'by-hand');
    reimport(b, 'again');
    settled(all);
    expect(nameOf(a, 0)).toBe('by-hand');
    expect(nameOf(a, 1)).toBe('again-1');
  });

  test('3: a hand edit the importer has seen, then the re-import: the import', () => {
    const { a, b, all } = shared();
    rename(a, 0, 'by-hand');
    syncAll(all);
    reimport(b, 'again');
    settled(all);
    expect(nameOf(a, 0)).toBe('again-0');
  });

  test('4: a re-import, then a hand edit: the hand edit', () => {
    const { a, b, all } = shared();
    reimport(b, 'again');
    syncAll(all);
    rename(a, 0, 'by-hand');
    settled(all);
    expect(nameOf(b, 0)).toBe('by-hand');
  });

  test('5: one edit seen and one unseen by the re-import: the unseen one', () => {
    const { a, b, all } = shared();
    rename(a, 0, 'seen');
    syncAll(all);
    rename(a, 0, 'unseen');
    reimport(b, 'again');
    settled(all);
    expect(nameOf(b, 0)).toBe('unseen');
  });

  test('6: two edits at once, the importer saw one: the other edit or the import, alike everywhere', () => {
    const { a, b, c, all } = shared();
    rename(b, 0, 'by-b');
    rename(c, 0, 'by-c');
    deliver(b, a);
    reimport(a, 'again');
    settled(all);
    expect(['by-c', 'again-0']).toContain(nameOf(a, 0));
  });

  test('7: two re-imports at once: the higher stamp, field by field, everywhere', () => {
    const { a, b, all } = shared();
    reimport(a, 'by-a');
    bring(
      b,
      accountsFile(MANY, (i) => ({ name: `by-b-${i}`, owner: 'by-b' }))
    );
    settled(all);
    expect(nameOf(a, 5)).toBe('by-b-5');
    expect(rowOf(a.state, Account, id)?.owner).toBe('by-b');
  });

  test('8: a bulk removal beside an edit: gone, and the edit comes back with the record', () => {
    const { a, b, all } = shared();
    const ids = Array.from({ length: MANY }, (_, i) => `tencent:${100_000 + i}`);
    const removal = a.run(removeAccounts, { ids }, NOW);
    rename(b, 0, 'edited-while-removed');
    settled(all);
    expect(tableOf(a.state, Account).size).toBe(0);
    if (!removal.ok) throw new Error('refused');
    expect(a.undo(removal.value, NOW, true).ok).toBe(true);
    settled(all);
    expect(tableOf(b.state, Account).size).toBe(MANY);
    expect(nameOf(b, 0)).toBe('edited-while-removed');
    expect(nameOf(b, 1)).toBe('account-1');
  });

  test('9: a removal by hand beside an edit: gone, and kept for its return', () => {
    const { a, b, all } = shared();
    const removal = a.run(removeAccounts, { ids: [id] }, NOW);
    rename(b, 0, 'edited');
    settled(all);
    expect(rowOf(b.state, Account, id)).toBeUndefined();
    if (!removal.ok) throw new Error('refused');
    a.undo(removal.value, NOW, false);
    settled(all);
    expect(nameOf(b, 0)).toBe('edited');
  });
});

describe('undo', () => {
  test('of each step of a history, backwards, leads to the beginning; redo leads back', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { maxLength: 20 }), (history) => {
        let one = replica('a');
        const states = [plain(one.state)];
        for (const drawn of history) {
          const before = one.entryIds().length;
          runDrawn(one, drawn);
          if (one.entryIds().length > before) states.push(plain(one.state));
        }
        // The stacks are read from the log: reopening must not change them.
        one = reopened(one);
        for (let i = states.length - 2; i >= 0; i--) {
          const last = one.stacks().undo.at(-1);
          if (last === undefined) throw new Error('stack too short');
          expect(one.undo(last, NOW, false)).toMatchObject({ ok: true });
          expect(fields(plain(one.state))).toEqual(fields(states[i]));
          expect(blobNames(one)).toEqual(bills(one));
        }
        expect(one.stacks().undo).toHaveLength(0);
        one = reopened(one);
        for (let i = 1; i < states.length; i++) {
          const last = one.stacks().redo.at(-1);
          if (last === undefined) throw new Error('redo too short');
          expect(one.undo(last, NOW, false)).toMatchObject({ ok: true });
          expect(fields(plain(one.state))).toEqual(fields(states[i]));
          expect(blobNames(one)).toEqual(bills(one));
        }
        expectReread(one);
      }),
      { numRuns: 120 }
    );
  }, 60_000);

  test('of a removal brings back what was removed, also when it was added anew meanwhile', () => {
    const one = replica('a');
    const named = (name: string) => ({
      provider: 'aws',
      externalId: '100000000001',
      name,
      departmentId: ROOT
    });
    const add = (name: string) => one.run(commandNamed('account.add'), named(name), NOW);
    const name = () => rowOf(one.state, Account, 'aws:100000000001')?.name;
    const step = (of: 'undo' | 'redo') => {
      expect(one.undo(one.stacks()[of].at(-1) ?? '', NOW, false)).toMatchObject({ ok: true });
      return name();
    };
    add('before');
    one.run(removeAccounts, { ids: ['aws:100000000001'] }, NOW);
    add('after');
    expect([step('undo'), step('undo'), step('undo')]).toEqual([undefined, 'before', undefined]);
    expect([step('redo'), step('redo'), step('redo')]).toEqual(['before', undefined, 'after']);
    expectReread(one);
  });

  test('refuses what a colleague changed since, and undoes the rest on confirmation', () => {
    const [a, b] = [replica('a'), replica('b')];
    bring(a, accountsFile(3));
    a.run(addDepartment, { id: 'd1', name: 'One', parentId: ROOT }, NOW);
    a.run(addDepartment, { id: 'd2', name: 'Two', parentId: ROOT }, NOW);
    const ids = [0, 1, 2].map((i) => `tencent:${100_000 + i}`);
    const move = a.run(moveAccounts, { ids, departmentId: 'd1' }, NOW);
    syncAll([a, b]);
    b.run(moveAccounts, { ids: [ids[0] ?? ''], departmentId: 'd2' }, NOW);
    syncAll([a, b]);
    if (!move.ok) throw new Error('refused');
    const whole = a.undo(move.value, NOW, false);
    expect(whole.ok).toBe(false);
    if (!whole.ok)
      expect(whole.problems.map((p) => p.code)).toEqual(['audit.partOnly', 'audit.changedSince']);
    expect(a.undo(move.value, NOW, true).ok).toBe(true);
    expect(ids.map((id) => rowOf(a.state, Account, id)?.departmentId)).toEqual(['d2', ROOT, ROOT]);
  });

  test('of an untouched bulk import is one small entry; redo brings it back', () => {
    const one = replica('a');
    const imported = bring(one, accountsFile(MANY));
    if (!imported.ok) throw new Error('refused');
    const before = stored(one).get('accounts')?.length ?? 0;
    const undone = one.undo(imported.value, NOW, false);
    if (!undone.ok) throw new Error('refused');
    expect(tableOf(one.state, Account).size).toBe(0);
    expect((stored(one).get('accounts')?.length ?? 0) - before).toBeLessThan(600);
    expectReread(one);
    expect(one.undo(undone.value, NOW, false).ok).toBe(true);
    expect(tableOf(one.state, Account).size).toBe(MANY);
    expect(nameOf(one, 7)).toBe('account-7');
    expectReread(one);
  });

  test('of a bulk import after an undone one, which brings the same records back', () => {
    const one = replica('a');
    for (const name of ['first', 'second']) {
      const imported = bring(
        one,
        accountsFile(MANY, () => ({ name }))
      );
      expect(nameOf(one, 7)).toBe(name);
      expect(imported.ok && one.undo(imported.value, NOW, false)).toMatchObject({ ok: true });
      expect(tableOf(one.state, Account).size).toBe(0);
      expectReread(one);
    }
  });

  test('of a bulk removal, redone and undone again', () => {
    const one = replica('a');
    bring(one, accountsFile(MANY));
    // A key of one of them, so that no step can be taken by hiding the import.
    one.run(renameAccount, { id: 'tencent:100003', name: 'by hand' }, NOW);
    const ids = Array.from({ length: MANY }, (_, i) => `tencent:${100_000 + i}`);
    let last = one.run(removeAccounts, { ids }, NOW);
    for (const size of [MANY, 0, MANY, 0]) {
      if (!last.ok) throw new Error('refused');
      last = one.undo(last.value, NOW, false);
      expect(last).toMatchObject({ ok: true });
      expect(tableOf(one.state, Account).size).toBe(size);
      expectReread(one);
    }
  });

  test('does not bring a department back under one that is gone', () => {
    const one = replica('a');
    one.run(addDepartment, { id: 'd1', name: 'One', parentId: ROOT }, NOW);
    one.run(addDepartment, { id: 'd2', name: 'Two', parentId: 'd1' }, NOW);
    const first = one.run(commandNamed('department.delete'), { ids: ['d2'] }, NOW);
    one.run(commandNamed('department.delete'), { ids: ['d1'] }, NOW);
    if (!first.ok) throw new Error('refused');
    expect(one.undo(first.value, NOW, true)).toMatchObject({ ok: false });
    expect(rowOf(one.state, Department, 'd2')).toBeUndefined();
  });
});

/** Order keys may differ where siblings stand alike; everything else must be equal. */
const fields = (state: ReturnType<typeof plain> | undefined) => state;

const reopened = (of: Replica) => {
  const again = replica('again', stored(of));
  again.author = { ...of.author, slot: `${of.author.slot}2` };
  return again;
};
