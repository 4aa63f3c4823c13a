import type { Finding } from '#core/account/findings.ts';
import { idle } from './pace.ts';
import type { WorkspaceView } from './current.ts';

/**
 * Follows what is found in a workspace, for as long as the component that calls this is there.
 * Never in the task of an edit itself: what was found is news, not an answer.
 */
export function followFindings(
  workspace: () => Pick<WorkspaceView, 'state' | 'phase'>,
  tell: (found: readonly Finding[]) => void
): void {
  $effect(() => {
    const { state, phase } = workspace();
    let current = true;
    if (phase === 'ready')
      void idle()
        .then(() => import('./find.ts'))
        .then(({ findingsOf }) => {
          if (current) tell(findingsOf(state));
        });
    return () => {
      current = false;
    };
  });
}
