import { choice, count, numbers, reference, tags, text, texts, time } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { providerMessages } from '#core/org/provider.ts';

const labels = {
  policy: { zh: '财务权限', en: 'Financial policy' },
  permissions: { zh: '财务权限', en: 'Financial permissions' },
  payer: { zh: '代付账号', en: 'Payer' },
  status: { zh: '权限确认', en: 'Confirmation' },
  batch: { zh: '账单', en: 'Bill' },
  batchChoice: { zh: '账单来源', en: 'Bill source' },
  file: { zh: '文件', en: 'File' },
  provider: { zh: '云', en: 'Cloud' },
  billPayer: { zh: '支付账号', en: 'Billing account' },
  currency: { zh: '币种', en: 'Currency' },
  format: { zh: '格式', en: 'Format' },
  month: { zh: '账期', en: 'Billing period' },
  months: { zh: '账期', en: 'Billing periods' },
  rows: { zh: '行数', en: 'Rows' },
  refusedRows: { zh: '拒绝的行', en: 'Refused rows' },
  size: { zh: '字节数', en: 'Bytes' },
  importedTime: { zh: '导入时间', en: 'Imported' },
  sources: { zh: '计入的账单', en: 'Bills that count' }
} as const;

export const permissionStatusMessages = {
  confirmed: { zh: '已确认', en: 'Confirmed' },
  unconfirmed: { zh: '待成员确认', en: 'Waiting for the member' }
} as const;

/** Tencent's permission ids of the relation policy `Financial`. */
export const permissionMessages: Readonly<Record<number, { zh: string; en: string }>> = {
  1: { zh: '查看账单', en: 'View bills' },
  2: { zh: '查看余额', en: 'View balance' },
  3: { zh: '资金划拨', en: 'Fund allocation' },
  4: { zh: '合并出账', en: 'Consolidated bill' },
  5: { zh: '开票', en: 'Invoices' },
  6: { zh: '优惠继承', en: 'Inherit discounts' },
  7: { zh: '代付费', en: 'Pay on behalf' },
  8: { zh: '成本分析', en: 'Cost analysis' },
  9: { zh: '预算管理', en: 'Budgets' },
  10: { zh: '信用额度设置', en: 'Credit limit' }
};

/**
 * What the group may see and pay for an account, under the account's key. In a section of its
 * own: who edits the chart must not decide who pays.
 */
export const FinancialPolicy = kind('financialPolicy', labels.policy, 'finance', {
  permissionIds: numbers({ label: labels.permissions, max: 10, labels: permissionMessages }),
  payerUin: text({ label: labels.payer }),
  permissionStatus: choice(permissionStatusMessages, 'confirmed', { label: labels.status })
});
export type FinancialPolicy = RecordOf<typeof FinancialPolicy>;

/**
 * A batch of bill facts, under the SHA-256 of its bytes; the facts lie in the blob of that name. What
 * it says of itself here is for lists and history: its own header decides what counts.
 */
export const BillBatch = kind(
  'billBatch',
  labels.batch,
  'finance',
  {
    /** The file it was read from. */
    name: text({ label: labels.file, fixed: true }),
    provider: choice(providerMessages, 'other', { label: labels.provider, fixed: true }),
    payer: text({ label: labels.billPayer, fixed: true }),
    currency: text({ label: labels.currency, fixed: true }),
    format: text({ label: labels.format, fixed: true }),
    /** `2026-01`, ascending. */
    months: texts({ label: labels.months, fixed: true, max: 1200 }),
    rows: count({ label: labels.rows, fixed: true }),
    refusedRows: count({ label: labels.refusedRows, fixed: true }),
    size: count({ label: labels.size, fixed: true }),
    importedTime: time({ label: labels.importedTime, fixed: true })
  },
  { blob: true }
);
export type BillBatch = RecordOf<typeof BillBatch>;

/** Which bills somebody chose for one period, under its `periodId`; without one it settles itself. */
export const BillChoice = kind('billChoice', labels.batchChoice, 'finance', {
  provider: choice(providerMessages, 'other', { label: labels.provider, fixed: true }),
  payer: text({ label: labels.billPayer, fixed: true }),
  currency: text({ label: labels.currency, fixed: true }),
  month: text({ label: labels.month, fixed: true }),
  /** Batches by their ids. */
  sources: texts({ label: labels.sources, max: 1000 })
});
export type BillChoice = RecordOf<typeof BillChoice>;

const rateLabels = {
  rate: { zh: '汇率', en: 'Exchange rate' },
  settings: { zh: '财务设置', en: 'Finance settings' },
  month: { zh: '账期', en: 'Billing period' },
  currency: { zh: '币种', en: 'Currency' },
  reporting: { zh: '报表币种', en: 'Reporting currency' },
  allocation: { zh: '分账标签', en: 'Cost allocation tags' }
} as const;

/** What one unit of a currency is worth in a month, under its `rateId`. Set by people, never fetched. */
export const ExchangeRate = kind('exchangeRate', rateLabels.rate, 'finance', {
  /** `2026-01`. */
  month: text({ label: rateLabels.month, fixed: true }),
  currency: text({ label: rateLabels.currency, fixed: true }),
  /** The currency that it is worth so much of. */
  reporting: text({ label: rateLabels.reporting, fixed: true }),
  /** A decimal text, as it was typed. */
  rate: text({ label: rateLabels.rate })
});
export type ExchangeRate = RecordOf<typeof ExchangeRate>;

/** The most keys that costs are told by, as Tencent Cloud has it. */
export const MOST_TAG_KEYS = 15;

/** What holds for all of finance; there is one, under the key of the root. */
export const FinanceSettings = kind('financeSettings', rateLabels.settings, 'finance', {
  reportingCurrency: text({ label: rateLabels.reporting }),
  /** Keys of tags that bills are read by, ascending. */
  allocationTags: texts({ label: rateLabels.allocation, max: MOST_TAG_KEYS })
});
export type FinanceSettings = RecordOf<typeof FinanceSettings>;

const budgetLabels = {
  budget: { zh: '预算', en: 'Budget' },
  name: { zh: '名称', en: 'Name' },
  department: { zh: '部门', en: 'Department' },
  account: { zh: '账号', en: 'Account' },
  tagKey: { zh: '标签键', en: 'Tag key' },
  tagValue: { zh: '标签值', en: 'Tag value' },
  service: { zh: '产品', en: 'Service' },
  currency: { zh: '币种', en: 'Currency' },
  measure: { zh: '口径', en: 'Measure' },
  period: { zh: '周期', en: 'Period' },
  first: { zh: '开始账期', en: 'First month' },
  last: { zh: '结束账期', en: 'Last month' },
  amount: { zh: '每期金额', en: 'Amount a period' },
  planned: { zh: '分期金额', en: 'Planned amounts' },
  onActual: { zh: '实际提醒 (%)', en: 'Alerts on actual (%)' },
  onForecast: { zh: '预测提醒 (%)', en: 'Alerts on forecast (%)' }
} as const;

export const budgetPeriodMessages = {
  month: { zh: '按月', en: 'Monthly' },
  quarter: { zh: '按季', en: 'Quarterly' },
  year: { zh: '按年', en: 'Yearly' }
} as const;

export const measureMessages = {
  billed: { zh: '账单金额', en: 'Billed cost' },
  effective: { zh: '摊销金额', en: 'Effective cost' }
} as const;

/** The most a threshold may be (%). */
const MOST_PERCENT = 1000;

/** What some part of the organization may cost in each of its periods. */
export const Budget = kind('budget', budgetLabels.budget, 'finance', {
  name: text({ label: budgetLabels.name }),
  /** The root is the whole organization; accounts outside it count for the root alone. */
  department: reference(Department.name, ROOT, { label: budgetLabels.department }),
  /** Blank for all there: an account by the key of its record, a tag, a service. */
  account: text({ label: budgetLabels.account }),
  tagKey: text({ label: budgetLabels.tagKey }),
  tagValue: text({ label: budgetLabels.tagValue }),
  service: text({ label: budgetLabels.service }),
  currency: text({ label: budgetLabels.currency }),
  measure: choice(measureMessages, 'billed', { label: budgetLabels.measure }),
  period: choice(budgetPeriodMessages, 'month', { label: budgetLabels.period }),
  /** `2026-01`; a blank last month is none. */
  first: text({ label: budgetLabels.first }),
  last: text({ label: budgetLabels.last }),
  /** A decimal text. */
  amount: text({ label: budgetLabels.amount }),
  /** By period, instead of the amount: `2026-01`, `2026-Q1`, `2026`. */
  planned: tags({ label: budgetLabels.planned }),
  onActual: numbers({ label: budgetLabels.onActual, max: MOST_PERCENT }),
  onForecast: numbers({ label: budgetLabels.onForecast, max: MOST_PERCENT })
});
export type Budget = RecordOf<typeof Budget>;
