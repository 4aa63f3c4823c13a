import type { BillFormat } from './format.ts';

const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['purchase', 'Purchase'],
  ['tax', 'Tax'],
  ['refund', 'Adjustment'],
  ['roundingadjustment', 'Adjustment'],
  ['credit', 'Credit']
]);

/** Azure's cost exports: actual or amortized cost of EA, MCA and pay-as-you-go, in all header forms. */
export const azure: BillFormat = {
  name: 'azure',
  texts: {
    period: ['BillingPeriodStartDate'],
    date: ['Date', 'UsageDateTime', 'UsageDate'],
    payer: ['BillingAccountId'],
    account: ['SubscriptionId', 'SubscriptionGuid'],
    accountName: ['SubscriptionName'],
    service: ['MeterCategory'],
    serviceCode: ['ConsumedService'],
    region: ['ResourceLocation', 'ResourceLocationNormalized'],
    category: ['ChargeType'],
    pricing: ['PricingModel'],
    currency: ['BillingCurrencyCode', 'BillingCurrency', 'Currency'],
    tags: ['Tags']
  },
  costs: [['CostInBillingCurrency', 'Cost', 'PreTaxCost']],
  identity: [
    'Date',
    'UsageDateTime',
    'UsageDate',
    'ResourceId',
    'InstanceId',
    'MeterId',
    'ProductOrderId'
  ],
  knows: (has) =>
    (has('CostInBillingCurrency') || has('Cost') || has('PreTaxCost')) &&
    has('MeterId') &&
    (has('SubscriptionId') || has('SubscriptionGuid')),
  needs: [
    ['BillingPeriodStartDate', 'Date', 'UsageDateTime', 'UsageDate'],
    ['BillingCurrencyCode', 'BillingCurrency', 'Currency']
  ],
  payer: ['payer'],
  account: ['account'],
  line: (text) => ({
    provider: 'azure',
    service: text('service') || text('serviceCode'),
    region: text('region').toLowerCase(),
    chargeCategory: CATEGORIES.get(text('category').toLowerCase()) ?? 'Usage',
    pricingCategory: text('pricing'),
    currency: text('currency'),
    billed: ['CostInBillingCurrency'],
    effective: [{ of: ['CostInBillingCurrency'] }]
  })
};
