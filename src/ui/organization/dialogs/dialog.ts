import type { Selection } from '#core/account/selection.ts';

/** What the page can ask in a dialog of its own. */
export type Asked =
  | { readonly ask: 'newDepartment'; readonly parentId: string }
  | { readonly ask: 'addAccount'; readonly departmentId: string }
  /** A department to be merged into another. */
  | { readonly ask: 'merge'; readonly from: string }
  | { readonly ask: 'move' | 'tag' | 'remove'; readonly selection: Selection };
