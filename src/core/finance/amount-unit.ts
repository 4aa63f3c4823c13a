import type { Locale } from '#core/kernel/message.ts';
import { amountText } from './amount.ts';

/** What a column of amounts is written in, so that it has one number of decimals and one right edge. */
export interface AmountUnit {
  /** Powers of ten that are left out. */
  readonly zeros: number;
  readonly decimals: number;
}

const UNITS: Readonly<Record<Locale, readonly AmountUnit[]>> = {
  'zh-CN': [
    { zeros: 8, decimals: 2 },
    { zeros: 4, decimals: 1 }
  ],
  en: [
    { zeros: 9, decimals: 2 },
    { zeros: 6, decimals: 2 },
    { zeros: 3, decimals: 0 }
  ]
};
const PLAIN: AmountUnit = { zeros: 0, decimals: 2 };

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** The unit people use for amounts up to the largest of these; `scale` is the decimals they are kept in. */
export function unitFor(amounts: readonly bigint[], scale: number, locale: Locale): AmountUnit {
  const largest = amounts.reduce((most, each) => (sizeOf(each) > most ? sizeOf(each) : most), 0n);
  const fits = ({ zeros }: AmountUnit) => largest >= 10n ** BigInt(scale + zeros);
  return UNITS[locale].find(fits) ?? PLAIN;
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount in a unit, rounded half-even for reading: `1,385.2`, `−4.5`, and signed `+87.9`. */
export function amountIn(
  amount: bigint,
  { zeros, decimals }: AmountUnit,
  scale: number,
  sign: 'negative' | 'always' = 'negative'
): string {
  const key = `${decimals} ${sign}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      roundingMode: 'halfEven',
      signDisplay: sign === 'always' ? 'exceptZero' : 'negative'
    });
    formats.set(key, format);
  }
  return format.format(amountText(amount, scale + zeros) as `${number}`).replace('-', '−');
}
