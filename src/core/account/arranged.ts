import type { Group } from '#core/kernel/group.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { pathOf } from '#core/org/tree.ts';
import { accountsByTag, groupValue } from './by-tag.ts';
import { homeOf } from './home.ts';
import { Account } from './model.ts';
import {
  collator,
  FIRST_ACCOUNTS,
  sorted,
  sortedGroup,
  Stretches,
  type GroupOf,
  type Outline,
  type OutlineRow,
  type OutlineView
} from './outline.ts';

/** What accounts are arranged by beneath the first tag key. */
export type Dimension =
  { readonly of: 'tag'; readonly key: string } | { readonly of: 'department' };

/** A second tree over the accounts: by the values of a tag key, and within them once more. */
export interface Arrangement {
  readonly key: string;
  readonly then?: Dimension;
}

interface Part {
  readonly of: GroupOf;
  readonly group: Group;
}

/** Group ids hold a sign that no record's id has. */
const groupId = (above: string, of: GroupOf): string =>
  `${above}/${JSON.stringify(of.of === 'tag' ? [of.key, of.value ?? null] : [of.id])}`;

/** The ids of the groups an account stands in, from the top. */
export function groupsOf(state: State, { key, then }: Arrangement, account: Account): string[] {
  const first = groupId('', tagOf(key, account));
  return then ? [first, groupId(first, partOf(state, then, account))] : [first];
}

const tagOf = (key: string, { tags }: Account): GroupOf => ({
  of: 'tag',
  key,
  value: tags.find(([each]) => each === key)?.[1]
});

const partOf = (state: State, by: Dimension, account: Account): GroupOf =>
  by.of === 'tag' ? tagOf(by.key, account) : { of: 'department', id: homeOf(state, account) };

/** Parts kept under the group they are of, which is a new object whenever a member changed. */
const kept = new WeakMap<
  Group,
  {
    readonly by: string;
    readonly departments: Table<Department>;
    readonly former: Table<FormerDepartment>;
    readonly parts: readonly Part[];
  }
>();

function partsOf(state: State, group: Group, by: Dimension): readonly Part[] {
  const departments = tableOf(state, Department);
  const former = tableOf(state, FormerDepartment);
  const name = by.of === 'tag' ? `=${by.key}` : '';
  const known = kept.get(group);
  if (known?.by === name && known.departments === departments && known.former === former)
    return known.parts;
  const members = new Map<string, { of: GroupOf; ids: string[] }>();
  const accounts = tableOf(state, Account);
  for (const id of group.members) {
    const account = get(accounts, id);
    if (!account) continue;
    const of = partOf(state, by, account);
    const part = groupId('', of);
    const same = members.get(part);
    if (same) same.ids.push(id);
    else members.set(part, { of, ids: [id] });
  }
  const parts = inOrder(
    state,
    [...members].map(([id, { of, ids }]) => ({ of, group: { id, members: ids } }))
  );
  kept.set(group, { by: name, departments, former, parts });
  return parts;
}

/** By their text; those that lack the key are last. */
function inOrder(state: State, parts: readonly Part[]): Part[] {
  const textOf = ({ of }: Part) =>
    of.of === 'tag' ? of.value : of.id === ROOT ? '' : pathOf(state, of.id).join(' / ');
  return parts
    .map((part) => ({ part, text: textOf(part) }))
    .sort(
      (a, b) =>
        Number(a.text === undefined) - Number(b.text === undefined) ||
        collator.compare(a.text ?? '', b.text ?? '')
    )
    .map(({ part }) => part);
}

/** The order of a key's values as it was last: an edit seldom brings another value. */
let lastOrder: { readonly key: string; readonly ids: readonly string[] } = { key: '', ids: [] };

function valuesOf(state: State, key: string): readonly Part[] {
  const groups = accountsByTag(state, key);
  const partOfGroup = (group: Group): Part => ({
    of: { of: 'tag', key, value: groupValue(group.id) },
    group
  });
  if (lastOrder.key === key && lastOrder.ids.length === groups.size) {
    const found = lastOrder.ids.map((id) => get(groups, id));
    if (found.every((group) => group !== undefined)) return found.map(partOfGroup);
  }
  const parts: Part[] = [];
  each(groups, (group) => parts.push(partOfGroup(group)));
  const ordered = inOrder(state, parts);
  lastOrder = { key, ids: ordered.map(({ group }) => group.id) };
  return ordered;
}

/** A node of an arrangement: accounts that share a value, and within them perhaps another. */
export interface ArrangedNode {
  /** What they share, from the top. */
  readonly path: readonly GroupOf[];
  readonly group: Group;
  readonly parent: string;
  /** Whether its accounts stand in it directly, and not in nodes beneath. */
  readonly isLast: boolean;
}

export interface ArrangedTree {
  readonly childrenOf: (id: string) => readonly string[];
  readonly nodeOf: (id: string) => ArrangedNode | undefined;
}

/** An arrangement as a tree beneath the root, for charts: what stands beneath a node is made when it is asked for. */
export function arrangedTree(state: State, { key, then }: Arrangement): ArrangedTree {
  const nodes = new Map<string, ArrangedNode>();
  const beneath = new Map<string, readonly string[]>();

  function put(id: string, parts: readonly Part[], path: readonly GroupOf[]): readonly string[] {
    const above = id === ROOT ? '' : id;
    const isLast = !then || id !== ROOT;
    const ids = parts.map(({ of, group }) => {
      const child = groupId(above, of);
      nodes.set(child, { path: [...path, of], group, parent: id, isLast });
      return child;
    });
    beneath.set(id, ids);
    return ids;
  }

  function childrenOf(id: string): readonly string[] {
    const known = beneath.get(id);
    if (known) return known;
    const node = nodes.get(id);
    if (!node || node.isLast || !then) return [];
    return put(id, partsOf(state, node.group, then), node.path);
  }

  const first = put(ROOT, valuesOf(state, key), []);

  function nodeOf(id: string): ArrangedNode | undefined {
    if (!nodes.has(id)) {
      const above = first.find((each) => id.startsWith(`${each}/`));
      if (above !== undefined) childrenOf(above);
    }
    return nodes.get(id);
  }

  return { childrenOf, nodeOf };
}

/** The accounts in their arrangement; `only` leaves out all others and opens what is left. */
export function arrangedOutline(
  state: State,
  arrangement: Arrangement,
  view: OutlineView,
  only?: ReadonlySet<string>
): Outline {
  const { key, then } = arrangement;
  const lines = new Stretches((id) => {
    const account = rowOf(state, Account, id);
    return account && groupsOf(state, arrangement, account).at(-1);
  });
  const membersOf = ({ members }: Group) => (only ? members.filter((id) => only.has(id)) : members);

  function addAccounts(line: OutlineRow, group: Group, members: readonly string[]) {
    const fold = members.length > FIRST_ACCOUNTS && !only && !view.unfolded.has(line.id);
    const count = fold ? FIRST_ACCOUNTS : members.length;
    const more = members.length - count;
    lines.addAccounts(line, {
      count,
      ids: () => (only ? sorted(state, members, view.sort) : sortedGroup(state, group, view.sort)),
      level: line.level + 1,
      before: 0,
      siblings: count + Number(more > 0),
      more
    });
  }

  function walk(parts: readonly Part[], above: string, level: number, by?: Dimension) {
    const shown = parts
      .map((part) => ({ ...part, members: membersOf(part.group) }))
      .filter(({ members }) => members.length > 0);
    shown.forEach(({ of, group, members }, i) => {
      const id = groupId(above, of);
      const expanded = only !== undefined || view.expanded.has(id);
      const line: OutlineRow = {
        kind: 'group',
        id,
        level,
        position: i + 1,
        siblings: shown.length,
        expanded,
        group: { ...of, members }
      };
      lines.addDepartment(line);
      if (!expanded) return;
      if (by) walk(partsOf(state, group, by), id, level + 1);
      else addAccounts(line, group, members);
    });
  }

  const open = only !== undefined || view.expanded.has(ROOT);
  const top = { level: 0, position: 1, siblings: 1, expanded: open } as const;
  lines.addDepartment({ kind: 'root', id: ROOT, ...top });
  if (open) walk(valuesOf(state, key), '', 1, then);
  return lines;
}
