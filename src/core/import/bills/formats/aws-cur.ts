import type { BillFormat, CostTerm } from './format.ts';

const UNBLENDED = 'line_item_unblended_cost';
const NET_UNBLENDED = 'line_item_net_unblended_cost';

/** FOCUS' charge categories of line item types; every other one is usage. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['Tax', 'Tax'],
  ['Fee', 'Purchase'],
  ['RIFee', 'Purchase'],
  ['SavingsPlanUpfrontFee', 'Purchase'],
  ['SavingsPlanRecurringFee', 'Purchase'],
  ['Credit', 'Credit'],
  ['Refund', 'Adjustment']
]);

const BILLED = [NET_UNBLENDED, UNBLENDED];

/** A column with its net form, which is the better one where an export has it. */
const net = (group: string, name: string): CostTerm => ({
  of: [`${group}_net_${name}`, `${group}_${name}`]
});

/** What a line costs when commitments are spread over what they cover, as FOCUS' converter has it. */
function effectiveCost(type: string, reservation: string): readonly CostTerm[] {
  switch (type) {
    case 'SavingsPlanCoveredUsage':
      return [net('savings_plan', 'savings_plan_effective_cost')];
    case 'SavingsPlanRecurringFee':
      return [
        { of: ['savings_plan_total_commitment_to_date'] },
        { of: ['savings_plan_used_commitment'], minus: true }
      ];
    case 'SavingsPlanNegation':
    case 'SavingsPlanUpfrontFee':
      return [];
    case 'DiscountedUsage':
      return [net('reservation', 'effective_cost')];
    case 'RIFee':
      return [
        net('reservation', 'unused_amortized_upfront_fee_for_billing_period'),
        net('reservation', 'unused_recurring_fee')
      ];
    case 'Fee':
      return reservation ? [] : [{ of: BILLED }];
    default:
      return [{ of: BILLED }];
  }
}

/** AWS Cost and Usage Reports: legacy with slashes, Athena's and CUR 2 with underscores. */
export const awsCur: BillFormat = {
  name: 'aws.cur',
  texts: {
    period: ['bill_billing_period_start_date'],
    payer: ['bill_payer_account_id'],
    account: ['line_item_usage_account_id'],
    accountName: ['line_item_usage_account_name'],
    service: ['product_product_name', 'product_servicename'],
    serviceCode: ['line_item_product_code'],
    region: ['product_region_code', 'product_region'],
    category: ['line_item_line_item_type'],
    pricing: ['pricing_term'],
    currency: ['line_item_currency_code'],
    invoice: ['bill_invoice_id'],
    reservation: ['reservation_reservation_arn'],
    // CUR 2's; every other export has a column for each key.
    tags: ['resource_tags']
  },
  costs: [
    UNBLENDED,
    NET_UNBLENDED,
    'savings_plan_savings_plan_effective_cost',
    'savings_plan_net_savings_plan_effective_cost',
    'savings_plan_total_commitment_to_date',
    'savings_plan_used_commitment',
    'reservation_effective_cost',
    'reservation_net_effective_cost',
    'reservation_unused_amortized_upfront_fee_for_billing_period',
    'reservation_net_unused_amortized_upfront_fee_for_billing_period',
    'reservation_unused_recurring_fee',
    'reservation_net_unused_recurring_fee'
  ].map((name) => [name]),
  identity: [
    'line_item_usage_start_date',
    'line_item_usage_end_date',
    'line_item_resource_id',
    'line_item_usage_type',
    'line_item_operation',
    'line_item_availability_zone',
    'line_item_line_item_description',
    'line_item_legal_entity'
  ],
  knows: (has) => has(UNBLENDED) || has(NET_UNBLENDED),
  needs: [
    ['bill_billing_period_start_date'],
    ['line_item_usage_account_id'],
    ['line_item_currency_code'],
    ['line_item_line_item_type']
  ],
  version: (has) => (has('line_item_usage_account_name') ? '2' : 'legacy'),
  tagKey: (header) => /^resource_?tags[/_](?:user[:_])?(.+)$/i.exec(header.trim())?.[1],
  payer: ['payer'],
  account: ['account'],
  line: (text) => ({
    provider: 'aws',
    service: text('service') || text('serviceCode'),
    region: text('region'),
    chargeCategory: CATEGORIES.get(text('category')) ?? 'Usage',
    pricingCategory: text('pricing'),
    currency: text('currency'),
    billed: BILLED,
    effective: effectiveCost(text('category'), text('reservation'))
  })
};
