/** Columns that every reader groups by; of the first only the month counts. */
export const GROUP_COLUMNS = [
  'BillingPeriodStart',
  'SubAccountId',
  'ServiceName',
  'RegionId',
  'ChargeCategory',
  'PricingCategory'
] as const;

/** A group as text: month, account, service, region, charge category, pricing category. */
export const groupKey = (parts: readonly string[]): string => parts.join('|');
