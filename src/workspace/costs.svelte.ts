import { holdsBills, type WorkspaceView } from './current.ts';
import { hasCosts } from './has-costs.ts';
import type { ShownCosts } from './month-costs.ts';

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
