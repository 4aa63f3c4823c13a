import type { Formats } from '#core/kernel/message.ts';

export const frameMessages = {
  product: { zh: 'Banyan', en: 'Banyan' },
  navigation: { zh: '主导航', en: 'Main navigation' },
  overview: { zh: '总览', en: 'Overview' },
  organization: { zh: '组织', en: 'Organization' },
  finance: { zh: '财务', en: 'Finance' },
  tags: { zh: '标签', en: 'Tags' },
  import: { zh: '导入', en: 'Import' },
  audit: { zh: '审计', en: 'Audit' },
  conflicts: {
    zh: (p: { n: number }) => `${p.n} 个冲突待处理`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'One open conflict', `${p.n} open conflicts`)
  },
  settings: { zh: '设置', en: 'Settings' },
  welcome: { zh: '所有工作区', en: 'All workspaces' },
  switch: { zh: '切换工作区', en: 'Switch workspace' },
  live: { zh: '实时', en: 'Live' },
  openAsOf: { zh: '打开某一时刻的组织…', en: 'Open the organization as of…' },
  past: { zh: '过去', en: 'The past' },
  search: { zh: '搜索部门、账号或命令', en: 'Search or run a command' },
  searchShort: { zh: '搜索', en: 'Search' },
  undo: { zh: '撤销', en: 'Undo' },
  redo: { zh: '重做', en: 'Redo' },
  nothingToUndo: { zh: '没有可撤销的操作', en: 'Nothing to undo' },
  nothingToRedo: { zh: '没有可重做的操作', en: 'Nothing to redo' },
  close: { zh: '关闭', en: 'Close' },
  savedHere: { zh: '已存于本机', en: 'Saved on this device' },
  saving: { zh: '正在保存', en: 'Saving' },
  notSaved: { zh: '未存于本机 · 查看原因', en: 'Not saved on this device · see why' },
  readOnly: { zh: '只读', en: 'Read-only' },
  connecting: { zh: '正在连接', en: 'Connecting' },
  synced: { zh: '已同步', en: 'Synced' },
  syncing: {
    zh: (p: { n: number }) => `正在同步 · ${p.n} 项更改`,
    en: (p: { n: number }, f: Formats) => `Syncing · ${f.plural(p.n, '1 change', `${p.n} changes`)}`
  },
  offline: {
    zh: (p: { n: number }) => (p.n > 0 ? `离线 · ${p.n} 项更改待同步` : '离线'),
    en: (p: { n: number }, f: Formats) =>
      p.n > 0 ? `Offline · ${f.plural(p.n, '1 change', `${p.n} changes`)} waiting` : 'Offline'
  },
  refused: { zh: '未被接受 · 查看原因', en: 'Refused · see why' },
  share: { zh: '共享', en: 'Share' },
  backup: { zh: '下载备份', en: 'Download a backup' },
  tryAgain: { zh: '重试保存', en: 'Try again' },
  updateNow: { zh: '立即更新', en: 'Update now' },
  dropHere: { zh: '松开即可导入', en: 'Drop to import' },
  dropText: {
    zh: '腾讯云、AWS 组织导出，CSV 或 XLSX；先预览，再导入。',
    en: 'Tencent Cloud and AWS exports, CSV or XLSX; previewed before anything changes.'
  },
  commands: { zh: '命令', en: 'Commands' },
  departments: { zh: '部门', en: 'Departments' },
  accounts: { zh: '成员账号', en: 'Accounts' },
  noHit: {
    zh: (p: { query: string }) => `没有找到“${p.query}”`,
    en: (p: { query: string }) => `Nothing found for “${p.query}”`
  },
  picture: { zh: '图片 (PNG、SVG)…', en: 'Picture (PNG, SVG)…' },
  asPage: { zh: '网页、打印或 PDF…', en: 'Web page, print or PDF…' },
  shareSnapshot: { zh: '分享只读快照', en: 'Share a read-only snapshot' },
  compareSnapshot: { zh: '与快照对比…', en: 'Compare with a snapshot…' },
  blur: { zh: '遮住金额', en: 'Blur amounts' },
  unblur: { zh: '显示金额', en: 'Show amounts' },
  switchLanguage: { zh: '切换到 English', en: '切换到中文' },
  switchTheme: { zh: '切换深浅色', en: 'Switch light and dark' },
  tour: { zh: '导览：七站看完 Banyan', en: 'Take the tour: seven stops' },
  shortcuts: { zh: '快捷键', en: 'Keyboard shortcuts' },
  failedTitle: { zh: '打不开这个工作区', en: 'This workspace cannot be opened' },
  pageMissing: { zh: '没有这个页面', en: 'There is no such page' },
  pageMissingText: {
    zh: '链接可能不完整，或页面已移走。',
    en: 'The link may be incomplete, or the page has moved.'
  },
  toWelcome: { zh: '回到欢迎页', en: 'To the welcome page' }
} as const;
