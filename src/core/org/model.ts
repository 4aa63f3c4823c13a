import { count, reference, tags, text, choice } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { providerMessages } from './provider.ts';

/** The organization's one record, and the root of the tree, under which every department hangs. */
export const ROOT = 'root';

const labels = {
  organization: { zh: '组织', en: 'Organization' },
  department: { zh: '部门', en: 'Department' },
  formerDepartment: { zh: '已删除的部门', en: 'Deleted department' },
  name: { zh: '名称', en: 'Name' },
  owner: { zh: '负责人', en: 'Owner' },
  remark: { zh: '备注', en: 'Remark' },
  tags: { zh: '标签', en: 'Tags' },
  provider: { zh: '云', en: 'Cloud' },
  organizationId: { zh: '组织 ID', en: 'Organization ID' },
  departmentId: { zh: '部门 ID', en: 'Department ID' },
  parentId: { zh: '上级部门', en: 'Parent department' },
  order: { zh: '次序', en: 'Position' },
  accountLimit: { zh: '账号上限', en: 'Account limit' }
} as const;

/** Tencent: Organization (NickName, OrgId); AWS: Organization. One record with the id `root`. */
export const Organization = kind('organization', labels.organization, 'org', {
  name: text({ label: labels.name }),
  remark: text({ label: labels.remark, multiline: true }),
  /** Whose limits bind commands. */
  provider: choice(providerMessages, 'tencent', { label: labels.provider }),
  externalId: text({ label: labels.organizationId }),
  /** How many accounts the cloud allows; 0 is "no limit set". */
  accountLimit: count({ label: labels.accountLimit })
});
export type Organization = RecordOf<typeof Organization>;

/** Tencent: OrgNode; AWS: OrganizationalUnit. `parentId` and `order` come from placements. */
export const Department = kind('department', labels.department, 'org', {
  name: text({ label: labels.name }),
  owner: text({ label: labels.owner }),
  remark: text({ label: labels.remark, multiline: true }),
  tags: tags({ label: labels.tags }),
  provider: choice(providerMessages, 'other', { label: labels.provider, fixed: true }),
  externalId: text({ label: labels.departmentId, fixed: true }),
  parentId: reference('department', ROOT, { label: labels.parentId, placed: true }),
  order: text({ label: labels.order, placed: true })
});
export type Department = RecordOf<typeof Department>;

/**
 * What is left of a deleted department: its name and the department it stood in, so that an
 * account which still points to it is shown in the nearest living one. Derived, never stored.
 */
export const FormerDepartment = kind('formerDepartment', labels.formerDepartment, 'org', {
  name: text({ label: labels.name }),
  parentId: reference('department', ROOT, { label: labels.parentId, placed: true })
});
export type FormerDepartment = RecordOf<typeof FormerDepartment>;
