import { PICO } from './amount.ts';

/** What one unit of a currency was worth in a month (`2026-01`), in 1e-12 of the reporting currency. */
export type Rates = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** The currency that costs are told in, and what makes amounts of other currencies into it. */
export interface Reporting {
  readonly currency: string;
  readonly rates: Rates;
}

/** Decimals of a reported amount: those of an amount and those of its rate, so nothing is rounded. */
export const REPORTED_DECIMALS = 24;

/** By what an amount in 1e-12 becomes a reported one; undefined when that month has no rate for it. */
export function rateOf(reporting: Reporting, month: string, currency: string): bigint | undefined {
  return currency === reporting.currency ? PICO : reporting.rates.get(month)?.get(currency);
}
