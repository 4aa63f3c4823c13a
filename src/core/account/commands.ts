import { command } from '#core/kernel/command.ts';
import type { Tags } from '#core/kernel/field.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type Diff, type State } from '#core/kernel/state.ts';
import {
  isRecordId,
  missing,
  nothing,
  retagged,
  unless,
  type Tagging
} from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { PROVIDERS, recordKey, type Provider } from '#core/org/provider.ts';
import { childrenOf } from '#core/org/tree.ts';
import { groupsShownIn } from './home.ts';
import { accountProblems, countProblems } from './limits.ts';
import { accountCommandMessages as titles } from './messages.ts';
import { orgCommandMessages } from '#core/org/messages.ts';
import { Account } from './model.ts';

/** Fields of an account that a form edits; where it comes from is fixed at birth. */
export type AccountValues = Partial<Omit<Account, 'id' | 'provider' | 'externalId'>>;

export interface NewAccount extends AccountValues {
  readonly provider: Provider;
  readonly externalId: string;
  readonly name: string;
}

export const addAccount = command<NewAccount>('account.add', titles.add, (state, args) => {
  const { provider } = args;
  const externalId = args.externalId.trim();
  const malformed = idProblem(provider, externalId);
  if (malformed) return refused(malformed);
  const id = recordKey(provider, externalId);
  const existing = rowOf(state, Account, id);
  if (existing) {
    const params = { id: externalId, name: existing.name };
    return refused({ code: 'account.organizationMemberExist', params });
  }
  const stored = new Map<string, unknown>(Object.entries({ ...args, externalId }));
  const row = readRow(Account, id, (field) => stored.get(field));
  const problems = [
    ...(isRecordId(id) ? [] : [{ code: 'org.idMalformed', params: { id } }]),
    ...departmentProblems(state, row.departmentId),
    ...accountProblems(state, row),
    ...countProblems(state, 1)
  ];
  return unless(problems, () => ok(diffOf(state, Account, [[id, row]])));
});

/** What an account's id looks like where it comes from. */
const ID_FORMS: Readonly<Partial<Record<Provider, readonly [RegExp, string]>>> = {
  tencent: [/^\d{1,15}$/, '100012345678'],
  aws: [/^\d{12}$/, '012345678901']
};

function idProblem(provider: Provider, id: string): Problem | undefined {
  const known = PROVIDERS.includes(provider);
  const [pattern, form] = ID_FORMS[provider] ?? [/\S/, 'abc-123'];
  if (known && pattern.test(id)) return undefined;
  return { code: 'account.idMalformed', params: { id, provider, form } };
}

export function departmentProblems(state: State, id: string): Problem[] {
  return id === ROOT || rowOf(state, Department, id) ? [] : [missing(id)];
}

export const renameAccount = command<{ id: string; name: string }>(
  'account.rename',
  titles.rename,
  (state, { id, name }) => eachAccount(state, [id], (row) => withFields(Account, row, { name }))
);

export const updateAccounts = command<{ ids: readonly string[]; values: AccountValues }>(
  'account.update',
  titles.edit,
  (state, { ids, values }) => {
    const fields: Readonly<Record<string, { fixed?: true; read(raw: unknown): unknown }>> =
      Account.fields;
    const clean = new Map<string, unknown>();
    for (const [name, value] of Object.entries(values)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!field || field.fixed)
        return refused({ code: 'org.fieldUnknown', params: { field: name } });
      clean.set(name, field.read(value));
    }
    const read: AccountValues = Object.fromEntries(clean);
    const problems =
      read.departmentId === undefined ? [] : departmentProblems(state, read.departmentId);
    return unless(problems, () => eachAccount(state, ids, (row) => withFields(Account, row, read)));
  }
);

export const tagAccounts = command<Tagging>('account.tag', titles.tag, (state, args) => {
  if (args.set.some(([key]) => key.trim() === ''))
    return refused({ code: 'org.tagKeyEmpty', params: {} });
  return eachAccount(state, args.ids, (row) => tagged(row, args.set, args.remove));
});

const tagged = (row: Account, set: Tags, remove: readonly string[]): Account =>
  withFields(Account, row, { tags: retagged(row.tags, set, remove) });

export const moveAccounts = command<{ ids: readonly string[]; departmentId: string }>(
  'account.move',
  titles.move,
  (state, { ids, departmentId }) =>
    unless(departmentProblems(state, departmentId), () =>
      eachAccount(state, ids, (row) => withFields(Account, row, { departmentId }))
    )
);

/** Out of the workspace, never out of the cloud. */
export const removeAccounts = command<{ ids: readonly string[] }>(
  'account.remove',
  titles.remove,
  (state, { ids }) => eachAccount(state, ids, () => undefined)
);

function eachAccount(
  state: State,
  ids: readonly string[],
  change: (row: Account) => Account | undefined
): Result<Diff> {
  const problems: Problem[] = ids.length > 0 ? [] : [nothing];
  const rows: [string, Account | undefined][] = [];
  for (const id of new Set(ids)) {
    const row = rowOf(state, Account, id);
    if (!row) {
      problems.push({ code: 'account.organizationMemberNotExist', params: { id } });
      continue;
    }
    const next = change(row);
    if (next === row) continue;
    if (next) problems.push(...accountProblems(state, next, row));
    rows.push([id, next]);
  }
  return unless(problems, () => ok(diffOf(state, Account, rows)));
}

/** Only departments that hold nothing once the whole set is gone, as the original demands. */
export const deleteDepartments = command<{ ids: readonly string[] }>(
  'department.delete',
  orgCommandMessages.delete,
  (state, { ids }) => {
    const chosen = new Set(ids);
    const problems: Problem[] = chosen.size > 0 ? [] : [nothing];
    for (const id of chosen) problems.push(...deletionProblems(state, id, chosen));
    return unless(problems, () =>
      ok(
        diffOf(
          state,
          Department,
          [...chosen].map((id) => [id, undefined])
        )
      )
    );
  }
);

function deletionProblems(state: State, id: string, chosen: ReadonlySet<string>): Problem[] {
  if (id === ROOT) return [{ code: 'org.rootFixed', params: {} }];
  const row = rowOf(state, Department, id);
  if (!row) return [missing(id)];
  const departments = childrenOf(state, id).filter((child) => !chosen.has(child)).length;
  const accounts = groupsShownIn(state, id).reduce((n, group) => n + group.members.length, 0);
  if (departments + accounts === 0) return [];
  const at = { kind: Department.name, id };
  const params = { name: row.name, departments, accounts };
  return [{ code: 'org.organizationNodeNotEmpty', params, at }];
}
