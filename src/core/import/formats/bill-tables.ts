import { plainText } from '../fields.ts';

/** Headers of which two together make a table a bill: FOCUS, AWS cost and usage, Azure, Tencent. */
const BILL_HEADERS = new Set(
  [
    'BilledCost',
    'EffectiveCost',
    'ListCost',
    'ContractedCost',
    'BillingPeriodStart',
    'ChargePeriodStart',
    'ChargeCategory',
    'lineItem/UnblendedCost',
    'lineItem/UsageAccountId',
    'line_item_unblended_cost',
    'line_item_usage_account_id',
    'bill/BillingPeriodStartDate',
    'bill_billing_period_start_date',
    'CostInBillingCurrency',
    'PreTaxCost',
    'EffectivePrice',
    'MeterCategory',
    'MeterId',
    'UnitOfMeasure',
    '支付者UIN',
    '组件原价',
    '优惠后总价',
    '现金账户支出',
    '计费模式',
    '交易类型',
    'Payer Account ID',
    'Original Cost',
    'Billing Mode',
    'Total Cost (Including Tax)',
    'Voucher Deduction'
  ].map(plainText)
);

export const isBillTable = (columns: readonly string[]): boolean =>
  columns.filter((header) => BILL_HEADERS.has(plainText(header))).length >= 2;
