import { grouped, type Group } from '#core/kernel/group.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { get, type Table } from '#core/kernel/table.ts';
import { subtreeOf } from '#core/org/tree.ts';
import { homeOf } from './home.ts';
import { Account } from './model.ts';

type Grouping = (table: Table<Account>) => Table<Group>;

const groupings = new Map<string, Grouping>();
/** Tag keys whose grouping is kept at hand. */
const KEPT_KEYS = 4;

/** The group of accounts with a value; without one, of those that lack the key. */
export const valueGroup = (value: string | undefined): string =>
  value === undefined ? '' : `=${value}`;

/** The value that a group of accounts shares; undefined when they lack the key. */
export const groupValue = (id: string): string | undefined => (id === '' ? undefined : id.slice(1));

/** Accounts by their value of a tag key. */
export function accountsByTag(state: State, key: string): Table<Group> {
  let grouping = groupings.get(key);
  if (!grouping) {
    grouping = grouped<Account>(({ tags }) => valueGroup(tags.find(([each]) => each === key)?.[1]));
    const [oldest] = groupings.keys();
    if (oldest !== undefined && groupings.size >= KEPT_KEYS) groupings.delete(oldest);
    groupings.set(key, grouping);
  }
  return grouping(tableOf(state, Account));
}

/** Accounts with a value of a tag key, or without the key, wherever they are or in one department. */
export interface TagFilter {
  readonly key: string;
  /** Undefined asks for those that lack the key. */
  readonly value?: string;
  /** A department (or the root) and all beneath it. */
  readonly within?: string;
  /** Only those that stand in the department itself. */
  readonly direct?: boolean;
}

const NOBODY: readonly string[] = [];

export function accountsTagged(state: State, filter: TagFilter): readonly string[] {
  const { key, value, within, direct } = filter;
  const members = get(accountsByTag(state, key), valueGroup(value))?.members ?? NOBODY;
  if (within === undefined) return members;
  const homes = new Set(direct ? [within] : subtreeOf(state, within));
  const accounts = tableOf(state, Account);
  return members.filter((id) => {
    const row = get(accounts, id);
    return row && homes.has(homeOf(state, row));
  });
}
