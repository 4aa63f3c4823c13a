import type { Locale } from '#core/kernel/message.ts';
import { amountText } from './amount.ts';

/** `full` has the currency's own decimals; `short` is for charts: 1.23亿 / 123.46M. */
export type AmountStyle = 'full' | 'short';

const formats = new Map<string, Intl.NumberFormat>();

export interface ShownAmount {
  readonly style?: AmountStyle;
  /** Of the integer that the amount is. */
  readonly decimals?: number;
}

/**
 * An amount for reading, the only place where one is rounded: half-even, from its exact text. A
 * currency that is no ISO 4217 code (FOCUS allows credits and tokens) stands behind the number.
 */
export function shownAmount(
  amount: bigint,
  currency: string,
  locale: Locale,
  { style = 'full', decimals }: ShownAmount = {}
): string {
  const iso = /^[A-Z]{3}$/.test(currency);
  const shown = formatOf(iso ? currency : '', locale, style).format(
    amountText(amount, decimals) as `${number}`
  );
  return iso || currency === '' ? shown : `${shown} ${currency}`;
}

function formatOf(currency: string, locale: Locale, style: AmountStyle): Intl.NumberFormat {
  const key = `${locale} ${style} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const money = currency ? ({ style: 'currency', currency } as const) : {};
    const short = style === 'short' ? ({ notation: 'compact' } as const) : {};
    const decimals =
      style === 'short' || !currency ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : {};
    format = new Intl.NumberFormat(locale, {
      ...money,
      ...short,
      ...decimals,
      roundingMode: 'halfEven'
    });
    formats.set(key, format);
  }
  return format;
}
