import type { Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

export const billCommandMessages = {
  import: { zh: '导入账单', en: 'Import bills' },
  choose: { zh: '选择计入的账单', en: 'Choose the bills that count' },
  remove: { zh: '移除账单', en: 'Remove bills' }
} as const;

export const rateCommandMessages = {
  setRates: { zh: '设置汇率', en: 'Set exchange rates' },
  report: { zh: '设置报表币种', en: 'Set the reporting currency' },
  allocate: { zh: '设置分账标签', en: 'Set the cost allocation tags' }
} as const;

export const budgetCommandMessages = {
  add: { zh: '新建预算', en: 'Add budget' },
  update: { zh: '修改预算', en: 'Edit budget' },
  remove: { zh: '删除预算', en: 'Delete budgets' }
} as const;

/** What may be wrong with money that is stored. */
export const financeProblemMessages = {
  'finance.batchDamaged': {
    zh: '这批账单数据已损坏或不完整，没有计入；请重新导入原来的账单文件。',
    en: 'This batch of bill data is damaged or incomplete and was not counted. Import the bill again.'
  },
  'finance.billNotExist': {
    zh: '这份账单已不在列表中；请刷新后再选。',
    en: 'This bill is no longer listed. Look at the list again.'
  },
  'finance.monthMalformed': {
    zh: (p: Params) => `“${p.month}”不是月份；请写成 2026-01。`,
    en: (p: Params) => `“${p.month}” is no month. Write 2026-01.`
  },
  'finance.currencyMalformed': {
    zh: (p: Params) => `“${p.currency}”不是币种；请写成 CNY、USD 这样的代码。`,
    en: (p: Params) => `“${p.currency}” is no currency. Write a code like CNY or USD.`
  },
  'finance.rateMalformed': {
    zh: (p: Params) => `“${p.rate}”不是汇率；请写成大于 0 的数字，如 7.1234。`,
    en: (p: Params) => `“${p.rate}” is no rate. Write a number above zero, like 7.1234.`
  },
  'finance.tooManyTagKeys': {
    zh: (p: Params) => `分账标签最多 ${p.max} 个键；请先去掉几个。`,
    en: (p: Params) => `There can be ${p.max} cost allocation tags at most. Take some off first.`
  },
  'finance.tagKeyTooLong': {
    zh: (p: Params) => `标签键最长 ${p.max} 个字符。`,
    en: (p: Params) => `A tag key has ${p.max} characters at most.`
  },
  'finance.rateOfItself': {
    zh: (p: Params) => `${p.currency} 就是报表币种，不需要汇率。`,
    en: (p: Params) => `${p.currency} is the reporting currency and needs no rate.`
  },
  'finance.amountMalformed': {
    zh: (p: Params) => `“${p.amount}”不是金额；请写成不小于 0 的数字，如 120000。`,
    en: (p: Params) => `“${p.amount}” is no amount. Write a number of zero or more, like 120000.`
  },
  'finance.periodMalformed': {
    zh: (p: Params) => `“${p.period}”与预算周期不符；按月写 2026-01，按季写 2026-Q1，按年写 2026。`,
    en: (p: Params) =>
      `“${p.period}” is no period of this budget. Write 2026-01 for a month, 2026-Q1 for a quarter, 2026 for a year.`
  },
  'finance.budgetNameEmpty': {
    zh: '预算没有名称；请填写。',
    en: 'The budget has no name. Give it one.'
  },
  'finance.budgetEndsEarly': {
    zh: (p: Params) => `结束账期 ${p.last} 早于开始账期 ${p.first}。`,
    en: (p: Params) => `The last month, ${p.last}, is before the first, ${p.first}.`
  },
  'finance.budgetNotExist': {
    zh: '这个预算已不存在。',
    en: 'This budget is no longer there.'
  },
  'finance.payerUnnameable': {
    zh: (p: Params) => `支付账号“${p.payer}”太长，无法为它记下选择。`,
    en: (p: Params) => `The billing account “${p.payer}” is too long for a choice to be kept.`
  }
} satisfies Record<string, Message<Params>>;
