import { command, type Command } from '#core/kernel/command.ts';
import type { Tags } from '#core/kernel/field.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { applyDiff, squash, type Diff } from '#core/kernel/state.ts';
import { moveDepartments, nothing, tagDepartments } from '#core/org/commands.ts';
import { deleteDepartments, moveAccounts, removeAccounts, tagAccounts } from './commands.ts';
import { accountCommandMessages as titles } from './messages.ts';

/** Departments and accounts chosen together, so that they change as one command and one undo step. */
export interface Selection {
  readonly departments: readonly string[];
  readonly accounts: readonly string[];
}

export const moveSelection = both<Selection & { parentId: string; before?: string }>(
  'selection.move',
  titles.moveAll,
  (args) => [
    plan(moveDepartments, args.departments, (ids) => ({ ...args, ids })),
    plan(moveAccounts, args.accounts, (ids) => ({ ids, departmentId: args.parentId }))
  ]
);

export const tagSelection = both<Selection & { set: Tags; remove: readonly string[] }>(
  'selection.tag',
  titles.tagAll,
  (args) => [
    plan(tagDepartments, args.departments, (ids) => ({ ...args, ids })),
    plan(tagAccounts, args.accounts, (ids) => ({ ...args, ids }))
  ]
);

/** Accounts leave the workspace first, so that the departments they empty may go with them. */
export const removeSelection = both<Selection>('selection.remove', titles.removeAll, (args) => [
  plan(removeAccounts, args.accounts, (ids) => ({ ids })),
  plan(deleteDepartments, args.departments, (ids) => ({ ids }))
]);

type Part = Command<unknown>['plan'];

function plan<A>(
  of: Command<A>,
  ids: readonly string[],
  args: (ids: readonly string[]) => A
): Part {
  return (state, _, context) =>
    ids.length === 0 ? ok(new Map()) : of.plan(state, args(ids), context);
}

/** A command of several, each planned over what the one before it leaves; all or nothing. */
function both<A extends Selection>(
  name: string,
  title: Command<A>['title'],
  partsOf: (args: A) => readonly Part[]
): Command<A> {
  return command<A>(name, title, (state, args, context): Result<Diff> => {
    if (args.departments.length + args.accounts.length === 0) return refused(nothing);
    let diff: Diff = new Map();
    for (const part of partsOf(args)) {
      const result = part(applyDiff(state, diff), undefined, context);
      if (!result.ok) return result;
      diff = squash(diff, result.value);
    }
    return ok(diff);
  });
}
