import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the finance page. */
export const financeMessages = {
  title: { zh: '财务', en: 'Finance' },
  unit: {
    zh: (p: { zeros: number; currency: string }) =>
      `${{ 4: '万 ', 8: '亿 ' }[p.zeros] ?? ''}${p.currency}`,
    en: (p: { zeros: number; currency: string }) =>
      `${{ 3: 'K ', 6: 'M ', 9: 'B ' }[p.zeros] ?? ''}${p.currency}`
  },
  unitShort: {
    zh: (p: { zeros: number }) => ({ 4: ' 万', 8: ' 亿' })[p.zeros] ?? '',
    en: (p: { zeros: number }) => ({ 3: 'K', 6: 'M', 9: 'B' })[p.zeros] ?? ''
  },

  // The head and the filters.
  against: { zh: '对比', en: 'Compared with' },
  againstMonth: { zh: '对比上月', en: 'vs previous month' },
  againstYear: { zh: '对比去年同月', en: 'vs a year earlier' },
  measure: { zh: '费用口径', en: 'Kind of cost' },
  billed: { zh: '账单金额', en: 'Billed cost' },
  effective: { zh: '摊销后费用', en: 'Effective cost' },
  currency: { zh: '报表币种', en: 'Reporting currency' },
  month: { zh: '账期', en: 'Billing period' },
  earlier: { zh: '前一个月', en: 'The month before' },
  later: { zh: '后一个月', en: 'The month after' },
  noBill: { zh: '没有账单', en: 'no bill' },
  blurred: {
    zh: '金额只是看上去被遮住了，数据仍在本页中；导出和复制不受影响。',
    en: 'Amounts are blurred on screen only. They are still in the page, in exports and in copies.'
  },
  export: { zh: '导出', en: 'Export' },
  csv: { zh: '当前表格，CSV', en: 'This table as CSV' },
  xlsx: { zh: '当前表格，Excel', en: 'This table as Excel' },
  filter: { zh: '筛选', en: 'Filter' },
  all: { zh: '全部', en: 'All' },
  drop: {
    zh: (p: { what: string }) => `取消筛选：${p.what}`,
    en: (p: { what: string }) => `Drop the filter: ${p.what}`
  },
  chip: {
    zh: (p: { what: string; value: string }) => `${p.what}：${p.value}`,
    en: (p: { what: string; value: string }) => `${p.what}: ${p.value}`
  },

  // Dimensions.
  department: { zh: '部门', en: 'Department' },
  account: { zh: '账号', en: 'Account' },
  service: { zh: '产品', en: 'Product' },
  region: { zh: '地域', en: 'Region' },
  tag: { zh: '账号标签', en: 'Account tag' },
  allocation: { zh: '分账标签', en: 'Cost allocation tag' },
  tagKey: { zh: '标签键', en: 'Tag key' },
  chargeCategory: { zh: '费用类型', en: 'Charge category' },
  pricingCategory: { zh: '计费模式', en: 'Pay mode' },
  unsaid: { zh: '未注明', en: 'not stated' },
  untagged: {
    zh: (p: { key: string }) => `没有 ${p.key}`,
    en: (p: { key: string }) => `no ${p.key}`
  },
  outside: { zh: '不在组织中', en: 'Not in the organization' },
  ofSnapshot: { zh: '快照中的合计', en: 'Sums in this snapshot' },
  together: {
    zh: (p: { name: string }) => `${p.name}的全部账号`,
    en: (p: { name: string }) => `All accounts in ${p.name}`
  },
  directly: {
    zh: (p: { name: string }) => `直接在${p.name}下`,
    en: (p: { name: string }) => `Directly in ${p.name}`
  },
  group: { zh: '集团', en: 'The group' },
  gone: {
    zh: (p: { id: string }) => `已不在的部门 ${p.id}`,
    en: (p: { id: string }) => `Former department ${p.id}`
  },

  // Figures.
  figures: { zh: '总览', en: 'At a glance' },
  costOf: {
    zh: (p: { month: string; measure: string }) => `${p.month}${p.measure}`,
    en: (p: { month: string; measure: string }) => `${p.month}, ${p.measure.toLowerCase()}`
  },
  soFar: { zh: '本月未结，截至目前', en: 'month still running' },
  than: {
    zh: (p: { month: string; change: string; percent: string }) =>
      `较 ${p.month} ${p.change}${p.percent && `，${p.percent}`}`,
    en: (p: { month: string; change: string; percent: string }) =>
      `${p.change}${p.percent && `, ${p.percent}`} on ${p.month}`
  },
  nothingBefore: {
    zh: (p: { month: string }) => `${p.month} 没有账单`,
    en: (p: { month: string }) => `${p.month} has no bill`
  },
  yearToDate: {
    zh: (p: { year: number }) => `${p.year} 年初至今`,
    en: (p: { year: number }) => `${p.year} to date`
  },
  ofMonths: {
    zh: (p: Count) => `${p.n} 个月有账单`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 month with bills', `${p.n} months with bills`)
  },
  thanYear: {
    zh: (p: { percent: string }) => `较去年同期 ${p.percent}`,
    en: (p: { percent: string }) => `${p.percent} on the year before`
  },
  outlook: {
    zh: (p: { month: string }) => `${p.month}预测`,
    en: (p: { month: string }) => `${p.month}, forecast`
  },
  outlookQuarter: {
    zh: (p: { quarter: string }) => `${p.quarter}预测`,
    en: (p: { quarter: string }) => `${p.quarter}, forecast`
  },
  methodLast: { zh: '沿用上月', en: 'as the last month' },
  methodTrend: { zh: '近 6 个月直线趋势', en: 'line through 6 months' },
  methodSeason: { zh: '沿用去年同月', en: 'as the same month last year' },
  basis: {
    zh: (p: { method: string }) => `${p.method}，八成落在\u00a0±\u00a0内`,
    en: (p: { method: string }) => `${p.method}; ±\u00a0holds 4 times in 5`
  },
  forecastNone: { zh: '预测', en: 'Forecast' },
  tooFew: { zh: '至少要 4 个连续的已结月份', en: 'needs 4 closed months in a row' },
  noTag: {
    zh: (p: { key: string }) => `账号没有标签 ${p.key}`,
    en: (p: { key: string }) => `Accounts without tag ${p.key}`
  },
  ofAll: {
    zh: (p: { share: string }) => `占 ${p.share}`,
    en: (p: { share: string }) => `${p.share} of all`
  },

  // Bills that are apart or missing.
  apart: { zh: '未计入以上合计', en: 'Not in the totals above' },
  apartText: {
    zh: (p: { currency: string }) => `当月没有折算成 ${p.currency} 的汇率，单独列出`,
    en: (p: { currency: string }) => `no rate to ${p.currency} in their month, so they stand apart`
  },
  notComparable: {
    zh: (p: { month: string; before: string }) =>
      `${p.month}与 ${p.before}能折算的币种不同，两个月的差额不只是费用的变化。`,
    en: (p: { month: string; before: string }) =>
      `${p.month} and ${p.before} have rates for different currencies: their difference is not only a change of cost.`
  },
  showIn: {
    zh: (p: { currency: string }) => `按 ${p.currency} 查看`,
    en: (p: { currency: string }) => `Show in ${p.currency}`
  },
  missing: {
    zh: (p: Count) => `${p.n} 份账单读不到，没有计入`,
    en: (p: Count, f: Formats) =>
      f.plural(
        p.n,
        '1 bill could not be read and is not counted',
        `${p.n} bills could not be read and are not counted`
      )
  },
  reading: { zh: '正在读取账单', en: 'Reading bills' },
  emptyTitle: { zh: '还没有账单', en: 'No bills yet' },
  emptyText: {
    zh: '导入腾讯云、AWS、Azure 的账单或 FOCUS 文件后，这里会按部门、账号和产品显示费用、变化和预测。',
    en: 'Once a bill of Tencent Cloud, AWS or Azure, or a FOCUS file, is imported, this shows costs, changes and forecasts by department, account and product.'
  },
  unreadableTitle: { zh: '没有查看财务的权限', en: 'Finance is not shared with you' },
  unreadableText: {
    zh: '请工作区的所有者在共享中为你开放财务。',
    en: 'Ask an owner of the workspace to open finance to you.'
  },
  toImport: { zh: '导入账单', en: 'Import a bill' },
  toSample: { zh: '用示例账单试一试', en: 'Try it with invented bills' },
  sampleFile: { zh: '示例账单', en: 'Sample bills' },
  noneTitle: { zh: '没有符合筛选的费用', en: 'No cost fits the filter' },
  noneText: { zh: '放宽筛选，或换一个账期。', en: 'Widen the filter, or look at another month.' },
  clear: { zh: '清除筛选', en: 'Clear the filter' },

  // Trend.
  trend: { zh: '按月走势', en: 'By month' },
  todaysTree: { zh: '按今日架构', en: 'by today’s tree' },
  other: { zh: '其他', en: 'Other' },
  forecast: { zh: '预测', en: 'Forecast' },
  total: { zh: '合计', en: 'Total' },
  showTable: { zh: '数据表', en: 'Table' },
  trendColumn: {
    zh: (p: { month: string; amount: string }) => `${p.month}：${p.amount}`,
    en: (p: { month: string; amount: string }) => `${p.month}: ${p.amount}`
  },

  // The breakdown.
  breakdown: { zh: '费用构成', en: 'What it is made of' },
  by: { zh: '分组', en: 'Grouped by' },
  tree: { zh: '架构', en: 'Tree' },
  treeNow: { zh: '今日架构', en: 'Today’s tree' },
  treeThen: { zh: '当时架构', en: 'The tree then' },
  treeDifference: { zh: '差异', en: 'Difference' },
  treeUnknown: {
    zh: (p: { month: string }) => `历史不足以得知 ${p.month}的架构，以下按今日架构。`,
    en: (p: { month: string }) =>
      `The history does not reach back to ${p.month}; today’s tree is used.`
  },
  movedBetween: { zh: '调整带来', en: 'Reorganized' },
  name: { zh: '名称', en: 'Name' },
  share: { zh: '占比', en: 'Share' },
  change: { zh: '变化', en: 'Change' },
  changeShare: { zh: '变化率', en: 'Change %' },
  others: {
    zh: (p: Count, f: Formats) => `其余 ${f.count(p.n)} 项`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 more', `${f.count(p.n)} more`)
  },
  more: { zh: '再显示一些', en: 'Show more' },
  narrow: {
    zh: (p: { name: string }) => `只看 ${p.name}`,
    en: (p: { name: string }) => `Only ${p.name}`
  },
  path: { zh: '部门路径', en: 'Path of departments' },
  shape: { zh: '图形', en: 'Shape' },
  asTreemap: { zh: '矩形树图', en: 'Treemap' },
  asIcicle: { zh: '冰柱图', en: 'Icicle' },

  byDepartment: { zh: '按部门', en: 'By department' },
  areaText: {
    zh: (p: { month: string; before: string }) =>
      `面积为 ${p.month}费用，颜色为较 ${p.before}的变化`,
    en: (p: { month: string; before: string }) =>
      `area is ${p.month}, colour the change on ${p.before}`
  },
  treemapOf: {
    zh: (p: { month: string }) => `矩形树图，面积为 ${p.month}费用`,
    en: (p: { month: string }) => `Treemap, area by cost of ${p.month}`
  },
  icicleOf: {
    zh: (p: { month: string }) => `冰柱图，高度为 ${p.month}费用`,
    en: (p: { month: string }) => `Icicle, height by cost of ${p.month}`
  },
  legendChange: {
    zh: (p: { month: string }) => `较 ${p.month}的变化`,
    en: (p: { month: string }) => `Change on ${p.month}`
  },

  // Drivers.
  drivers: {
    zh: (p: { change: string }) => `谁推动了 ${p.change}`,
    en: (p: { change: string }) => `What drove ${p.change}`
  },
  bySize: { zh: '按变化大小', en: 'by size of change' },
  departmentService: { zh: '部门 × 产品', en: 'Department × product' },
  ofWhich: { zh: '其中', en: 'Of which' },
  came: {
    zh: (p: Count & { change: string }) => `新增费用的账号 ${p.n} 个 ${p.change}`,
    en: (p: Count & { change: string }, f: Formats) =>
      `${f.plural(p.n, '1 new account', `${p.n} new accounts`)} ${p.change}`
  },
  left: {
    zh: (p: Count & { change: string }) => `不再产生费用 ${p.n} 个 ${p.change}`,
    en: (p: Count & { change: string }, f: Formats) =>
      `${f.plural(p.n, '1 account gone', `${p.n} accounts gone`)} ${p.change}`
  },

  // Anomalies.
  anomalies: { zh: '异常', en: 'Out of the usual' },
  anomaliesText: {
    zh: '与前 12 个月的中位数相比，偏离超过 3.5 倍常见波动',
    en: 'more than 3.5 usual swings off the median of the 12 months before'
  },
  noAnomalies: { zh: '这个月没有偏离常态的费用。', en: 'Nothing out of the usual this month.' },
  tooYoung: {
    zh: '至少要有 4 个月的账单，才知道什么是常态。',
    en: 'It takes 4 months of bills to know what is usual.'
  },
  above: {
    zh: (p: { change: string; usual: string; times: string }) =>
      `比常态 ${p.usual} 高出 ${p.change}${p.times && `，为常见波动的 ${p.times} 倍`}`,
    en: (p: { change: string; usual: string; times: string }) =>
      `${p.change} above the usual ${p.usual}${p.times && `, ${p.times} times its swing`}`
  },
  below: {
    zh: (p: { change: string; usual: string; times: string }) =>
      `比常态 ${p.usual} 低 ${p.change}${p.times && `，为常见波动的 ${p.times} 倍`}`,
    en: (p: { change: string; usual: string; times: string }) =>
      `${p.change} below the usual ${p.usual}${p.times && `, ${p.times} times its swing`}`
  },
  newCost: { zh: '此前 12 个月没有费用', en: 'no cost in the 12 months before' },
  mostly: {
    zh: (p: { name: string; change: string }) => `主要来自 ${p.name} ${p.change}`,
    en: (p: { name: string; change: string }) => `mostly ${p.name} ${p.change}`
  },

  // Why this number?
  why: { zh: '为什么是这个数？', en: 'Why this number?' },
  whyOf: {
    zh: (p: { amount: string }) => `${p.amount}：为什么是这个数？`,
    en: (p: { amount: string }) => `${p.amount}: why this number?`
  },
  whyChange: {
    zh: (p: { from: string; to: string }) => `从 ${p.from}到 ${p.to}的变化`,
    en: (p: { from: string; to: string }) => `change from ${p.from} to ${p.to}`
  },
  close: { zh: '关闭', en: 'Close' },
  exactly: { zh: '精确值', en: 'Exactly' },
  addsUp: { zh: '每一组相加都等于上面的数。', en: 'Each list adds up to the number above.' },
  accounts: { zh: '账号', en: 'Accounts' },
  services: { zh: '产品', en: 'Products' },
  bills: { zh: '账单', en: 'Bills' },
  checksum: { zh: '数据校验值 SHA-256', en: 'SHA-256 of its data' },
  payer: {
    zh: (p: { payer: string }) => `支付账号 ${p.payer}`,
    en: (p: { payer: string }) => `billing account ${p.payer}`
  },
  atRate: {
    zh: (p: { rate: string }) => `汇率 ${p.rate}`,
    en: (p: { rate: string }) => `at ${p.rate}`
  },
  standsApart: { zh: '没有汇率，未计入', en: 'no rate, not counted' },
  imported: {
    zh: (p: { at: number }, f: Formats) => `${f.date(p.at)}导入`,
    en: (p: { at: number }, f: Formats) => `imported ${f.date(p.at)}`
  }
} as const;
