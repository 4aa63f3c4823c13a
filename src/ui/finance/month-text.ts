import { t } from '#workspace/settings.svelte.ts';
import { financeMessages as m } from './messages.ts';

const parts = (month: string) => ({
  year: Number(month.slice(0, 4)),
  month: Number(month.slice(5))
});

/** "2026 年 10 月" / "October 2026". */
export const monthText = (month: string): string => t(m.monthLong, parts(month));
/** "10 月" / "Oct". */
export const monthName = (month: string): string => t(m.monthShort, parts(month));
/** "2026 年第 4 季度" / "Q4 2026", by any of its months. */
export const quarterText = (month: string): string => {
  const { year, month: n } = parts(month);
  return t(m.quarter, { year, n: Math.ceil(n / 3) });
};
