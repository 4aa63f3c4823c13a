import type { Formats } from '#core/kernel/message.ts';

interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

const ZEROS_ZH: Readonly<Record<number, string>> = { 4: ' 万', 8: ' 亿' };
const ZEROS_EN: Readonly<Record<number, string>> = { 3: 'K', 6: 'M', 9: 'B' };
const UNITS_ZH: Readonly<Record<number, string>> = { 4: '万 ', 8: '亿 ' };
const UNITS_EN: Readonly<Record<number, string>> = { 3: 'K ', 6: 'M ', 9: 'B ' };

const englishMonth = ({ year, month }: Month) =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, 1)
  );

/** Words for costs where pages show them that are about something else. */
export const costMessages = {
  month: {
    zh: (p: Month) => `${p.year} 年 ${p.month} 月`,
    en: (p: Month) => englishMonth(p)
  },
  amount: {
    zh: (p: { text: string; zeros: number; currency: string }) =>
      `${p.text}${ZEROS_ZH[p.zeros] ?? ''} ${p.currency}`,
    en: (p: { text: string; zeros: number; currency: string }) =>
      `${p.text}${ZEROS_EN[p.zeros] ?? ''} ${p.currency}`
  },
  short: {
    zh: (p: { text: string; zeros: number }) => `${p.text}${ZEROS_ZH[p.zeros] ?? ''}`,
    en: (p: { text: string; zeros: number }) => `${p.text}${ZEROS_EN[p.zeros] ?? ''}`
  },
  head: {
    zh: (p: { month: string; zeros: number; currency: string }) =>
      `${p.month} 费用 (${UNITS_ZH[p.zeros] ?? ''}${p.currency})`,
    en: (p: { month: string; zeros: number; currency: string }) =>
      `Cost ${p.month} (${UNITS_EN[p.zeros] ?? ''}${p.currency})`
  },
  cost: {
    zh: (p: { month: string }) => `${p.month}费用`,
    en: (p: { month: string }) => `Cost in ${p.month}`
  },
  costIn: {
    zh: (p: { month: string; currency: string }) => `${p.month}费用 (${p.currency})`,
    en: (p: { month: string; currency: string }) => `Cost in ${p.month} (${p.currency})`
  },
  change: {
    zh: (p: { month: string; before: string; currency: string }) =>
      `${p.month}费用 (${p.currency})，较 ${p.before}`,
    en: (p: { month: string; before: string; currency: string }) =>
      `Cost in ${p.month} (${p.currency}) against ${p.before}`
  },
  fresh: { zh: '新增', en: 'new' },

  reading: { zh: '正在读取账单…', en: 'Reading bills…' },
  nothing: { zh: '没有可以读取的账单', en: 'No bill can be read here' },
  missing: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 份账单在本机读不到，未计入`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(
        p.n,
        '1 bill cannot be read here and is not counted',
        `${f.count(p.n)} bills cannot be read here and are not counted`
      )
  },
  apart: {
    zh: (p: { amounts: readonly string[] }, f: Formats) => `${f.list(p.amounts)} 没有汇率，未计入`,
    en: (p: { amounts: readonly string[] }, f: Formats) =>
      `${f.list(p.amounts)} without a rate, not counted`
  },
  outside: {
    zh: (p: { amount: string }) => `${p.amount} 属于不在组织中的账号`,
    en: (p: { amount: string }) => `${p.amount} of accounts that are not in the organization`
  },
  running: {
    zh: (p: { month: string }) => `${p.month}未结，金额为截至目前`,
    en: (p: { month: string }) => `${p.month} still runs: amounts so far`
  },
  noBill: {
    zh: (p: { before: string }) => `${p.before} 没有账单，无法比较`,
    en: (p: { before: string }) => `${p.before} has no bill: nothing to compare with`
  },
  noRate: {
    zh: (p: { before: string }) => `与 ${p.before} 的汇率不齐，无法比较`,
    en: (p: { before: string }) =>
      `A rate is missing for one of the months: nothing to compare with ${p.before}`
  }
} as const;
