import type { BillFormat } from './format.ts';

const PAYER = ['支付者UIN', '支付者账号ID', 'Payer Account ID', 'PayerUin'];
const OWNER = ['使用者UIN', '使用者账号ID', 'Owner Account ID', 'OwnerUin'];
const MONTH = ['账单月份', '账单月', '账期', '月份', 'Bill Month', 'BillMonth', 'Billing Month'];
const TIME = [
  '扣费时间',
  'Transaction Time',
  'Deduction Time',
  'PayTime',
  '结束使用时间',
  'Usage End Time'
];
const COST = [
  '优惠后总价',
  'Total Cost (Including Tax)',
  'Total Cost',
  'RealCost',
  'Total Amount After Discount (Excluding Tax)'
];

/** What a transaction is, by words of its name in either language or its code. */
export function tencentCategory(transaction: string): string {
  if (/退|调账|冲正|refund|return|adjust/i.test(transaction)) return 'Adjustment';
  return /新购|续费|升级|包年包月|预付|purchase|renew|prepay|monthly sub/i.test(transaction)
    ? 'Purchase'
    : 'Usage';
}

/**
 * Bill details (L3) as Tencent Cloud exports them, Chinese and international site. No header line
 * was published, so each label of the API and the console stands here with its spellings.
 */
export const tencentTable: BillFormat = {
  name: 'tencent.detail',
  texts: {
    // The month that the bill is of, where it says so: an account may count by use or by payment.
    period: MONTH,
    date: TIME,
    payer: PAYER,
    account: OWNER,
    service: ['产品名称', 'Product Name', 'BusinessCodeName'],
    serviceCode: ['子产品名称', 'Subproduct Name', 'ProductCodeName'],
    region: ['地域', '地域名称', 'Region', 'RegionName'],
    category: ['交易类型', 'Transaction Type', 'ActionTypeName'],
    pricing: ['计费模式', 'Billing Mode', 'PayModeName'],
    currency: ['币种', 'Currency'],
    // DescribeBillDetail's; a file has a column for each key.
    tags: ['Tags']
  },
  costs: [COST],
  identity: [
    ...TIME,
    '资源ID',
    '实例ID',
    'Instance ID',
    '订单ID',
    '交易ID',
    'Transaction ID',
    '开始使用时间',
    'Usage Start Time',
    '组件类型',
    'Component Type',
    '组件名称',
    'Component Name',
    '组件用量',
    'Component Usage',
    'Id',
    'BillId',
    'ResourceId',
    'FeeBeginTime',
    'FeeEndTime',
    'ComponentCode',
    'ItemCode',
    'UsedAmount'
  ],
  knows: (has) =>
    [...PAYER, ...OWNER].some(has) &&
    COST.some(has) &&
    (has('产品名称') || has('Product Name') || has('BusinessCodeName')),
  needs: [[...MONTH, ...TIME]],
  tagKey: (header) => /^(?:标签键|标签|tag key|tag)\s*[:：]\s*(.+)$/i.exec(header.trim())?.[1],
  payer: ['payer', 'account'],
  account: ['account', 'payer'],
  line: (text) => ({
    provider: 'tencent',
    service: text('service') || text('serviceCode'),
    region: text('region'),
    chargeCategory: tencentCategory(text('category')),
    pricingCategory: text('pricing'),
    // The Chinese site bills in yuan and says nothing of it.
    currency: currencyOf(text('currency')),
    billed: ['优惠后总价'],
    effective: [{ of: ['优惠后总价'] }]
  })
};

const currencyOf = (text: string): string =>
  text === '' || text === '人民币' || text === '元' || text === 'RMB' ? 'CNY' : text;
