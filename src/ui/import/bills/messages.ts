import type { Formats } from '#core/kernel/message.ts';

export const billImportMessages = {
  title: { zh: '导入账单', en: 'Import bills' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  reading: {
    zh: (p: { done: number; of: number }, f: Formats) =>
      `正在读取账单，${f.bytes(p.done)} / ${f.bytes(p.of)}`,
    en: (p: { done: number; of: number }, f: Formats) =>
      `Reading bills, ${f.bytes(p.done)} of ${f.bytes(p.of)}`
  },
  noRight: { zh: '你没有编辑“财务”的权限', en: 'You may not edit Finance' },
  noRightText: {
    zh: '这些文件是账单。请工作区的所有者给你财务的编辑权限，或请有权限的同事导入。',
    en: 'These files are bills. Ask the owner of the workspace for the right to edit Finance, or a colleague who has it to import them.'
  },
  unread: { zh: '没有读到账单', en: 'No bill could be read' },
  files: { zh: '文件', en: 'Files' },
  replace: { zh: '更换', en: 'Replace' },
  fileRows: {
    zh: (p: { n: number; what: string }, f: Formats) => `${p.what}，${f.count(p.n)} 行`,
    en: (p: { n: number; what: string }, f: Formats) =>
      `${p.what}, ${f.plural(p.n, '1 row', `${f.count(p.n)} rows`)}`
  },
  estimated: { zh: '未出账，金额还会变', en: 'Not final: amounts may still change' },
  rounded: {
    zh: (p: { n: number }, f: Formats) =>
      `${f.count(p.n)} 个金额超过 12 位小数，已按四舍六入五成双取 12 位`,
    en: (p: { n: number }, f: Formats) =>
      `${f.plural(p.n, '1 amount has', `${f.count(p.n)} amounts have`)} more than 12 decimals and ${f.plural(p.n, 'was', 'were')} rounded half to even`
  },
  rules: { zh: '规则', en: 'Rules' },
  ruleExact: {
    zh: '金额按原文逐位相加，不经过浮点数。',
    en: 'Amounts are added digit by digit, never as floats.'
  },
  ruleOnce: {
    zh: '同一份账单再次导入不会重复计入；累计账单以最全的一份为准。',
    en: 'A bill that comes again counts once; of cumulative bills the fullest counts.'
  },
  ruleCurrency: {
    zh: '不同币种分开列示，不相加。',
    en: 'Currencies stand side by side and are never added.'
  },
  ruleTags: {
    zh: (p: { keys: readonly string[] }, f: Formats) =>
      `按分账标签读取每笔费用：${f.list(p.keys)}。`,
    en: (p: { keys: readonly string[] }, f: Formats) =>
      `Charges are read by the cost allocation tags ${f.list(p.keys)}.`
  },
  tagsRead: {
    zh: (p: { keys: readonly string[] }, f: Formats) => `读出分账标签 ${f.list(p.keys)}`,
    en: (p: { keys: readonly string[] }, f: Formats) =>
      `Cost allocation tags read: ${f.list(p.keys)}`
  },
  tagsNone: {
    zh: '账单里没有选定的分账标签',
    en: 'None of the chosen cost allocation tags is in it'
  },
  tagsUnread: {
    zh: '账单里有标签，没有读取：先到“财务 › 账单”选定分账标签，再导入',
    en: 'It has tags, which are not read: choose cost allocation tags under Finance › Bills first, then import'
  },
  tagsOthers: {
    zh: (p: { keys: readonly string[]; more: number }, f: Formats) =>
      `没有读取的标签键：${f.list(p.keys)}${p.more > 0 ? ` 等 ${f.count(p.keys.length + p.more)} 个` : ''}`,
    en: (p: { keys: readonly string[]; more: number }, f: Formats) =>
      `Tag keys not read: ${p.more > 0 ? `${p.keys.join(', ')} and ${f.count(p.more)} more` : f.list(p.keys)}`
  },
  accounts: { zh: '账号', en: 'Accounts' },
  create: {
    zh: (p: { n: number }, f: Formats) => `把账单里的 ${f.count(p.n)} 个新账号加入组织`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(
        p.n,
        'Add the 1 new account of the bills',
        `Add the ${f.count(p.n)} new accounts of the bills`
      )
  },
  createHint: {
    zh: '不加入时，它们的费用列在“不在组织中”，一分不少。',
    en: 'Left out, their cost stands under “not in the organization”, to the last digit.'
  },
  into: { zh: '加入到', en: 'Add to' },
  scope: {
    zh: (p: { provider: string; payer: string }) =>
      p.payer === '' ? `${p.provider}，未写明支付账号` : `${p.provider} · 支付账号 ${p.payer}`,
    en: (p: { provider: string; payer: string }) =>
      p.payer === ''
        ? `${p.provider}, billing account not said`
        : `${p.provider} · billing account ${p.payer}`
  },
  month: { zh: '账期', en: 'Billing period' },
  billed: {
    zh: (p: { currency: string }) => `账单金额 (${p.currency})`,
    en: (p: { currency: string }) => `Billed (${p.currency})`
  },
  effective: {
    zh: (p: { currency: string }) => `摊销金额 (${p.currency})`,
    en: (p: { currency: string }) => `Effective (${p.currency})`
  },
  total: { zh: '合计', en: 'Total' },
  account: { zh: '账号', en: 'Account' },
  state: { zh: '归属', en: 'Belongs to' },
  outside: { zh: '不在组织中', en: 'not in the organization' },
  unnamed: { zh: '账单未写明账号', en: 'no account said' },
  created: { zh: '将加入', en: 'to be added' },
  moreAccounts: {
    zh: (p: { n: number }, f: Formats) => `其余 ${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, '1 more account', `${f.count(p.n)} more accounts`)
  },
  standing: { zh: '与已有账单的关系', en: 'Beside other bills' },
  outdone: {
    zh: (p: { month: string; file: string; by: string }) =>
      `${p.month}：${p.file} 不计入，以 ${p.by} 为准`,
    en: (p: { month: string; file: string; by: string }) =>
      `${p.month}: ${p.file} does not count; ${p.by} does`
  },
  ceasing: {
    zh: (p: { month: string; file: string; by: string }) =>
      `${p.month}：已有的 ${p.file} 不再计入，改以 ${p.by} 为准`,
    en: (p: { month: string; file: string; by: string }) =>
      `${p.month}: ${p.file}, which counts now, gives way to ${p.by}`
  },
  reported: {
    zh: '云上报告的合计（仅供核对，不计入）',
    en: 'Totals the cloud reports (to check against, not counted)'
  },
  reportedItems: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 项合计`,
    en: (p: { n: number }, f: Formats) =>
      `Sum of ${f.plural(p.n, '1 item', `${f.count(p.n)} items`)}`
  },
  refused: { zh: '没有读入的行', en: 'Rows left out' },
  refusedRows: {
    zh: (p: { n: number; line: number }, f: Formats) =>
      p.line === 0
        ? '整个文件'
        : p.n > 1
          ? `第 ${f.count(p.line)} 行起，${f.count(p.n)} 行`
          : `第 ${f.count(p.line)} 行`,
    en: (p: { n: number; line: number }, f: Formats) =>
      p.line === 0
        ? 'whole file'
        : p.n > 1
          ? `${f.count(p.n)} rows from line ${f.count(p.line)}`
          : `line ${f.count(p.line)}`
  },
  moreRefused: {
    zh: (p: { n: number }, f: Formats) => `其余 ${f.count(p.n)} 处`,
    en: (p: { n: number }, f: Formats) => `${f.count(p.n)} more`
  },
  note: {
    zh: '整次导入算一步，撤销一次即可全部收回。金额只对有财务权限的人可见。',
    en: 'The import is one step, and one undo takes it back. Only those with the right to Finance see amounts.'
  },
  apply: {
    zh: (p: { n: number }, f: Formats) => `导入 ${f.count(p.n)} 份账单`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Import 1 bill', `Import ${f.count(p.n)} bills`)
  },
  applyAccounts: {
    zh: (p: { n: number }, f: Formats) => `加入 ${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Add 1 account', `Add ${f.count(p.n)} accounts`)
  },
  nothing: { zh: '没有新账单', en: 'No new bill' },
  nothingReason: {
    zh: '这些账单都已在工作区里，或没有读到账单。',
    en: 'These bills are in the workspace already, or none could be read.'
  },
  preview: { zh: '账单预览', en: 'Preview of the bills' }
} as const;
