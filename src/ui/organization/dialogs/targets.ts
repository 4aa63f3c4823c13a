import { mergeProblems } from '#core/account/merging.ts';
import type { Selection } from '#core/account/selection.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { childrenOf, pathOf } from '#core/org/tree.ts';
import { refusalOf, standsThere } from '../moving.ts';

/** A department something could be moved to. */
export interface Target {
  readonly id: string;
  readonly name: string;
  /** Names above it, below the root. */
  readonly path: readonly string[];
  readonly here: boolean;
  readonly problem: Problem | undefined;
}

/**
 * The first so many departments whose path has all words, in the order of the tree: to move a
 * selection to, or to merge one department into.
 */
export function targetsFor(
  state: State,
  selection: Selection,
  query: string,
  most: number,
  merging?: string
): { readonly targets: readonly Target[]; readonly more: number } {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const targets: Target[] = [];
  let more = 0;
  const visit = (id: string) => {
    const path = pathOf(state, id);
    const name = path.at(-1) ?? rowOf(state, Organization, ROOT)?.name ?? '';
    const { externalId = '' } = rowOf(state, Department, id) ?? {};
    const text = `${name}\n${externalId}\n${path.join('/')}`.toLowerCase();
    if (words.every((word) => text.includes(word))) {
      if (targets.length === most) more++;
      else
        targets.push({
          id,
          name,
          path: path.slice(0, -1),
          here:
            merging === undefined &&
            (standsThere(state, selection, { parentId: id }) || allIn(state, selection, id)),
          problem:
            merging === undefined
              ? refusalOf(state, selection, id)
              : mergeProblems(state, merging, id)[0]
        });
    }
    for (const child of childrenOf(state, id)) visit(child);
  };
  visit(ROOT);
  return { targets, more };
}

/** Moving there would only change the order, which is not what a picker is for. */
const allIn = (state: State, { departments, accounts }: Selection, parentId: string): boolean =>
  accounts.length === 0 &&
  departments.every((id) => rowOf(state, Department, id)?.parentId === parentId);
