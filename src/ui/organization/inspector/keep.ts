import { renameAccount, tagAccounts, updateAccounts } from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import type { Result } from '#core/kernel/problem.ts';
import {
  renameDepartment,
  tagDepartments,
  updateDepartments,
  updateOrganization
} from '#core/org/commands.ts';
import { Department } from '#core/org/model.ts';
import type { Tags } from '#core/kernel/field.ts';
import { problemText } from '#workspace/settings.svelte.ts';
import type { WorkspaceView } from '#workspace/current.ts';
import type { Subject } from './subject.ts';

/** The sentence that refuses a change, or nothing when it was kept. */
export type Refusal = Promise<string | undefined>;

const refusal = async (result: Promise<Result<string>>): Refusal => {
  const settled = await result;
  return settled.ok ? undefined : problemText(settled.problems[0]);
};

/** Keeps a new value of one field by the command that its kind has for it. */
export function keepField(
  { kind, row }: Subject,
  workspace: WorkspaceView,
  name: string,
  value: unknown
): Refusal {
  const { id } = row;
  const values = { [name]: value };
  if (kind.name === Account.name)
    return refusal(
      name === 'name'
        ? workspace.run(renameAccount, { id, name: String(value) })
        : workspace.run(updateAccounts, { ids: [id], values })
    );
  if (kind.name === Department.name)
    return refusal(
      name === 'name'
        ? workspace.run(renameDepartment, { id, name: String(value) })
        : workspace.run(updateDepartments, { ids: [id], values })
    );
  return refusal(workspace.run(updateOrganization, { values }));
}

export function keepTags(
  { kind, row }: Subject,
  workspace: WorkspaceView,
  set: Tags,
  remove: readonly string[]
): Refusal {
  const args = { ids: [row.id], set, remove };
  return refusal(
    kind.name === Account.name
      ? workspace.run(tagAccounts, args)
      : workspace.run(tagDepartments, args)
  );
}
