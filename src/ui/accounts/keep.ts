import { editAccounts } from '#core/account/cells.ts';
import { renameAccount, tagAccounts, updateAccounts } from '#core/account/commands.ts';
import { Account } from '#core/account/model.ts';
import type { Column } from '#core/account-table/columns.ts';
import { textEdit } from '#core/account-table/editing.ts';
import { rowOf } from '#core/kernel/state.ts';
import type { WorkspaceView } from '#workspace/current.ts';
import { problemText, settings } from '#workspace/settings.svelte.ts';

/** Keeps what was typed into a cell; answers with the sentence that refuses it. */
export async function keepCell(
  workspace: WorkspaceView,
  id: string,
  column: Column,
  text: string
): Promise<string | undefined> {
  const row = rowOf(workspace.state, Account, id);
  if (!row) return undefined;
  const read = textEdit(column, text, row, workspace.state, settings.formats);
  if (!read.ok) return problemText(read.problems[0]);
  const { values, set = [], remove = [] } = read.value;
  const ids = [id];
  // One cell is told of in the history as the inspector's own commands are.
  const result = await (values?.name !== undefined
    ? workspace.run(renameAccount, { id, name: values.name })
    : values
      ? workspace.run(updateAccounts, { ids, values })
      : set.length + remove.length > 0
        ? workspace.run(tagAccounts, { ids, set, remove })
        : workspace.run(editAccounts, { edits: [read.value] }));
  return result.ok ? undefined : problemText(result.problems[0]);
}
