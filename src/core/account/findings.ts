import { grouped, selected, type Group } from '#core/kernel/group.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { nameShapeProblems, profileOf } from '#core/org/limits.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { LIMITS, type LimitProfile } from '#core/org/provider.ts';
import { accountsByDepartment, strayDepartments } from './home.ts';
import { accountNameShapeProblems } from './limits.ts';
import { Account } from './model.ts';
import { othersOf, tagDrift } from './tag-drift.ts';

/**
 * Something that is there and should not be: a merge or an import broke a rule, or a budget calls.
 * Nobody is stopped by it.
 */
export interface Finding {
  readonly problem: Problem;
  readonly kind: 'department' | 'account' | 'organization' | 'budget';
  /** The records it is about, the first ones of possibly many. */
  readonly ids: readonly string[];
  readonly count: number;
}

interface Found {
  readonly problem: Problem;
}

const perProfile = new Map<LimitProfile, (table: Table<Department>) => Table<Found>>(
  [...new Set(Object.values(LIMITS))].map((limits) => [
    limits,
    selected<Department, Found>((row) => firstOf(nameShapeProblems(limits, row.name)))
  ])
);

const accountNames = selected<Account, Found>((row) => firstOf(accountNameShapeProblems(row)));

const accountTags = selected<Account, Found>(({ tags, provider, name }) => {
  const max = LIMITS[provider].tags;
  if (tags.length <= max) return undefined;
  return { problem: { code: 'account.tagsTooMany', params: { name, count: tags.length, max } } };
});

const firstOf = (problems: readonly Problem[]): Found | undefined =>
  problems[0] && { problem: problems[0] };

const several = selected<Group, Group>((group) => (group.members.length > 1 ? group : undefined));

const byName = {
  organization: grouped<Department>((row) => row.name),
  parent: grouped<Department>((row) => `${row.parentId}/${row.name}`)
};

/** Accounts under one name within a cloud that allows it once; others all under their own id. */
const accountsByUniqueName = grouped<Account>((row) =>
  LIMITS[row.provider].accountNameUnique ? `${row.provider}/${row.name}` : `/${row.id}`
);

/** All findings, the weightiest first; each costs what it found, not what was searched. */
export function findingsOf(state: State): Finding[] {
  const departments = tableOf(state, Department);
  const accounts = tableOf(state, Account);
  return [
    ...overLimit(state),
    ...strays(state),
    ...repeatedNames(state),
    ...single('department', perProfile.get(profileOf(state))?.(departments)),
    ...single('account', accountNames(accounts)),
    ...single('account', accountTags(accounts)),
    ...spellings(state)
  ];
}

export function overLimit(state: State): Finding[] {
  const max = rowOf(state, Organization, ROOT)?.accountLimit ?? 0;
  const count = tableOf(state, Account).size;
  if (max === 0 || count <= max) return [];
  return [
    {
      problem: { code: 'finding.overLimit', params: { max, count } },
      kind: 'organization',
      ids: [ROOT],
      count: 1
    }
  ];
}

function strays(state: State): Finding[] {
  const groups = accountsByDepartment(tableOf(state, Account));
  const found: Finding[] = [];
  each(strayDepartments(groups, tableOf(state, Department)), ({ id }) => {
    const members = get(groups, id)?.members ?? [];
    const params = { department: id.replace(/^[a-z]+:/, ''), count: members.length };
    found.push({
      problem: { code: 'finding.departmentMissing', params },
      kind: 'account',
      ids: members,
      count: members.length
    });
  });
  return found;
}

/** Names that the cloud allows once and several bear. */
export function repeatedNames(state: State): Finding[] {
  const unique = profileOf(state).departmentNameUnique;
  const found: Finding[] = [];
  const note = (kind: 'department' | 'account', { members }: Group, name: string) =>
    found.push({
      problem: { code: `finding.${kind}NameRepeats`, params: { name, count: members.length } },
      kind,
      ids: members,
      count: members.length
    });
  if (unique !== 'no')
    each(several(byName[unique](tableOf(state, Department))), (group) =>
      note('department', group, nameOf(state, Department, group))
    );
  each(several(accountsByUniqueName(tableOf(state, Account))), (group) =>
    note('account', group, nameOf(state, Account, group))
  );
  return found;
}

const nameOf = (
  state: State,
  kind: typeof Department | typeof Account,
  { members: [first = ''] }: Group
): string =>
  (kind === Department ? rowOf(state, Department, first) : rowOf(state, Account, first))?.name ??
  '';

function single(kind: 'department' | 'account', table: Table<Found> | undefined): Finding[] {
  const found: Finding[] = [];
  if (table) each(table, ({ problem }, id) => found.push({ problem, kind, ids: [id], count: 1 }));
  return found;
}

/** Tag keys and values that are spelled in several ways: env, Env, ENV. */
function spellings(state: State): Finding[] {
  return tagDrift(state).map((drift) => {
    const [common] = drift.spellings;
    const count = othersOf(drift);
    const texts = drift.spellings.map(({ text }) => shown(text)).join(' / ');
    const params = { common: common.text, count };
    const problem =
      drift.of === 'key'
        ? { code: 'finding.tagKeyDrift', params: { ...params, keys: texts } }
        : {
            code: 'finding.tagValueDrift',
            params: { ...params, key: drift.keys[0] ?? '', values: texts }
          };
    return { problem, kind: 'account', ids: [], count };
  });
}

/** A spelling whose difference nobody sees is set in marks. */
const shown = (text: string) => (/^\s|\s$|[\p{Cf}]|\s\s/u.test(text) ? JSON.stringify(text) : text);
