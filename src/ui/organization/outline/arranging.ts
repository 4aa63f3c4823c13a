import { Account } from '#core/account/model.ts';
import { arrangedOutline, groupsOf, type Arrangement } from '#core/account/arranged.ts';
import type { GroupOf, Outline, OutlineRow, OutlineView } from '#core/account/outline.ts';
import { tagSelection, type Selection } from '#core/account/selection.ts';
import type { Tags } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import type { TagChange, TagDrop } from './drop.ts';
import {
  hitsOf,
  isFiltering,
  MOST_HITS,
  parentIndex,
  type Filter,
  type Filtered
} from './lines.ts';

// Comes when accounts are arranged by tags: a first look does without it.

/** What stands above an account, from the top. */
export const groupsAbove = groupsOf;

/** The accounts in an arrangement, those that match when something is filtered. */
export function arrangedLines(
  state: State,
  arrangement: Arrangement,
  view: Filter & OutlineView
): Filtered {
  if (!isFiltering(view)) {
    const found = tableOf(state, Account).size;
    return { outline: arrangedOutline(state, arrangement, view), found, cut: false };
  }
  const hits = hitsOf(state, view);
  const only = new Set(hits.flatMap(({ kind, id }) => (kind === 'account' ? id : [])));
  const outline = arrangedOutline(state, arrangement, view, only);
  return { outline, found: only.size, cut: hits.length === MOST_HITS };
}

/**
 * Where a drag over accounts arranged by tags leads: onto a value, which they then have. Beneath a
 * value accounts are grouped for the eye only when it is by departments: they count as the value.
 */
export function tagDropAt(
  state: State,
  outline: Outline,
  { accounts }: Selection,
  index: number
): TagDrop | undefined {
  const path = valuesAbove(outline, index);
  const [onto] = path;
  if (!onto || accounts.length === 0) return undefined;
  const shared = path.flatMap(({ line: { group } }) => group ?? []);
  const onTo = retagged(state, accounts, shared);
  return onTo && { ...onTo, index: onto.index, where: 'onto', level: onto.line.level };
}

/**
 * What gives accounts all that those of a group share, and why it cannot be; nothing where they have
 * it. Of a department among it they take nothing: beneath a value it only sorts them for the eye.
 */
export function retagged(
  state: State,
  accounts: readonly string[],
  shared: readonly GroupOf[]
): { readonly tags: TagChange; readonly problem: Problem | undefined } | undefined {
  const tags = shared.flatMap((of) => (of.of === 'tag' ? of : []));
  const change: TagChange = {
    set: tags.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const])),
    remove: tags.flatMap(({ key, value }) => (value === undefined ? key : []))
  };
  if (accounts.every((id) => hasAll(rowOf(state, Account, id)?.tags ?? [], change)))
    return undefined;
  const planned = tagSelection.plan(state, { departments: [], accounts, ...change }, { now: 0 });
  return { tags: change, problem: planned.ok ? undefined : planned.problems[0] };
}

/** The group at or above a line that stands for a value, and those above it, nearest first. */
function valuesAbove(outline: Outline, index: number): { line: OutlineRow; index: number }[] {
  const found: { line: OutlineRow; index: number }[] = [];
  for (let at = index; at >= 0; at = parentIndex(outline, at)) {
    const line = outline.at(at);
    if (line?.group?.of === 'tag') found.push({ line, index: at });
  }
  return found;
}

const hasAll = (tags: Tags, { set, remove }: TagChange): boolean =>
  set.every(([key, value]) => tags.some(([k, v]) => k === key && v === value)) &&
  remove.every((key) => tags.every(([k]) => k !== key));
