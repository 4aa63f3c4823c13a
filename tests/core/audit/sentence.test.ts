import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entrySentence, fieldChangesOf } from '#core/audit/sentence.ts';
import { readEntry, type Entry } from '#core/audit/entry.ts';
import { COMMANDS } from '#core/commands.ts';
import { KINDS } from '#core/kinds.ts';
import type { Command } from '#core/kernel/command.ts';
import type { Formats } from '#core/kernel/message.ts';
import { addAccount, moveAccounts, removeAccounts, renameAccount } from '#core/account/commands.ts';
import { respellTags } from '#core/account/respelling.ts';
import { moveSelection, removeSelection, tagSelection } from '#core/account/selection.ts';
import { updateFinancialPolicy } from '#core/finance/commands.ts';
import {
  addDepartment,
  createOrganization,
  moveDepartments,
  renameDepartment,
  updateDepartments,
  updateOrganization
} from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { formatsOf } from '#workspace/formats.ts';
import { hostileText } from '../../support/random-commands.ts';
import { drawnCommand, NOW, replica, runDrawn } from '../../support/replicas.ts';

const zh = formatsOf('zh-CN');
const en = formatsOf('en');

/** A group in which things happen, and what the entry of the last of them says. */
function story() {
  const of = replica('a');
  const entries: Entry[] = [];
  const run = <A>(command: Command<A>, args: A): Entry => {
    const result = of.run(command, args, NOW);
    if (!result.ok) throw new Error(result.problems[0].code);
    const entry = of.entry(result.value)!;
    entries.push(entry);
    return entry;
  };
  const undo = (entry: Entry): Entry => {
    const result = of.undo(entry.id, NOW, false);
    if (!result.ok) throw new Error(result.problems[0].code);
    return of.entry(result.value)!;
  };
  const says = (entry: Entry, formats: Formats = en) =>
    entrySentence(entry, of.state, formats, (id) => of.entry(id));
  run(createOrganization, { name: '远岸集团', provider: 'tencent' });
  run(addDepartment, { id: 'east', name: '华东事业部', parentId: ROOT });
  run(addDepartment, { id: 'retail', name: '零售科技', parentId: 'east' });
  for (const n of [1, 2, 3])
    run(addAccount, {
      provider: 'tencent',
      externalId: `10000000000${n}`,
      name: `账号${n}`,
      departmentId: 'retail'
    });
  return { of, entries, run, undo, says };
}

const ACCOUNTS = ['tencent:100000000001', 'tencent:100000000002', 'tencent:100000000003'];

describe('the sentence of an entry', () => {
  it('names one record and counts several', () => {
    const { run, says } = story();
    const one = run(moveAccounts, { ids: ACCOUNTS.slice(0, 1), departmentId: 'east' });
    expect(says(one)).toBe('moved 账号1 from 零售科技 to 华东事业部');
    expect(says(one, zh)).toBe('将 账号1 从 零售科技 移到 华东事业部');
    const all = run(moveAccounts, { ids: ACCOUNTS, departmentId: ROOT });
    expect(says(all)).toBe('moved 3 accounts to 远岸集团');
    expect(says(all, zh)).toBe('将 3 个账号移到 远岸集团');
  });

  it('says departments and accounts together', () => {
    const { run, says } = story();
    const moved = run(moveSelection, {
      departments: ['retail'],
      accounts: ACCOUNTS.slice(0, 2),
      parentId: ROOT
    });
    expect(says(moved)).toBe('moved 1 department and 2 accounts to 远岸集团');
    const tagged = run(tagSelection, {
      departments: ['retail'],
      accounts: ACCOUNTS,
      set: [['cost', 'CC-2405']],
      remove: []
    });
    expect(says(tagged, zh)).toBe('给 1 个部门和 3 个账号加上标签 cost = CC-2405');
    const renamed = run(respellTags, {
      rules: [{ keys: ['cost'], to: 'Cost' }],
      collisions: 'leave'
    });
    expect(says(renamed)).toBe('renamed the tag cost to Cost on 1 department and 3 accounts');
    const respelled = run(respellTags, {
      rules: [{ keys: ['Cost'], values: ['CC-2405'], to: 'CC 2405' }],
      collisions: 'leave'
    });
    expect(says(respelled, zh)).toBe('将 1 个部门和 3 个账号的标签 Cost 从 CC-2405 改为 CC 2405');
    run(respellTags, { rules: [{ keys: ['Cost'], to: 'cost' }], collisions: 'leave' });
    const untagged = run(tagSelection, {
      departments: [],
      accounts: ACCOUNTS.slice(0, 1),
      set: [],
      remove: ['cost']
    });
    expect(says(untagged)).toBe('removed tag cost from 账号1');
    const removed = run(removeSelection, { departments: ['retail'], accounts: ACCOUNTS });
    expect(says(removed)).toBe('deleted 零售科技 and removed 3 accounts from the workspace');
  });

  it('keeps the names of that time where they are what happened, and of what is gone', () => {
    const { run, says } = story();
    const renamed = run(renameDepartment, { id: 'retail', name: '智慧零售' });
    run(renameDepartment, { id: 'retail', name: '别的' });
    expect(says(renamed)).toBe('renamed 零售科技 to 智慧零售');
    const account = run(renameAccount, { id: ACCOUNTS[0]!, name: '改' });
    expect(says(account, zh)).toBe('将 账号1 改名为 改');
    const gone = run(removeAccounts, { ids: ACCOUNTS.slice(0, 1) });
    expect(says(gone)).toBe('removed 改 from the workspace');
  });

  it('tells additions, fields, order and permissions', () => {
    const { entries, run, says } = story();
    expect(says(entries[0]!)).toBe('created the organization 远岸集团');
    expect(says(entries[1]!, zh)).toBe('新建了部门 华东事业部');
    expect(says(entries[2]!)).toBe('added department 零售科技 in 华东事业部');
    expect(says(entries[3]!)).toBe('added account 账号1 to 零售科技');
    expect(says(run(updateDepartments, { ids: ['east'], values: { owner: '李雯' } }))).toBe(
      'set owner of 华东事业部 to 李雯'
    );
    expect(says(run(updateDepartments, { ids: ['east'], values: { owner: '' } }), zh)).toBe(
      '清空了 华东事业部 的负责人'
    );
    expect(
      says(run(updateDepartments, { ids: ['east'], values: { owner: 'x', remark: 'y' } }))
    ).toBe('changed owner and remark of 华东事业部');
    expect(says(run(updateOrganization, { values: { accountLimit: 500 } }))).toBe(
      'set account limit of 远岸集团 to 500'
    );
    run(addDepartment, { id: 'data', name: '数据平台', parentId: 'east' });
    expect(says(run(moveDepartments, { ids: ['data'], parentId: 'east', before: 'retail' }))).toBe(
      'reordered 数据平台'
    );
    const policy = run(updateFinancialPolicy, {
      ids: ACCOUNTS.slice(0, 1),
      permissionIds: [1, 2, 4]
    });
    expect(says(policy)).toBe('changed the financial permissions of 账号1');
  });

  it('names what was undone and redone', () => {
    const { run, undo, says } = story();
    const moved = run(moveAccounts, { ids: ACCOUNTS, departmentId: 'east' });
    const undone = undo(moved);
    expect(says(undone)).toBe('undid: moved 3 accounts to 华东事业部');
    expect(says(undo(undone), zh)).toBe('重做：将 3 个账号移到 华东事业部');
    expect(entrySentence(undone, new Map(), en)).toBe('took one step back');
  });

  it('tells an import by its files and numbers', () => {
    const entry: Entry = {
      ...story().entries[0]!,
      command: 'organization.import',
      about: { files: ['集团成员-2026-11.csv'], refused: 4 },
      changes: [
        {
          kind: 'account',
          born: 18,
          bornIds: [],
          bornAfter: [],
          died: [],
          diedAfter: [],
          fields: []
        }
      ]
    };
    expect(entrySentence(entry, new Map(), en)).toBe(
      'imported 集团成员-2026-11.csv: 18 accounts added, 4 rows refused'
    );
    expect(entrySentence(entry, new Map(), zh)).toBe(
      '导入了 集团成员-2026-11.csv：新增 18 个账号，拒绝 4 行'
    );
  });

  it('shows the field changes of one record', () => {
    const { run, of } = story();
    const entry = run(moveAccounts, { ids: ACCOUNTS, departmentId: 'east' });
    expect(fieldChangesOf(entry, 'account', ACCOUNTS[1]!, of.state, zh)).toMatchObject([
      { field: 'departmentId', from: '零售科技', to: '华东事业部' }
    ]);
    expect(fieldChangesOf(entry, 'account', 'nobody', of.state, zh)).toEqual([]);
  });
});

const anyName = fc.oneof(
  hostileText,
  fc.constantFrom('name', 'departmentId', 'parentId', 'tags', 'order', 'owner')
);
const anyValue = fc.oneof(hostileText, fc.jsonValue(), fc.constant([['k', 'v']]));
const hostileEntry = fc.record({
  v: fc.constant(1),
  at: fc.integer(),
  command: fc.oneof(
    fc.constantFrom(...COMMANDS.map(({ name }) => name), 'history.undo'),
    hostileText
  ),
  undoes: fc.constantFrom('1.a', '2.b', ''),
  about: fc.record({ files: fc.array(hostileText), refused: fc.nat() }),
  changes: fc.array(
    fc.record({
      kind: fc.oneof(fc.constantFrom(...KINDS.keys()), hostileText),
      born: fc.integer(),
      bornIds: fc.array(hostileText, { maxLength: 3 }),
      died: fc.array(fc.record({ id: hostileText, name: anyValue }), { maxLength: 2 }),
      fields: fc.array(
        fc.nat(2).chain((n) =>
          fc.record({
            field: anyName,
            ids: fc.array(hostileText, { minLength: n, maxLength: n }),
            from: fc.array(anyValue, { minLength: n, maxLength: n }),
            to: fc.option(fc.array(anyValue, { minLength: n, maxLength: n }), { nil: null })
          })
        ),
        { maxLength: 3 }
      )
    }),
    { maxLength: 3 }
  )
});

describe('any entry whatever', () => {
  it('has a sentence in both languages, on one line and of bounded length', () => {
    fc.assert(
      fc.property(hostileEntry, (raw) => {
        const entry = readEntry('1.a', JSON.stringify(raw))!;
        for (const formats of [zh, en]) {
          const text = entrySentence(entry, story0, formats, () => entry);
          expect(text).not.toBe('');
          expect(text).not.toMatch(/undefined|\[object|NaN|\n/);
          expect(text.length).toBeLessThan(1500);
          for (const { kind } of entry.changes)
            for (const id of ['a', '__proto__', 'constructor'])
              expect(fieldChangesOf(entry, kind, id, story0, formats)).toBeInstanceOf(Array);
        }
      })
    );
  });

  it('that a command leaves has its own sentence, never the general one', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { minLength: 4, maxLength: 12 }), (drawn) => {
        const of = replica('a');
        of.run(createOrganization, { name: 'G', provider: 'other' }, NOW);
        for (const one of drawn) runDrawn(of, one);
        for (const id of of.entryIds())
          expect(entrySentence(of.entry(id)!, of.state, en)).not.toMatch(
            /^made a change|^changed \d/
          );
      }),
      { numRuns: 30 }
    );
  });
});

const story0 = story().of.state;
