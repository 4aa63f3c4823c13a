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
 * The first so many departments whose path has all words, to move a selection to or to merge one
 * department into: those that are called so, then those whose name begins so, each in the order of
 * the tree.
 */
export function targetsFor(
  state: State,
  selection: Selection,
  query: string,
  most: number,
  merging?: string
): { readonly targets: readonly Target[]; readonly more: number } {
  const typed = query.trim().toLowerCase();
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const ranks: [called: Named[], beginning: Named[], within: Named[]] = [[], [], []];
  const visit = (id: string) => {
    const path = pathOf(state, id);
    const name = path.at(-1) ?? rowOf(state, Organization, ROOT)?.name ?? '';
    const { externalId = '' } = rowOf(state, Department, id) ?? {};
    const text = `${name}\n${externalId}\n${path.join('/')}`.toLowerCase();
    if (words.every((word) => text.includes(word)))
      ranks[rankOf(name.toLowerCase(), typed)].push({ id, name, path: path.slice(0, -1) });
    for (const child of childrenOf(state, id)) visit(child);
  };
  visit(ROOT);
  const found = ranks.flat();
  const targets = found.slice(0, most).map((named): Target => {
    const { id } = named;
    if (merging !== undefined)
      return { ...named, here: false, problem: mergeProblems(state, merging, id)[0] };
    const here = standsThere(state, selection, { parentId: id }) || allIn(state, selection, id);
    return { ...named, here, problem: refusalOf(state, selection, id) };
  });
  return { targets, more: found.length - targets.length };
}

type Named = Pick<Target, 'id' | 'name' | 'path'>;

const rankOf = (name: string, typed: string): 0 | 1 | 2 => {
  if (typed === '') return 2;
  if (name === typed) return 0;
  return name.startsWith(typed) ? 1 : 2;
};

/** Moving there would only change the order, which is not what a picker is for. */
const allIn = (state: State, { departments, accounts }: Selection, parentId: string): boolean =>
  accounts.length === 0 &&
  departments.every((id) => rowOf(state, Department, id)?.parentId === parentId);
