import { command } from '#core/kernel/command.ts';
import type { Tags } from '#core/kernel/field.ts';
import { withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Problem } from '#core/kernel/problem.ts';
import { applyDiff, diffOf, rowOf, type State } from '#core/kernel/state.ts';
import { nothing, retagged, unless } from '#core/org/commands.ts';
import { departmentProblems, type AccountValues } from './commands.ts';
import { accountProblems } from './limits.ts';
import { accountCommandMessages as titles } from './messages.ts';
import { Account } from './model.ts';

/** What becomes of one account: its fields, and its tags one by one. */
export interface CellEdit {
  readonly id: string;
  readonly values?: AccountValues;
  readonly set?: Tags;
  readonly remove?: readonly string[];
}

/** An account with its cells edited; where it comes from stays as it is. */
export function edited(row: Account, { values = {}, set = [], remove = [] }: CellEdit): Account {
  const { provider, externalId } = row;
  const next = withFields(Account, row, { ...values, provider, externalId });
  if (set.length + remove.length === 0) return next;
  return withFields(Account, next, { tags: retagged(next.tags, set, remove) });
}

/**
 * Many cells at once, each account its own: a pasted block, a column filled down. Each account is
 * judged as it stands among the others after all of it, so that two may swap their names.
 */
export const editAccounts = command<{ edits: readonly CellEdit[] }>(
  'account.edit',
  titles.edit,
  (state, { edits }) => {
    if (edits.length === 0) return refused(nothing);
    const problems: Problem[] = [];
    const rows = new Map<string, Account>();
    for (const edit of edits) {
      const row = rows.get(edit.id) ?? rowOf(state, Account, edit.id);
      if (!row) {
        const params = { id: edit.id };
        problems.push({ code: 'account.organizationMemberNotExist', params });
        continue;
      }
      if (edit.set?.some(([key]) => key.trim() === ''))
        problems.push({ code: 'org.tagKeyEmpty', params: {} });
      rows.set(edit.id, edited(row, edit));
    }
    problems.push(...problemsAfter(state, rows));
    return unless(problems, () => ok(diffOf(state, Account, rows)));
  }
);

/** What is wrong with accounts once all of them stand as given. */
export function problemsAfter(state: State, rows: ReadonlyMap<string, Account>): Problem[] {
  const after = applyDiff(state, diffOf(state, Account, rows));
  return [...rows.values()].flatMap((row) => {
    const before = rowOf(state, Account, row.id);
    if (before === row) return [];
    const moved = before?.departmentId !== row.departmentId;
    return [
      ...accountProblems(after, row, before),
      ...(moved ? departmentProblems(after, row.departmentId) : []).map((problem) => ({
        ...problem,
        at: { kind: Account.name, id: row.id, field: 'departmentId' }
      }))
    ];
  });
}
