import type { Finding } from '#core/account/findings.ts';
import type { Findable, Finder } from './find.ts';
import { idle } from './pace.ts';

/**
 * Follows what is found in a workspace, for as long as the component that calls this is there.
 * Never in the task of an edit itself: what was found is news, not an answer.
 */
export function followFindings(
  workspace: () => Findable,
  tell: (found: readonly Finding[]) => void
): void {
  let finder: Finder | undefined;
  $effect(() => {
    const source = workspace();
    let current = true;
    // The state is what this follows.
    if (source.state.size > 0 && source.phase === 'ready')
      void idle()
        .then(() => import('./find.ts'))
        .then(({ Finder }) => {
          finder ??= new Finder(tell);
          if (current) void finder.find(source, () => current);
        });
    return () => {
      current = false;
    };
  });
}
