import type { Finding } from '#core/account/findings.ts';
import { Account } from '#core/account/model.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { OverAllocation } from './budget.ts';
import type { BudgetUse } from './budget-use.ts';
import type { Budget } from './model.ts';

/**
 * Budgets that call: the highest threshold each reached, what was spent before what is expected,
 * then departments that gave away more than they have. Each is about the department or the account
 * of its budget, so that it is found there.
 */
export const budgetFindings = (
  state: State,
  uses: readonly BudgetUse[],
  over: readonly OverAllocation[]
): Finding[] => [
  ...uses.flatMap((use) => {
    const problem = problemOf(use);
    return problem ? [findingOf(state, use.budget, problem)] : [];
  }),
  ...over.map(({ budget, period, by }) =>
    findingOf(state, budget, {
      code: 'finding.budgetOverAllocated',
      params: { name: budget.name, period: period.name, count: by.length }
    })
  )
];

function problemOf({ budget, period, planned, ...use }: BudgetUse): Problem | undefined {
  const reached = use.reached.findLast(({ on }) => on === 'actual') ?? use.reached.at(-1);
  if (!reached) return undefined;
  const { on, percent } = reached;
  const amount = on === 'actual' ? use.actual : (use.expected?.amount ?? 0n);
  const params = { name: budget.name, period: period.name, apart: use.apart.join(', ') };
  if (planned <= 0n) return { code: 'finding.budgetUnplanned', params };
  // Whole per cents below: what has not reached its threshold must not look as if it had.
  const used = Number((amount * 100n) / planned);
  const code = on === 'actual' ? 'finding.budgetReached' : 'finding.budgetExpected';
  return { code, params: { ...params, used, percent } };
}

const findingOf = (state: State, budget: Budget, problem: Problem): Finding => ({
  problem,
  kind: 'budget',
  ids: [placeOf(state, budget)],
  count: 1
});

function placeOf(state: State, { account, department }: Budget): string {
  if (account !== '' && rowOf(state, Account, account)) return account;
  return rowOf(state, Department, department) ? department : ROOT;
}
