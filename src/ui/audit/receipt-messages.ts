import type { Formats } from '#core/kernel/message.ts';

/** What the history says of the relay's receipts; nothing of a workspace that is not shared. */
export const receiptMessages = {
  attested: {
    zh: (p: { at: number; by: string }, f: Formats) =>
      `有回执：同步服务于 ${f.time(p.at, Date.now())} 收到，来自“${p.by}”`,
    en: (p: { at: number; by: string }, f: Formats) =>
      `Receipt: the relay stored it ${f.time(p.at, Date.now())}, from “${p.by}”`
  },
  waiting: { zh: '还没有回执：等待同步', en: 'No receipt yet: it waits for the relay' },
  none: {
    zh: '没有回执：在有回执之前，或在别处写下',
    en: 'No receipt: it was written before there were any, or elsewhere'
  },
  differs: {
    zh: '与回执不符：这里的内容不是同步服务当时收到的',
    en: 'Differs from its receipt: this is not what the relay was given'
  },
  reading: { zh: '正在读取回执…', en: 'Reading the receipts…' },
  unnamed: { zh: '已移除的访问权限', en: 'a right that is gone' },
  title: { zh: '回执', en: 'Receipts' },
  ofEntry: {
    zh: (p: { section: string; seq: number }, f: Formats) =>
      `${p.section} · 第 ${f.count(p.seq)} 号回执`,
    en: (p: { section: string; seq: number }, f: Formats) =>
      `${p.section} · receipt ${f.count(p.seq)}`
  },
  ofBlock: {
    zh: (p: { section: string; seq: number }, f: Formats) =>
      `${p.section} · 第 ${f.count(p.seq)} 号回执（批量数据）`,
    en: (p: { section: string; seq: number }, f: Formats) =>
      `${p.section} · receipt ${f.count(p.seq)} (bulk data)`
  },
  given: {
    zh: (p: { at: number; by: string }, f: Formats) => `${f.time(p.at, Date.now())}，“${p.by}”`,
    en: (p: { at: number; by: string }, f: Formats) => `${f.time(p.at, Date.now())}, “${p.by}”`
  },
  hash: {
    zh: (p: { hash: string }) => `内容 SHA-256 ${p.hash}`,
    en: (p: { hash: string }) => `content SHA-256 ${p.hash}`
  },
  more: {
    zh: (p: { n: number }, f: Formats) => `另有 ${f.count(p.n)} 条`,
    en: (p: { n: number }, f: Formats) => `and ${f.count(p.n)} more`
  },
  export: { zh: '导出历史', en: 'Export history' },
  exportFile: { zh: '历史', en: 'history' },
  exported: {
    zh: '历史已导出，附回执。可在没有网络时用 npm run relay -- verify 核对。',
    en: 'The history was exported with its receipts. It can be checked without a network: npm run relay -- verify.'
  }
} as const;
