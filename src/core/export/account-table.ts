import type { Formats } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import { columnOf } from '#core/account-table/columns.ts';
import { linesOf } from '#core/account-table/lines.ts';
import type { TableQuery } from '#core/account-table/query.ts';
import { columnLabel, shownValue } from '#core/account-table/shown.ts';

/** What a table of accounts shows, folded groups too: headers, then one line an account. */
export function shownRows(state: State, query: TableQuery, formats: Formats): string[][] {
  const columns = query.columns.flatMap((id) => columnOf(id) ?? []);
  const lines: string[][] = [columns.map((column) => columnLabel(column, formats))];
  for (const id of linesOf(state, query, new Set()).ids()) {
    const row = rowOf(state, Account, id);
    if (row)
      lines.push(
        columns.map((column) => shownValue(column, column.valueOf(row, state), state, formats))
      );
  }
  return lines;
}
