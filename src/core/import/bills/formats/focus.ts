import { PROVIDERS, type Provider } from '#core/org/provider.ts';
import { plainText } from '../../fields.ts';
import type { BillFormat } from './format.ts';

/** How providers call themselves in ProviderName, by a word of it. */
const NAMES: readonly (readonly [word: string, Provider])[] = [
  ['tencent', 'tencent'],
  ['腾讯', 'tencent'],
  ['amazon', 'aws'],
  ['aws', 'aws'],
  ['microsoft', 'azure'],
  ['azure', 'azure'],
  ['google', 'gcp'],
  ['gcp', 'gcp'],
  ['alibaba', 'alibaba'],
  ['aliyun', 'alibaba'],
  ['阿里', 'alibaba'],
  ['huawei', 'huawei'],
  ['华为', 'huawei']
];

export function providerNamed(name: string): Provider {
  const plain = plainText(name);
  const exact = PROVIDERS.find((provider) => provider === plain);
  return exact ?? NAMES.find(([word]) => plain.includes(word))?.[1] ?? 'other';
}

/** FOCUS 1.0–1.3 of any provider; its examples and 0.5's names for the same columns as well. */
export const focus: BillFormat = {
  name: 'focus',
  texts: {
    period: ['BillingPeriodStart'],
    payer: ['BillingAccountId'],
    account: ['SubAccountId'],
    accountName: ['SubAccountName'],
    service: ['ServiceName'],
    serviceCode: ['ServiceCategory'],
    region: ['RegionId', 'RegionName', 'Region'],
    category: ['ChargeCategory', 'ChargeType'],
    pricing: ['PricingCategory'],
    currency: ['BillingCurrency'],
    provider: ['ServiceProviderName', 'ProviderName', 'Provider', 'InvoiceIssuerName'],
    invoice: ['InvoiceId'],
    tags: ['Tags']
  },
  costs: [['BilledCost'], ['EffectiveCost', 'AmortizedCost']],
  identity: [
    'ChargePeriodStart',
    'ResourceId',
    'SkuPriceId',
    'SkuId',
    'ChargeDescription',
    'x_Operation',
    'Id'
  ],
  knows: (has) => has('BilledCost') && has('BillingPeriodStart'),
  needs: [['BillingCurrency'], ['BillingAccountId', 'SubAccountId']],
  version: (has) => {
    if (has('ServiceProviderName') || has('HostProviderName')) return '1.3';
    if (has('InvoiceId') || has('BillingAccountType') || has('PricingCurrency')) return '1.2';
    if (has('SkuMeter') || has('ServiceSubcategory')) return '1.1';
    return has('ChargeCategory') ? '1.0' : '0.5';
  },
  payer: ['payer'],
  account: ['account', 'payer'],
  line: (text) => ({
    provider: providerNamed(text('provider')),
    service: text('service') || text('serviceCode'),
    region: text('region'),
    chargeCategory: text('category'),
    pricingCategory: text('pricing'),
    currency: text('currency'),
    billed: ['BilledCost'],
    // Tencent's files leave it empty.
    effective: [{ of: ['EffectiveCost', 'BilledCost'] }]
  })
};
