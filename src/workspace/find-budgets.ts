import type { Finding } from '#core/account/findings.ts';
import { budgetFindings } from '#core/finance/budget-findings.ts';
import { eachBudgetUse, type BudgetUse } from '#core/finance/budget-use.ts';
import { budgetsOf, overAllocations } from '#core/finance/budget.ts';
import type { State } from '#core/kernel/state.ts';
import './budget-sentences.ts';
import { moneyOf, type BillHolder } from './money.svelte.ts';
import { breathe } from './pace.ts';

/**
 * What budgets call out, once the bills are read, with a breath between two budgets; what was found
 * so far when `isWanted` says that nobody waits any longer.
 */
export async function budgetFindingsOf(
  holder: BillHolder,
  state: State,
  isWanted: () => boolean
): Promise<Finding[]> {
  const money = moneyOf(holder);
  await money.follow();
  const { counted } = money;
  const running = new Date().toISOString().slice(0, 7);
  const last = counted.reduce((latest, { month }) => (month > latest ? month : latest), '');
  const month = last === '' ? running : last;
  const budgets = budgetsOf(state);
  const uses: BudgetUse[] = [];
  for (const use of eachBudgetUse(counted, state, budgets, { month, running })) {
    if (!isWanted()) break;
    uses.push(use);
    await breathe();
  }
  return budgetFindings(state, uses, overAllocations(state, budgets, month));
}
