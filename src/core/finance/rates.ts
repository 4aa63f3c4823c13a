import { derived } from '#core/kernel/selector.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each, type Table } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { amountOf } from './amount.ts';
import { ExchangeRate, FinanceSettings } from './model.ts';
import type { Rates, Reporting } from './reporting.ts';

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
