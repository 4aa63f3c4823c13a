import { exportCsv } from '#core/export/csv.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { previewImport } from '#core/import/preview.ts';
import { noState } from '#core/kinds.ts';
import { ROOT } from '#core/org/model.ts';
import { SAMPLE_ACCOUNTS, SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';

/** Every so many of the accounts in the file got another name since. */
const RENAMED = 7;
const LINES = 60;

/** Accounts of the sample group as a table somebody exported, edited and brings back. */
export function changedMembers(): { name: string; mimeType: string; buffer: Buffer } {
  const source = sampleGroup(SAMPLE_SEED, SAMPLE_ACCOUNTS);
  const { diff } = previewImport(noState(), { sources: [source], target: ROOT });
  const [head = '', ...lines] = exportCsv(applyDiff(noState(), diff), 'en').split('\r\n');
  const accounts = lines.filter((line) => line.startsWith('account,')).slice(0, LINES);
  const changed = accounts.map((line, i) =>
    i % RENAMED === 2 ? line.replace(/-(prod|dev|test|生产|开发|测试)(?=[-,])/, '$&-a') : line
  );
  const added = accounts.slice(0, 3).map((line, i) => {
    const id = `10009000000${i + 1}`;
    return line.replace(/\d{12}/g, id).replace(/,([\w-]+-\w+),/, `,checkout-${i + 1},`);
  });
  const text = [head, ...added, ...changed, ''].join('\r\n');
  return { name: 'members-november.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
}
