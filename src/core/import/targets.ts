import type { ColumnTarget } from './source.ts';

/** What a column of a table can be made to mean by hand; tags are known by their header. */
export const TABLE_TARGETS: readonly ColumnTarget[] = [
  ...['externalId', 'name', 'nickname', 'owner', 'email', 'joinedTime', 'memberType', 'status'],
  ...['allowQuit', 'remark', 'tags', 'permissionIds', 'payerUin', 'provider'],
  ...['departmentId', 'departmentPath', 'departmentName']
]
  .map((field): ColumnTarget => ({ kind: 'account', field }))
  .concat(
    [
      'externalId',
      'name',
      'owner',
      'remark',
      'tags',
      'provider',
      'parentId',
      'path',
      'parentPath'
    ].map((field) => ({ kind: 'department', field }))
  );

export const targetKey = (target: ColumnTarget): string =>
  target.kind === 'tag' ? `tag ${target.key}` : `${target.kind} ${target.field}`;
