import { awsAccounts } from './aws-accounts.ts';
import { awsOrganization, awsRoots } from './aws-organization.ts';
import { awsChildren, awsParents } from './aws-relations.ts';
import { awsUnits } from './aws-units.ts';
import type { JsonFormat } from './format.ts';
import { tencentMembers } from './tencent-members.ts';
import { tencentNodes } from './tencent-nodes.ts';
import { tencentOrganization } from './tencent-organization.ts';

/** Every shape of JSON that comes in; the first that knows a page reads it. */
export const jsonFormats: readonly JsonFormat[] = [
  tencentMembers,
  tencentNodes,
  tencentOrganization,
  awsAccounts,
  awsUnits,
  awsRoots,
  awsChildren,
  awsParents,
  awsOrganization
];
