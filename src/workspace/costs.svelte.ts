import { BillBatch } from '#core/finance/model.ts';
import { tableOf } from '#core/kernel/state.ts';
import { holdsBills, type WorkspaceView } from './current.ts';
import type { ShownCosts } from './month-costs.ts';

/** Whether there are costs to show: bills, and the right to them; never of what stands still. */
export const hasCosts = (workspace: Pick<WorkspaceView, 'state' | 'blobs' | 'canRead'>): boolean =>
  holdsBills(workspace) &&
  workspace.canRead('finance') &&
  tableOf(workspace.state, BillBatch).size > 0;

/**
 * Follows the costs of a workspace while somebody wants to see them, for as long as the component
 * that calls this is there. Before that neither bills nor what reads them is fetched.
 */
export function followCosts(
  workspace: () => WorkspaceView,
  isWanted: () => boolean,
  tell: (costs: ShownCosts | undefined) => void
): void {
  $effect(() => {
    const source = workspace();
    const isReady = source.phase === 'ready' && hasCosts(source);
    let current = true;
    if (!isReady || !holdsBills(source) || !isWanted()) tell(undefined);
    else
      void import('./month-costs.ts').then(({ costsOf }) => {
        const costs = costsOf(source);
        void costs.follow();
        if (current) tell(costs);
      });
    return () => {
      current = false;
    };
  });
}
