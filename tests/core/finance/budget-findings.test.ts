import { expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { budgetFindings } from '#core/finance/budget-findings.ts';
import type { BudgetUse, Reached } from '#core/finance/budget-use.ts';
import { Budget } from '#core/finance/model.ts';
import { readRow, type Kind, type Row } from '#core/kernel/kind.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { formatsOf } from '#workspace/formats.ts';
import '#workspace/budget-sentences.ts';
import { sentenceOf } from '#workspace/sentence.ts';

const row = (kind: Kind, id: string, own: object) =>
  [id, Object.freeze({ ...readRow(kind, id, () => undefined), ...own })] as [string, Row];

const state = applyDiff(
  noState(),
  new Map([
    [Department.name, new Map([row(Department, 'east', { name: 'East', parentId: ROOT })])],
    [Account.name, new Map([row(Account, 'aws:1', { departmentId: 'east' })])]
  ])
);

const budgetOf = (own: Partial<Budget>) =>
  row(Budget, 'b', { name: 'Shop', currency: 'USD', ...own })[1] as Budget;

function useOf(own: Partial<BudgetUse> & { reached: readonly Reached[] }): BudgetUse {
  return {
    budget: budgetOf({}),
    period: { name: '2026-03', months: ['2026-03'] },
    planned: 100n,
    actual: 0n,
    expected: undefined,
    apart: [],
    ...own
  };
}
const actual = (percent: number): Reached => ({ on: 'actual', percent });
const forecast = (percent: number): Reached => ({ on: 'forecast', percent });

const en = formatsOf('en');
const zh = formatsOf('zh-CN');
const said = (use: BudgetUse) => {
  const [finding] = budgetFindings(state, [use], []);
  return finding && [sentenceOf(finding.problem, en), sentenceOf(finding.problem, zh)];
};

test('a budget says the share it really reached, beside its highest threshold', () => {
  expect(said(useOf({ actual: 112n, reached: [actual(80), actual(100)] }))).toEqual([
    'Budget Shop (2026-03): used 112%, alert at 100%',
    '预算 Shop（2026-03）已用 112%，提醒线 100%'
  ]);
  expect(said(useOf({ reached: [] }))).toBeUndefined();
});

test('what is expected is told only where nothing was reached by what was spent', () => {
  const expected = { amount: 1301n, within: 1n };
  const both = { expected, actual: 85n, reached: [actual(80), forecast(100)] };
  expect(said(useOf(both))?.[0]).toBe('Budget Shop (2026-03): used 85%, alert at 80%');
  expect(said(useOf({ expected, reached: [forecast(100)] }))).toEqual([
    'Budget Shop (2026-03): 1,301% expected, alert at 100%',
    '预算 Shop（2026-03）预计将用 1,301%，提醒线 100%'
  ]);
});

test('a share is never rounded up to a threshold, and none is made of nothing planned', () => {
  const almost = useOf({ planned: 100_000n, actual: 99_999n, reached: [actual(80)] });
  expect(said(almost)?.[0]).toContain('used 99%');
  const unplanned = said(useOf({ planned: 0n, actual: 1n, reached: [actual(100)] }));
  expect(unplanned?.[0]).toContain('none is planned');
  expect(unplanned?.[1]).toContain('额度为 0');
});

test('what has no rate is not dropped without a word', () => {
  const use = useOf({ actual: 80n, apart: ['EUR', 'GBP'], reached: [actual(80)] });
  expect(said(use)?.[0]).toContain('EUR, GBP has no rate and is not counted');
  expect(said(use)?.[1]).toContain('EUR, GBP 没有汇率');
});

test('a finding is about the place of its budget, and about the organization where that is gone', () => {
  const placeOf = (own: Partial<Budget>) =>
    budgetFindings(state, [useOf({ budget: budgetOf(own), reached: [actual(1)] })], [])[0]?.ids;
  expect(placeOf({ department: 'east' })).toEqual(['east']);
  expect(placeOf({ department: 'east', account: 'aws:1' })).toEqual(['aws:1']);
  expect(placeOf({ department: 'east', account: 'aws:9' })).toEqual(['east']);
  expect(placeOf({ department: 'gone' })).toEqual([ROOT]);
});

test('departments that gave away more than they have come after what was reached', () => {
  const budget = budgetOf({ department: 'east' });
  const over = { budget, planned: 1n, allocated: 2n, by: [budget, budget] };
  const period = { name: '2026-Q1', months: [] };
  const findings = budgetFindings(
    state,
    [useOf({ actual: 80n, reached: [actual(80)] })],
    [{ ...over, period }]
  );
  expect(findings.map(({ kind }) => kind)).toEqual(['budget', 'budget']);
  const problem = findings[1]?.problem ?? { code: '', params: {} };
  expect(sentenceOf(problem, en)).toBe(
    'Budget Shop (2026-Q1) is over-allocated: the 2 below it add up to more'
  );
  expect(sentenceOf(problem, zh)).toContain('2 个下级预算之和');
});
