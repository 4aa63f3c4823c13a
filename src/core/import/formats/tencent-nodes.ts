import { said } from '../fields.ts';
import type { DepartmentRow } from '../source.ts';
import type { JsonObject } from '../json.ts';
import {
  eachItem,
  hasAny,
  itemsOf,
  listsSuch,
  rootKeys,
  type Item,
  type JsonFormat
} from './format.ts';
import { nodeRef, providerOf, tagsIn } from './tencent-fields.ts';

const isNode = (item: JsonObject) =>
  hasAny(item, 'ParentNodeId', 'x_ParentKey') &&
  hasAny(item, 'NodeId', 'x_Key') &&
  !hasAny(item, 'MemberUin', 'Uin');

/** DescribeOrganizationNodes (2021-03-31) and ListOrganizationNodes (2018-12-25). */
export const tencentNodes: JsonFormat = {
  name: 'tencent.nodes',
  sniff: (page) =>
    listsSuch(page, 'Items', isNode) || listsSuch(page, 'Nodes', isNode) || isNode(page),
  rows(page) {
    const items = itemsOf(page.json, 'Items', 'Nodes');
    const roots: (string | undefined)[] = [];
    const { rows, ...counted } = eachItem(page, items, providerOf, (item) => {
      if (!isRoot(item)) return department(item);
      roots.push(item.fields.id('department', 'NodeId'));
      return undefined;
    });
    return { departments: rows, ...counted, roots: rootKeys('tencent', roots) };
  }
};

/** The root is no department: it becomes whatever the import goes to. */
const isRoot = ({ fields }: Item) =>
  fields.text('ParentNodeId') === '0' && fields.text('x_ParentKey') === undefined;

function department(item: Item): DepartmentRow {
  const { fields, origin, provider } = item;
  return said<DepartmentRow>({
    origin,
    provider,
    externalId: fields.id('department', 'NodeId'),
    key: fields.text('x_Key'),
    name: fields.text('Name'),
    parent: nodeRef(item, 'ParentNodeId'),
    owner: fields.text('x_Owner'),
    remark: fields.text('Remark'),
    tags: tagsIn(item.json)
  });
}
