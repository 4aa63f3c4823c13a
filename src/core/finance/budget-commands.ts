import { Account } from '#core/account/model.ts';
import { command } from '#core/kernel/command.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Problem } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type State } from '#core/kernel/state.ts';
import { isRecordId, missing } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { amountOf } from './amount.ts';
import { budgetCommandMessages as titles } from './messages.ts';
import { Budget } from './model.ts';

export type BudgetValues = Partial<Omit<Budget, 'id'>>;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const PERIODS = {
  month: MONTH,
  quarter: /^\d{4}-Q[1-4]$/,
  year: /^\d{4}$/
} as const;

/** Sets up a budget under an id of the caller's. */
export const addBudget = command<{ id: string; values: BudgetValues }>(
  'budget.add',
  titles.add,
  (state, { id, values }) => {
    if (!isRecordId(id)) return refused({ code: 'org.idMalformed', params: { id } });
    if (rowOf(state, Budget, id)) return refused({ code: 'org.idTaken', params: { id } });
    return saved(
      state,
      withFields(
        Budget,
        readRow(Budget, id, () => undefined),
        values
      )
    );
  }
);

export const updateBudget = command<{ id: string; values: BudgetValues }>(
  'budget.update',
  titles.update,
  (state, { id, values }) => {
    const before = rowOf(state, Budget, id);
    if (!before) return refused({ code: 'finance.budgetNotExist', params: {} });
    return saved(state, withFields(Budget, before, values));
  }
);

export const removeBudgets = command<{ ids: readonly string[] }>(
  'budget.remove',
  titles.remove,
  (state, { ids }) => {
    if (!ids.every((id) => rowOf(state, Budget, id)))
      return refused({ code: 'finance.budgetNotExist', params: {} });
    const gone = ids.map((id) => [id, undefined] as const);
    return ok(diffOf(state, Budget, gone));
  }
);

function saved(state: State, budget: Budget) {
  const problem = problemOf(state, budget);
  return problem ? refused(problem) : ok(diffOf(state, Budget, [[budget.id, budget]]));
}

function problemOf(state: State, budget: Budget): Problem | undefined {
  const { name, department, account, currency, first, last, amount, planned, period } = budget;
  if (name.trim() === '') return { code: 'finance.budgetNameEmpty', params: {} };
  if (department !== ROOT && !rowOf(state, Department, department)) return missing(department);
  if (account !== '' && !rowOf(state, Account, account))
    return { code: 'account.organizationMemberNotExist', params: { id: account } };
  if (currency.trim() === '') return { code: 'finance.currencyMalformed', params: { currency } };
  const month = [first, ...(last === '' ? [] : [last])].find((each) => !MONTH.test(each));
  if (month !== undefined) return { code: 'finance.monthMalformed', params: { month } };
  if (last !== '' && last < first)
    return { code: 'finance.budgetEndsEarly', params: { first, last } };
  const amounts = [
    ...(amount === '' && planned.length > 0 ? [] : [amount]),
    ...planned.map((each) => each[1])
  ];
  const wrong = amounts.find((each) => (amountOf(each) ?? -1n) < 0n);
  if (wrong !== undefined) return { code: 'finance.amountMalformed', params: { amount: wrong } };
  const stranger = planned.find(([each]) => !PERIODS[period].test(each))?.[0];
  return stranger === undefined
    ? undefined
    : { code: 'finance.periodMalformed', params: { period: stranger } };
}
