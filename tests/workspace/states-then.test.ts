import { expect, test } from 'vitest';
import { addAccount, moveAccounts } from '#core/account/commands.ts';
import { stateAsOf } from '#core/audit/as-of.ts';
import { costHomeOf } from '#core/finance/grouping.ts';
import { addDepartment, createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { statesThen } from '#workspace/finance.ts';
import { replica } from '../support/replicas.ts';

test('the tree of a month is that of its last moment, and none before the history begins', async () => {
  const of = replica('a');
  const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
  of.run(createOrganization, { name: 'Group', provider: 'tencent' }, at('2026-02-03'));
  of.run(addDepartment, { id: 'east', name: 'East', parentId: ROOT }, at('2026-02-04'));
  of.run(addDepartment, { id: 'west', name: 'West', parentId: ROOT }, at('2026-02-04'));
  const account = { provider: 'tencent' as const, externalId: '100', name: 'shop' };
  of.run(addAccount, { ...account, departmentId: 'east' }, at('2026-02-28'));
  of.run(moveAccounts, { ids: ['tencent:100'], departmentId: 'west' }, at('2026-03-31'));
  of.run(moveAccounts, { ids: ['tencent:100'], departmentId: 'east' }, at('2026-04-01'));
  const history = {
    entryIds: () => [...of.entryIds()].reverse(),
    entry: (id: string) => of.entry(id),
    asOf: (id: string) =>
      Promise.resolve({
        ok: true as const,
        value: { state: stateAsOf(of.state, id, of.pastLog()) }
      })
  };
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
  const states = await statesThen(history, months);
  const homes = months.map((month) => {
    const state = states.get(month);
    return state && costHomeOf(state, 'tencent:100');
  });
  expect(homes).toEqual([undefined, 'east', 'west', 'east']);
});
