import type { Formats } from '#core/kernel/message.ts';

/** Words of the findings panel. */
export const findingsMessages = {
  title: { zh: '提示', en: 'Findings' },
  about: {
    zh: '导入或合并后不合规则的地方，和到达提醒线的预算。它们不妨碍继续工作。',
    en: 'Where an import or a merge broke a rule, and budgets at their alert. Nothing is stopped by them.'
  },
  show: {
    zh: (p: { n: number }, f: Formats) => `查看 ${f.count(p.n)} 项`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, 'Show it', `Show ${f.count(p.n)}`)
  },
  fix: { zh: '在标签页统一', en: 'Fix on the Tags page' },
  budgets: { zh: '查看预算', en: 'See the budget' },
  none: { zh: '没有发现问题', en: 'Nothing found' },
  noneText: {
    zh: '名称、标签和归属都符合规则。',
    en: 'Names, tags and places keep the rules.'
  },
  close: { zh: '关闭提示', en: 'Close the findings' },
  more: {
    zh: (p: { n: number }, f: Formats) => `还有 ${f.count(p.n)} 条`,
    en: (p: { n: number }, f: Formats) => `${f.count(p.n)} more`
  }
} as const;
