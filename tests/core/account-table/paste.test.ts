import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, FIELD_COLUMNS, tagColumnId } from '#core/account-table/columns.ts';
import { cellText, copyEdit, textEdit } from '#core/account-table/editing.ts';
import { previewPaste, readBlock, writeBlock } from '#core/account-table/paste.ts';
import { edited, editAccounts } from '#core/account/cells.ts';
import { Account } from '#core/account/model.ts';
import { importOrganization } from '#core/import/command.ts';
import { previewImport } from '#core/import/preview.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, rowOf, tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';
import { formatsOf } from '#workspace/formats.ts';
import { hostileText } from '../../support/random-commands.ts';
import { expectReread, NOW, replica } from '../../support/replicas.ts';

const sample = applyDiff(
  noState(),
  previewImport(noState(), { sources: [sampleGroup(11, 40)], target: ROOT }).diff
);
const accounts = [...rows(tableOf(sample, Account))];
const ids = accounts.map(({ id }) => id);
const COLUMNS = [...FIELD_COLUMNS.map(({ id }) => id), tagColumnId('env'), tagColumnId('new')];
const department = [...rows(tableOf(sample, Department))][3]!;
const zh = formatsOf('zh-CN');
const context = { now: 0 };

const texts = fc.oneof(
  hostileText,
  fc.constantFrom(
    '',
    '正常',
    'Suspended',
    'yes',
    '是',
    '2026-01-31',
    department.name,
    '/',
    'a=b;c=d'
  ),
  fc.constantFrom(...accounts.slice(0, 6).map(({ name }) => name))
);
const blocks = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([height, width]) =>
    fc.array(fc.array(texts, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height
    })
  );
const pastes = fc.record({
  block: blocks,
  ids: fc.uniqueArray(fc.constantFrom(...ids.slice(0, 8)), { minLength: 1, maxLength: 4 }),
  columns: fc.uniqueArray(fc.constantFrom(...COLUMNS), { minLength: 1, maxLength: 4 })
});

test('what a preview offers is accepted as one command, and does what it says', () => {
  fc.assert(
    fc.property(pastes, (pasted) => {
      const preview = previewPaste(sample, pasted, zh);
      const cells = preview.rows.flatMap((row) => row.cells);
      expect(cells.filter(({ problem }) => problem).length).toBe(preview.refused);
      expect(preview.changed + preview.refused).toBe(cells.length);
      if (preview.edits.length === 0) return;
      const planned = editAccounts.plan(sample, { edits: preview.edits }, context);
      expect(planned).toMatchObject({ ok: true });
      if (!planned.ok) return;
      const after = applyDiff(sample, planned.value);
      // Pasted once more, everything is as the block has it.
      const again = previewPaste(after, pasted, zh);
      const overlap = pasted.columns.some((id) => id === 'tags' || id === 'path');
      if (preview.refused === 0 && !overlap) expect(again.changed).toBe(0);
    }),
    { numRuns: 300 }
  );
});

test('a cell’s own text pasted into it changes nothing, in either language', () => {
  for (const formats of [zh, formatsOf('en')])
    for (const row of accounts)
      for (const id of COLUMNS) {
        const column = columnOf(id)!;
        const text = cellText(column, row, sample, formats);
        const read = textEdit(column, text, row, sample, formats);
        expect(read.ok, `${id} ${text}`).toBe(true);
        if (read.ok) expect(edited(row, read.value)).toBe(row);
      }
});

test('a block is read back as it was written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { minLength: 1 }),
      (block) => {
        // A spreadsheet ends lines in its own way, inside cells too.
        fc.pre(!block.flat().some((cell) => /[\r\n]|^'+[=+\-@\t]/.test(cell)));
        expect(readBlock(writeBlock(block))).toEqual(block);
      }
    )
  );
  expect(readBlock('a\tb\r\n"c\nd"\t\r\n')).toEqual([
    ['a', 'b'],
    ['c\nd', '']
  ]);
});

test('filled down, a column is the same everywhere', () => {
  const [from, ...others] = accounts.slice(0, 8);
  for (const id of COLUMNS.filter((each) => !['name', 'provider', 'externalId'].includes(each))) {
    const column = columnOf(id)!;
    const edits = others.map((row) => copyEdit(column, from!, row.id));
    const planned = editAccounts.plan(sample, { edits }, context);
    expect(planned).toMatchObject({ ok: true });
    if (!planned.ok) continue;
    const after = applyDiff(sample, planned.value);
    for (const { id: one } of others)
      expect(column.valueOf(rowOf(after, Account, one)!, after)).toBe(
        column.valueOf(from!, sample)
      );
  }
});

test('two accounts may swap their names, and may not both take one', () => {
  const [a, b, c] = accounts.filter(({ provider }) => provider === 'tencent');
  const rename = (block: string[][]) =>
    previewPaste(sample, { block, ids: [a!.id, b!.id], columns: ['name'] }, zh);
  const swapped = rename([[b!.name], [a!.name]]);
  expect(swapped).toMatchObject({ changed: 2, refused: 0 });
  expect(editAccounts.plan(sample, { edits: swapped.edits }, context).ok).toBe(true);
  const taken = rename([[c!.name], ['fresh']]);
  expect(taken).toMatchObject({ changed: 1, refused: 1 });
  expect(taken.rows[0]?.cells[0]?.problem?.code).toBe('account.memberNameUsed');
});

test('a block that is written as blocks of columns is read back as it was pasted', () => {
  const of = replica('a');
  const source = sampleGroup(11, 700);
  of.run(importOrganization, { sources: [source], target: ROOT }, NOW);
  const all = [...rows(tableOf(of.state, Account))];
  const block = all.map((_, i) => [`owner ${i}`, i % 2 ? 'Suspended' : '', String(i)]);
  const preview = previewPaste(
    of.state,
    { block, ids: all.map(({ id }) => id), columns: ['owner', 'status', tagColumnId('n')] },
    zh
  );
  expect(preview.refused).toBe(0);
  expect(of.run(editAccounts, { edits: preview.edits }, NOW).ok).toBe(true);
  expect(rowOf(of.state, Account, all[699]?.id ?? '')).toMatchObject({
    owner: 'owner 699',
    status: 'suspended'
  });
  expectReread(of);
});

test.each([
  ['provider', 'AWS', 'cell.fixed'],
  ['status', 'asleep', 'cell.choiceUnknown'],
  ['joinedTime', 'yesterday', 'cell.timeUnreadable'],
  ['path', '没有/这个部门', 'cell.departmentUnknown'],
  ['email', 'nobody', 'account.emailMalformed'],
  ['name', '', 'account.nameEmpty']
])('%s refuses “%s”', (column, text, code) => {
  const row = accounts.find(({ provider }) => provider === 'tencent')!;
  const preview = previewPaste(sample, { block: [[text]], ids: [row.id], columns: [column] }, zh);
  expect(preview.rows[0]?.cells[0]?.problem?.code).toBe(code);
  expect(preview.edits).toEqual([]);
});

test('a department is meant by its name or its path', () => {
  const [row] = accounts;
  for (const text of [department.name, cellText(columnOf('path')!, row!, sample, zh), '/']) {
    const read = textEdit(columnOf('path')!, text, row!, sample, zh);
    expect(read.ok, text).toBe(true);
  }
});
