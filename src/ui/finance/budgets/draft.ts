import { Account } from '#core/account/model.ts';
import type { BudgetValues } from '#core/finance/budget-commands.ts';
import type { Budget } from '#core/finance/model.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';

/** What a budget may be for. */
export const SCOPES = ['department', 'account', 'tag', 'service'] as const;
export type Scope = (typeof SCOPES)[number];

/** A budget as a form holds it: everything as text. */
export interface Draft {
  readonly name: string;
  readonly scope: Scope;
  readonly department: string;
  readonly account: string;
  readonly tagKey: string;
  readonly tagValue: string;
  readonly service: string;
  readonly currency: string;
  readonly measure: Budget['measure'];
  readonly period: Budget['period'];
  readonly first: string;
  readonly last: string;
  readonly amount: string;
  readonly planned: string;
  readonly onActual: string;
  readonly onForecast: string;
}

const scopeOf = ({ account, tagKey, service }: Budget): Scope => {
  if (account !== '') return 'account';
  if (tagKey !== '') return 'tag';
  return service === '' ? 'department' : 'service';
};

export function draftOf(state: State, budget: Budget): Draft {
  const { name, department, tagKey, tagValue, service, currency, measure, period } = budget;
  const account = rowOf(state, Account, budget.account)?.externalId ?? budget.account;
  return {
    ...{ name, scope: scopeOf(budget), department, account, tagKey, tagValue, service },
    ...{ currency, measure, period, first: budget.first, last: budget.last, amount: budget.amount },
    planned: budget.planned.map(([each, amount]) => `${each}=${amount}`).join('\n'),
    onActual: budget.onActual.join(' '),
    onForecast: budget.onForecast.join(' ')
  };
}

export const newDraft = (currency: string, month: string): Draft => ({
  ...{ name: '', scope: 'department', department: ROOT, account: '', tagKey: '', tagValue: '' },
  ...{
    service: '',
    currency,
    measure: 'billed',
    period: 'month',
    first: `${month.slice(0, 4)}-01`
  },
  ...{ last: '', amount: '', planned: '', onActual: '80 100', onForecast: '100' }
});

/** The account of a name or an id of its cloud; undefined when none or several are called so. */
export function accountNamed(state: State, text: string): string | undefined {
  const wanted = text.trim();
  const found: string[] = [];
  for (const { id, name, externalId } of rows(tableOf(state, Account)))
    if (externalId === wanted || name === wanted) found.push(id);
  return found.length === 1 ? found[0] : undefined;
}

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

const plannedIn = (text: string): [string, string][] =>
  text
    .split(/[\n,;，；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [period = '', ...amount] = line.split(/[=:\s]+/);
      return [period, amount.join('')];
    });

/** What a form says, as the command takes it; `account` is the key of the record that is meant. */
export function valuesOf(draft: Draft, account: string): BudgetValues {
  const is = (scope: Scope) => draft.scope === scope;
  return {
    name: draft.name.trim(),
    department: is('account') ? ROOT : draft.department,
    account: is('account') ? account : '',
    tagKey: is('tag') ? draft.tagKey.trim() : '',
    tagValue: is('tag') ? draft.tagValue.trim() : '',
    service: is('service') ? draft.service : '',
    currency: draft.currency.trim(),
    measure: draft.measure,
    period: draft.period,
    first: draft.first.trim(),
    last: draft.last.trim(),
    amount: draft.amount.replaceAll(',', '').trim(),
    planned: plannedIn(draft.planned),
    onActual: numbersIn(draft.onActual),
    onForecast: numbersIn(draft.onForecast)
  };
}
