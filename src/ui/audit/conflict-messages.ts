import type { Formats } from '#core/kernel/message.ts';

/** The inbox of conflicts; what a conflict itself says comes from the core. */
export const conflictMessages = {
  title: { zh: '冲突', en: 'Conflicts' },
  about: {
    zh: '两个人在彼此不知情时更改了同一处。没有内容丢失，当前显示的是其中之一。',
    en: 'Two people changed the same thing while apart. Nothing is lost; one of the two is shown.'
  },
  open: { zh: (p: { n: number }) => `${p.n} 个待处理`, en: (p: { n: number }) => `${p.n} open` },
  settled: {
    zh: (p: { n: number }) => `已处理 ${p.n}`,
    en: (p: { n: number }) => `Settled, ${p.n}`
  },
  back: { zh: '待处理的冲突', en: 'Open conflicts' },
  none: { zh: '没有待处理的冲突', en: 'No open conflicts' },
  noneText: {
    zh: '两个人在离线时改了同一处，或合并后超出了规则，会列在这里。',
    en: 'When two people change the same thing while apart, or a merge breaks a rule, it is listed here.'
  },
  noneSettled: { zh: '还没有处理过冲突', en: 'Nothing was settled yet' },
  noneSettledText: {
    zh: '处理过的冲突会留在历史记录里，也列在这里。',
    en: 'What was settled stays in the history, and is listed here.'
  },
  shownNow: { zh: '当前显示', en: 'shown now' },
  useThis: { zh: '采用此项', en: 'Use this' },
  openIt: {
    zh: (p: { n: number }) => (p.n > 1 ? `打开这 ${p.n} 项` : '打开'),
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Open it', p.n === 2 ? 'Open both' : `Open all ${p.n}`)
  },
  foot: {
    zh: '处理冲突会成为一条历史记录，和其他操作一样可以撤销。',
    en: 'Settling a conflict is an entry in the history, and can be undone like any other.'
  },
  more: {
    zh: (p: { n: number }) => `再显示 ${p.n} 个`,
    en: (p: { n: number }) => `Show ${p.n} more`
  },
  inHistory: { zh: '在历史记录中查看', en: 'See it in the history' }
} as const;
