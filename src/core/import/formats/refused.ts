import { isList, type JsonObject } from '../json.ts';
import { hasAll, hasAny, listsSuch, type RefusedFormat } from './format.ts';

const listsAny = (page: JsonObject, list: string, ...keys: readonly string[]) =>
  listsSuch(page, list, (item) => hasAny(item, ...keys));

const BILL_LISTS = [
  'DetailSet',
  'SummaryDetail',
  'SummaryOverview',
  'ResourceSummarySet',
  'TransactionList',
  'UsageRecords',
  'ResultsByTime',
  'SummaryTotal',
  'TotalDetail'
];

/** What clouds print that is no organization, so that each is refused by its name. */
export const refusedFormats: readonly RefusedFormat[] = [
  {
    name: 'bill',
    refuses: 'import.billFile',
    sniff: (page) =>
      hasAny(page, ...BILL_LISTS) ||
      listsAny(page, 'Detail', 'BillId', 'TimeDetail') ||
      listsAny(page, 'Data', 'AdjustAmount') ||
      hasAll(page, 'Balance', 'RealBalance') ||
      hasAll(page, 'DownloadUrl', 'Ready') ||
      hasAll(page, 'TreeNodeUniqKey', 'Children')
  },
  {
    name: 'financial',
    refuses: 'import.financialFile',
    sniff: (page) => listsAny(page, 'Items', 'TotalCost')
  },
  {
    name: 'policy',
    refuses: 'import.policyFile',
    sniff: (page) =>
      hasAll(page, 'version', 'statement') ||
      hasAll(page, 'Version', 'Statement') ||
      hasAny(
        page,
        'PolicyDocument',
        'PolicyVersion',
        'EffectivePolicy',
        'Policies',
        'Targets',
        'PolicyId'
      ) ||
      hasAny(page.get('Policy'), 'PolicySummary') ||
      listsAny(page, 'List', 'PolicyId', 'RelatedType', 'StrategyId')
  },
  {
    name: 'access',
    refuses: 'import.accessFile',
    sniff: (page) =>
      hasAny(page, 'GroupInfo', 'UserInfo') ||
      listsAny(page, 'Items', 'IdentityId') ||
      listsAny(page, 'Data', 'Uid') ||
      listsAny(page, 'Users', 'Uid', 'UserName') ||
      listsAny(page, 'List', 'RoleId')
  },
  {
    name: 'tag',
    refuses: 'import.tagFile',
    sniff: (page) =>
      hasAny(page, 'ResourceTagMappingList') ||
      listsAny(page, 'Rows', 'TagKey') ||
      (isList(page.get('Tags')) && hasAny(page, 'PaginationToken', 'TotalCount', 'RequestId'))
  },
  {
    name: 'invitations',
    refuses: 'import.invitationsFile',
    sniff: (page) => hasAny(page, 'Invitations')
  },
  {
    name: 'sharing',
    refuses: 'import.sharingFile',
    sniff: (page) =>
      listsAny(page, 'Items', 'UnitId', 'ShareMemberUin', 'ShareNodeId', 'ProductResourceId')
  }
];

/** A last page of a listing is often empty: it has nothing to read and nothing is wrong with it. */
export const isEmptyPage = (page: JsonObject): boolean =>
  [
    'Items',
    'Nodes',
    'Members',
    'Accounts',
    'OrganizationalUnits',
    'Roots',
    'Children',
    'Parents'
  ].some((key) => {
    const list = page.get(key);
    return list === null || (isList(list) && list.length === 0);
  });
