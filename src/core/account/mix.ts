import type { Group } from '#core/kernel/group.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { childrenOf } from '#core/org/tree.ts';
import { groupsShownIn } from './home.ts';
import { Account } from './model.ts';

/** What accounts are told apart by: their status, or the value of a tag. */
export type MixBy = 'status' | `tag:${string}`;

/** How many accounts share a value; '' stands for those that have none. */
export type Mix = ReadonlyMap<string, number>;

export interface Mixes {
  /** Of the accounts a department shows itself. */
  own(id: string): Mix;
  /** Of these and all beneath it. */
  all(id: string): Mix;
}

/** By which value an account counts. */
export function valueBy(by: MixBy): (account: Account) => string {
  if (by === 'status') return ({ status }) => status;
  const key = by.slice('tag:'.length);
  return ({ tags }) => tags.find(([each]) => each === key)?.[1] ?? '';
}

/** Kept under their group, which is a new object whenever a member changed. */
const mixedGroups = new WeakMap<Group, { readonly by: MixBy; readonly mix: Mix }>();

/** What the accounts of departments consist of; a department is added up once it is asked for. */
export function mixesOf(state: State, by: MixBy): Mixes {
  const accounts = tableOf(state, Account);
  const valueOf = valueBy(by);
  const known = new Map<string, Mix>();

  function ofGroup(group: Group): Mix {
    const kept = mixedGroups.get(group);
    if (kept?.by === by) return kept.mix;
    const mix = new Map<string, number>();
    for (const id of group.members) {
      const row = get(accounts, id);
      if (row) add(mix, valueOf(row), 1);
    }
    mixedGroups.set(group, { by, mix });
    return mix;
  }

  const own = (id: string): Mix => added(groupsShownIn(state, id).map(ofGroup));

  function all(id: string): Mix {
    const before = known.get(id);
    if (before) return before;
    const mix = added([own(id), ...childrenOf(state, id).map(all)]);
    known.set(id, mix);
    return mix;
  }

  return { own, all };
}

const add = (mix: Map<string, number>, value: string, count: number) =>
  mix.set(value, (mix.get(value) ?? 0) + count);

function added(mixes: readonly Mix[]): Mix {
  const filled = mixes.filter(({ size }) => size > 0);
  const [first] = filled;
  if (!first || filled.length === 1) return first ?? NOTHING;
  const sum = new Map<string, number>();
  for (const mix of filled) for (const [value, count] of mix) add(sum, value, count);
  return sum;
}

const NOTHING: Mix = new Map();
