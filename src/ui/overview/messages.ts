import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the overview. */
export const overviewMessages = {
  title: { zh: '总览', en: 'Overview' },
  accounts: { zh: '成员账号', en: 'Accounts' },
  departments: { zh: '部门', en: 'Departments' },
  notActive: { zh: '非正常状态', en: 'Not active' },
  untagged: {
    zh: (p: { key: string }) => `没有标签 ${p.key}`,
    en: (p: { key: string }) => `Without ${p.key}`
  },
  waiting: { zh: '待处理', en: 'Waiting for you' },
  joinedThisMonth: {
    zh: (p: Count, f: Formats) => `本月加入 ${f.count(p.n)} 个`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} joined this month`
  },
  joinedThisYear: {
    zh: (p: Count, f: Formats) => `今年加入 ${f.count(p.n)} 个`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} joined this year`
  },
  topOnes: {
    zh: (p: Count, f: Formats) => `其中一级部门 ${f.count(p.n)} 个`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} of them at the top`
  },
  ofAll: {
    zh: (p: { share: string }) => `占 ${p.share}`,
    en: (p: { share: string }) => `${p.share} of all`
  },
  conflictsAndFindings: {
    zh: (p: { conflicts: number; findings: number }) =>
      `${p.conflicts} 个冲突 · ${p.findings} 条提示`,
    en: (p: { conflicts: number; findings: number }, f: Formats) =>
      `${f.plural(p.conflicts, '1 conflict', `${p.conflicts} conflicts`)} · ${f.plural(p.findings, '1 finding', `${p.findings} findings`)}`
  },
  growth: { zh: '账号增长', en: 'Growth' },
  growthText: {
    zh: '现有账号，按加入时间',
    en: 'the accounts there are, by when they joined'
  },
  period: { zh: '时间', en: 'Time' },
  months: { zh: '月', en: 'Months' },
  years: { zh: '年', en: 'Years' },
  joined: { zh: '加入', en: 'Joined' },
  total: { zh: '累计', en: 'Total' },
  byDepartment: { zh: '按部门', en: 'By department' },
  byStatus: { zh: '按状态', en: 'By status' },
  byCloud: { zh: '按云', en: 'By cloud' },
  byTag: { zh: '按标签', en: 'By tag' },
  tagKey: { zh: '标签键', en: 'Tag key' },
  none: { zh: '没有', en: 'none' },
  atTop: { zh: '直接在集团下', en: 'directly in the group' },
  others: {
    zh: (p: Count, f: Formats) => `其余 ${f.count(p.n)} 项`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 more', `${f.count(p.n)} more`)
  },
  share: { zh: '占比', en: 'Share' },
  noTags: { zh: '账号还没有标签。', en: 'No account has a tag yet.' },
  since: { zh: '上次来访之后', en: 'Since you were last here' },
  recent: { zh: '最近的更改', en: 'Latest changes' },
  nothingSince: {
    zh: '上次来访之后，其他人没有更改。',
    en: 'Nobody else has changed anything since.'
  },
  nothingYet: { zh: '还没有更改。', en: 'Nothing has been changed yet.' },
  allHistory: { zh: '全部历史', en: 'All history' },
  nothingWaits: {
    zh: '没有冲突，也没有提示。',
    en: 'No conflicts and no findings.'
  },
  emptyTitle: { zh: '还没有账号', en: 'No accounts yet' },
  emptyText: {
    zh: '导入云上的导出文件后，这里会显示账号的数量、增长和分布。',
    en: 'Once an export of your cloud is imported, this shows how many accounts there are, how they grew and where they are.'
  },
  toImport: { zh: '导入', en: 'Import' },
  more: {
    zh: (p: Count, f: Formats) => `另有 ${f.count(p.n)} 条`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} more`
  }
} as const;
