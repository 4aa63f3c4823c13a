import type { Problem } from '#core/kernel/problem.ts';
import { FLAGS, MEMBER_TYPES, PERMISSION_STATUSES, said, STATUSES } from '../fields.ts';
import type { JsonObject } from '../json.ts';
import { importProblem } from '../problem.ts';
import type { AccountRow, ParentRef } from '../source.ts';
import {
  eachItem,
  hasAny,
  itemsOf,
  listsSuch,
  type Item,
  type JsonFormat,
  type Page
} from './format.ts';
import { nodeRef, permissionIds, providerOf, tagsIn } from './tencent-fields.ts';

/** A member in a list of costs, identities or policies has the same id and is something else. */
const isMember = (item: JsonObject) =>
  hasAny(item, 'MemberUin', 'x_Key') &&
  hasAny(item, 'NodeId', 'MemberType', 'x_ParentKey') &&
  !hasAny(item, 'TotalCost', 'IdentityId', 'ParentNodeId');

/** 2018-12-25: Uin for MemberUin, JoinTime for CreateTime. */
const isOldMember = (item: JsonObject) =>
  hasAny(item, 'Uin') && hasAny(item, 'JoinTime') && hasAny(item, 'Name');

/**
 * DescribeOrganizationMembers (2021-03-31); ListOrganizationMembers, ListOrganizationNodeMembers
 * and GetOrganizationMember (2018-12-25).
 */
export const tencentMembers: JsonFormat = {
  name: 'tencent.members',
  sniff: (page) =>
    listsSuch(page, 'Items', isMember) ||
    listsSuch(page, 'Members', isOldMember) ||
    isMember(page) ||
    isOldMember(page),
  rows(page) {
    const listed = listNode(page);
    const { rows, ...counted } = eachItem(
      page,
      itemsOf(page.json, 'Items', 'Members'),
      providerOf,
      (item) => account(item, listed)
    );
    return { accounts: rows, ...counted };
  }
};

/**
 * ListOrganizationNodeMembers says the node only in its request: it may be set beside `Members` as
 * `NodeId`, or stand in the file's name as `node-1001`.
 */
function listNode({ json, file }: Page): ParentRef | undefined {
  const beside = json.has('Members') ? json.get('NodeId') : undefined;
  const inName = json.has('Members') ? /node(?:id)?[-_=](\d{1,15})/i.exec(file)?.[1] : undefined;
  const id = typeof beside === 'number' || typeof beside === 'string' ? String(beside) : inName;
  return id === undefined ? undefined : { by: 'id', id };
}

function account(item: Item, listed: ParentRef | undefined): AccountRow | Problem {
  const { fields, origin, provider } = item;
  const externalId = fields.id('account', 'MemberUin', 'Uin');
  const key = fields.text('x_Key');
  if (externalId === undefined && key === undefined)
    return importProblem('import.accountIdMissing');
  return said<AccountRow>({
    origin,
    provider,
    externalId,
    key,
    name: fields.text('Name'),
    nickname: fields.text('NickName', 'Nickname'),
    owner: fields.text('x_Owner'),
    email: fields.text('x_Email'),
    joinedTime: fields.time('x_JoinedTime', 'CreateTime', 'JoinTime'),
    memberType: fields.choice(MEMBER_TYPES, 'MemberType'),
    status: fields.choice(STATUSES, 'x_Status'),
    department: nodeRef(item, 'NodeId') ?? listed,
    allowQuit: fields.choice(FLAGS, 'IsAllowQuit'),
    remark: fields.text('Remark'),
    tags: tagsIn(item.json),
    permissionIds: permissionIds(item.json),
    payerUin: fields.id('account', 'PayUin'),
    permissionStatus: fields.choice(PERMISSION_STATUSES, 'PermissionStatus')
  });
}
