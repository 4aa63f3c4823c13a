import type { Formats } from '#core/kernel/message.ts';

export const frameMessages = {
  product: { zh: 'Banyan', en: 'Banyan' },
  navigation: { zh: '主导航', en: 'Main navigation' },
  organization: { zh: '组织', en: 'Organization' },
  import: { zh: '导入', en: 'Import' },
  settings: { zh: '设置', en: 'Settings' },
  welcome: { zh: '所有工作区', en: 'All workspaces' },
  switch: { zh: '切换工作区', en: 'Switch workspace' },
  live: { zh: '实时', en: 'Live' },
  search: { zh: '搜索部门、账号或命令', en: 'Search or run a command' },
  searchShort: { zh: '搜索', en: 'Search' },
  undo: { zh: '撤销', en: 'Undo' },
  redo: { zh: '重做', en: 'Redo' },
  nothingToUndo: { zh: '没有可撤销的操作', en: 'Nothing to undo' },
  nothingToRedo: { zh: '没有可重做的操作', en: 'Nothing to redo' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  savedHere: { zh: '已存于本机', en: 'Saved on this device' },
  saving: { zh: '正在保存', en: 'Saving' },
  notSaved: { zh: '未存于本机 · 查看原因', en: 'Not saved on this device · see why' },
  readOnly: { zh: '只读', en: 'Read-only' },
  savedAt: {
    zh: (p: { at: number }, f: Formats) => `最近一次保存：${f.time(p.at, Date.now())}`,
    en: (p: { at: number }, f: Formats) => `Last saved ${f.time(p.at, Date.now())}`
  },
  savedText: {
    zh: '所有更改都保存在这台设备的浏览器里，没有离开它。换设备或清除浏览数据前，请下载备份。',
    en: 'Every change is kept in this browser and has not left it. Before you change devices or clear browsing data, download a backup.'
  },
  backup: { zh: '下载备份', en: 'Download a backup' },
  tryAgain: { zh: '重试保存', en: 'Try again' },
  useHere: { zh: '在这里使用', en: 'Use it here' },
  readOnlyTitle: { zh: '这里只能查看', en: 'You may read here, not edit' },
  readOnlyText: {
    zh: '这个工作区正在另一个标签页中编辑，那里的更改会实时显示在这里。',
    en: 'The workspace is being edited in another tab; what changes there shows here.'
  },
  reasonfull: {
    zh: (p: { bytes: string }) =>
      `这台设备没有空间了：${p.bytes} 的更改只在这个标签页里。请腾出空间，或在关闭前下载备份。`,
    en: (p: { bytes: string }) =>
      `This device has no room left: ${p.bytes} of changes are only in this tab. Free some space, or download a backup before closing it.`
  },
  reasonunavailable: {
    zh: () =>
      '浏览器不允许保存（隐私模式或已禁用站点数据）。可以继续工作，但关闭标签页前请下载备份。',
    en: () =>
      'The browser does not let pages keep data (private mode, or site data is blocked). Work goes on, but download a backup before closing the tab.'
  },
  reasontimeout: {
    zh: () => '浏览器的存储没有回应。可以继续工作；请重试，或在关闭前下载备份。',
    en: () =>
      'The browser’s storage does not answer. Work goes on; try again, or download a backup before closing the tab.'
  },
  reasondamaged: {
    zh: () => '这个工作区存储的一部分已损坏，其余部分已载入。请下载备份，并核对最近的更改。',
    en: () =>
      'A part of what was stored is damaged; the rest was loaded. Download a backup and check the latest changes.'
  },
  reasonnewer: {
    zh: () => '这里存储的数据由更新版本的 Banyan 写成，没有改动它。请更新后再打开。',
    en: () =>
      'The data stored here was written by a newer Banyan and was left alone. Update, then open it again.'
  },
  reasonclosed: {
    zh: (p: { bytes: string }) =>
      `存储已被浏览器或另一个标签页关闭，${p.bytes} 的更改只在这个标签页里。请下载备份。`,
    en: (p: { bytes: string }) =>
      `Storage was closed by the browser or another tab; ${p.bytes} of changes are only in this tab. Download a backup.`
  },
  notSavedTitle: { zh: '更改没有保存到这台设备', en: 'Changes are not saved on this device' },
  partUndoTitle: { zh: '只能撤销一部分', en: 'Only a part can be undone' },
  undoRest: { zh: '撤销其余部分', en: 'Undo the rest' },
  undone: { zh: '已撤销', en: 'Undone' },
  redone: { zh: '已重做', en: 'Redone' },
  dropHere: { zh: '松开即可导入', en: 'Drop to import' },
  dropText: {
    zh: '腾讯云、AWS 组织导出，CSV 或 XLSX；先预览，再导入。',
    en: 'Tencent Cloud and AWS exports, CSV or XLSX; previewed before anything changes.'
  },
  commands: { zh: '命令', en: 'Commands' },
  departments: { zh: '部门', en: 'Departments' },
  accounts: { zh: '账号', en: 'Accounts' },
  noHit: {
    zh: (p: { query: string }) => `没有找到“${p.query}”`,
    en: (p: { query: string }) => `Nothing found for “${p.query}”`
  },
  switchLanguage: { zh: '切换到 English', en: '切换到中文' },
  switchTheme: { zh: '切换深浅色', en: 'Switch light and dark' },
  shortcuts: { zh: '快捷键', en: 'Keyboard shortcuts' },
  loading: { zh: '正在打开工作区', en: 'Opening the workspace' },
  failedTitle: { zh: '打不开这个工作区', en: 'This workspace cannot be opened' },
  pageMissing: { zh: '没有这个页面', en: 'There is no such page' },
  pageMissingText: {
    zh: '链接可能不完整，或页面已移走。',
    en: 'The link may be incomplete, or the page has moved.'
  },
  toWelcome: { zh: '回到欢迎页', en: 'To the welcome page' },
  openResult: { zh: '打开', en: 'open' },
  accountsCount: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  }
} as const;

/** What each key does, for the sheet that `?` opens. */
export const shortcutMessages = [
  ['Ctrl K', { zh: '搜索或运行命令', en: 'Search or run a command' }],
  ['Ctrl Z', { zh: '撤销', en: 'Undo' }],
  ['Ctrl ⇧ Z', { zh: '重做', en: 'Redo' }],
  ['↑ ↓', { zh: '上一行、下一行', en: 'Row up, row down' }],
  ['← →', { zh: '收起、展开', en: 'Close, open' }],
  ['Space', { zh: '勾选', en: 'Select' }],
  ['⇧ ↑ ↓', { zh: '连续勾选', en: 'Extend the selection' }],
  ['Enter', { zh: '打开详情', en: 'Open details' }],
  ['F2', { zh: '重命名', en: 'Rename' }],
  ['M', { zh: '移动到…', en: 'Move to…' }],
  ['T', { zh: '加标签', en: 'Tag' }],
  ['Delete', { zh: '移出或删除', en: 'Remove or delete' }],
  ['?', { zh: '快捷键', en: 'Keyboard shortcuts' }]
] as const;
