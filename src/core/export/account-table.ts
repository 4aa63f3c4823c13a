import type { Formats } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import type { Column } from '#core/account-table/columns.ts';
import { linesOf } from '#core/account-table/lines.ts';
import type { TableQuery } from '#core/account-table/query.ts';
import { columnLabel, shownValue } from '#core/account-table/shown.ts';
import type { XlsxCell } from './xlsx.ts';

/** A table to be written: texts, and amounts to the last digit. */
export interface ShownTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly XlsxCell[])[];
}

/** What a table of accounts shows of its columns, folded groups too: one line an account. */
export function shownTable(
  state: State,
  query: TableQuery,
  columns: readonly Column[],
  formats: Formats
): ShownTable {
  const rows: XlsxCell[][] = [];
  const cellOf = (column: Column, row: Account): XlsxCell => {
    const value = column.valueOf(row, state);
    return column.sort === 'amount' && value !== ''
      ? { amount: value }
      : shownValue(column, value, state, formats);
  };
  for (const id of linesOf(state, query, new Set()).ids()) {
    const row = rowOf(state, Account, id);
    if (row) rows.push(columns.map((column) => cellOf(column, row)));
  }
  return { headers: columns.map((column) => columnLabel(column, formats)), rows };
}
