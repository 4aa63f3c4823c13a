import { Account } from '#core/account/model.ts';
import { accountsTagged, type TagFilter } from '#core/account/by-tag.ts';
import { homeOf } from '#core/account/home.ts';
import {
  Stretches,
  homesIn,
  isRecord,
  sortedAmong,
  type AccountSort,
  type Outline,
  type OutlineRow
} from '#core/account/outline.ts';
import { search, type Hit } from '#core/account/search.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { ancestorsOf, childrenOf } from '#core/org/tree.ts';

/** Beyond this many hits nobody reads on; the filter says that there are more. */
export const MOST_HITS = 5000;

export interface Filtered {
  readonly outline: Outline;
  readonly found: number;
  readonly cut: boolean;
}

/** What a filter asks for: words in names and IDs, a tag of accounts, or both. */
export interface Filter {
  readonly query: string;
  readonly tagged: TagFilter | undefined;
}

export const isFiltering = ({ query, tagged }: Filter): boolean =>
  tagged !== undefined || query.trim() !== '';

/** Accounts by a tag, and of these the ones that have the words. */
export function hitsOf(state: State, { query, tagged }: Filter): readonly Hit[] {
  if (!tagged) return search(state, query, MOST_HITS);
  const ids = accountsTagged(state, tagged);
  const named =
    query.trim() === '' ? undefined : new Set(search(state, query, Infinity).map(({ id }) => id));
  return (named ? ids.filter((id) => named.has(id)) : ids)
    .slice(0, MOST_HITS)
    .map((id) => ({ kind: 'account' as const, id }));
}

/** What a filter lets through. */
export interface Matches {
  /** Departments that match themselves, and all that are shown: those, and what stands above. */
  readonly departments: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
  /** Accounts that match, by the department they are shown in. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly found: number;
}

export function matchesOf(state: State, filter: Filter): Matches {
  const hits = hitsOf(state, filter);
  const departments = new Set<string>();
  const shown = new Set([ROOT]);
  const accounts = new Map<string, string[]>();
  for (const { kind, id } of hits) {
    const row = kind === 'account' ? rowOf(state, Account, id) : undefined;
    const home = row ? homeOf(state, row) : id;
    if (row) {
      const own = accounts.get(home);
      if (own) own.push(id);
      else accounts.set(home, [id]);
    } else departments.add(id);
    // What is shown has all above it shown already.
    if (shown.has(home)) continue;
    shown.add(home);
    for (const above of ancestorsOf(state, home)) shown.add(above.id);
  }
  return { departments, shown, accounts, found: hits.length };
}

/** Only what matches, under all that stands above it. */
export function filteredOutline(state: State, filter: Filter, sort: AccountSort): Filtered {
  const { shown, accounts, found } = matchesOf(state, filter);
  const outline = new Stretches(homesIn(state));
  const walk = (id: string, level: number, position: number, siblings: number) => {
    const children = childrenOf(state, id).filter((child) => shown.has(child));
    const own = accounts.get(id) ?? [];
    const among = children.length + own.length;
    const kind = id === ROOT ? 'root' : 'department';
    const department = { kind, id, level, position, siblings } as const;
    const line = among > 0 ? { ...department, expanded: true } : department;
    outline.addDepartment(line);
    children.forEach((child, i) => walk(child, level + 1, i + 1, among));
    let sorted: readonly string[] | undefined;
    outline.addAccounts(line, {
      count: own.length,
      ids: () => (sorted ??= sortedAmong(state, id, own, sort)),
      level: level + 1,
      before: children.length,
      siblings: among,
      more: 0
    });
  };
  walk(ROOT, 0, 1, 1);
  return { outline, found, cut: found === MOST_HITS };
}

/** What tells a line from all others: "show the rest" has no record of its own. */
export const keyOf = (line: OutlineRow): string =>
  line.kind === 'rest' ? `rest/${line.id}` : line.id;

/** The index of a line by its key, or -1. */
export const indexOfKey = (outline: Outline, key: string): number =>
  key.startsWith('rest/') ? outline.indexOfRest(key.slice(5)) : outline.indexOf(key);

/** The index of the line one level up, or -1 at the root. */
export function parentIndex(outline: Outline, index: number): number {
  const level = outline.at(index)?.level ?? 0;
  for (let i = index - 1; i >= 0; i--) if ((outline.at(i)?.level ?? 0) < level) return i;
  return -1;
}

/** The records of lines from one index to another, both included, in either direction. */
export function idsBetween(outline: Outline, from: number, to: number): string[] {
  const ids: string[] = [];
  for (let i = Math.min(from, to); i <= Math.max(from, to); i++) {
    const line = outline.at(i);
    if (line && isRecord(line) && line.kind !== 'root') ids.push(line.id);
  }
  return ids;
}
