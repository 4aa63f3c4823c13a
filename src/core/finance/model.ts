import { choice, count, numbers, text, texts, time } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
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
