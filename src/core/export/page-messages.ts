import type { Formats } from '#core/kernel/message.ts';

/** Words of a snapshot as a page of its own. */
export const pageMessages = {
  untitled: { zh: '未命名', en: 'Untitled' },
  asOf: {
    zh: (p: { at: number }, f: Formats) => `截至 ${f.date(p.at)}`,
    en: (p: { at: number }, f: Formats) => `as of ${f.date(p.at)}`
  },
  by: { zh: (p: { by: string }) => `由 ${p.by} 制作`, en: (p: { by: string }) => `by ${p.by}` },
  count: { zh: '账号数', en: 'Accounts' },
  costs: {
    zh: (p: { currency: string }) => `账单金额（${p.currency}）`,
    en: (p: { currency: string }) => `Billed cost (${p.currency})`
  },
  allMonths: {
    zh: (p: { n: number }) => `${p.n} 个月合计`,
    en: (p: { n: number }) => (p.n === 1 ? 'Total' : `All ${p.n} months`)
  },
  outside: { zh: '不在组织中', en: 'Not in the organization' },
  history: { zh: '历史', en: 'History' },
  madeWith: { zh: '由 Banyan 生成的只读快照', en: 'A read-only snapshot, made with Banyan' }
} as const;
