import { test } from 'vitest';
import { importOrganization } from '#core/import/command.ts';
import { renameAccount, updateAccounts } from '#core/account/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { conflictsOf } from '../support/conflicts.ts';
import { NOW, replica, stored, syncAll } from '../support/replicas.ts';
const ms = (what: string, f: () => void) => { const t = performance.now(); f(); console.log(what, (performance.now() - t).toFixed(2)); };
test('cost', () => {
  const [a, b] = [replica('a'), replica('b')];
  const N = 100_000;
  const accounts = Array.from({ length: N }, (_, i) => ({ origin: { file: 'm', line: i }, provider: 'tencent' as const, externalId: String(100000 + i), name: `account-${i}` }));
  a.run(importOrganization, { sources: [{ file: 'm', format: 't', departments: [], accounts, refusals: [] }], target: ROOT }, NOW);
  for (let i = 0; i < 10_000; i++) a.run(renameAccount, { id: `tencent:${100000 + (i % 3000)}`, name: `n-${i}` }, NOW);
  syncAll([a, b]);
  ms('edit before any list', () => a.run(renameAccount, { id: 'tencent:150000', name: 'x1' }, NOW));
  ms('first list', () => conflictsOf(a));
  ms('second list', () => conflictsOf(a));
  for (let i = 0; i < 5; i++) { ms('edit', () => a.run(renameAccount, { id: 'tencent:150000', name: `y${i}` }, NOW)); ms('list after edit', () => conflictsOf(a)); }
  const late = replica('late', stored(a));
  const slices: number[] = [];
  const list = late.conflicts();
  for (let t = performance.now(), s = list.next(); ; s = list.next()) { slices.push(performance.now() - t); t = performance.now(); if (s.done) break; }
  console.log('fresh replica slices', slices.length, 'longest', Math.max(...slices).toFixed(1), slices.slice(-3).map((x) => x.toFixed(1)), 'sum', slices.reduce((x, y) => x + y, 0).toFixed(0));
  syncAll([a, b]);
  const ids = accounts.slice(50_000, 60_000).map((x) => `tencent:${x.externalId}`);
  ms('bulk a', () => a.run(updateAccounts, { ids, values: { owner: 'A' } }, NOW));
  ms('bulk b', () => b.run(updateAccounts, { ids, values: { owner: 'B' } }, NOW));
  ms('sync', () => syncAll([a, b]));
  ms('list with bulk conflict', () => console.log(conflictsOf(a).map((c) => [c.type, c.ids.length])));
  ms('again', () => conflictsOf(a));
  ms('edit', () => a.run(renameAccount, { id: 'tencent:150001', name: `z` }, NOW));
  ms('list after edit', () => conflictsOf(a));
  const [c] = conflictsOf(a);
  ms('take', () => console.log(a.settle(c!, { way: 'take', side: 1 }, NOW)));
  ms('list after', () => console.log(conflictsOf(a).length));
  ms('edit', () => a.run(renameAccount, { id: 'tencent:150001', name: `z2` }, NOW));
  ms('list after edit', () => conflictsOf(a));
}, 300_000);
