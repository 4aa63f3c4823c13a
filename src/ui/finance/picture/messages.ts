/** Words on pictures of costs, and of the choice among them. */
export const pictureMessages = {
  picture: { zh: '图片…', en: 'Picture…' },
  trend: { zh: '按月走势', en: 'By month' },
  treemap: { zh: '矩形树图', en: 'Treemap' },
  icicle: { zh: '冰柱图', en: 'Icicle' },
  how: {
    zh: '按页面当前的账期、币种、分组和筛选生成，白底。SVG 中的文字仍是文字。',
    en: 'As the page shows it: its month, currency, grouping and filter, on white. Text in an SVG stays text.'
  }
} as const;
