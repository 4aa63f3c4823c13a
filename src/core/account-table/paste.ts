import Papa from 'papaparse';
import { edited, problemsAfter, type CellEdit } from '#core/account/cells.ts';
import { Account } from '#core/account/model.ts';
import { unguardFormula } from '#core/import/formula-guard.ts';
import type { Formats } from '#core/kernel/message.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { columnOf, type Column } from './columns.ts';
import { cellText, fieldOfColumn, textEdit } from './editing.ts';

/** Rows of cells as a spreadsheet puts them on the clipboard. */
export function readBlock(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: '\t' });
  return data.map((cells) => cells.map(unguardFormula));
}

/** Rows of cells for the clipboard. */
export const writeBlock = (rows: readonly (readonly string[])[]): string =>
  Papa.unparse(
    rows.map((cells) => [...cells]),
    { delimiter: '\t', newline: '\r\n' }
  );

/** A cell of a pasted block: what would become of it, or why not. */
export interface PastedCell {
  readonly column: Column;
  readonly before: string;
  readonly after: string;
  readonly problem: Problem | undefined;
}

export interface PastedRow {
  readonly id: string;
  readonly name: string;
  /** Cells that would change or are refused; the others are as the block has them already. */
  readonly cells: readonly PastedCell[];
}

export interface PastePreview {
  readonly rows: readonly PastedRow[];
  /** Everything that may be, for one command. */
  readonly edits: readonly CellEdit[];
  readonly changed: number;
  readonly refused: number;
  readonly same: number;
}

export interface Pasted {
  readonly block: readonly (readonly string[])[];
  /** The accounts it falls on, a row of the block each. */
  readonly ids: readonly string[];
  readonly columns: readonly string[];
}

interface Draft {
  readonly row: Account;
  readonly column: Column;
  readonly text: string;
  readonly edit: CellEdit | undefined;
  problem: Problem | undefined;
}

/**
 * What a block would do to the accounts it falls on, cell by cell. What is refused stays out and
 * the rest is judged without it, so that the edits it gives are ones the command accepts.
 */
export function previewPaste(state: State, pasted: Pasted, formats: Formats): PastePreview {
  const drafts = draftsOf(state, pasted, formats);
  const changing = drafts.filter(
    ({ row, edit, problem }) =>
      problem !== undefined || (edit !== undefined && edited(row, edit) !== row)
  );
  const byRow = new Map<string, Draft[]>();
  for (const draft of changing) {
    const cells = byRow.get(draft.row.id);
    if (cells) cells.push(draft);
    else byRow.set(draft.row.id, [draft]);
  }
  for (;;) {
    const rows = new Map<string, Account>();
    for (const [id, cells] of byRow) {
      const row = cells[0]?.row;
      if (row) rows.set(id, edited(row, together(id, cells)));
    }
    const problems = problemsAfter(state, rows);
    // Without what was refused, another cell may be: it has back the name that this one took.
    if (problems.filter((problem) => refuse(byRow, problem)).length === 0) break;
  }
  const edits = [...byRow].map(([id, cells]) => together(id, cells));
  const refused = changing.filter(({ problem }) => problem).length;
  return {
    rows: [...byRow].map(([id, cells]) => ({
      id,
      name: cells[0]?.row.name ?? '',
      cells: cells.map(({ row, column, text, problem }) => ({
        column,
        before: cellText(column, row, state, formats),
        after: text,
        problem
      }))
    })),
    edits: edits.filter(({ values, set, remove }) => values ?? set ?? remove),
    changed: changing.length - refused,
    refused,
    same: drafts.length - changing.length
  };
}

function draftsOf(state: State, { block, ids, columns }: Pasted, formats: Formats): Draft[] {
  const drafts: Draft[] = [];
  ids.forEach((id, i) => {
    const row = rowOf(state, Account, id);
    const cells = block[i] ?? [];
    columns.slice(0, cells.length).forEach((columnId, at) => {
      const column = columnOf(columnId);
      const text = cells[at] ?? '';
      if (!row || !column) return;
      const read = textEdit(column, text, row, state, formats);
      drafts.push({
        row,
        column,
        text,
        edit: read.ok ? read.value : undefined,
        problem: read.ok ? undefined : read.problems[0]
      });
    });
  });
  return drafts;
}

/** The edits of an account's cells that were not refused, as one. */
function together(id: string, cells: readonly Draft[]): CellEdit {
  const edits = cells.flatMap(({ edit, problem }) => (edit && !problem ? [edit] : []));
  const values = Object.assign({}, ...edits.map((edit) => edit.values)) as CellEdit['values'];
  const set = edits.flatMap((edit) => edit.set ?? []);
  const remove = edits.flatMap((edit) => edit.remove ?? []);
  return {
    id,
    ...(values && Object.keys(values).length > 0 && { values }),
    ...(set.length > 0 && { set }),
    ...(remove.length > 0 && { remove })
  };
}

/** Refuses the cells a problem is about; false when all of them were refused before. */
function refuse(byRow: ReadonlyMap<string, readonly Draft[]>, problem: Problem): boolean {
  const cells = (byRow.get(problem.at?.id ?? '') ?? []).filter((draft) => !draft.problem);
  const blamed = cells.filter(({ column }) => fieldOfColumn(column) === problem.at?.field);
  const refused = blamed.length > 0 ? blamed : cells;
  for (const draft of refused) draft.problem = problem;
  return refused.length > 0;
}
