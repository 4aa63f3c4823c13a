import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Account } from '#core/account/model.ts';
import { FinancialPolicy } from '#core/finance/model.ts';
import { rowOf } from '#core/kernel/state.ts';
import { deflateText, writeBlock } from '#crdt/block.ts';
import { settledConflicts } from '#crdt/conflicts.ts';
import type { Replica } from '#crdt/replica.ts';
import { conflictsOf } from '../support/conflicts.ts';
import { docOf, NOW, plain, replica, stored } from '../support/replicas.ts';

/** An entry as a program of somebody's own writes it. */
const entry = (says: object) =>
  JSON.stringify({
    v: 1,
    at: 1,
    name: '',
    device: 'x',
    command: 'c',
    args: '',
    changes: [],
    ...says
  });

const audit = (of: Replica, section: 'org' | 'accounts', entries: Iterable<[string, unknown]>) => {
  const doc = docOf(of, section);
  doc.transact(() => {
    for (const [id, value] of entries) doc.getMap('audit').set(id, value);
  });
};

const block = (name: string, op: 'birth' | 'change' = 'birth', id = 'other:1') =>
  writeBlock({ kind: 'account', op, ids: [id], columns: new Map([['name', [name]]]) });

const nameOf = (of: Replica, id: string) => rowOf(of.state, Account, id)?.name;

describe('what an entry claims', () => {
  const policy = 'tencent:1';
  function owner() {
    const made = replica('owner');
    const map = docOf(made, 'finance').getMap('financialPolicy');
    map.set(policy, 1);
    map.set(`${policy}/payerUin`, '700');
    return made;
  }

  test('never reaches into a section that its writer may not write, by mending or by undo', () => {
    const one = owner();
    const changes = [
      {
        kind: 'financialPolicy',
        fields: [{ field: 'payerUin', ids: [policy], from: ['666'], to: ['700'] }]
      }
    ];
    audit(one, 'org', [
      ['1.evil', entry({ device: 'owner', of: ['org', 'accounts'], changes })],
      [
        '2.evil',
        entry({ device: 'owner', changes: [{ kind: 'financialPolicy', bornIds: [policy] }] })
      ]
    ]);
    const again = replica('owner', stored(one));
    for (const id of again.unfinished(() => true)) again.undo(id, NOW, true);
    for (const id of again.entryIds()) again.undo(id, NOW, true);
    expect(rowOf(again.state, FinancialPolicy, policy)?.payerUin).toBe('700');
  });

  test('of its device takes nothing for unfinished: slots are known here', () => {
    const one = owner();
    audit(one, 'org', [['1.evil', entry({ device: 'owner', of: ['org', 'accounts'] })]]);
    const again = replica('owner', stored(one));
    expect(again.unfinished((slot) => slot === 'owner')).toEqual([]);
  });

  test('two commands never share a stamp, so their order is the same everywhere', () => {
    const made = (id: string, name: string) => {
      const doc = new Y.Doc();
      doc.getMap('block').set(`${id}/0`, block(name));
      doc.getMap('audit').set(id, entry({ blocks: 1, changes: [{ kind: 'account', born: 1 }] }));
      return Y.encodeStateAsUpdate(doc);
    };
    const updates = [made('5.e', 'A'), made('05.e', 'B')];
    const shown = [updates, updates.toReversed()].map((order, i) => {
      const one = replica(`r${i}`);
      for (const update of order) Y.applyUpdate(docOf(one, 'accounts'), update);
      return plain(one.state);
    });
    expect(shown[0]).toEqual(shown[1]);
  });
});

describe('what is made to be large costs what it weighs', () => {
  test('a chain of undoings as long as a log', () => {
    const one = replica('one');
    const chain = Array.from({ length: 60_000 }, (_, i): [string, string] => [
      `${i + 1}.e`,
      entry(i === 0 ? { settles: ['place/x/y'] } : { undoes: `${i}.e` })
    ]);
    audit(one, 'org', chain);
    expect(one.isUndone('1.e')).toBe(true);
    expect(one.isUndone('2.e')).toBe(false);
    expect(settledConflicts(one.sections)).toEqual([]);
    expect(conflictsOf(one)).toEqual([]);
    expect(one.undo('1.e', NOW, true).ok).toBe(false);
  });

  test('very many that undo one, and very many settlings of which each is asked', () => {
    const one = replica('one');
    const settles = Array.from({ length: 50_000 }, (_, i) => `k${i}`);
    audit(one, 'org', [['1.e', entry({ settles })]]);
    audit(
      one,
      'org',
      Array.from({ length: 100_000 }, (_, i): [string, string] => [
        `${i + 2}.e`,
        entry({ undoes: i % 2 === 0 ? '1.e' : `${i + 1}.e` })
      ])
    );
    expect(one.isUndone('1.e')).toBe(false);
    expect(settledConflicts(one.sections).length).toBeLessThanOrEqual(1000);
  });

  test('an entry of very many parts, or that names one record over and over', () => {
    const one = replica('one');
    const part = (id: string) => ({
      kind: 'account',
      fields: [{ field: 'name', ids: [id], from: [''], to: ['x'] }]
    });
    const many = entry({ changes: Array.from({ length: 40_000 }, (_, i) => part(`other:${i}`)) });
    const ids = Array.from({ length: 100_000 }, () => 'a');
    audit(one, 'accounts', [
      ['1.e', many],
      ['2.e', many],
      ['3.e', entry({ changes: [{ kind: 'account', bornIds: ids }] })]
    ]);
    expect(conflictsOf(one).length).toBeLessThanOrEqual(1);
    expect(one.entry('3.e')?.changes[0]?.bornIds).toEqual([]);
    expect(one.entry('1.e')?.changes.length).toBe(1);
  });

  test('bytes that would unfold into a hundred times themselves are no text', () => {
    const one = replica('one');
    const ids = '"a",'.repeat(1_000_000).slice(0, -1);
    const bytes = deflateText(`{"v":1,"changes":[{"kind":"account","bornIds":[${ids}]}]}`);
    expect(bytes.length).toBeLessThan(10_000);
    audit(one, 'accounts', [['1.e', bytes]]);
    expect(one.entry('1.e')).toBeUndefined();
    expect(conflictsOf(one)).toEqual([]);
  });
});

describe('blocks that come later or lie about their ids', () => {
  test('a part added to a command that is whole already changes nothing, here or anew', () => {
    const one = replica('one');
    const doc = docOf(one, 'accounts');
    doc.transact(() => {
      doc.getMap('block').set('5.gone/0', block('honest'));
      doc
        .getMap('audit')
        .set('5.gone', entry({ blocks: 1, changes: [{ kind: 'account', born: 1 }] }));
    });
    doc.getMap('block').set('5.gone/1', block('forged', 'change'));
    expect(nameOf(one, 'other:1')).toBe('honest');
    expect(nameOf(replica('again', stored(one)), 'other:1')).toBe('honest');
  });

  test('an id that looks like a key of another record is no id', () => {
    const one = replica('one');
    const doc = docOf(one, 'accounts');
    doc.getMap('account').set('other:1/name', 'x');
    doc.transact(() => {
      doc.getMap('block').set('5.e/0', block('n', 'birth', 'other:1/name'));
      doc.getMap('audit').set('5.e', entry({ blocks: 1, changes: [{ kind: 'account', born: 1 }] }));
    });
    expect(plain(replica('again', stored(one)).state)).toEqual(plain(one.state));
  });

  test('whatever is drawn of blocks, hidings, keys and entries reads the same live and anew', () => {
    const id = fc.constantFrom('1.e', '2.e', '3.f', '4.f');
    const rec = fc.constantFrom('a', 'b');
    const name = fc.constantFrom('x', 'y', 'z');
    const op = fc.constantFrom('birth' as const, 'change' as const);
    const step = fc.oneof(
      fc
        .tuple(fc.constant('audit'), id, fc.nat(2), fc.option(id))
        .map(([map, key, blocks, undoes]) => ({
          map,
          key,
          value: entry({ blocks, ...(undoes !== null && { undoes }) })
        })),
      fc.tuple(id, fc.nat(2), op, rec, name).map(([of, part, does, at, says]) => ({
        map: 'block',
        key: `${of}/${part}`,
        value: block(says, does, at)
      })),
      fc.tuple(id, id).map(([hider, of]) => ({ map: 'block', key: `${hider}/hides`, value: of })),
      fc.tuple(rec, name).map(([at, value]) => ({ map: 'account', key: `${at}/name`, value })),
      fc.tuple(rec, fc.nat(1)).map(([key, value]) => ({ map: 'account', key, value }))
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const one = replica('one');
        const doc = docOf(one, 'accounts');
        for (const { map, key, value } of steps)
          if (map === 'account' || !doc.getMap(map).has(key))
            doc.getMap<unknown>(map).set(key, value);
        expect(plain(replica('again', stored(one)).state)).toEqual(plain(one.state));
      }),
      { numRuns: 400 }
    );
  });
});
