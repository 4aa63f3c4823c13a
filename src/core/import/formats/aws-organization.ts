import { isObject } from '../json.ts';
import { said } from '../fields.ts';
import type { OrganizationRow } from '../source.ts';
import {
  eachItem,
  hasAll,
  hasAny,
  itemsOf,
  listsSuch,
  rootKeys,
  type JsonFormat
} from './format.ts';

/** describe-organization, which knows no name. */
export const awsOrganization: JsonFormat = {
  name: 'aws.organization',
  sniff: (page) =>
    hasAny(page.get('Organization'), 'MasterAccountArn', 'FeatureSet') ||
    hasAll(page, 'MasterAccountArn', 'Id'),
  rows(page) {
    const described = page.json.get('Organization');
    const item = isObject(described) ? described : page.json;
    const { rows, ...counted } = eachItem(
      page,
      [item],
      () => 'aws',
      ({ fields, origin, provider }) =>
        said<OrganizationRow>({ origin, provider, name: undefined, externalId: fields.text('Id') })
    );
    const organization = rows[0];
    return { ...(organization && { organization }), ...counted };
  }
};

/** list-roots: the root is no department, it becomes whatever the import goes to. */
export const awsRoots: JsonFormat = {
  name: 'aws.roots',
  sniff: (page) => listsSuch(page, 'Roots', (root) => root.has('Id')),
  rows(page) {
    const { rows, ...counted } = eachItem(
      page,
      itemsOf(page.json, 'Roots'),
      () => 'aws',
      ({ fields }) => fields.id('department', 'Id')
    );
    return { ...counted, roots: rootKeys('aws', rows) };
  }
};
