import type { Problem } from '#core/kernel/problem.ts';
import { parentById } from '../fields.ts';
import { importProblem } from '../problem.ts';
import type { AccountRow, DepartmentRow, ParentRef } from '../source.ts';
import { askedChild, askedParent } from './aws-ids.ts';
import {
  eachItem,
  itemsOf,
  listsSuch,
  type Item,
  type JsonFormat,
  type Page,
  type PageRows
} from './format.ts';

/** list-children: ids of units and accounts under the parent that was asked for. */
export const awsChildren: JsonFormat = {
  name: 'aws.children',
  sniff: (page) => listsSuch(page, 'Children', (child) => child.has('Id') && child.has('Type')),
  rows(page) {
    const parent = askedParent(page);
    if (!parent) return unnamed(page, 'import.awsParentUnknown');
    return placed(page, 'Children', (item) => {
      const id = item.fields.id('account', 'Id');
      return id === undefined ? missing : placement(item, id, parent);
    });
  }
};

/** list-parents: the parent of the unit or account that was asked for. */
export const awsParents: JsonFormat = {
  name: 'aws.parents',
  sniff: (page) => listsSuch(page, 'Parents', (parent) => parent.has('Id') && parent.has('Type')),
  rows(page) {
    const child = askedChild(page);
    if (child === undefined) return unnamed(page, 'import.awsChildUnknown');
    return placed(page, 'Parents', (item) => {
      const id = item.fields.id('department', 'Id');
      return id === undefined ? missing : placement(item, child, parentById('aws', id));
    });
  }
};

const missing: Problem = importProblem('import.departmentIdMissing');

type Placement = { readonly account: AccountRow } | { readonly department: DepartmentRow };

function placement({ origin, provider }: Item, externalId: string, parent: ParentRef): Placement {
  return externalId.startsWith('ou-')
    ? { department: { origin, provider, externalId, parent } }
    : { account: { origin, provider, externalId, department: parent } };
}

function placed(page: Page, key: string, read: (item: Item) => Placement | Problem): PageRows {
  const { rows, ...counted } = eachItem(page, itemsOf(page.json, key), () => 'aws', read);
  return {
    accounts: rows.flatMap((row) => ('account' in row ? [row.account] : [])),
    departments: rows.flatMap((row) => ('department' in row ? [row.department] : [])),
    ...counted
  };
}

/** The list alone says nothing: without the id that was asked for it has no other end. */
const unnamed = (
  page: Page,
  code: 'import.awsParentUnknown' | 'import.awsChildUnknown'
): PageRows => ({
  refusals: [
    {
      origin: { file: page.file, line: page.before + 1 },
      problem: importProblem(code),
      excerpt: ''
    }
  ],
  items: 1
});
