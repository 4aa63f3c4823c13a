import { said } from '../fields.ts';
import type { OrganizationRow } from '../source.ts';
import { eachItem, hasAll, hasAny, rootKeys, type JsonFormat } from './format.ts';

/** DescribeOrganization (2021-03-31) and GetOrganization (2018-12-25). */
export const tencentOrganization: JsonFormat = {
  name: 'tencent.organization',
  sniff: (page) =>
    hasAll(page, 'OrgId', 'HostUin') && hasAny(page, 'NickName', 'Nickname', 'OrgType'),
  rows(page) {
    const roots: (string | undefined)[] = [];
    const { rows, ...counted } = eachItem(
      page,
      [page.json],
      () => 'tencent',
      ({ fields, origin, provider }) => {
        roots.push(fields.id('department', 'RootNodeId'));
        return said<OrganizationRow>({
          origin,
          provider,
          name: fields.text('NickName', 'Nickname'),
          externalId: fields.id('department', 'OrgId')
        });
      }
    );
    const organization = rows[0];
    return { ...(organization && { organization }), ...counted, roots: rootKeys('tencent', roots) };
  }
};
