import type { Finding } from '#core/account/findings.ts';
import { Budget } from '#core/finance/model.ts';
import { tableOf } from '#core/kernel/state.ts';
import { idle } from './pace.ts';
import { holdsBills, type WorkspaceView } from './current.ts';

type Source = Pick<WorkspaceView, 'state' | 'phase' | 'canRead' | 'blobs'>;

/**
 * Follows what is found in a workspace, for as long as the component that calls this is there.
 * Never in the task of an edit itself: what was found is news, not an answer. Budgets come after
 * all else, for they wait for bills.
 */
export function followFindings(
  workspace: () => Source,
  tell: (found: readonly Finding[]) => void
): void {
  let budgets: readonly Finding[] = [];
  $effect(() => {
    const source = workspace();
    const { state, phase } = source;
    let current = true;
    if (phase === 'ready') void find(source, state, () => current);
    return () => {
      current = false;
    };
  });

  async function find(source: Source, state: Source['state'], isCurrent: () => boolean) {
    await idle();
    const { findingsOf } = await import('./find.ts');
    if (!isCurrent()) return;
    const found = findingsOf(state);
    const hasBudgets = source.canRead('finance') && tableOf(state, Budget).size > 0;
    if (!hasBudgets) budgets = [];
    // Those of a moment ago stay meanwhile: a count that blinks says nothing.
    tell([...budgets, ...found]);
    if (!hasBudgets || !holdsBills(source)) return;
    const { budgetFindingsOf } = await import('./find-budgets.ts');
    const called = await budgetFindingsOf(source, state, isCurrent);
    if (!isCurrent()) return;
    budgets = called;
    tell([...budgets, ...found]);
  }
}
