export const settingsMessages = {
  title: { zh: '设置', en: 'Settings' },
  you: { zh: '你', en: 'You' },
  name: { zh: '你的名字', en: 'Your name' },
  nameHint: {
    zh: '出现在历史记录里，让同事知道是谁改的。',
    en: 'Shown in the history, so that colleagues know who changed something.'
  },
  language: { zh: '语言', en: 'Language' },
  theme: { zh: '外观', en: 'Appearance' },
  system: { zh: '跟随系统', en: 'System' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  organization: { zh: '组织', en: 'Organization' },
  organizationName: { zh: '组织名称', en: 'Organization name' },
  cloud: { zh: '按哪朵云的规则', en: 'Whose limits apply' },
  cloudHint: {
    zh: '手动修改时按这朵云的名称长度、唯一性等规则检查；导入不会因此被拒绝，只会列为发现。',
    en: 'Edits by hand obey this cloud’s name lengths, uniqueness and counts; an import is never refused for them and comes in with findings.'
  },
  accountLimit: { zh: '账号上限', en: 'Account limit' },
  accountLimitHint: {
    zh: '云上允许的账号数量；0 表示不限。',
    en: 'How many accounts the cloud allows; 0 is no limit.'
  },
  device: { zh: '这台设备', en: 'This device' },
  backup: { zh: '下载备份', en: 'Download a backup' },
  backupText: {
    zh: '整个工作区，连同历史，一个文件；可在任何设备上恢复。',
    en: 'The whole workspace with its history in one file, to be restored on any device.'
  },
  remove: { zh: '从这台设备移除', en: 'Remove from this device' },
  removeText: {
    zh: '只移除这台设备上的工作区，云上的账号不受影响。没有备份就无法找回。',
    en: 'Removes the workspace from this device; the accounts in the cloud are not touched. Without a backup it cannot be brought back.'
  },
  removeTitle: { zh: '移除这个工作区？', en: 'Remove this workspace?' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  empty: { zh: '添加名字', en: 'Add a name' },
  emptyNumber: { zh: '设置上限', en: 'Set a limit' }
} as const;
