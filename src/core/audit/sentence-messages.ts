import type { Formats, Message } from '#core/kernel/message.ts';

const message = <P>(zh: (p: P, f: Formats) => string, en: (p: P, f: Formats) => string) =>
  ({ zh, en }) satisfies Message<P>;

interface What {
  /** "华东事业部", "12 个账号", "2 departments and 12 accounts". */
  readonly what: string;
  /** Chinese sets a name off by a space behind it, a count not. */
  readonly gap: string;
}

/** How many records of a kind, as a noun. */
export const nounMessages = {
  organization: message<number>(
    () => '组织',
    () => 'the organization'
  ),
  department: message<number>(
    (n, f) => `${f.count(n)} 个部门`,
    (n, f) => f.plural(n, '1 department', `${f.count(n)} departments`)
  ),
  account: message<number>(
    (n, f) => `${f.count(n)} 个账号`,
    (n, f) => f.plural(n, '1 account', `${f.count(n)} accounts`)
  ),
  financialPolicy: message<number>(
    (n, f) => `${f.count(n)} 个账号`,
    (n, f) => f.plural(n, '1 account', `${f.count(n)} accounts`)
  ),
  billBatch: message<number>(
    (n, f) => `${f.count(n)} 份账单`,
    (n, f) => f.plural(n, '1 bill', `${f.count(n)} bills`)
  ),
  exchangeRate: message<number>(
    (n, f) => `${f.count(n)} 个汇率`,
    (n, f) => f.plural(n, '1 exchange rate', `${f.count(n)} exchange rates`)
  ),
  budget: message<number>(
    (n, f) => `${f.count(n)} 个预算`,
    (n, f) => f.plural(n, '1 budget', `${f.count(n)} budgets`)
  ),
  view: message<number>(
    (n, f) => `${f.count(n)} 个视图`,
    (n, f) => f.plural(n, '1 view', `${f.count(n)} views`)
  ),
  other: message<number>(
    (n, f) => `${f.count(n)} 条记录`,
    (n, f) => f.plural(n, '1 record', `${f.count(n)} records`)
  )
} satisfies Record<string, Message<number>>;

/** Things of two kinds. */
export const bothMessage = message<readonly string[]>(
  (p) => p.join('和 '),
  (p, f) => f.list(p)
);

/** What an entry did, without who did it: "moved 12 accounts to 华东事业部". */
export const sentenceMessages = {
  created: message<{ what: string }>(
    (p) => `创建了组织 ${p.what}`,
    (p) => `created the organization ${p.what}`
  ),
  imported: message<{ files: string; parts: readonly string[] }>(
    (p) =>
      (p.files ? `导入了 ${p.files}` : '导入了文件') +
      (p.parts.length > 0 ? `：${p.parts.join('，')}` : ''),
    (p) => `imported ${p.files || 'files'}` + (p.parts.length > 0 ? `: ${p.parts.join(', ')}` : '')
  ),
  partAdded: message<{ what: string }>(
    (p) => `新增 ${p.what}`,
    (p) => `${p.what} added`
  ),
  partChanged: message<{ what: string }>(
    (p) => `更新 ${p.what}`,
    (p) => `${p.what} changed`
  ),
  partRefused: message<number>(
    (n, f) => `拒绝 ${f.count(n)} 行`,
    (n, f) => f.plural(n, '1 row refused', `${f.count(n)} rows refused`)
  ),
  addedDepartment: message<What & { where: string }>(
    (p) => `${p.where ? `在 ${p.where} 下` : ''}新建了部门 ${p.what}`,
    (p) => `added department ${p.what}${p.where ? ` in ${p.where}` : ''}`
  ),
  addedAccount: message<What & { where: string }>(
    (p) => `${p.where ? `在 ${p.where} ` : ''}添加了账号 ${p.what}`,
    (p) => `added account ${p.what}${p.where ? ` to ${p.where}` : ''}`
  ),
  renamed: message<{ from: string; to: string }>(
    (p) => `将 ${p.from} 改名为 ${p.to}`,
    (p) => `renamed ${p.from} to ${p.to}`
  ),
  setField: message<What & { field: string; to: string }>(
    (p) =>
      p.to
        ? `将 ${p.what}${p.gap}的${p.field}改为 ${p.to}`
        : `清空了 ${p.what}${p.gap}的${p.field}`,
    (p) => (p.to ? `set ${p.field} of ${p.what} to ${p.to}` : `cleared ${p.field} of ${p.what}`)
  ),
  setFields: message<What & { fields: string }>(
    (p) => `修改了 ${p.what}${p.gap}的${p.fields}`,
    (p) => `changed ${p.fields} of ${p.what}`
  ),
  tagged: message<What & { tags: string }>(
    (p) => `给 ${p.what}${p.gap}加上标签 ${p.tags}`,
    (p) => `tagged ${p.what} with ${p.tags}`
  ),
  untagged: message<What & { tags: string }>(
    (p) => `从 ${p.what}${p.gap}去掉标签 ${p.tags}`,
    (p) => `removed tag ${p.tags} from ${p.what}`
  ),
  retagged: message<What>(
    (p) => `修改了 ${p.what}${p.gap}的标签`,
    (p) => `changed the tags of ${p.what}`
  ),
  respelledKey: message<What & { from: string; to: string }>(
    (p) => `将 ${p.what}${p.gap}的标签键 ${p.from} 改为 ${p.to}`,
    (p) => `renamed the tag ${p.from} to ${p.to} on ${p.what}`
  ),
  respelledValue: message<What & { key: string; from: string; to: string }>(
    (p) => `将 ${p.what}${p.gap}的标签 ${p.key} 从 ${p.from} 改为 ${p.to}`,
    (p) => `changed the tag ${p.key} from ${p.from} to ${p.to} on ${p.what}`
  ),
  moved: message<What & { from: string; to: string }>(
    (p) =>
      p.to
        ? `将 ${p.what}${p.gap}${p.from ? `从 ${p.from} ` : ''}移到 ${p.to}`
        : `移动了 ${p.what}`,
    (p) => `moved ${p.what}${p.from ? ` from ${p.from}` : ''}${p.to ? ` to ${p.to}` : ''}`
  ),
  reordered: message<What>(
    (p) => `调整了 ${p.what}${p.gap}的次序`,
    (p) => `reordered ${p.what}`
  ),
  deleted: message<What>(
    (p) => `删除了部门 ${p.what}`,
    (p) => `deleted ${p.what}`
  ),
  merged: message<What & { into: string }>(
    (p) => (p.into ? `将 ${p.what}${p.gap}并入 ${p.into}` : `合并了部门 ${p.what}`),
    (p) => `merged ${p.what}${p.into ? ` into ${p.into}` : ''}`
  ),
  dissolved: message<What & { to: string; n: number }>(
    (p) => `删除了${p.gap ? '部门 ' : ' '}${p.what}，内容上移${p.to ? `到 ${p.to}` : ''}`,
    (p) =>
      `deleted ${p.what} and moved ${p.n === 1 ? 'its' : 'their'} contents up${p.to ? ` to ${p.to}` : ''}`
  ),
  removed: message<What>(
    (p) => `将 ${p.what}${p.gap}移出工作区`,
    (p) => `removed ${p.what} from the workspace`
  ),
  deletedAndRemoved: message<{ departments: string; accounts: string; gap: string }>(
    (p) => `删除了 ${p.departments}，并将 ${p.accounts}${p.gap}移出工作区`,
    (p) => `deleted ${p.departments} and removed ${p.accounts} from the workspace`
  ),
  financial: message<What>(
    (p) => `修改了 ${p.what}${p.gap}的财务权限`,
    (p) => `changed the financial permissions of ${p.what}`
  ),
  billsRemoved: message<What>(
    (p) => `移除了${p.gap ? '账单 ' : ' '}${p.what}`,
    (p) => `removed ${p.gap ? 'the bill ' : ''}${p.what}`
  ),
  billsChosen: message<{ months: string }>(
    (p) => (p.months ? `选定了 ${p.months} 计入的账单` : '选定了计入的账单'),
    (p) => (p.months ? `chose the bills that count for ${p.months}` : 'chose the bills that count')
  ),
  reportingSet: message<{ currency: string }>(
    (p) => (p.currency ? `设置了报表币种，现为 ${p.currency}` : '设置了报表币种'),
    (p) =>
      p.currency ? `set the reporting currency, now ${p.currency}` : 'set the reporting currency'
  ),
  allocationSet: message<{ keys: string }>(
    (p) => (p.keys ? `设置了分账标签，现为 ${p.keys}` : '设置了分账标签'),
    (p) => (p.keys ? `set the cost allocation tags, now ${p.keys}` : 'set the cost allocation tags')
  ),
  ratesSet: message<{ currencies: string; months: string }>(
    (p) =>
      `设置了汇率${p.currencies ? ` ${p.currencies}` : ''}${p.months ? `（${p.months}）` : ''}`,
    (p) =>
      `set exchange rates${p.currencies ? ` of ${p.currencies}` : ''}${p.months ? ` (${p.months})` : ''}`
  ),
  budgetAdded: message<What>(
    (p) => `新建了预算 ${p.what}`,
    (p) => `added the budget ${p.what}`
  ),
  budgetsRemoved: message<What>(
    (p) => `删除了${p.gap ? '预算 ' : ' '}${p.what}`,
    (p) => `deleted ${p.gap ? 'the budget ' : ''}${p.what}`
  ),
  savedView: message<What>(
    (p) => `保存了视图 ${p.what}`,
    (p) => `saved view ${p.what}`
  ),
  removedView: message<What>(
    (p) => `删除了视图 ${p.what}`,
    (p) => `deleted view ${p.what}`
  ),
  kept: {
    zh: '处理了一个冲突：保留当前结果',
    en: 'settled a conflict and kept what was shown'
  },
  settled: message<{ what: string }>(
    (p) => `处理了一个冲突：${p.what}`,
    (p) => `settled a conflict: ${p.what}`
  ),
  restored: message<What>(
    (p) => `恢复了 ${p.what}`,
    (p) => `restored ${p.what}`
  ),
  undid: message<{ what: string }>(
    (p) => (p.what ? `撤销：${p.what}` : '撤销了一步'),
    (p) => (p.what ? `undid: ${p.what}` : 'took one step back')
  ),
  redid: message<{ what: string }>(
    (p) => (p.what ? `重做：${p.what}` : '重做了一步'),
    (p) => (p.what ? `redid: ${p.what}` : 'did one step again')
  ),
  changed: message<{ what: string }>(
    (p) => (p.what ? `变更了 ${p.what}` : '做了一次变更'),
    (p) => (p.what ? `changed ${p.what}` : 'made a change')
  )
};

export const valueMessages = {
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  nothing: { zh: '没有内容', en: 'nothing' }
} as const;
