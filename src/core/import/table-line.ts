import { tagsOf } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import {
  CLOUDS,
  fieldReader,
  FLAGS,
  MEMBER_TYPES,
  parentById,
  parentByKey,
  parentByPath,
  PERMISSION_STATUSES,
  plainText,
  said,
  STATUSES,
  type FieldReader
} from './fields.ts';
import { columnOf } from './mapping.ts';
import { importProblem } from './problem.ts';
import type {
  AccountRow,
  Cell,
  ColumnMapping,
  DepartmentRow,
  Origin,
  ParentRef,
  TagPairs
} from './source.ts';

export type RowKind = 'account' | 'department' | 'root';

/** One line of a table by what its columns mean. */
export interface Line {
  readonly kind: RowKind;
  readonly origin: Origin;
  readonly provider: Provider;
  readonly fields: FieldReader;
  readonly tags: TagPairs | undefined;
}

export function lineOf(
  cells: readonly Cell[],
  mapping: ColumnMapping,
  origin: Origin,
  table: Provider,
  kind: RowKind
): Line {
  const own = new Map<string, Cell>();
  const other = new Map<string, Cell>();
  const tags: [string, string][] = [];
  mapping.forEach((target, column) => {
    const cell = cells[column];
    if (!target || !cell) return;
    if (target.kind !== 'tag') (target.kind === kind ? own : other).set(target.field, cell);
    else if (cell.text !== '') tags.push([target.key, cell.text]);
  });
  const mixed = columnOf(mapping, 'account', 'kind') >= 0;
  const values = (name: string) =>
    own.get(name) ??
    (mixed ? other.get(name) : undefined) ??
    (kind === 'account' ? other.get(DEPARTMENT_AS.get(name) ?? '') : undefined);
  const said = values('provider');
  const named = said && CLOUDS.get(plainText(said.text));
  const fields = fieldReader(values, named ?? table);
  // Says its problem when the cell holds a cloud nobody knows.
  fields.choice(CLOUDS, 'provider');
  const listed = fields.tags('tags') ?? [];
  const all = tagsOf([...listed, ...tags]);
  return { kind, origin, provider: named ?? table, fields, tags: all.length > 0 ? all : undefined };
}

/** In a row of an account, a column about departments says where the account stands. */
const DEPARTMENT_AS: ReadonlyMap<string, string> = new Map([
  ['departmentId', 'externalId'],
  ['departmentKey', 'key'],
  ['departmentPath', 'path'],
  ['departmentName', 'name']
]);

/** What a line says: a row, the id of the root, or why it can be neither. */
export type LineRead =
  | { readonly account: AccountRow }
  | { readonly department: DepartmentRow }
  | { readonly root: string | undefined }
  | Problem;

/** `ownPath`: a department's path ends in its own name, and not in its parent's. */
export function readLine(line: Line, ownPath: boolean): LineRead {
  const read =
    line.kind === 'account'
      ? accountOf(line)
      : line.kind === 'department'
        ? departmentOf(line, ownPath)
        : { root: line.fields.id('department', 'externalId') };
  return line.fields.problems[0] ?? read;
}

function accountOf({ origin, provider, fields, tags }: Line): LineRead {
  const externalId = fields.id('account', 'externalId');
  const key = fields.text('key');
  if (externalId === undefined && key === undefined)
    return importProblem('import.accountIdMissing');
  const account = said<AccountRow>({
    origin,
    provider,
    externalId,
    key,
    name: fields.text('name'),
    nickname: fields.text('nickname'),
    owner: fields.text('owner'),
    email: fields.text('email'),
    joinedTime: fields.time('joinedTime'),
    memberType: fields.choice(MEMBER_TYPES, 'memberType'),
    status: fields.choice(STATUSES, 'status'),
    department: departmentRef(fields, provider),
    allowQuit: fields.choice(FLAGS, 'allowQuit'),
    remark: fields.text('remark'),
    tags,
    permissionIds: fields.numbers('permissionIds'),
    payerUin: fields.id('account', 'payerUin'),
    permissionStatus: fields.choice(PERMISSION_STATUSES, 'permissionStatus')
  });
  return { account };
}

/** The surest of what a row says about its department: key, id, path, and a bare name at last. */
function departmentRef(fields: FieldReader, provider: Provider): ParentRef | undefined {
  const key = fields.text('departmentKey', 'parentKey');
  const id = fields.id('department', 'departmentId', 'parentId');
  const path = fields.path('departmentPath', 'path');
  const name = fields.text('departmentName');
  if (key !== undefined) return parentByKey(key);
  if (id !== undefined) return parentById(provider, id);
  if (path !== undefined) return parentByPath(path);
  return name === undefined ? undefined : parentByPath([name]);
}

function departmentOf({ origin, provider, fields, tags }: Line, ownPath: boolean): LineRead {
  const externalId = fields.id('department', 'externalId');
  const key = fields.text('key');
  const parentKey = fields.text('parentKey', 'departmentKey');
  const parentId = fields.id('department', 'parentId', 'departmentId');
  const path = fields.path('path');
  const above =
    fields.path('parentPath', 'departmentPath') ?? (ownPath ? path?.slice(0, -1) : path);
  const name = fields.text('name') ?? (ownPath ? path?.at(-1) : undefined);
  if (isRoot(provider, externalId, parentId, ownPath ? path : undefined))
    return { root: externalId };
  if (externalId === undefined && key === undefined && name === undefined)
    return importProblem('import.departmentIdMissing');
  const parent =
    parentKey !== undefined
      ? parentByKey(parentKey)
      : parentId !== undefined
        ? parentById(provider, parentId)
        : above && parentByPath(above);
  const department = said<DepartmentRow>({
    origin,
    provider,
    externalId,
    key,
    name,
    parent,
    owner: fields.text('owner'),
    remark: fields.text('remark'),
    tags
  });
  return { department };
}

const isRoot = (
  provider: Provider,
  id?: string,
  parentId?: string,
  path?: readonly string[]
): boolean =>
  path?.length === 0 ||
  (provider === 'tencent' && parentId === '0') ||
  (provider === 'aws' && (id?.startsWith('r-') ?? false));
