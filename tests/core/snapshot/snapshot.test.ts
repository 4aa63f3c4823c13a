import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  moveAccounts,
  renameAccount,
  tagAccounts,
  updateAccounts
} from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import { entrySentence } from '#core/audit/sentence.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import {
  addDepartment,
  createOrganization,
  renameDepartment,
  tagDepartments,
  updateDepartments
} from '#core/org/commands.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { totalOf } from '#core/account/totals.ts';
import { childrenOf } from '#core/org/tree.ts';
import { pack, unpack } from '#core/snapshot/pack.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { readSnapshot, type Snapshot } from '#core/snapshot/read.ts';
import { shownIn } from '#core/snapshot/shown.ts';
import type { Layers, Scope } from '#core/snapshot/scope.ts';
import type { Replica } from '#crdt/replica.ts';
import { formatsOf } from '#workspace/formats.ts';
import { hostileText } from '../../support/random-commands.ts';
import { drawnCommand, NOW, plain, replica, runDrawn } from '../../support/replicas.ts';

const layers: fc.Arbitrary<Layers> = fc.record({
  people: fc.boolean(),
  tags: fc.boolean(),
  history: fc.boolean()
});
const ALL: Layers = { people: true, tags: true, history: true };
const NONE: Layers = { people: false, tags: false, history: false };
const meta = (scope: Scope) => ({ title: 'October', at: NOW, by: 'Li', scope });
const story = fc.array(drawnCommand, { maxLength: 25 });
const choice = fc.record({ pick: fc.nat(50), depth: fc.integer({ min: 1, max: 5 }), layers });

const idsOf = (state: State, kind: typeof Department | typeof Account): string[] =>
  [...rows(tableOf<typeof kind>(state, kind))].map((row) => row.id).sort();

function group(drawn: readonly Parameters<typeof runDrawn>[1][], slot = 'a'): Replica {
  const of = replica(slot);
  of.author = { ...of.author, name: 'planted-people' };
  of.run(createOrganization, { name: '远岸集团', provider: 'tencent' }, NOW);
  of.run(addDepartment, { id: 'east', name: '华东', parentId: ROOT }, NOW);
  of.run(addDepartment, { id: 'retail', name: '零售', parentId: 'east' }, NOW);
  for (const each of drawn) runDrawn(of, each);
  return of;
}

function scopeOf(
  state: State,
  { pick, depth, layers }: { pick: number; depth: number; layers: Layers }
): Scope {
  const tops = [ROOT, ...idsOf(state, Department)];
  return { top: tops[pick % tops.length] ?? ROOT, depth, layers, money: 'none' };
}

const project = (of: Replica, scope: Scope) =>
  projectSnapshot(of.state, meta(scope), {
    historyOf: (kind, id) => of.historyOf(kind, id),
    bills: []
  });

function read(text: string): Snapshot {
  const result = readSnapshot(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

describe('a snapshot', () => {
  it('never holds a row, field, name or device outside of the choice', () => {
    fc.assert(
      fc.property(story, choice, (drawn, chosen) => {
        const of = group(drawn, 'plantedDevice');
        const values = { owner: 'planted-people', remark: 'planted-people' };
        const set = [['planted-tags', 'planted-tags']] as const;
        const departments = idsOf(of.state, Department);
        const accounts = idsOf(of.state, Account);
        const about = { about: { files: ['planted-outside'] }, why: 'planted-people' };
        of.run(updateDepartments, { ids: departments, values }, NOW, about);
        of.run(tagDepartments, { ids: departments, set, remove: [] }, NOW, about);
        of.run(
          updateAccounts,
          { ids: accounts, values: { ...values, email: 'planted-people' } },
          NOW
        );
        of.run(tagAccounts, { ids: accounts, set, remove: [] }, NOW);
        const scope = scopeOf(of.state, chosen);
        const shown = shownIn(of.state, scope);
        const inside = new Set([scope.top, ...shown.departments.map(({ id }) => id)]);
        const insideAccounts = new Set(shown.accounts.map(({ id }) => id));
        for (const id of departments)
          if (!inside.has(id)) of.run(renameDepartment, { id, name: `planted-outside-${id}` }, NOW);
        for (const id of accounts)
          if (!insideAccounts.has(id))
            of.run(renameAccount, { id, name: `planted-outside-${id}` }, NOW);
        const text = project(of, scope);
        expect(text).not.toContain('planted-outside');
        expect(text).not.toContain('plantedDevice');
        if (!scope.layers.people) expect(text).not.toContain('planted-people');
        if (!scope.layers.tags) expect(text).not.toContain('planted-tags');
        if (!scope.layers.history) expect(read(text).entries).toEqual([]);
      })
    );
  });

  it('reads back as what was projected, and projects to the same text again', () => {
    fc.assert(
      fc.property(story, choice, (drawn, chosen) => {
        const of = group(drawn);
        const scope = scopeOf(of.state, chosen);
        const text = project(of, scope);
        const snapshot = read(text);
        expect(snapshot.meta).toEqual(meta(scope));
        const { departments, accounts } = shownIn(of.state, scope);
        expect(totalOf(snapshot.state, ROOT)).toEqual({
          id: ROOT,
          departments: departments.length,
          accounts: accounts.length
        });
        const historyOf = (kind: string, id: string) =>
          snapshot.entries.filter(({ changes }) =>
            changes.some(
              (one) =>
                one.kind === kind &&
                (one.bornIds.includes(id) || one.fields.some(({ ids }) => ids.includes(id)))
            )
          );
        const again = { ...meta(scope), scope: { ...scope, top: ROOT } };
        const twice = projectSnapshot(snapshot.state, again, { historyOf, bills: [] });
        expect(plain(read(twice).state)).toEqual(plain(snapshot.state));
        expect(read(twice).entries.length).toBe(snapshot.entries.length);
      })
    );
  });

  it('holds every field of the whole organization when everything is chosen', () => {
    fc.assert(
      fc.property(story, (drawn) => {
        const of = group(drawn);
        const { state } = read(project(of, { top: ROOT, depth: 5, layers: ALL, money: 'none' }));
        const live = plain(of.state);
        expect(plain(state)['department']).toEqual(live['department']);
        expect(plain(state)['account']).toHaveLength(live['account']!.length);
      })
    );
  });

  it('stands its top node in the root’s place, down to the depth', () => {
    const of = group([]);
    of.run(addDepartment, { id: 'shop', name: '门店', parentId: 'retail' }, NOW);
    const { state } = read(project(of, { top: 'east', depth: 1, layers: NONE, money: 'none' }));
    expect(rowOf(state, Organization, ROOT)?.name).toBe('华东');
    expect(childrenOf(state, ROOT)).toEqual(['retail']);
    expect(rowOf(state, Department, 'shop')).toBeUndefined();
  });

  it('tells the history of what it shows, and “…” for where it does not reach', () => {
    const of = group([]);
    of.run(addDepartment, { id: 'north', name: '华北机密', parentId: ROOT }, NOW);
    of.run(moveAccounts, { ids: [], departmentId: 'north' }, NOW);
    const snapshotOf = (layers: Layers) =>
      read(project(of, { top: 'east', depth: 2, layers, money: 'none' }));
    of.run(renameDepartment, { id: 'retail', name: '零售科技' }, NOW);
    const { entries, state } = snapshotOf(ALL);
    const said = entries.map((entry) => entrySentence(entry, state, formatsOf('zh-CN')));
    expect(said.join('\n')).toContain('零售科技');
    expect(JSON.stringify(entries)).not.toContain('华北机密');
    expect(entries.every(({ name }) => name === 'planted-people')).toBe(true);
    const nameless = snapshotOf({ ...ALL, people: false });
    expect(nameless.entries.every(({ name }) => name === '')).toBe(true);
  });

  it('never throws on what is no snapshot, and reads names like __proto__ as data', () => {
    const good = JSON.parse(
      project(group([]), { top: ROOT, depth: 5, layers: ALL, money: 'none' })
    ) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (key, value) => {
        expect(() => readSnapshot(JSON.stringify({ ...good, [key]: value }))).not.toThrow();
      })
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.array(hostileText), (row, entry, ids) => {
        const text = JSON.stringify({
          ...good,
          rows: {
            organization: [{ id: ROOT, name: row }],
            department: [row, ...ids.map((id) => ({ id, parentId: ids[0], tags: row }))],
            account: [row, ...ids.map((id) => ({ id, departmentId: row, name: entry }))]
          },
          history: [
            entry,
            ['1.a', JSON.stringify(entry)],
            ['2.a', JSON.stringify({ v: 1, changes: [entry] })]
          ]
        });
        const result = readSnapshot(text);
        if (!result.ok) return;
        const format = formatsOf('en');
        for (const each of result.value.entries) entrySentence(each, result.value.state, format);
        totalOf(result.value.state, ROOT);
      })
    );
    const hostile = `{"format":"banyan-snapshot","version":1,"title":"","at":0,"by":"",
      "scope":{"top":"root","depth":1,"layers":{"__proto__":{"people":true}}},
      "rows":{"organization":[{"id":"root"}],"department":[{"id":"__proto__","name":"constructor"}],
      "account":[{"id":"a","__proto__":{"name":"x"},"email":"hidden@x"}]},"history":[]}`;
    const { state, meta } = read(hostile);
    expect(meta.scope.layers.people).toBe(false);
    expect(rowOf(state, Department, '__proto__')?.name).toBe('constructor');
    expect(rowOf(state, Account, 'a')).toMatchObject({ name: '', email: '' });
  });

  it('refuses circles, levels beyond five, other formats and newer ones by their reasons', () => {
    const text = project(group([]), { top: ROOT, depth: 5, layers: NONE, money: 'none' });
    const changed = (fn: (raw: Record<string, unknown>) => void) => {
      const raw = JSON.parse(text) as Record<string, unknown>;
      fn(raw);
      const result = readSnapshot(JSON.stringify(raw));
      return result.ok ? 'ok' : result.problems[0].code;
    };
    const department = (id: string, parentId: string) => ({ id, parentId });
    const departments = (list: object[]) => (raw: Record<string, unknown>) =>
      ((raw['rows'] as Record<string, unknown>)['department'] = list);
    expect(changed(departments([department('a', 'b'), department('b', 'a')]))).toBe(
      'snapshot.malformed'
    );
    const chain = ['root', 'a', 'b', 'c', 'd', 'e', 'f'];
    expect(changed(departments(chain.slice(1).map((id, i) => department(id, chain[i]!))))).toBe(
      'snapshot.malformed'
    );
    expect(changed((raw) => (raw['version'] = 2))).toBe('snapshot.newer');
    expect(changed((raw) => (raw['format'] = 'x'))).toBe('snapshot.malformed');
  });
});

describe('packing', () => {
  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9000 }), (text) => {
        expect(unpack(pack(text))).toEqual({ ok: true, value: text.toWellFormed() });
      })
    );
  });

  it('never throws on other bytes, and stops what would fill the memory', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => unpack(bytes)).not.toThrow();
      })
    );
    const bomb = unpack(pack('0'.repeat(30_000_000)), 1_000_000);
    expect(bomb.ok || bomb.problems[0].code).toBe('snapshot.tooLarge');
    const cut = unpack(pack('0123456789'.repeat(99)).subarray(0, -4));
    expect(cut.ok || cut.problems[0].code).toBe('snapshot.malformed');
  });
});
