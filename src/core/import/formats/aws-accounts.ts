import type { Problem } from '#core/kernel/problem.ts';
import { MEMBER_TYPES, said, STATUSES } from '../fields.ts';
import type { JsonObject } from '../json.ts';
import { importProblem } from '../problem.ts';
import type { AccountRow, ParentRef } from '../source.ts';
import { askedParent, containerOf, idOfArn } from './aws-ids.ts';
import {
  eachItem,
  hasAll,
  hasAny,
  itemsOf,
  listsSuch,
  type Item,
  type JsonFormat
} from './format.ts';

const isAccount = (item: JsonObject) =>
  hasAny(item, 'Id', 'Arn') &&
  hasAny(item, 'Email', 'JoinedMethod', 'JoinedTimestamp') &&
  !hasAny(item, 'MasterAccountArn');

/** list-accounts, list-accounts-for-parent, describe-account; `State` replaced `Status`. */
export const awsAccounts: JsonFormat = {
  name: 'aws.accounts',
  sniff: (page) =>
    listsSuch(page, 'Accounts', isAccount) ||
    isAccount(page) ||
    hasAll(page.get('Account'), 'Arn', 'Email'),
  rows(page) {
    const asked = askedParent(page);
    const described = page.json.get('Account');
    const items = described === undefined ? itemsOf(page.json, 'Accounts') : [described];
    const { rows, ...counted } = eachItem(
      page,
      items,
      () => 'aws',
      (item) => account(item, asked)
    );
    return { accounts: rows, ...counted };
  }
};

function account(
  { fields, json, origin, provider }: Item,
  asked: ParentRef | undefined
): AccountRow | Problem {
  const externalId = fields.id('account', 'Id') ?? idOfArn(fields.text('Arn'));
  if (externalId === undefined) return importProblem('import.accountIdMissing');
  return said<AccountRow>({
    origin,
    provider,
    externalId,
    name: fields.text('Name'),
    email: fields.text('Email'),
    joinedTime: fields.time('JoinedTimestamp'),
    memberType: fields.choice(MEMBER_TYPES, 'JoinedMethod'),
    status: fields.choice(STATUSES, 'State', 'Status'),
    department: containerOf(json.get('Paths')) ?? asked
  });
}
