import type { Formats } from '#core/kernel/message.ts';

/** Words for when there is nothing to show. */
export const emptyMessages = {
  emptyTitle: { zh: '组织里还没有部门和账号', en: 'No departments or accounts yet' },
  emptyText: {
    zh: '导入云上导出的文件，或者先手动建一个部门。',
    en: 'Import the files your cloud exported, or begin with a department by hand.'
  },
  noMatchTitle: {
    zh: (p: { query: string }) => `没有名称或 ID 含“${p.query}”的部门或账号`,
    en: (p: { query: string }) => `No department or account has “${p.query}” in its name or ID`
  },
  noTaggedTitle: { zh: '没有符合筛选的账号', en: 'No account fits the filter' },
  noMatchText: {
    zh: (p: { departments: number; accounts: number }, f: Formats) =>
      `已查找 ${f.count(p.departments)} 个部门和 ${f.count(p.accounts)} 个账号。`,
    en: (p: { departments: number; accounts: number }, f: Formats) =>
      `Looked through ${f.count(p.departments)} departments and ${f.count(p.accounts)} accounts.`
  }
} as const;
