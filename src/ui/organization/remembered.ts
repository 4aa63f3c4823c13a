import type { AccountSort } from '#core/account/outline.ts';

/** How the outline of one workspace was left on this device. */
export interface Remembered {
  readonly expanded: readonly string[] | undefined;
  readonly sort: AccountSort;
  readonly hidden: readonly string[];
}

export const SORTS: readonly AccountSort['field'][] = [
  'name',
  'externalId',
  'owner',
  'status',
  'joinedTime'
];

/** More open departments than this nobody opened by hand. */
const MOST = 2000;

/** An outline that nobody has seen yet. */
export const FRESH: Remembered = {
  expanded: undefined,
  sort: { field: 'name', descending: false },
  hidden: []
};

const keyOf = (workspace: string) => `banyan.outline.${workspace}`;

export function recall(workspace: string): Remembered {
  let raw: unknown;
  try {
    raw = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? 'null');
  } catch {
    return FRESH;
  }
  if (typeof raw !== 'object' || raw === null) return FRESH;
  const { expanded, field, descending, hidden } = raw as Partial<Record<string, unknown>>;
  return {
    expanded: Array.isArray(expanded) ? expanded.filter((id) => typeof id === 'string') : undefined,
    sort: { field: SORTS.find((one) => one === field) ?? 'name', descending: descending === true },
    hidden: Array.isArray(hidden) ? hidden.filter((id) => typeof id === 'string') : []
  };
}

export function remember(workspace: string, { expanded, sort, hidden }: Remembered) {
  const stored = { expanded: expanded?.slice(0, MOST), ...sort, hidden };
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(stored));
  } catch {
    // A browser that keeps nothing opens the outline folded the next time.
  }
}
