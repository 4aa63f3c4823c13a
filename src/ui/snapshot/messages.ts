import { pageMessages } from '#core/export/page-messages.ts';
import type { Formats } from '#core/kernel/message.ts';

interface Counts {
  readonly departments: number;
  readonly accounts: number;
}
interface Count {
  readonly n: number;
}

/** Words of the dialog that shares a snapshot. */
export const shareMessages = {
  title: { zh: '分享只读快照', en: 'Share a read-only snapshot' },
  close: { zh: '关闭', en: 'Close' },
  name: { zh: '标题', en: 'Title' },
  by: { zh: '署名', en: 'Shown as made by' },
  byHint: { zh: '可以留空', en: 'May be left empty' },
  top: { zh: '从哪个部门起', en: 'Top node' },
  depth: { zh: '层级', en: 'Depth' },
  levels: {
    zh: (p: Count) => `往下 ${p.n} 级部门`,
    en: (p: Count, f: Formats) =>
      f.plural(p.n, '1 level of departments', `${p.n} levels of departments`)
  },
  layers: { zh: '另外包含', en: 'Also include' },
  people: { zh: '人员与备注', en: 'People and remarks' },
  peopleText: {
    zh: '负责人、昵称、邮箱、备注，以及历史中的人名',
    en: 'Owners, nicknames, e-mails, remarks, and names in the history'
  },
  tags: { zh: '标签', en: 'Tags' },
  tagsText: { zh: '部门和账号的标签', en: 'Those of departments and accounts' },
  history: { zh: '历史', en: 'History' },
  historyText: { zh: '只含所展示内容的变更', en: 'Changes to what is shown, and to nothing else' },
  money: { zh: '金额', en: 'Amounts' },
  moneyNone: { zh: '不含金额', en: 'No amounts' },
  moneyDepartment: { zh: '按部门和月份合计', en: 'By department and month' },
  moneyAccount: { zh: '按账号和月份', en: 'By account and month' },
  moneyService: { zh: '按账号、产品和月份', en: 'By account, product and month' },
  moneyText: {
    zh: '不含支付账号、地域、账单文件和预算。',
    en: 'Never with billing accounts, regions, bill files or budgets.'
  },
  moneyMissing: {
    zh: (p: Count, f: Formats) => `这台设备上读不到 ${f.count(p.n)} 份账单，快照的金额里没有它们。`,
    en: (p: Count, f: Formats) =>
      f.plural(
        p.n,
        'One bill cannot be read here; its amounts are not in the snapshot.',
        `${f.count(p.n)} bills cannot be read here; their amounts are not in the snapshot.`
      )
  },
  months: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个月的金额`,
    en: (p: Count, f: Formats) =>
      f.plural(p.n, 'amounts of one month', `amounts of ${f.count(p.n)} months`)
  },
  preview: { zh: '读者将看到的全部内容', en: 'All that the reader will see' },
  counts: {
    zh: (p: Counts, f: Formats) =>
      `${f.count(p.departments)} 个部门 · ${f.count(p.accounts)} 个账号`,
    en: (p: Counts, f: Formats) =>
      `${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} · ${f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)}`
  },
  entries: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 条历史`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 change', `${f.count(p.n)} changes`)
  },
  always: {
    zh: '每个账号另有云、状态、加入时间、加入方式和能否退出。',
    en: 'Each account also with its cloud, status, joining time and type, and whether it may quit.'
  },
  more: {
    zh: (p: Count, f: Formats) => `其余 ${f.count(p.n)} 行也在快照里`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} more lines, all in the snapshot`
  },
  how: { zh: '怎样分享', en: 'How to share it' },
  asLink: { zh: '链接', en: 'Link' },
  asFile: { zh: '文件', en: 'File' },
  asPage: { zh: '网页 / 打印', en: 'Page or print' },
  linkText: {
    zh: '在浏览器里加密后再交给同步服务；密钥只在链接里，同步服务读不到内容。',
    en: 'Locked in this browser before the relay gets it. The key is only in the link, so the relay cannot read it.'
  },
  fileText: {
    zh: '文件由你自己发送，任何时候都能打开。',
    en: 'You send the file yourself; it can always be opened.'
  },
  pageText: {
    zh: '一个独立的网页文件，双击即可打开，不需要网络，也不含脚本；或直接打印、存成 PDF。任何拿到的人都能看。',
    en: 'One HTML file that opens anywhere, with no network and no script; or print it, or save it as PDF. Whoever has it can read it.'
  },
  print: { zh: '打印或存为 PDF…', en: 'Print or save as PDF…' },
  savePage: { zh: '保存网页', en: 'Save page' },
  lasts: { zh: '有效期', en: 'Expires after' },
  days: {
    zh: (p: Count) => `${p.n} 天`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 day', `${p.n} days`)
  },
  createLink: { zh: '创建链接', en: 'Create link' },
  saveFile: { zh: '保存文件', en: 'Save file' },
  protect: { zh: '用密码保护', en: 'Protect with a passphrase' },
  protectText: {
    zh: '不加密码时，拿到文件的人都能打开',
    en: 'Without one, whoever has the file can open it'
  },
  passphrase: { zh: '密码', en: 'Passphrase' },
  passphraseHint: {
    zh: '至少 8 个字符；请用别的途径告诉对方，忘记后无法找回。',
    en: 'At least 8 characters. Tell it by another way than the file; it cannot be recovered.'
  },
  passphraseShort: { zh: '密码至少要 8 个字符。', en: 'Use at least 8 characters.' },
  links: { zh: '这台设备上建的链接', en: 'Links made on this device' },
  copy: { zh: '复制链接', en: 'Copy the link' },
  copied: { zh: '已复制', en: 'Copied' },
  revoke: { zh: '撤销', en: 'Revoke' },
  forget: { zh: '从列表移除', en: 'Remove from the list' },
  until: {
    zh: (p: { at: number }, f: Formats) => `${f.date(p.at)}失效`,
    en: (p: { at: number }, f: Formats) => `Until ${f.date(p.at)}`
  },
  active: { zh: '有效', en: 'Active' },
  expired: { zh: '已过期', en: 'Expired' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  notKept: {
    zh: '这个浏览器不保存数据：链接可以使用，但之后无法在这里撤销。',
    en: 'This browser keeps nothing: the link works, but it cannot be revoked from here later.'
  },
  done: { zh: '完成', en: 'Done' }
} as const;

/** Words of a snapshot being looked at. */
export const viewerMessages = {
  blur: { zh: '遮住金额', en: 'Blur amounts' },
  snapshot: { zh: '快照', en: 'Snapshot' },
  asOf: pageMessages.asOf,
  by: { zh: (p: { by: string }) => `由 ${p.by} 分享`, en: (p: { by: string }) => `by ${p.by}` },
  readOnly: { zh: '只读', en: 'Read-only' },
  amounts: {
    zh: (p: { by: string }) => `金额：${p.by}`,
    en: (p: { by: string }) => `amounts ${p.by.charAt(0).toLowerCase()}${p.by.slice(1)}`
  },
  parts: { zh: '看什么', en: 'What to look at' },
  organization: { zh: '组织', en: 'Organization' },
  costs: { zh: '费用', en: 'Costs' },
  untitled: pageMessages.untitled,
  without: {
    zh: (p: { layers: readonly string[] }, f: Formats) => `不含${f.list(p.layers)}`,
    en: (p: { layers: readonly string[] }, f: Formats) => `without ${f.list(p.layers)}`
  },
  withoutPeople: { zh: '人员', en: 'people' },
  withoutTags: { zh: '标签', en: 'tags' },
  withoutHistory: { zh: '历史', en: 'history' },
  compare: { zh: '对比…', en: 'Compare with…' },
  backToSnapshot: { zh: '回到快照', en: 'Back to the snapshot' },
  save: { zh: '保存副本', en: 'Save a copy' },
  leave: { zh: '离开快照', en: 'Leave the snapshot' },
  opening: { zh: '正在打开快照…', en: 'Opening the snapshot…' },
  cannotOpen: { zh: '打不开这个快照', en: 'This snapshot cannot be opened' },
  again: { zh: '重试', en: 'Try again' },
  chooseAnother: { zh: '选择另一个文件…', en: 'Choose another file…' },
  toWelcome: { zh: '回到欢迎页', en: 'To the welcome page' },
  openTitle: { zh: '打开快照文件', en: 'Open a snapshot file' },
  openText: {
    zh: '选择或拖入 .banyan-snapshot 文件。只是查看，不会改动这台设备上的工作区。',
    en: 'Choose or drop a .banyan-snapshot file. It is only shown; the workspaces on this device stay as they are.'
  },
  choose: { zh: '选择文件…', en: 'Choose a file…' },
  file: { zh: '快照文件', en: 'Snapshot file' },
  lockedTitle: { zh: '这个快照有密码', en: 'This snapshot has a passphrase' },
  passphrase: { zh: '密码', en: 'Passphrase' },
  unlock: { zh: '打开', en: 'Open' },
  unlocking: { zh: '正在解密…', en: 'Unlocking…' }
} as const;

/** Words of a comparison. */
export const compareMessages = {
  title: { zh: '对比', en: 'Compare' },
  withWhat: { zh: '和什么对比', en: 'Compare with' },
  live: {
    zh: (p: { name: string }) => `“${p.name}”的当前状态`,
    en: (p: { name: string }) => `${p.name} as it is now`
  },
  another: { zh: '另一个快照文件…', en: 'Another snapshot file…' },
  noWorkspace: {
    zh: '这台设备上还没有工作区。',
    en: 'There are no workspaces on this device yet.'
  },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  fromTo: {
    zh: (p: { from: string; to: string }) => `从“${p.from}”到“${p.to}”`,
    en: (p: { from: string; to: string }) => `From “${p.from}” to “${p.to}”`
  },
  now: { zh: '当前状态', en: 'now' },
  within: { zh: '只对比双方都展示的部分', en: 'Only what both show is compared' },
  added: { zh: '新增', en: 'Added' },
  removed: { zh: '移除', en: 'Removed' },
  moved: { zh: '移动', en: 'Moved' },
  edited: { zh: '修改', en: 'Edited' },
  same: { zh: '没有差别', en: 'No differences' },
  sameText: { zh: '双方都展示的部分完全一致。', en: 'What both show is the same in every field.' },
  sameWhole: { zh: '从那时到现在，每个字段都一致。', en: 'Every field is now as it was then.' },
  backToPast: { zh: '回到过去的组织', en: 'Back to the past' },
  beyond: { zh: '快照范围之外', en: 'beyond what the snapshot shows' },
  root: { zh: '顶层', en: 'top level' },
  empty: { zh: '空', en: 'empty' },
  more: {
    zh: (p: Count, f: Formats) => `显示其余 ${f.count(p.n)} 条`,
    en: (p: Count, f: Formats) => f.plural(p.n, 'Show one more', `Show ${f.count(p.n)} more`)
  }
} as const;
