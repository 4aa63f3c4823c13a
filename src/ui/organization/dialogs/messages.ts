import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the dialogs of the Organization page. */
export const dialogMessages = {
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },

  newDepartment: { zh: '新建部门', en: 'New department' },
  departmentName: { zh: '部门名称', en: 'Department name' },
  parent: { zh: '上级部门', en: 'Parent department' },
  create: { zh: '新建', en: 'Create' },

  addAccount: { zh: '添加账号', en: 'Add account' },
  addAccountHint: {
    zh: '登记一个云上已有的账号；这里不会创建或邀请账号。',
    en: 'Records an account that exists in the cloud; none is created or invited.'
  },
  cloud: { zh: '云', en: 'Cloud' },
  accountId: { zh: '账号 ID', en: 'Account ID' },
  accountName: { zh: '账号名称', en: 'Account name' },
  department: { zh: '所属部门', en: 'Department' },
  add: { zh: '添加', en: 'Add' },

  moveTitle: {
    zh: (p: { what: string }) => `移动 ${p.what}`,
    en: (p: { what: string }) => `Move ${p.what}`
  },
  moveSearch: { zh: '输入部门名称', en: 'Type the name of a department' },
  moveTargets: { zh: '可以移到的部门', en: 'Departments to move to' },
  moveNone: { zh: '没有这个名称的部门', en: 'No department has this name' },
  moveHere: { zh: '已在这里', en: 'Here already' },
  moveMore: {
    zh: (p: Count, f: Formats) => `还有 ${f.count(p.n)} 个，请继续输入`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} more, type on`
  },
  moveKeys: { zh: '↑↓ 选择 · Enter 移动 · Esc 取消', en: '↑↓ choose · Enter moves · Esc cancels' },

  mergeTitle: {
    zh: (p: { what: string }) => `将 ${p.what} 并入…`,
    en: (p: { what: string }) => `Merge ${p.what} into…`
  },
  mergeTargets: { zh: '可以并入的部门', en: 'Departments to merge into' },
  mergeKeys: {
    zh: '下级部门和账号都会移过去，然后删除它 · ↑↓ 选择 · Enter 合并 · Esc 取消',
    en: 'Its departments and accounts go there, then it is deleted · ↑↓ choose · Enter merges · Esc cancels'
  },

  tagTitle: {
    zh: (p: { what: string }) => `${p.what}的标签`,
    en: (p: { what: string }) => `Tags of ${p.what}`
  },
  tagKey: { zh: '标签键', en: 'Key' },
  tagValue: { zh: '标签值', en: 'Value' },
  tagSeveral: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个不同的值`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} different values`
  },
  tagOn: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 项`,
    en: (p: Count, f: Formats) => `on ${f.count(p.n)}`
  },
  tagExisting: { zh: '现有标签', en: 'Tags they have' },
  tagNone: { zh: '还没有标签', en: 'No tags yet' },
  tagRemove: {
    zh: (p: { key: string }) => `去掉 ${p.key}`,
    en: (p: { key: string }) => `Remove ${p.key}`
  },
  tagKeep: {
    zh: (p: { key: string }) => `保留 ${p.key}`,
    en: (p: { key: string }) => `Keep ${p.key}`
  },
  apply: { zh: '应用', en: 'Apply' },

  removeAccounts: {
    zh: (p: Count, f: Formats) => `将 ${f.count(p.n)} 个账号移出工作区？`,
    en: (p: Count, f: Formats) =>
      `Remove ${f.plural(p.n, 'this account', `${f.count(p.n)} accounts`)} from the workspace?`
  },
  removeAccountsText: {
    zh: '只从这个工作区移出，云上的账号不会有任何变化。可以撤销。',
    en: 'Only this workspace forgets them: nothing happens in the cloud. It can be undone.'
  },
  deleteDepartments: {
    zh: (p: Count, f: Formats) => `删除 ${f.count(p.n)} 个部门？`,
    en: (p: Count, f: Formats) =>
      `Delete ${f.plural(p.n, 'this department', `${f.count(p.n)} departments`)}?`
  },
  deleteDepartmentsText: {
    zh: (p: Count) => `${p.n === 1 ? '部门是空的' : '这些部门都是空的'}。可以撤销。`,
    en: (p: Count, f: Formats) =>
      `${f.plural(p.n, 'It is empty.', 'They are empty.')} It can be undone.`
  },
  removeBoth: {
    zh: (p: { departments: number; accounts: number }, f: Formats) =>
      `删除 ${f.count(p.departments)} 个部门，并将 ${f.count(p.accounts)} 个账号移出工作区？`,
    en: (p: { departments: number; accounts: number }, f: Formats) =>
      `Delete ${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} and remove ${f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)}?`
  },
  removeRefused: { zh: '还不能删除', en: 'Cannot be deleted yet' },
  refusedMore: {
    zh: (p: Count, f: Formats) => `还有 ${f.count(p.n)} 处同样的问题。`,
    en: (p: Count, f: Formats) =>
      f.plural(p.n, 'And one more like it.', `And ${f.count(p.n)} more like it.`)
  },
  removeAction: { zh: '移出', en: 'Remove' },
  dissolveTitle: {
    zh: (p: { what: string }) => `删除 ${p.what}？`,
    en: (p: { what: string }) => `Delete ${p.what}?`
  },
  dissolveText: {
    zh: (p: { departments: number; accounts: number; to: string }, f: Formats) =>
      `里面还有 ${f.count(p.departments)} 个部门和 ${f.count(p.accounts)} 个账号，会上移到 ${p.to}。可以撤销。`,
    en: (p: { departments: number; accounts: number; to: string }, f: Formats) =>
      `It still holds ${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} and ${f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)}, which move up to ${p.to}. It can be undone.`
  },
  dissolveSeveral: {
    zh: '有的部门里还有内容，会上移到保留下来的上级部门。可以撤销。',
    en: 'Some of them still hold something, which moves up to the department above that stays. It can be undone.'
  },
  dissolveAction: { zh: '删除并上移内容', en: 'Delete and move its contents up' },
  dissolveActionSeveral: { zh: '删除并上移内容', en: 'Delete and move their contents up' },
  deleteAction: { zh: '删除', en: 'Delete' }
} as const;
