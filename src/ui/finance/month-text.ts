import { monthMessages as m, monthParts } from '#core/finance/month-words.ts';
import { t } from '#workspace/settings.svelte.ts';

/** "2026 年 10 月" / "October 2026". */
export const monthText = (month: string): string => t(m.long, monthParts(month));
/** "10 月" / "Oct". */
export const monthName = (month: string): string => t(m.short, monthParts(month));
/** "2026 年第 4 季度" / "Q4 2026", by any of its months. */
export const quarterText = (month: string): string => {
  const { year, month: n } = monthParts(month);
  return t(m.quarter, { year, n: Math.ceil(n / 3) });
};
