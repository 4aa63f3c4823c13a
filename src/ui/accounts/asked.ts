import type { Selection } from '#core/account/selection.ts';

/** What the page asks its route to show a dialog for. */
export type Asked =
  | { readonly ask: 'addAccount'; readonly departmentId: string }
  | { readonly ask: 'move' | 'tag' | 'remove'; readonly selection: Selection };
