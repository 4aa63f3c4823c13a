import type { Column } from '#core/account-table/columns.ts';
import { cellText } from '#core/account-table/editing.ts';
import { readBlock, writeBlock, type Pasted } from '#core/account-table/paste.ts';
import type { Account } from '#core/account/model.ts';
import type { State } from '#core/kernel/state.ts';
import { settings } from '#workspace/settings.svelte.ts';
import type { AccountsView } from './view.svelte.ts';

/** Accounts as a block of text, as spreadsheets take it. */
export const blockOf = (
  rows: readonly Account[],
  columns: readonly Column[],
  state: State
): string =>
  writeBlock(
    rows.map((row) => columns.map((each) => cellText(each, row, state, settings.formats)))
  );

/** From which account each of the others takes a value when a column is filled down. */
export function fillEdits(view: AccountsView, row: number): { from: string; id: string }[] {
  const { lines, selected } = view;
  const chosen = selected.size > 0 ? [...lines.ids()].filter((id) => selected.has(id)) : [];
  const [first, ...rest] = chosen;
  if (first !== undefined && rest.length > 0) return rest.map((id) => ({ from: first, id }));
  const line = lines.at(row);
  const above = lines.at(row - 1);
  return line?.kind === 'account' && above?.kind === 'account'
    ? [{ from: above.id, id: line.id }]
    : [];
}

/**
 * Where a pasted text falls: from the cursor down and to the right; a single row on every selected
 * account.
 */
export function pasteAt(
  { lines, selected }: AccountsView,
  columns: readonly Column[],
  text: string,
  at: { readonly row: number; readonly column: number }
): { pasted: Pasted; beyond: { rows: number; columns: number } } {
  const block = readBlock(text);
  const [only = []] = block;
  const chosen =
    block.length === 1 && selected.size > 1
      ? [...lines.ids()].filter((id) => selected.has(id))
      : undefined;
  const ids = chosen ?? accountsFrom(lines, at.row, block.length);
  const into = columns.slice(at.column).map(({ id }) => id);
  const wide = block.reduce((most, cells) => Math.max(most, cells.length), 0);
  return {
    pasted: { block: chosen ? chosen.map(() => only) : block, ids, columns: into },
    beyond: {
      rows: chosen ? 0 : block.length - ids.length,
      columns: Math.max(0, wide - into.length)
    }
  };
}

function accountsFrom(lines: AccountsView['lines'], row: number, most: number): string[] {
  const ids: string[] = [];
  for (let at = row; at < lines.length && ids.length < most; at++) {
    const line = lines.at(at);
    if (line?.kind === 'account') ids.push(line.id);
  }
  return ids;
}
