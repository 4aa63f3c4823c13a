import { statusShares, tagKeysInUse, tagShares, type Share } from '#core/account/breakdown.ts';
import type { Finding } from '#core/account/findings.ts';
import { homeOf } from '#core/account/home.ts';
import { Account, statusMessages } from '#core/account/model.ts';
import { totalOf } from '#core/account/totals.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { ancestorsOf, childrenOf } from '#core/org/tree.ts';
import type { LegendEntry } from '#ui/charts/area-chart.ts';
import { MOST_CATEGORIES, categoryPaint, type Paint } from '#ui/charts/paints.ts';
import { problemText, t } from '#workspace/settings.svelte.ts';
import { recordsOf } from '../findings/jump.ts';
import { areasMessages as m } from './messages.ts';
import { nameOf } from './source.ts';

/** What areas are coloured by: '' is the top department, `tag:env` a tag key. */
export type Colouring = '' | 'status' | 'findings' | `tag:${string}`;
/** By how much more something costs is told by bills, not by the organization. */
export type AnyColouring = Colouring | 'change';

export interface Colours {
  readonly paint: (id: string) => Paint;
  /** What the colour of a record says, where a legend does not say it all. */
  readonly note: (id: string) => string;
  readonly legend: readonly LegendEntry[];
}

/** Tag keys beyond these are for the table. */
const MOST_KEYS = 20;

export const colouringsOf = (state: State): Colouring[] => [
  '',
  'status',
  'findings',
  ...tagKeysInUse(state)
    .slice(0, MOST_KEYS)
    .map((key) => `tag:${key}` as const)
];

export function colouringName(colouring: AnyColouring): string {
  if (colouring === '') return t(m.byDepartment);
  if (colouring === 'status') return t(m.byStatus);
  if (colouring === 'change') return t(m.byChange);
  return colouring === 'findings' ? t(m.byFindings) : t(m.byTag, { key: colouring.slice(4) });
}

export function coloursOf(
  state: State,
  colouring: Colouring,
  findings: readonly Finding[]
): Colours {
  if (colouring === '') return byDepartment(state);
  if (colouring === 'findings') return byFindings(state, findings);
  if (colouring === 'status')
    return byValue(state, statusShares(state), ({ status }) => status, {
      name: (value) => t(statusMessages[value as keyof typeof statusMessages]),
      none: ''
    });
  const key = colouring.slice(4);
  const valueOf = ({ tags }: Account) => tags.find(([each]) => each === key)?.[1] ?? '';
  return byValue(state, tagShares(state, key), valueOf, {
    name: (value) => value,
    none: t(m.withoutValue)
  });
}

/** The department a record stands in: itself, or that of an account. */
function departmentOf(state: State, id: string): string {
  if (id === ROOT || rowOf(state, Department, id)) return id;
  const account = rowOf(state, Account, id);
  return account ? homeOf(state, account) : ROOT;
}

function byDepartment(state: State): Colours {
  const tops = childrenOf(state, ROOT)
    .map((id) => ({ id, accounts: totalOf(state, id).accounts }))
    .filter(({ accounts }) => accounts > 0)
    .sort((a, b) => b.accounts - a.accounts);
  const places = new Map(tops.map(({ id }, place) => [id, place]));
  const paints = new Map<string, Paint>([[ROOT, 'plain']]);
  const paintOf = (department: string): Paint => {
    const known = paints.get(department);
    if (known) return known;
    const top = ancestorsOf(state, department).at(-1)?.id ?? department;
    const paint = categoryPaint(places.get(top) ?? -1);
    paints.set(department, paint);
    return paint;
  };
  const nested = tops.reduce((sum, { accounts }) => sum + accounts, 0);
  const own = totalOf(state, ROOT).accounts > nested;
  return {
    paint: (id) => paintOf(departmentOf(state, id)),
    note: () => '',
    legend: [
      ...tops.slice(0, MOST_CATEGORIES).map(({ id }, place) => ({
        paint: categoryPaint(place),
        label: nameOf(state, id)
      })),
      ...(tops.length > MOST_CATEGORIES
        ? [{ paint: categoryPaint(-1), label: t(m.otherDepartments) }]
        : []),
      ...(own ? [{ paint: 'plain' as const, label: t(m.atTop) }] : [])
    ]
  };
}

/** By a value that accounts have, the most common first; departments have none. */
function byValue(
  state: State,
  shares: readonly Share[],
  valueOf: (account: Account) => string,
  words: { readonly name: (value: string) => string; readonly none: string }
): Colours {
  const valued = shares.filter(({ value }) => value !== '');
  const places = new Map(valued.map(({ value }, place) => [value, place]));
  const labelled = (value: string) => (value === '' ? words.none : words.name(value));
  const of = (id: string) => {
    const account = rowOf(state, Department, id) ? undefined : rowOf(state, Account, id);
    return account && valueOf(account);
  };
  return {
    paint: (id) => {
      const value = of(id);
      return value === undefined || value === '' ? 'plain' : categoryPaint(places.get(value) ?? -1);
    },
    note: (id) => {
      const value = of(id);
      return value === undefined ? '' : labelled(value);
    },
    legend: [
      ...valued.slice(0, MOST_CATEGORIES).map(({ value }, place) => ({
        paint: categoryPaint(place),
        label: labelled(value)
      })),
      ...(valued.length > MOST_CATEGORIES
        ? [{ paint: categoryPaint(-1), label: t(m.otherValues) }]
        : []),
      ...(shares.length > valued.length ? [{ paint: 'plain' as const, label: words.none }] : [])
    ]
  };
}

function byFindings(state: State, findings: readonly Finding[]): Colours {
  const found = new Map<string, Finding>();
  const above = new Map<string, number>();
  for (const finding of findings)
    for (const id of recordsOf(state, finding)) {
      if (found.has(id)) continue;
      found.set(id, finding);
      const department = departmentOf(state, id);
      const over = ancestorsOf(state, department).map((row) => row.id);
      for (const each of [ROOT, ...over, ...(department === id ? [] : [department])])
        above.set(each, (above.get(each) ?? 0) + 1);
    }
  return {
    paint: (id) => (found.has(id) ? 'warn' : 'plain'),
    note: (id) => {
      const finding = found.get(id);
      if (finding) return problemText(finding.problem);
      const beneath = above.get(id) ?? 0;
      return beneath > 0 ? t(m.foundBeneath, { n: beneath }) : '';
    },
    legend: [
      { paint: 'warn', label: t(m.withFindings) },
      { paint: 'plain', label: t(m.withoutFindings) }
    ]
  };
}
