import type { Provider } from '#core/org/provider.ts';
import {
  accountAliases,
  CLOUD_HEADERS,
  departmentAliases,
  isAccountHeader,
  isKindHeader,
  ROW_KINDS,
  tagKeyOf
} from './aliases.ts';
import { fieldReader, plainText } from './fields.ts';
import type { ColumnMapping, ColumnTarget, SourceTable } from './source.ts';

/** What each column means, by its header alone; each field is taken by the first column that fits. */
export function guessMapping(table: SourceTable): ColumnMapping {
  const kinds = kindColumn(table);
  const known = kinds >= 0 ? mixedAliases(table.columns) : aliasesOf(table.columns);
  const taken = new Set<string>();
  return table.columns.map((header, column) => {
    const target = column === kinds ? KIND : (known(plainText(header)) ?? tagTarget(header));
    if (!target) return undefined;
    const name = target.kind === 'tag' ? `tag ${target.key}` : `${target.kind} ${target.field}`;
    if (taken.has(name)) return undefined;
    taken.add(name);
    return target;
  });
}

type Known = (header: string) => ColumnTarget | undefined;

const KIND: ColumnTarget = { kind: 'account', field: 'kind' };

function aliasesOf(columns: readonly string[]): Known {
  const aliases = isAccountTable(columns) ? accountAliases : departmentAliases;
  return (header) => aliases.get(header);
}

/**
 * Where both kinds stand in one table and accounts have an id column of their own, a department's
 * id column is of departments; else it says where a row stands, as in a table of accounts.
 */
function mixedAliases(columns: readonly string[]): Known {
  const own = columns.some(
    (header) =>
      isAccountHeader(header) && fieldOf(accountAliases, plainText(header)) === 'externalId'
  );
  return (header) => {
    const departments = own && fieldOf(departmentAliases, header) === 'externalId';
    const shared = fieldOf(accountAliases, header) === 'externalId';
    const first = departments && !shared ? departmentAliases : accountAliases;
    return first.get(header) ?? departmentAliases.get(header);
  };
}

function fieldOf(aliases: typeof accountAliases, header: string): string | undefined {
  const target = aliases.get(header);
  return target && target.kind !== 'tag' ? target.field : undefined;
}

function tagTarget(header: string): ColumnTarget | undefined {
  const key = tagKeyOf(header);
  return key === undefined ? undefined : { kind: 'tag', key };
}

/** The column of which most values say what their row is. */
function kindColumn({ columns, rows }: SourceTable): number {
  return columns.findIndex((header, column) => {
    const says = rows.filter(({ cells }) => ROW_KINDS.has(plainText(cells[column]?.text ?? '')));
    return isKindHeader(header) && rows.length > 0 && says.length * 2 >= rows.length;
  });
}

/** Accounts have a header of their own, or stand in a department without having a parent. */
function isAccountTable(columns: readonly string[]): boolean {
  if (columns.some(isAccountHeader)) return true;
  const plain = columns.map(plainText);
  if (plain.some((header) => fieldOf(departmentAliases, header)?.startsWith('parent')))
    return false;
  const fields = plain.map((header) => fieldOf(accountAliases, header));
  const placed = fields.includes('departmentId') || fields.includes('departmentPath');
  return fields.includes('externalId') && fields.includes('name') && placed;
}

/** The ids of a table's departments, as other tables may name them. */
export function departmentIds(table: SourceTable, mapping: ColumnMapping): readonly string[] {
  const column = columnOf(mapping, 'department', 'externalId');
  return column < 0 ? [] : valuesOf(table, column);
}

/** Where a field stands, or -1. */
export const columnOf = (
  mapping: ColumnMapping,
  kind: 'account' | 'department',
  field: string
): number =>
  mapping.findIndex(
    (target) => target && target.kind !== 'tag' && target.kind === kind && target.field === field
  );

const REFERENCE = /(code|id|编码|代码|编号)$/;

/**
 * Finds the parent where the header does not say it: among the columns that hold ids of rows of
 * these files, the one with the most different values, since it is the nearest.
 */
export function withParentColumn(
  table: SourceTable,
  mapping: ColumnMapping,
  ids: ReadonlySet<string>
): ColumnMapping {
  const fields = mapping.map((target) =>
    target && target.kind !== 'tag' && target.kind === 'department' ? target.field : undefined
  );
  if (!fields.includes('externalId') || fields.includes('parentId') || fields.includes('path'))
    return mapping;
  const candidates = table.columns.flatMap((header, column) => {
    const named = fields[column] === 'parentPath';
    if (!named && (mapping[column] || !REFERENCE.test(plainText(header)))) return [];
    const values = valuesOf(table, column);
    const known = values.filter((value) => ids.has(value)).length;
    if (known === 0 || known < values.length * (named ? 0.5 : 0.95)) return [];
    return [{ column, distinct: named ? Infinity : new Set(values).size }];
  });
  const parent = candidates.sort((a, b) => b.distinct - a.distinct)[0]?.column;
  return mapping.map((target, column) =>
    column === parent ? { kind: 'department', field: 'parentId' } : target
  );
}

/** What a column holds, blanks left out. */
const valuesOf = (table: SourceTable, column: number): string[] =>
  table.rows.flatMap(({ cells }) => cells[column]?.text.trim() || []);

/** Whether a path leads to its row or only to the row's parent: in the first case it ends in the name. */
export function pathIsOwn(table: SourceTable, mapping: ColumnMapping): boolean {
  const path = columnOf(mapping, 'department', 'path');
  const name = columnOf(mapping, 'department', 'name');
  if (path < 0 || name < 0) return true;
  const ends = table.rows.map(({ cells }) =>
    fieldReader((at) => cells[Number(at)], 'other')
      .path(String(path))
      ?.at(-1)
  );
  const both = ends.filter(
    (end, i) => end !== undefined && (table.rows[i]?.cells[name]?.text ?? '') !== ''
  );
  return (
    both.filter((end, i) => end === table.rows[i]?.cells[name]?.text).length * 2 >= both.length
  );
}

/** Whose a table is that does not say so: by a header or an id that only one cloud has. */
export function guessProvider(table: SourceTable, mapping: ColumnMapping): Provider {
  const headers = new Set(table.columns.map(plainText));
  if (CLOUD_HEADERS.aws.some((header) => headers.has(header))) return 'aws';
  if (CLOUD_HEADERS.tencent.some((header) => headers.has(header))) return 'tencent';
  const ids = (kind: 'account' | 'department') => {
    const column = columnOf(mapping, kind, 'externalId');
    return column < 0 ? [] : valuesOf(table, column);
  };
  if (ids('department').some((id) => id.startsWith('ou-'))) return 'aws';
  // Tencent gives out twelve digits from 100… and 200… on; those of AWS begin with anything.
  const uins = ids('account').filter((id) => /^\d{12}$/.test(id));
  return uins.length > 0 && uins.every((id) => /^[12]0/.test(id)) ? 'tencent' : 'other';
}
