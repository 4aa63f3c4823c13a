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
  legend: { zh: '账号数', en: 'Accounts' },
  more: {
    zh: (p: { n: number }) => (p.n > 0 ? `展开 ${p.n} 个下级部门` : '收起'),
    en: (p: { n: number }, f: Formats) =>
      p.n > 0 ? `Open ${f.plural(p.n, '1 department', `${p.n} departments`)}` : 'Close'
  },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  }
} as const;
