import type { Formats } from '#core/kernel/message.ts';

export const welcomeMessages = {
  headline: {
    zh: '集团所有的云账号，都在一棵树上',
    en: 'All your group’s cloud accounts, in one tree'
  },
  lead: {
    zh: '把上百个账号的部门、标签和财务权限放在一处，随意调整，随时撤销。数据先存在这台设备上，离线也能用；在你分享之前，不会离开这里。',
    en: 'Departments, tags and financial permissions of hundreds of accounts in one place: move them around, undo, keep going offline. It works on this device first, and nothing leaves it until you share.'
  },
  ways: { zh: '开始', en: 'Begin' },
  sample: { zh: '看看示例集团', en: 'Look around a sample group' },
  sampleText: {
    zh: (p: { accounts: number; departments: number }) =>
      `${p.accounts} 个账号，${p.departments} 个部门，五级组织，两朵云。可以随便改。`,
    en: (p: { accounts: number; departments: number }) =>
      `${p.accounts} accounts, ${p.departments} departments on five levels, two clouds. Yours to change.`
  },
  tour: { zh: '带我看一遍：七站导览', en: 'Show me around: seven stops' },
  import: { zh: '导入已有的组织', en: 'Import what you have' },
  importText: {
    zh: '腾讯云、AWS 的组织导出，或 CSV、XLSX 表格；先预览，再导入。',
    en: 'Tencent Cloud and AWS exports, CSV or XLSX tables, each previewed first.'
  },
  empty: { zh: '从空的组织开始', en: 'Start with an empty organization' },
  emptyText: { zh: '先手动建部门，账号以后再加。', en: 'Add departments by hand, accounts later.' },
  restore: { zh: '从备份恢复', en: 'Restore a backup' },
  restoreText: {
    zh: '由 Banyan 下载的 .banyan 文件，历史和撤销一起回来。',
    en: 'A .banyan file that Banyan downloaded; history and undo come back with it.'
  },
  snapshot: { zh: '打开快照文件', en: 'Open a snapshot file' },
  snapshotText: {
    zh: '别人分享的 .banyan-snapshot 文件，只读查看或对比。',
    en: 'A .banyan-snapshot file somebody shared, to look at or to compare.'
  },
  onDevice: { zh: '这台设备上', en: 'On this device' },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号，仅存于本机`,
    en: (p: { n: number }, f: Formats) =>
      `${f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)}, this device only`
  },
  preview: { zh: '预览', en: 'preview' },
  sampleGroup: { zh: '示例集团', en: 'Sample group' },
  department: { zh: '部门', en: 'Department' },
  accountsColumn: { zh: '账号', en: 'Accounts' },
  openSource: { zh: '开源，无需注册', en: 'Open source, no account needed' },
  dropAnywhere: { zh: '把文件拖到任意位置即可导入', en: 'Drop a file anywhere to import it' },
  language: { zh: 'English', en: '中文' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  system: { zh: '跟随系统', en: 'System' },
  theme: { zh: '外观', en: 'Appearance' },
  newTitle: { zh: '新建组织', en: 'New organization' },
  newName: { zh: '组织名称', en: 'Organization name' },
  newNameHint: { zh: '例如“远岸集团”', en: 'For example “Yuan’an Group”' },
  newCloud: { zh: '按哪朵云的规则', en: 'Whose limits apply' },
  newNameMissing: { zh: '请输入组织名称。', en: 'Type a name for the organization.' },
  create: { zh: '创建', en: 'Create' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  untitled: { zh: '未命名的组织', en: 'Untitled organization' },
  imported: { zh: '导入的组织', en: 'Imported organization' }
} as const;
