import type { Formats } from '#core/kernel/message.ts';

interface Label {
  readonly label: string;
}

/** Words of the inspector. */
export const inspectorMessages = {
  overview: { zh: '概况', en: 'Overview' },
  history: { zh: '历史', en: 'History' },
  close: { zh: '关闭详情', en: 'Close the details' },
  back: { zh: '返回', en: 'Back' },
  more: { zh: '更多操作', en: 'More' },
  copyId: { zh: '复制 ID', en: 'Copy the ID' },
  copied: { zh: '已复制', en: 'Copied' },
  rename: { zh: '名称', en: 'Name' },
  path: { zh: '位置', en: 'Place' },
  moveAway: { zh: '移到…', en: 'Move to…' },
  mergeInto: { zh: '并入…', en: 'Merge into…' },
  historyBeneath: { zh: '它及其下级的历史', en: 'History, with all beneath' },
  asOfThis: { zh: '查看这之后的组织', en: 'See it as of this' },
  revert: { zh: '撤销这一步', en: 'Revert this' },
  remove: { zh: '移出工作区…', en: 'Remove from the workspace…' },
  delete: { zh: '删除部门…', en: 'Delete the department…' },
  newDepartmentHere: { zh: '在这里新建部门', en: 'New department here' },
  addAccountHere: { zh: '在这里添加账号', en: 'Add an account here' },
  beneath: { zh: '下级', en: 'Beneath' },
  beneathCounts: {
    zh: (p: { departments: number; accounts: number }, f: Formats) =>
      `${f.count(p.departments)} 个部门 · ${f.count(p.accounts)} 个账号`,
    en: (p: { departments: number; accounts: number }, f: Formats) =>
      `${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} · ${f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)}`
  },
  loading: { zh: '正在载入…', en: 'Loading…' },
  gone: { zh: '这里已经没有这条记录', en: 'This record is gone' },
  goneText: {
    zh: '它可能已被删除或移出；可以撤销，或在大纲里另选一行。',
    en: 'It may have been deleted or removed. Undo, or choose another row.'
  },
  add: {
    zh: (p: Label) => `添加${p.label}`,
    en: (p: Label) => `Add ${p.label.toLowerCase()}`
  },
  timeForm: {
    zh: '日期写作 2026-11-18，请照此修改。',
    en: 'Write a date as 2026-11-18.'
  },
  numberForm: { zh: '请输入 0 或更大的整数。', en: 'Type a whole number, 0 or more.' },
  fixed: { zh: '来自云，不能修改', en: 'From the cloud, cannot be changed' },
  addTag: { zh: '添加标签', en: 'Add a tag' },
  tagKey: { zh: '标签键', en: 'Key' },
  tagValue: { zh: '标签值', en: 'Value' },
  tagKeep: { zh: '添加', en: 'Add' },
  removeTag: {
    zh: (p: { key: string }) => `去掉标签 ${p.key}`,
    en: (p: { key: string }) => `Remove tag ${p.key}`
  },
  permissions: { zh: '财务权限', en: 'Financial permissions' },
  permissionsLocked: {
    zh: '“查看账单”和“查看余额”是必选权限，不能去掉。',
    en: '“View bills” and “View balance” are mandatory and stay on.'
  },
  findings: { zh: '提示', en: 'Findings' },
  recent: { zh: '最近变更', en: 'Recent changes' },
  readArchived: { zh: '读取已归档的历史', en: 'Read the archived history' },
  allHistory: { zh: '全部历史', en: 'All history' },
  noHistory: { zh: '还没有变更', en: 'No changes yet' },
  noHistoryText: {
    zh: '对它的每次修改都会记在这里，可以撤销。',
    en: 'Every change to it is kept here and can be undone.'
  },
  moreHistory: {
    zh: (p: { n: number }, f: Formats) => `显示更早的 ${f.count(p.n)} 条`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Show one earlier', `Show ${f.count(p.n)} earlier`)
  },
  empty: { zh: '空', en: 'empty' },
  notKept: { zh: '（随批量变更写入）', en: '(written with a bulk change)' }
} as const;
