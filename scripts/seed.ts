// Writes an importable sample group: `npm run seed -- --accounts 10000 [--seed 11] [--out FOLDER]`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportCsv } from '#core/export/csv.ts';
import { exportTccli } from '#core/export/tccli.ts';
import { exportXlsx } from '#core/export/xlsx.ts';
import { previewImport } from '#core/import/preview.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { memberPages } from './member-pages.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(SAMPLE_SEED) },
    out: { type: 'string', default: 'data/seed' }
  }
});
const accounts = Number(values.accounts);
if (!Number.isInteger(accounts) || accounts < 1 || accounts > 1_000_000)
  throw new Error(
    `--accounts is "${values.accounts}"; it must be a whole number from 1 to 1000000.`
  );

const source = sampleGroup(Number(values.seed), accounts);
const state = applyDiff(
  noState(),
  previewImport(noState(), { sources: [source], target: ROOT }).diff
);
mkdirSync(values.out, { recursive: true });
const files: readonly [string, string | Uint8Array][] = [
  ['organization.tccli.json', exportTccli(state)],
  ['organization.csv', exportCsv(state, 'zh-CN')],
  ['organization.xlsx', new Uint8Array(await (await exportXlsx(state, 'zh-CN')).arrayBuffer())],
  ...memberPages(state)
];
for (const [name, content] of files) writeFileSync(join(values.out, name), content);
console.log(
  `${source.departments.length} departments and ${accounts} accounts in ${files.length} files in ${values.out}`
);
