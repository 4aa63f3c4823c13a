import type { Formats } from '#core/kernel/message.ts';

/** Words on pictures of the organization, and of the choice among them. */
export const pictureMessages = {
  chart: { zh: '架构图', en: 'Chart' },
  icicle: { zh: '冰柱图', en: 'Icicle' },
  treemap: { zh: '矩形树图', en: 'Treemap' },
  how: {
    zh: '按页面当前的样子生成：展开的部门、方向、筛选和着色，白底。SVG 中的文字仍是文字。',
    en: 'As the page shows it: what is open, which way it grows, what is filtered and coloured, on white. Text in an SVG stays text.'
  },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },
  filtered: {
    zh: (p: { query: string }) => `筛选“${p.query}”`,
    en: (p: { query: string }) => `filtered by “${p.query}”`
  }
} as const;
