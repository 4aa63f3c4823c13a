import type { Formats, Locale } from '#core/kernel/message.ts';

/** Languages as their own speakers write them, whatever the page is in. */
export const LANGUAGES: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', en: 'English' };

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Numbers, lists and times as each language writes them, after the design guide. */
export function formatsOf(locale: Locale): Formats {
  const zh = locale === 'zh-CN';
  const numbers = once(() => new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }));
  const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const clock = dates({ hour: '2-digit', minute: '2-digit' });
  const day = dates({ day: 'numeric', month: 'short' });
  const fullDay = dates({ day: 'numeric', month: 'long', year: 'numeric' });
  const dayOf = (at: Date) =>
    zh ? `${at.getMonth() + 1} 月 ${at.getDate()} 日` : day().format(at);
  return {
    locale,
    count: (n) => numbers().format(n),
    plural: (n, one, other) => (n === 1 ? one : other),
    list: (items, most = 3) => {
      const shown = items.slice(0, most);
      const rest = items.length - shown.length;
      const more = zh ? `其余 ${rest} 个` : `${rest} more`;
      return lists().format(rest > 0 ? [...shown, more] : shown);
    },
    time: (at, now) => {
      const date = dateOf(at);
      const today = date.toDateString() === new Date(now).toDateString();
      return `${today ? (zh ? '今天' : 'today') : dayOf(date)} ${clock().format(date)}`;
    },
    date: (at) => {
      const date = dateOf(at);
      return zh ? `${date.getFullYear()} 年 ${dayOf(date)}` : fullDay().format(date);
    },
    bytes: (n) => {
      let unit = 0;
      let size = n;
      for (; size >= 1000 && unit < UNITS.length - 1; unit++) size /= 1000;
      return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
    }
  };
}

/** The furthest a date can lie, either way (ms). */
const FURTHEST = 8.64e15;

/** A wall clock is a claim: one that no calendar knows is shown as the nearest that one does. */
const dateOf = (at: number): Date =>
  new Date(Math.max(-FURTHEST, Math.min(FURTHEST, Number.isNaN(at) ? 0 : at)));

/** Making a format takes the browser milliseconds, and a first look needs none but numbers. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const dates = (options: Intl.DateTimeFormatOptions) =>
  once(() => new Intl.DateTimeFormat('en-GB', options));
