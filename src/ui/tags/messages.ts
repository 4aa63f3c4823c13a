import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

const accounts = (n: number, f: Formats) => f.plural(n, '1 account', `${f.count(n)} accounts`);
const departments = (n: number, f: Formats) =>
  f.plural(n, '1 department', `${f.count(n)} departments`);

/** Words of the Tags page. */
export const tagsMessages = {
  title: { zh: '标签', en: 'Tags' },
  keys: { zh: '标签键', en: 'Tag keys' },
  keysAndValues: {
    zh: (p: { keys: number; accounts: number }, f: Formats) =>
      `${f.count(p.keys)} 个标签键 · ${f.count(p.accounts)} 个账号`,
    en: (p: { keys: number; accounts: number }, f: Formats) =>
      `${f.plural(p.keys, '1 key', `${f.count(p.keys)} keys`)} · ${accounts(p.accounts, f)}`
  },
  onAccounts: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: Count, f: Formats) => accounts(p.n, f)
  },
  onDepartments: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个部门`,
    en: (p: Count, f: Formats) => departments(p.n, f)
  },
  valueCount: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个值`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 value', `${f.count(p.n)} values`)
  },
  covered: {
    zh: (p: { share: string }) => `覆盖 ${p.share}`,
    en: (p: { share: string }) => `${p.share} covered`
  },
  lacking: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个账号没有这个标签键`,
    en: (p: Count, f: Formats) => `${accounts(p.n, f)} without this key`
  },
  show: { zh: '显示', en: 'Show' },
  values: { zh: '值', en: 'Values' },
  matrix: { zh: '部门 × 值', en: 'Departments × values' },
  value: { zh: '值', en: 'Value' },
  account: { zh: '账号', en: 'Accounts' },
  share: { zh: '占比', en: 'Share' },
  department: { zh: '部门', en: 'Department' },
  departments: { zh: '部门', en: 'Departments' },
  emptyValue: { zh: '（空）', en: '(empty)' },
  without: { zh: '没有', en: 'Without' },
  withoutKey: {
    zh: (p: { key: string }) => `没有 ${p.key}`,
    en: (p: { key: string }) => `Without ${p.key}`
  },
  rest: {
    zh: (p: Count, f: Formats) => `其余 ${f.count(p.n)} 个值`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 more value', `${f.count(p.n)} more values`)
  },
  showRest: {
    zh: (p: Count, f: Formats) => `再显示 ${f.count(p.n)} 个`,
    en: (p: Count, f: Formats) => `Show ${f.count(p.n)} more`
  },
  direct: { zh: '直属账号', en: 'Directly here' },
  cell: {
    zh: (p: { department: string; column: string; n: number }, f: Formats) =>
      `${p.department}，${p.column}：${f.count(p.n)} 个账号`,
    en: (p: { department: string; column: string; n: number }, f: Formats) =>
      `${p.department}, ${p.column}: ${accounts(p.n, f)}`
  },
  legend: { zh: '每格账号数', en: 'Accounts in a cell' },
  expandAll: { zh: '全部展开', en: 'Expand all' },
  collapseAll: { zh: '全部收起', en: 'Collapse all' },

  renameKey: { zh: '重命名标签键…', en: 'Rename the key…' },
  renameValue: { zh: '重命名值…', en: 'Rename the value…' },
  actionsFor: {
    zh: (p: { text: string }) => `“${p.text}”的操作`,
    en: (p: { text: string }) => `Actions for “${p.text}”`
  },
  openAccounts: { zh: '在组织中查看账号', en: 'Show the accounts' },

  drift: { zh: '写法不一', en: 'Spelled in several ways' },
  driftText: {
    zh: (p: Count, f: Formats) =>
      `${f.count(p.n)} 处标签只差大小写、全半角、空格或连字符，多半是同一个。`,
    en: (p: Count, f: Formats) =>
      `${f.plural(p.n, 'One tag is spelled in ways that', `${f.count(p.n)} tags are spelled in ways that`)} differ only in case, width, spaces or hyphens, and most likely mean the same.`
  },
  driftKey: { zh: '键', en: 'Key' },
  driftValue: {
    zh: (p: { key: string }) => `${p.key} 的值`,
    en: (p: { key: string }) => `Value of ${p.key}`
  },
  fix: { zh: '统一…', en: 'Fix…' },
  fixAll: { zh: '全部统一…', en: 'Fix all…' },
  driftMore: {
    zh: (p: Count, f: Formats) => `另有 ${f.count(p.n)} 处`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} more`
  },

  emptyTitle: { zh: '还没有标签', en: 'No tags yet' },
  emptyText: {
    zh: '导入云上的账号会带来它们的标签；也可以在“组织”里选中账号后按 T 添加。',
    en: 'Imported accounts bring their tags along; or select accounts on the Organization page and press T.'
  },
  toOrganization: { zh: '去组织页', en: 'To the organization' },
  noKeys: { zh: '没有账号使用这个标签键。', en: 'No account has this key.' }
} as const;
