import type { Tags } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { firstWrongChar, lengthOf } from '#core/org/limits.ts';
import { Organization, ROOT } from '#core/org/model.ts';
import { LIMITS } from '#core/org/provider.ts';
import { newTagProblems } from '#core/org/tag-rules.ts';
import { accountsNamed } from './home.ts';
import { Account } from './model.ts';

/** What a command refuses about an account's fields; `before` tells which of them it changes. */
export function accountProblems(state: State, row: Account, before?: Account): Problem[] {
  const changed = (field: keyof Account) => before?.[field] !== row[field];
  const found = {
    name: changed('name') ? nameProblems(state, row) : [],
    remark: changed('remark') ? remarkProblems(row) : [],
    tags: changed('tags') ? tagProblems(row, before?.tags ?? []) : [],
    email: changed('email') ? emailProblems(row) : []
  };
  return Object.entries(found).flatMap(([field, problems]) =>
    problems.map((problem) => ({ ...problem, at: { kind: Account.name, id: row.id, field } }))
  );
}

function nameProblems(state: State, row: Account): Problem[] {
  const { name, provider } = row;
  if (name.trim() === '') return [{ code: 'account.nameEmpty', params: {} }];
  const limits = LIMITS[provider];
  const problems = accountNameShapeProblems(row);
  const taken =
    limits.accountNameUnique &&
    accountsNamed(state, name).some(
      (id) => id !== row.id && rowOf(state, Account, id)?.provider === provider
    );
  if (taken) problems.push({ code: 'account.memberNameUsed', params: { name } });
  return problems;
}

/** What is wrong with a name by itself, whoever else bears it. */
export function accountNameShapeProblems({ name, provider }: Account): Problem[] {
  const limits = LIMITS[provider];
  const length = lengthOf(name);
  const problems: Problem[] = [];
  if (length > limits.accountName) {
    const params = { name, length, max: limits.accountName };
    problems.push({ code: 'account.nameTooLong', params });
  }
  const char = firstWrongChar(limits.accountNameChars, name);
  if (char !== undefined) problems.push({ code: 'account.nameChars', params: { name, char } });
  return problems;
}

function remarkProblems({ remark, provider }: Account): Problem[] {
  const max = LIMITS[provider].remark;
  const length = lengthOf(remark);
  if (max === undefined || length <= max) return [];
  return [{ code: 'account.remarkTooLong', params: { length, max } }];
}

function tagProblems({ tags, provider, name }: Account, before: Tags): Problem[] {
  const limits = LIMITS[provider];
  const problems = newTagProblems(limits, tags, before);
  const max = limits.tags;
  if (tags.length > max)
    problems.push({ code: 'account.tagsTooMany', params: { name, count: tags.length, max } });
  return problems;
}

function emailProblems({ email }: Account): Problem[] {
  if (email === '' || /^[^\s@]+@[^\s@]+$/.test(email)) return [];
  return [{ code: 'account.emailMalformed', params: { email } }];
}

/** Why `more` accounts would not fit in the organization. */
export function countProblems(state: State, more: number): Problem[] {
  const max = rowOf(state, Organization, ROOT)?.accountLimit ?? 0;
  const count = tableOf(state, Account).size + more;
  if (max === 0 || count <= max) return [];
  return [{ code: 'account.organizationMemberOverLimit', params: { max, count } }];
}
