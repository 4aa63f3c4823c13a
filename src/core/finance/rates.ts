import { text } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { derived } from '#core/kernel/selector.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, type Table } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { amountOf } from './amount.ts';
import type { Rates, Reporting } from './reporting.ts';

const labels = {
  rate: { zh: '汇率', en: 'Exchange rate' },
  settings: { zh: '财务设置', en: 'Finance settings' },
  month: { zh: '账期', en: 'Billing period' },
  currency: { zh: '币种', en: 'Currency' },
  reporting: { zh: '报表币种', en: 'Reporting currency' }
} as const;

/** What one unit of a currency is worth in a month, under its `rateId`. Set by people, never fetched. */
export const ExchangeRate = kind('exchangeRate', labels.rate, 'finance', {
  /** `2026-01`. */
  month: text({ label: labels.month, fixed: true }),
  currency: text({ label: labels.currency, fixed: true }),
  /** The currency that it is worth so much of. */
  reporting: text({ label: labels.reporting, fixed: true }),
  /** A decimal text, as it was typed. */
  rate: text({ label: labels.rate })
});
export type ExchangeRate = RecordOf<typeof ExchangeRate>;

/** What holds for all of finance; there is one, under the key of the root. */
export const FinanceSettings = kind('financeSettings', labels.settings, 'finance', {
  reportingCurrency: text({ label: labels.reporting })
});
export type FinanceSettings = RecordOf<typeof FinanceSettings>;

const encoded = (currency: string): string => encodeURIComponent(currency.toWellFormed());

export const rateId = (month: string, currency: string, reporting: string): string =>
  `${encoded(currency)}:${encoded(reporting)}:${month}`;

/** A rate in 1e-12; undefined for what is none: text, zero, less than nothing. */
export function rateValue(rate: string): bigint | undefined {
  const value = amountOf(rate);
  return value !== undefined && value > 0n ? value : undefined;
}

const byReporting = derived<[Table<ExchangeRate>], ReadonlyMap<string, Rates>>(
  (table) => {
    const all = new Map<string, Map<string, Map<string, bigint>>>();
    each(table, ({ month, currency, reporting, rate }) => {
      const value = rateValue(rate);
      if (value === undefined) return;
      const months = all.get(reporting) ?? new Map<string, Map<string, bigint>>();
      all.set(reporting, months);
      months.set(month, (months.get(month) ?? new Map<string, bigint>()).set(currency, value));
    });
    return all;
  },
  // There are a few rates a month.
  () => undefined
);

const NONE: Rates = new Map();

/** The currency to report in, if one was chosen, and its rates. */
export function reportingOf(state: State): Reporting | undefined {
  const currency = rowOf(state, FinanceSettings, ROOT)?.reportingCurrency ?? '';
  return currency === '' ? undefined : { currency, rates: ratesTo(state, currency) };
}

/** The rates that make amounts into a currency. */
export const ratesTo = (state: State, currency: string): Rates =>
  byReporting(tableOf(state, ExchangeRate)).get(currency) ?? NONE;
