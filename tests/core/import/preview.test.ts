import { expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { previewImport } from '#core/import/preview.ts';
import type { AccountRow, Source } from '#core/import/source.ts';
import { applyDiff, rowOf, tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { noState } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { isOrderKey } from '#core/org/order.ts';
import { MAX_DEPTH } from '#core/org/tree.ts';

const fileOf = (...paths: string[][]): Source => ({
  file: 'members.csv',
  format: 'test',
  departments: [],
  accounts: paths.map((path, i): AccountRow => ({
    origin: { file: 'members.csv', line: i + 1 },
    provider: 'tencent',
    externalId: String(100 + i),
    name: `account-${i}`,
    department: { by: 'path', path }
  })),
  refusals: []
});

const brought = (source: Source) => {
  const preview = previewImport(noState(), { sources: [source], target: ROOT });
  return { preview, state: applyDiff(noState(), preview.diff) };
};

test('departments that only accounts name are made, in order, and shown in the preview', () => {
  const { preview, state } = brought(fileOf(['华东', '电商'], ['华东', '支付'], ['华东', '电商']));
  const departments = [...rows(tableOf(state, Department))];
  expect(departments.map(({ name }) => name).sort()).toEqual(['华东', '支付', '电商'].sort());
  for (const { order } of departments) expect(isOrderKey(order)).toBe(true);
  expect(preview.rows.filter(({ kind }) => kind === 'department')).toHaveLength(3);
  const home = rowOf(state, Account, 'tencent:101')?.departmentId ?? '';
  expect(rowOf(state, Department, home)?.name).toBe('支付');
});

test('a path too deep is refused with its reason, wherever a file names it', () => {
  const deep = ['1', '2', '3', '4', '5', '6'];
  const { preview, state } = brought(fileOf(deep));
  expect(tableOf(state, Department).size).toBe(MAX_DEPTH);
  expect(preview.refusals.map(({ problem }) => problem.code)).toEqual(['import.tooDeep']);
});
