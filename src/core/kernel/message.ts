/**
 * A sentence in both languages, written side by side so that neither can be forgotten.
 * A message without parameters is two strings; one with parameters is two functions of
 * (parameters, formats), where formats writes numbers, dates and lists the way that language does.
 */
export interface Message<P = void> {
  readonly zh: Text<P>;
  readonly en: Text<P>;
}

type Text<P> = string | ((params: P, format: Formats) => string);

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** What a sentence may need from its language. Times are epoch milliseconds. */
export interface Formats {
  readonly locale: Locale;
  /** 12345 → "12,345" in both languages. */
  count(n: number): string;
  /** English only has two forms here; Chinese has one and ignores the difference. */
  plural(n: number, one: string, other: string): string;
  /** "甲、乙和丙" / "a, b and c"; at most `most` items, the rest counted. */
  list(items: readonly string[], most?: number): string;
  /** "今天 09:42", "11 月 18 日 16:20" / "today 14:02", "18 Nov 16:20". */
  time(at: number, now: number): string;
  /** "2026 年 11 月 18 日" / "18 November 2026". */
  date(at: number): string;
  /** 1536 → "1.5 kB". */
  bytes(n: number): string;
}

export function translate<P>(message: Message<P>, params: P, format: Formats): string {
  const text = format.locale === 'en' ? message.en : message.zh;
  return typeof text === 'string' ? text : text(params, format);
}
