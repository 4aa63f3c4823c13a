export const updateMessages = {
  ready: { zh: '新版本已就绪', en: 'A new version is ready' },
  readyText: { zh: '更新会重新载入这个标签页。', en: 'Updating reloads this tab.' },
  elsewhere: { zh: 'Banyan 已在另一个标签页中更新', en: 'Banyan was updated in another tab' },
  elsewhereText: {
    zh: '这里仍可照常使用，方便时重新载入即可。',
    en: 'This tab works on; reload it when it suits.'
  },
  broken: { zh: '有一部分没有载入', en: 'A part of Banyan could not be loaded' },
  brokenText: {
    zh: '可能已有新版本，或网络中断。重新载入后再试。',
    en: 'There may be a new version, or no network. Reload to try again.'
  },
  import: {
    zh: '这里的导入尚未完成，完成或关闭后再更新。',
    en: 'An import is open here; update once it is done or closed.'
  },
  unsaved: {
    zh: '这里有更改尚未保存，请先重试保存或下载备份。',
    en: 'Changes here are not saved yet; try again or download a backup first.'
  },
  needed: { zh: '需要更新 Banyan', en: 'Banyan needs an update' },
  update: { zh: '立即更新', en: 'Update now' },
  reload: { zh: '重新载入', en: 'Reload' },
  later: { zh: '稍后', en: 'Later' }
} as const;
