import type { Formats } from '#core/kernel/message.ts';

export const billsMessages = {
  import: { zh: '导入账单', en: 'Import bills' },
  emptyTitle: { zh: '还没有账单', en: 'No bills yet' },
  emptyText: {
    zh: '导入云上的账单文件后，这里列出每一份账单、每个账期以哪份为准。',
    en: 'Import the bill files of your clouds. Every bill is listed here, and which one counts for which month.'
  },
  periods: { zh: '账期', en: 'Billing periods' },
  month: { zh: '账期', en: 'Month' },
  payer: { zh: '支付账号', en: 'Billing account' },
  currency: { zh: '币种', en: 'Currency' },
  counts: { zh: '计入的账单', en: 'Bill that counts' },
  others: { zh: '不计入', en: 'Does not count' },
  chosen: { zh: '手动选定', en: 'chosen by hand' },
  choose: { zh: '选择…', en: 'Choose…' },
  chooseTitle: {
    zh: (p: { month: string; payer: string }) => `${p.month} 以哪些账单为准（${p.payer}）`,
    en: (p: { month: string; payer: string }) => `Which bills count for ${p.month} (${p.payer})`
  },
  chooseText: {
    zh: '选中的账单会相加，未选中的只作比较。不选时按规则：内容相同的取最全的一份，同一导出的各部分相加。',
    en: 'Bills that are chosen are added; the others are kept to compare. Without a choice the fullest of those with the same lines counts, and parts of one export are added.'
  },
  automatic: { zh: '按规则', en: 'Leave it to the rules' },
  save: { zh: '保存', en: 'Save' },
  actions: { zh: '操作', en: 'Actions' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  outdone: {
    zh: (p: { file: string; by: string }) => `${p.file}（以 ${p.by} 为准）`,
    en: (p: { file: string; by: string }) => `${p.file} (${p.by} does)`
  },
  bills: { zh: '账单文件', en: 'Bills' },
  file: { zh: '文件', en: 'File' },
  format: { zh: '格式', en: 'Format' },
  rows: { zh: '行数', en: 'Rows' },
  imported: { zh: '导入时间', en: 'Imported' },
  checksum: { zh: '校验值 (SHA-256)', en: 'Checksum (SHA-256)' },
  refusedRows: {
    zh: (p: { n: number }, f: Formats) => `拒绝 ${f.count(p.n)} 行`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, '1 row refused', `${f.count(p.n)} rows refused`)
  },
  missing: { zh: '读不到', en: 'cannot be read' },
  retry: { zh: '重试', en: 'Try again' },
  remove: {
    zh: (p: { name: string }) => `移除账单 ${p.name}`,
    en: (p: { name: string }) => `Remove the bill ${p.name}`
  },
  rates: { zh: '报表币种与汇率', en: 'Reporting currency and rates' },
  reporting: { zh: '报表币种', en: 'Reporting currency' },
  noReporting: { zh: '各币种分开列示', en: 'Each currency by itself' },
  ratesText: {
    zh: (p: { currency: string }) =>
      `每月 1 单位外币折合多少 ${p.currency}。汇率由你填写，只用于当月；没有汇率的金额单独列示，不会混入。`,
    en: (p: { currency: string }) =>
      `What one unit was worth in ${p.currency}, month by month. You set the rates, and each holds for its month alone; amounts without one stand apart.`
  },
  noOther: { zh: '账单里没有其他币种。', en: 'The bills have no other currency.' },
  rateOf: {
    zh: (p: { currency: string; month: string }) => `${p.month} 的 ${p.currency} 汇率`,
    en: (p: { currency: string; month: string }) => `Rate of ${p.currency} in ${p.month}`
  },
  saveRates: { zh: '保存汇率', en: 'Save rates' },
  allocation: { zh: '分账标签', en: 'Cost allocation tags' },
  allocationText: {
    zh: (p: { max: number }) =>
      `选定标签键后，导入账单时会读出每笔费用在这些键下的标签，费用就能按标签值分开看。标签取自账单本身：FOCUS 的 Tags、AWS CUR 的 resourceTags、腾讯云账单的标签列，与账号的标签无关。最多 ${p.max} 个键。`,
    en: (p: { max: number }) =>
      `Choose tag keys, and costs can be told by the values that charges have under them. The values are what bills say of each charge (Tags in FOCUS, resourceTags in AWS CUR, the tag columns of Tencent Cloud), not the tags of accounts. There can be ${p.max} keys at most.`
  },
  allocationSince: {
    zh: '只对此后导入的账单生效。已经导入的账单，把它的文件再导入一次，就会按选定的键重新读取，并自动取代原来的那份。',
    en: 'This holds for bills imported from now on. A bill that is already here is read by the keys when its file is imported again; the new reading then replaces the old one by itself.'
  },
  allocationKeys: { zh: '已选的标签键', en: 'Chosen tag keys' },
  noKeys: { zh: '还没有选标签键。', en: 'No tag key is chosen yet.' },
  tagKey: { zh: '标签键', en: 'Tag key' },
  addKey: { zh: '添加', en: 'Add' },
  dropKey: {
    zh: (p: { key: string }) => `去掉标签键 ${p.key}`,
    en: (p: { key: string }) => `Take off the tag key ${p.key}`
  }
} as const;
