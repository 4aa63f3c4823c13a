/** Words of the organization as it was. */
export const pastMessages = {
  past: { zh: '过去的组织', en: 'The organization as it was' },
  after: {
    zh: (p: { date: string; clock: string }) => `${p.date} ${p.clock} 之后`,
    en: (p: { date: string; clock: string }) => `After ${p.date}, ${p.clock}`
  },
  previous: { zh: '上一条记录', en: 'One entry earlier' },
  next: { zh: '下一条记录', en: 'One entry later' },
  oldest: { zh: '这是第一条记录', en: 'This is the first entry' },
  newest: { zh: '这是最新的记录', en: 'This is the latest entry' },
  compare: { zh: '与现在对比', en: 'Compare with now' },
  back: { zh: '回到现在', en: 'Back to now' },
  inHistory: { zh: '在历史中查看', en: 'Show in the history' },
  opening: { zh: '正在回到那一刻…', en: 'Going back to that moment…' },
  failed: { zh: '打不开那一刻', en: 'That moment cannot be opened' },
  toHistory: { zh: '去审计页', en: 'To the Audit page' }
} as const;
