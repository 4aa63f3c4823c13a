import type { Formats } from '#core/kernel/message.ts';

export const budgetsMessages = {
  add: { zh: '新建预算', en: 'Add budget' },
  edit: { zh: '修改预算', en: 'Edit budget' },
  editNamed: {
    zh: (p: { name: string }) => `修改预算 ${p.name}`,
    en: (p: { name: string }) => `Edit the budget ${p.name}`
  },
  remove: {
    zh: (p: { name: string }) => `删除预算 ${p.name}`,
    en: (p: { name: string }) => `Delete the budget ${p.name}`
  },
  emptyTitle: { zh: '还没有预算', en: 'No budgets yet' },
  emptyText: {
    zh: '给部门、账号、标签或产品定一个月度、季度或年度的额度；实际或预测到达提醒线时，这里和总览都会说。',
    en: 'Give a department, an account, a tag or a product an amount a month, a quarter or a year. When what was spent or is expected reaches a threshold, this page and the overview say so.'
  },
  name: { zh: '预算', en: 'Budget' },
  scope: { zh: '范围', en: 'What for' },
  period: { zh: '周期', en: 'Period' },
  planned: { zh: '额度', en: 'Planned' },
  actual: { zh: '实际', en: 'Actual' },
  used: { zh: '使用率', en: 'Used' },
  expected: { zh: '预计', en: 'Expected' },
  currency: { zh: '币种', en: 'Currency' },
  within: {
    zh: (p: { amount: string }) => `±${p.amount}（五次里四次）`,
    en: (p: { amount: string }) => `±${p.amount} (four times in five)`
  },
  reachedActual: {
    zh: (p: { percent: number }) => `实际已达 ${p.percent}%`,
    en: (p: { percent: number }) => `${p.percent}% spent`
  },
  reachedForecast: {
    zh: (p: { percent: number }) => `预计将达 ${p.percent}%`,
    en: (p: { percent: number }) => `${p.percent}% expected`
  },
  apart: {
    zh: (p: { currencies: string }) => `${p.currencies} 没有汇率，未计入`,
    en: (p: { currencies: string }) => `${p.currencies} has no rate and is not counted`
  },
  over: {
    zh: (p: { name: string; by: string; amount: string }) =>
      `${p.name} 超额分配 ${p.amount}：下级预算 ${p.by} 之和高于它`,
    en: (p: { name: string; by: string; amount: string }) =>
      `${p.name} is over-allocated by ${p.amount}: the budgets below it, ${p.by}, add up to more`
  },
  overTitle: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个预算超额分配`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, '1 budget is over-allocated', `${f.count(p.n)} budgets are over-allocated`)
  },
  whole: { zh: '整个组织', en: 'The whole organization' },
  kind: { zh: '范围', en: 'What for' },
  department: { zh: '部门', en: 'A department' },
  account: { zh: '账号', en: 'An account' },
  tag: { zh: '账号标签', en: 'An account tag' },
  service: { zh: '产品', en: 'A product' },
  accountLabel: { zh: '账号名称或 ID', en: 'Name or ID of the account' },
  accountUnknown: {
    zh: '组织里没有这个账号；请填写完整的名称或 ID。',
    en: 'The organization has no such account. Write its whole name or ID.'
  },
  tagKey: { zh: '标签键', en: 'Tag key' },
  tagValue: { zh: '标签值', en: 'Tag value' },
  serviceLabel: { zh: '产品', en: 'Product' },
  inDepartment: { zh: '所在部门', en: 'Within' },
  amount: {
    zh: (p: { currency: string }) => `每期额度 (${p.currency})`,
    en: (p: { currency: string }) => `Amount a period (${p.currency})`
  },
  plannedLabel: { zh: '个别周期的额度（选填）', en: 'Amounts of single periods (optional)' },
  plannedHint: {
    zh: '每行一期，如 2026-01=120000、2026-Q1=360000、2026=1400000',
    en: 'One a line, like 2026-01=120000, 2026-Q1=360000 or 2026=1400000'
  },
  first: { zh: '从', en: 'From' },
  last: { zh: '到（空为一直）', en: 'To (blank for no end)' },
  onActual: { zh: '实际提醒 (%)', en: 'Tell when spent (%)' },
  onForecast: { zh: '预测提醒 (%)', en: 'Tell when expected (%)' },
  measure: { zh: '口径', en: 'Measure' },
  save: { zh: '保存', en: 'Save' },
  actions: { zh: '操作', en: 'Actions' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' }
} as const;
