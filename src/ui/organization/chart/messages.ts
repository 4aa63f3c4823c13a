import type { Formats } from '#core/kernel/message.ts';

export const chartMessages = {
  chart: { zh: '组织架构图', en: 'Organization chart' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  openAll: { zh: '全部展开', en: 'Expand all' },
  closeAll: { zh: '收起', en: 'Collapse' },
  fit: { zh: '适应窗口', en: 'Fit' },
  map: { zh: '缩略图', en: 'Overview map' },
  refused: { zh: '不能移到这里', en: 'Can’t move it here' },
  conflicts: {
    zh: (p: { n: number }) => `${p.n} 个冲突`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, 'One conflict', `${p.n} conflicts`)
  },
  more: {
    zh: (p: { n: number }) => (p.n > 0 ? `展开下级 ${p.n} 项` : '收起'),
    en: (p: { n: number }, f: Formats) =>
      p.n > 0 ? `Open ${f.plural(p.n, '1 item', `${p.n} items`)}` : 'Close'
  },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },
  findings: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 条提示`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 finding', `${f.count(p.n)} findings`)
  },
  other: { zh: '其他', en: 'Other' },
  none: { zh: '未设置', en: 'Not set' },

  look: { zh: '显示方式', en: 'Display' },
  direction: { zh: '方向', en: 'Direction' },
  right: { zh: '从左到右', en: 'Left to right' },
  down: { zh: '从上到下', en: 'Top down' },
  members: { zh: '显示账号', en: 'Show accounts' },
  colour: { zh: '颜色', en: 'Colour' },
  colourBy: {
    zh: (p: { by: string }) => `颜色：${p.by}`,
    en: (p: { by: string }) => `Colour: ${p.by}`
  },
  size: { zh: '大小', en: 'Size' },
  sizeBy: {
    zh: (p: { by: string }) => `大小：${p.by}`,
    en: (p: { by: string }) => `Size: ${p.by}`
  },
  byAccounts: { zh: '账号数', en: 'Accounts' },
  byFindings: { zh: '提示数', en: 'Findings' },
  byStatus: { zh: '账号状态', en: 'Account status' },
  byTag: {
    zh: (p: { key: string }) => `标签 ${p.key}`,
    en: (p: { key: string }) => `Tag ${p.key}`
  },
  byCost: { zh: '费用', en: 'Cost' },
  byChange: { zh: '费用变化', en: 'Cost change' },
  shareOfAll: { zh: '占全部的份额', en: 'share of all' },
  said: {
    zh: (p: { title: string; what: string }) => `${p.title}：${p.what}`,
    en: (p: { title: string; what: string }) => `${p.title}: ${p.what}`
  },
  same: { zh: '一致', en: 'All alike' },
  focus: {
    zh: (p: { name: string }) => `只看“${p.name}”`,
    en: (p: { name: string }) => `Only ${p.name}`
  },
  path: { zh: '图中所示部分', en: 'Part shown' },
  match: {
    zh: (p: { at: number; of: number }, f: Formats) => `第 ${f.count(p.at)} / ${f.count(p.of)} 个`,
    en: (p: { at: number; of: number }, f: Formats) => `${f.count(p.at)} of ${f.count(p.of)}`
  },
  matches: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个结果`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 match', `${f.count(p.n)} matches`)
  },
  next: { zh: '下一个结果', en: 'Next match' },
  previous: { zh: '上一个结果', en: 'Previous match' }
} as const;
