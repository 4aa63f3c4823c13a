import type { Formats } from '#core/kernel/message.ts';

/** Words of the outline itself. */
export const outlineMessages = {
  outline: { zh: '组织大纲', en: 'Outline of the organization' },
  selectAll: { zh: '全选可见的行', en: 'Select all rows in sight' },
  select: {
    zh: (p: { name: string }) => `选择 ${p.name}`,
    en: (p: { name: string }) => `Select ${p.name}`
  },
  name: { zh: '名称', en: 'Name' },
  id: { zh: '账号 ID', en: 'Account ID' },
  owner: { zh: '负责人', en: 'Owner' },
  tags: { zh: '标签', en: 'Tags' },
  cloud: { zh: '云', en: 'Cloud' },
  status: { zh: '状态', en: 'Status' },
  joined: { zh: '加入时间', en: 'Joined' },
  cost: { zh: '费用', en: 'Cost' },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },
  without: {
    zh: (p: { key: string }) => `没有 ${p.key}`,
    en: (p: { key: string }) => `Without ${p.key}`
  },
  emptyValue: { zh: '（空）', en: '(empty)' },
  counting: { zh: '正在载入…', en: 'Loading…' },
  rest: {
    zh: (p: { n: number }, f: Formats) => `显示其余 ${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Show one more account', `Show the other ${f.count(p.n)} accounts`)
  },
  moreTags: { zh: (p: { n: number }) => `+${p.n}`, en: (p: { n: number }) => `+${p.n}` },
  conflicts: {
    zh: (p: { n: number }) => `${p.n} 个冲突`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, 'One conflict', `${p.n} conflicts`)
  },
  rename: { zh: '重命名', en: 'Rename' },
  dragging: {
    zh: (p: { n: number }, f: Formats) => `共 ${f.count(p.n)} 项`,
    en: (p: { n: number }, f: Formats) => `${f.count(p.n)} in all`
  },
  cannotDrop: { zh: '不能移到这里', en: 'Cannot go here' }
} as const;
