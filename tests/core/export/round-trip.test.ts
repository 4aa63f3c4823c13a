import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportCsv } from '#core/export/csv.ts';
import { exportTccli } from '#core/export/tccli.ts';
import { exportXlsx } from '#core/export/xlsx.ts';
import { previewImport, type Preview } from '#core/import/preview.ts';
import { inputFile, readFiles } from '#core/import/read.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const encoder = new TextEncoder();

/** Every way out, as the bytes of the file it makes. */
const EXPORTS = [
  ['tccli.json', (state: State) => Promise.resolve(encoder.encode(exportTccli(state)))],
  ['zh.csv', (state: State) => Promise.resolve(encoder.encode(exportCsv(state, 'zh-CN')))],
  ['en.csv', (state: State) => Promise.resolve(encoder.encode(exportCsv(state, 'en')))],
  [
    'sheet.xlsx',
    async (state: State) => new Uint8Array(await (await exportXlsx(state, 'zh-CN')).arrayBuffer())
  ]
] as const;

async function imported(name: string, bytes: Uint8Array, state: State): Promise<Preview> {
  const { sources, refusals } = await readFiles([inputFile(name, bytes)]);
  const preview = previewImport(state, { sources, target: ROOT });
  return { ...preview, refusals: [...refusals, ...preview.refusals] };
}

function expectNothing(preview: Preview) {
  expect(preview.refusals).toEqual([]);
  expect(
    preview.rows
      .filter((row) => row.result !== 'unchanged')
      .map((row) => [row.id, row.result, row.changes])
  ).toEqual([]);
  expect(preview.diff.size).toBe(0);
  expect(preview.absent).toEqual([]);
}

describe.each(EXPORTS)('%s', (name, write) => {
  test('of the sample group imports again without a change', async () => {
    const { diff } = previewImport(noState(), { sources: [sampleGroup(11, 300)], target: ROOT });
    const state = applyDiff(noState(), diff);
    expectNothing(await imported(name, await write(state), state));
  });

  test('of any organization, with any text in it, imports again without a change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawnCommand, { maxLength: 30 }), async (history) => {
        let state = noState();
        for (const drawn of history) {
          const result = planOf(drawn, state);
          if (result.ok) state = applyDiff(state, result.value);
        }
        expectNothing(await imported(name, await write(state), state));
      }),
      { numRuns: name.endsWith('xlsx') ? 25 : 100 }
    );
  }, 60_000);
});
