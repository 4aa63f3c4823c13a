import { rowOf, type State } from '#core/kernel/state.ts';
import type { Tags } from '#core/kernel/field.ts';
import type { Account } from '#core/account/model.ts';
import { FinancialPolicy, permissionMessages } from '#core/finance/model.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { exportedFrom } from './rows.ts';

/**
 * The shapes that `tccli organization DescribeOrganizationNodes` and `…Members` print, one page
 * each, in a list. What Tencent has no field for (other clouds, departments made here, owners)
 * stands in fields that begin with `x_`, so that importing the file again changes nothing.
 */
export function exportTccli(state: State): string {
  const { departments, accounts } = exportedFrom(state);
  const nodes = [rootNode(state), ...departments.map((row) => node(state, row))];
  const members = accounts.map((row) => member(state, row));
  const pages = [
    { Items: nodes, Total: nodes.length },
    { Items: members, Total: members.length }
  ];
  return `${JSON.stringify(pages, null, 1)}\n`;
}

const ROOT_NODE = 1;

const rootNode = (state: State) => ({
  NodeId: ROOT_NODE,
  ParentNodeId: 0,
  Name: rowOf(state, Organization, ROOT)?.name ?? 'Root',
  Remark: ''
});

/** Ids are numbers in Tencent's shape wherever a number holds them exactly. */
const idValue = (id: string): number | string => {
  const number = Number(id);
  return /^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(number) ? number : id;
};

const tagList = (tags: Tags) => tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

function node(state: State, row: Department) {
  const parent = rowOf(state, Department, row.parentId);
  return {
    ...(row.externalId !== '' && { NodeId: idValue(row.externalId) }),
    ParentNodeId: row.parentId === ROOT ? ROOT_NODE : idValue(parent?.externalId ?? ''),
    Name: row.name,
    Remark: row.remark,
    Tags: tagList(row.tags),
    x_Key: row.id,
    x_Provider: row.provider,
    x_ParentKey: row.parentId,
    x_Owner: row.owner
  };
}

function member(state: State, row: Account) {
  const department = rowOf(state, Department, row.departmentId);
  const policy = rowOf(state, FinancialPolicy, row.id);
  return {
    MemberUin: idValue(row.externalId),
    Name: row.name,
    NickName: row.nickname,
    MemberType: row.memberType === 'created' ? 'Create' : 'Invite',
    NodeId: row.departmentId === ROOT ? ROOT_NODE : idValue(department?.externalId ?? ''),
    NodeName: department?.name ?? '',
    IsAllowQuit: row.allowQuit ? 'Allow' : 'Denied',
    Remark: row.remark,
    Tags: tagList(row.tags),
    ...(policy && {
      OrgPolicyType: 'Financial',
      OrgPermission: policy.permissionIds.map((Id) => ({
        Id,
        Name: permissionMessages[Id]?.zh ?? ''
      })),
      PayUin: policy.payerUin,
      PermissionStatus: policy.permissionStatus === 'confirmed' ? 'Confirmed' : 'UnConfirmed'
    }),
    x_Key: row.id,
    x_Provider: row.provider,
    x_ParentKey: row.departmentId,
    x_Owner: row.owner,
    x_Email: row.email,
    x_Status: row.status,
    x_JoinedTime: row.joinedTime
  };
}
