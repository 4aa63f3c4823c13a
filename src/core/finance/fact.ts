import type { Provider } from '#core/org/provider.ts';

/** Whose bill a fact stands in, and in which currency: amounts of two scopes are never added. */
export interface BillScope {
  readonly provider: Provider;
  /** BillingAccountId: Tencent's payer uin, AWS' payer account, Azure's billing account. */
  readonly payer: string;
  /** BillingCurrency: ISO 4217, or the name of a virtual currency. */
  readonly currency: string;
}

/**
 * What was charged in one billing period to one account for one service, under FOCUS' names.
 * Amounts are integers of 1e-12 of the currency. Departments are not in it: the tree says them.
 */
export interface Fact {
  /** Of BillingPeriodStart: `2026-01`. */
  readonly month: string;
  /** SubAccountId; blank when the bill does not say. */
  readonly account: string;
  readonly service: string;
  readonly region: string;
  readonly chargeCategory: string;
  /** How it is paid for, in the cloud's own words: PricingCategory, pricing term, 计费模式. */
  readonly pricingCategory: string;
  /** Its cost allocation tags, as `lineTags` writes them. */
  readonly tags: string;
  readonly billed: bigint;
  readonly effective: bigint;
}

export const scopeKey = ({ provider, payer, currency }: BillScope): string =>
  JSON.stringify([provider, payer, currency]);
