import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import { ROW_KINDS } from './aliases.ts';
import { plainText, shorten } from './fields.ts';
import { rootKeys } from './formats/format.ts';
import { columnOf, guessProvider, pathIsOwn } from './mapping.ts';
import { importProblem } from './problem.ts';
import type {
  AccountRow,
  Cell,
  ColumnMapping,
  DepartmentRow,
  Refusal,
  SourceTable
} from './source.ts';
import { lineOf, readLine, type RowKind } from './table-line.ts';

export interface TableRows {
  readonly departments: readonly DepartmentRow[];
  readonly accounts: readonly AccountRow[];
  readonly roots: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** Reads a table's rows by what its columns are said to mean; rows that name no cloud are `provider`'s. */
export function rowsOfTable(
  table: SourceTable,
  mapping: ColumnMapping,
  file: string,
  provider: Provider = guessProvider(table, mapping)
): TableRows {
  const accounts: AccountRow[] = [];
  const departments: DepartmentRow[] = [];
  const roots: string[] = [];
  const refusals: Refusal[] = [];
  const kindOf = kindReader(mapping);
  if (!kindOf) return { accounts, departments, roots, refusals: [unmapped(table, file)] };
  const ownPath = pathIsOwn(table, mapping);
  for (const { line, cells } of table.rows) {
    const origin = { file, line };
    const kind = longRow(table, cells) ?? kindOf(cells);
    const row =
      typeof kind === 'string' ? lineOf(cells, mapping, origin, provider, kind) : undefined;
    const read = row ? readLine(row, ownPath) : kind;
    if (typeof read === 'string') continue;
    if ('account' in read) accounts.push(read.account);
    else if ('department' in read) departments.push(read.department);
    else if ('root' in read) roots.push(...rootKeys(row?.provider ?? provider, [read.root]));
    else
      refusals.push({
        origin,
        problem: read,
        excerpt: excerptOf(cells),
        cells: cells.map(({ text }) => text)
      });
  }
  return { accounts, departments, roots, refusals };
}

const excerptOf = (cells: readonly Cell[]) =>
  shorten(cells.flatMap(({ text }) => text.trim() || []).join(' · '));

const unmapped = (table: SourceTable, file: string): Refusal => ({
  origin: { file, line: (table.rows[0]?.line ?? 2) - 1 },
  problem: importProblem('import.columnsUnknown'),
  excerpt: shorten(table.columns.join(' · ')),
  cells: table.columns
});

function longRow({ columns }: SourceTable, cells: readonly Cell[]): Problem | undefined {
  const extra = cells.slice(columns.length).some(({ text }) => text.trim() !== '');
  return extra
    ? importProblem('import.rowTooLong', { count: cells.length, max: columns.length })
    : undefined;
}

/** How to tell what a row is, or undefined when no column could name anything. */
function kindReader(
  mapping: ColumnMapping
): ((cells: readonly Cell[]) => RowKind | Problem) | undefined {
  const has = (kind: 'account' | 'department', ...fields: string[]) =>
    fields.some((field) => columnOf(mapping, kind, field) >= 0);
  const usual: RowKind | undefined = has('account', 'externalId', 'key')
    ? 'account'
    : has('department', 'externalId', 'key', 'name', 'path')
      ? 'department'
      : undefined;
  const kinds = columnOf(mapping, 'account', 'kind');
  if (!usual || kinds < 0) return usual && (() => usual);
  return (cells) => {
    const value = cells[kinds]?.text ?? '';
    if (value.trim() === '') return usual;
    return (
      ROW_KINDS.get(plainText(value)) ??
      importProblem('import.choiceUnknown', { value: shorten(value) })
    );
  };
}
