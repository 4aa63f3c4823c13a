import type { Formats } from '#core/kernel/message.ts';

const ZEROS_ZH: Readonly<Record<number, string>> = { 4: ' 万', 8: ' 亿' };
const ZEROS_EN: Readonly<Record<number, string>> = { 3: 'K', 6: 'M', 9: 'B' };

/** What the overview says of money, to those who may read it. */
export const costsMessages = {
  title: { zh: '费用', en: 'Costs' },
  month: { zh: (p: { month: string }) => p.month, en: (p: { month: string }) => p.month },
  more: { zh: '查看', en: 'Look closer' },
  amount: {
    zh: (p: { text: string; zeros: number; currency: string }) =>
      `${p.text}${ZEROS_ZH[p.zeros] ?? ''} ${p.currency}`,
    en: (p: { text: string; zeros: number; currency: string }) =>
      `${p.text}${ZEROS_EN[p.zeros] ?? ''} ${p.currency}`
  },
  change: {
    zh: (p: { text: string; zeros: number }) => `${p.text}${ZEROS_ZH[p.zeros] ?? ''}`,
    en: (p: { text: string; zeros: number }) => `${p.text}${ZEROS_EN[p.zeros] ?? ''}`
  },
  against: {
    zh: (p: { change: string }) => `较上月 ${p.change}`,
    en: (p: { change: string }) => `${p.change} on the month before`
  },
  growth: {
    zh: (p: { percent: number }, f: Formats) =>
      `（${p.percent > 0 ? '+' : ''}${f.count(p.percent)}%）`,
    en: (p: { percent: number }, f: Formats) =>
      `(${p.percent > 0 ? '+' : ''}${f.count(p.percent)}%)`
  },
  apart: {
    zh: (p: { currencies: string }) => `${p.currencies} 没有汇率，未计入`,
    en: (p: { currencies: string }) => `${p.currencies} has no rate and is not counted`
  },
  movers: { zh: '变化最大', en: 'Top movers' },
  noMovers: { zh: '与上月相同', en: 'As in the month before' },
  outside: { zh: '不在组织中', en: 'Not in the organization' },
  budgets: { zh: '预算提醒', en: 'Budget alerts' },
  noBudgets: { zh: '还没有预算', en: 'No budgets yet' },
  quiet: { zh: '所有预算都在额度内', en: 'Every budget is within its amount' },
  others: {
    zh: (p: { n: number }, f: Formats) => `其余 ${f.count(p.n)} 条`,
    en: (p: { n: number }, f: Formats) => `${f.count(p.n)} more`
  }
} as const;
