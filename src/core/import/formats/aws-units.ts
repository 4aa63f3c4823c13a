import type { Problem } from '#core/kernel/problem.ts';
import { said } from '../fields.ts';
import type { JsonObject } from '../json.ts';
import { importProblem } from '../problem.ts';
import type { DepartmentRow, ParentRef } from '../source.ts';
import { askedParent, containerOf, idOfArn } from './aws-ids.ts';
import { eachItem, hasAll, itemsOf, listsSuch, type Item, type JsonFormat } from './format.ts';

const isUnit = (item: JsonObject) => {
  const id = item.get('Id');
  return hasAll(item, 'Name') && typeof id === 'string' && id.startsWith('ou-');
};

/** list-organizational-units-for-parent and describe-organizational-unit. */
export const awsUnits: JsonFormat = {
  name: 'aws.units',
  sniff: (page) =>
    listsSuch(page, 'OrganizationalUnits', isUnit) ||
    isUnit(page) ||
    hasAll(page.get('OrganizationalUnit'), 'Id'),
  rows(page) {
    const described = page.json.get('OrganizationalUnit');
    const asked = described === undefined ? askedParent(page) : undefined;
    const items = described === undefined ? itemsOf(page.json, 'OrganizationalUnits') : [described];
    const { rows, ...counted } = eachItem(
      page,
      items,
      () => 'aws',
      (item) => unit(item, asked)
    );
    return { departments: rows, ...counted };
  }
};

function unit(
  { fields, json, origin, provider }: Item,
  asked: ParentRef | undefined
): DepartmentRow | Problem {
  const externalId = fields.id('department', 'Id') ?? idOfArn(fields.text('Arn'));
  if (externalId === undefined) return importProblem('import.departmentIdMissing');
  // Some ARNs name the parent where others name the organization, and end in the unit itself.
  const inArn = containerOf(fields.text('Arn')?.split(/[:/]/).slice(0, -1).join('/'), externalId);
  const parent = containerOf(json.get('Path'), externalId) ?? asked ?? inArn;
  return said<DepartmentRow>({ origin, provider, externalId, name: fields.text('Name'), parent });
}
