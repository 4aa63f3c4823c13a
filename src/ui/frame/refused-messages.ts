import type { Formats } from '#core/kernel/message.ts';

/** What the banner says when the relay does not take this device's changes. */
export const refusedMessages = {
  title: {
    zh: (p: { n: number }) => `${p.n} 项更改没有被同步服务接受`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'One change was not taken', `${p.n} changes were not taken`)
  },
  cutOff: { zh: '已不再同步', en: 'No longer synced' },
  proposal: { zh: '更改提议', en: 'proposed changes' },
  save: { zh: '下载为提议文件', en: 'Download as a proposal' },
  saveFirst: { zh: '请先下载提议文件', en: 'Download the proposal first' },
  discard: { zh: '放弃这些更改', en: 'Discard these changes' },
  keepHere: { zh: '仅保留在本机', en: 'Keep on this device only' },
  removals: {
    zh: (p: { n: number }) => `提议文件里没有 ${p.n} 处删除：请告诉编辑者要删除什么。`,
    en: (p: { n: number }, f: Formats) =>
      `${f.plural(p.n, 'One removal is', `${p.n} removals are`)} not in the proposal: tell an editor what is to go.`
  }
} as const;
