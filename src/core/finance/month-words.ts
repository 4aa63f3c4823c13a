interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

const english = ({ year, month }: Month, style: 'long' | 'short') =>
  new Intl.DateTimeFormat('en-GB', { month: style, timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, 1)
  );

/** Words for months and quarters. */
export const monthMessages = {
  long: {
    zh: (p: Month) => `${p.year} 年 ${p.month} 月`,
    en: (p: Month) => `${english(p, 'long')} ${p.year}`
  },
  short: {
    zh: (p: Month) => `${p.month} 月`,
    en: (p: Month) => english(p, 'short')
  },
  quarter: {
    zh: (p: { year: number; n: number }) => `${p.year} 年第 ${p.n} 季度`,
    en: (p: { year: number; n: number }) => `Q${p.n} ${p.year}`
  }
} as const;

/** `2026-01` as the words take it. */
export const monthParts = (month: string): Month => ({
  year: Number(month.slice(0, 4)),
  month: Number(month.slice(5))
});
