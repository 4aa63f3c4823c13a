import { describe, expect, test } from 'vitest';
import { addAccount, moveAccounts, removeAccounts } from '#core/account/commands.ts';
import { dissolveDepartments } from '#core/account/merging.ts';
import { changeLines } from '#core/audit/change-lines.ts';
import { historyMatcher, type HistoryFilter } from '#core/audit/history-filter.ts';
import { entryParts, entrySentence } from '#core/audit/sentence.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow } from '#core/import/source.ts';
import { addDepartment, moveDepartments, renameDepartment } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import type { Replica } from '#crdt/replica.ts';
import { formatsOf } from '#workspace/formats.ts';
import { NOW, replica, stored, syncAll } from '../../support/replicas.ts';

const formats = formatsOf('zh-CN');

/** The commands of the entries a filter lets through, oldest first. */
function found(of: Replica, filter: HistoryFilter): string[] {
  const matches = historyMatcher(of.state, filter, {
    formats,
    entryOf: (id) => of.entry(id),
    bornIn: (id, kind) => of.bornIn(id, kind)
  });
  return of
    .entryIds()
    .flatMap((id) => of.entry(id) ?? [])
    .filter(matches)
    .map((entry) => entry.command);
}

/** 甲 with 甲一 beneath it, 乙 beside it, an account that moves from 甲一 to 乙. */
function organization(): Replica {
  const one = replica('a');
  const add = (id: string, name: string, parentId: string, now: number) =>
    one.run(addDepartment, { id, name, parentId }, now);
  add('a', '甲', ROOT, NOW);
  add('a1', '甲一', 'a', NOW + 1000);
  add('b', '乙', ROOT, NOW + 2000);
  const account = { provider: 'tencent', externalId: '1001', name: '账号' } as const;
  one.run(addAccount, { ...account, departmentId: 'a1' }, NOW + 3000);
  one.run(moveAccounts, { ids: ['tencent:1001'], departmentId: 'b' }, NOW + 4000);
  return one;
}

describe('a filter of the history', () => {
  test('that asks for nothing lets everything through', () => {
    expect(found(organization(), {})).toHaveLength(5);
  });

  test('by person, whatever name they bear', () => {
    const one = organization();
    const two = replica('b', stored(one));
    two.run(renameDepartment, { id: 'b', name: '丙' }, NOW);
    syncAll([one, two]);
    expect(found(one, { person: 'b' })).toEqual(['department.rename']);
    expect(found(one, { person: 'nobody' })).toEqual([]);
  });

  test('by command, and by time from and before', () => {
    const one = organization();
    expect(found(one, { command: 'account.move' })).toEqual(['account.move']);
    expect(found(one, { since: NOW + 3000 })).toEqual(['account.add', 'account.move']);
    expect(found(one, { since: NOW + 1000, until: NOW + 3000 })).toHaveLength(2);
  });

  test('by words of the sentence in the language of the moment', () => {
    const one = organization();
    expect(found(one, { text: '移到 乙' })).toEqual(['account.move']);
    expect(found(one, { text: '  甲一 ' })).toEqual(['department.add', 'account.move']);
  });

  test('by department and beneath: what stands there, what left it, and what was deleted there', () => {
    const one = organization();
    expect(found(one, { within: 'a' })).toEqual([
      'department.add',
      'department.add',
      'account.move'
    ]);
    expect(found(one, { within: 'b' })).toEqual(['department.add', 'account.add', 'account.move']);
    one.run(removeAccounts, { ids: ['tencent:1001'] }, NOW);
    expect(found(one, { within: 'b' })).toContain('account.remove');
    one.run(moveDepartments, { ids: ['b'], parentId: 'a' }, NOW);
    one.run(dissolveDepartments, { ids: ['a1'] }, NOW);
    const beneath = found(one, { within: 'a' });
    expect(beneath).toContain('department.move');
    expect(beneath).toContain('department.dissolve');
    expect(found(one, { within: 'a1' })).toContain('department.dissolve');
    expect(found(one, { within: ROOT })).toHaveLength(one.entryIds().length);
  });

  test('by department finds accounts that came in by the hundred and stand in no entry by name', () => {
    const one = organization();
    const accounts = Array.from({ length: 700 }, (_, i): AccountRow => ({
      origin: { file: 'm.json', line: i + 1 },
      provider: 'tencent',
      externalId: String(5000 + i),
      name: `来 ${i}`
    }));
    const source = { file: 'm.json', format: 'x', departments: [], accounts, refusals: [] };
    one.run(importOrganization, { sources: [source], target: 'b' }, NOW);
    expect(found(one, { within: 'b' })).toContain('organization.import');
    expect(found(one, { within: 'a' })).not.toContain('organization.import');
  });
});

describe('what an entry says', () => {
  test('the pieces of a sentence are the sentence, its names set off', () => {
    const one = organization();
    const entry = one.entry(one.entryIds().at(-1) ?? '');
    if (!entry) throw new Error('no entry');
    const parts = entryParts(entry, one.state, formats);
    expect(parts.map(({ text }) => text).join('')).toBe(entrySentence(entry, one.state, formats));
    expect(parts.filter(({ strong }) => strong).map(({ text }) => text)).toEqual([
      '账号',
      '甲一',
      '乙'
    ]);
  });

  test('changes are listed up to a number, the others counted', () => {
    const one = organization();
    const ids = Array.from({ length: 30 }, (_, i) => {
      const externalId = String(2000 + i);
      one.run(
        addAccount,
        { provider: 'tencent', externalId, name: `账号${i}`, departmentId: 'a' },
        NOW
      );
      return `tencent:${externalId}`;
    });
    const moved = one.run(moveAccounts, { ids, departmentId: 'b' }, NOW);
    const entry = one.entry(moved.ok ? moved.value : '');
    if (!entry) throw new Error('no entry');
    const { lines, more } = changeLines(entry, one.state, formats, 8);
    expect(lines).toHaveLength(8);
    expect(more).toBe(22);
    expect(lines[0]).toEqual({
      name: '账号0',
      what: 'changed',
      field: '所属部门',
      from: '甲',
      to: '乙'
    });
  });
});

describe('the order of the log', () => {
  test('is kept as entries come, early ones as well, and is the same list until one does', () => {
    const one = organization();
    const two = replica('b', stored(one));
    for (let i = 0; i < 5; i++) two.run(renameDepartment, { id: 'b', name: `乙${i}` }, NOW);
    one.run(renameDepartment, { id: 'a', name: '甲甲' }, NOW);
    const before = one.entryIds();
    expect(one.entryIds()).toBe(before);
    syncAll([one, two]);
    expect(one.entryIds()).not.toBe(before);
    expect(one.entryIds()).toEqual(two.entryIds());
    expect(one.entryIds()).toEqual(replica('c', stored(one)).entryIds());
  });

  test('an entry is undone as long as what took it back is not', () => {
    const one = organization();
    const entry = one.entryIds().at(-1) ?? '';
    expect(one.isUndone(entry)).toBe(false);
    const undone = one.undo(entry, NOW, false);
    expect(one.isUndone(entry)).toBe(true);
    one.undo(undone.ok ? undone.value : '', NOW, false);
    expect(one.isUndone(entry)).toBe(false);
    expect(one.isUndone(undone.ok ? undone.value : '')).toBe(true);
    expect(replica('c', stored(one)).isUndone(undone.ok ? undone.value : '')).toBe(true);
  });
});
