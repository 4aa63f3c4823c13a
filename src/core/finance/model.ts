import { choice, numbers, text } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';

const labels = {
  policy: { zh: '财务权限', en: 'Financial policy' },
  permissions: { zh: '财务权限', en: 'Financial permissions' },
  payer: { zh: '代付账号', en: 'Payer' },
  status: { zh: '权限确认', en: 'Confirmation' }
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
  permissionIds: numbers({ label: labels.permissions, max: 10 }),
  payerUin: text({ label: labels.payer }),
  permissionStatus: choice(permissionStatusMessages, 'confirmed', { label: labels.status })
});
export type FinancialPolicy = RecordOf<typeof FinancialPolicy>;
