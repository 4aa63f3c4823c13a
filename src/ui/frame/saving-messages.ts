import type { Formats } from '#core/kernel/message.ts';

/** What the chip's detail and the banner say of saving; fetched when there is something to say. */
export const savingMessages = {
  savedAt: {
    zh: (p: { at: number }, f: Formats) => `最近一次保存：${f.time(p.at, Date.now())}`,
    en: (p: { at: number }, f: Formats) => `Last saved ${f.time(p.at, Date.now())}`
  },
  savedText: {
    zh: '所有更改都保存在这台设备的浏览器里，没有离开它。换设备或清除浏览数据前，请下载备份。',
    en: 'Every change is kept in this browser and has not left it. Before you change devices or clear browsing data, download a backup.'
  },
  syncedAt: {
    zh: (p: { at: number }, f: Formats) => `最近一次同步：${f.time(p.at, Date.now())}`,
    en: (p: { at: number }, f: Formats) => `Last synced ${f.time(p.at, Date.now())}`
  },
  syncedText: {
    zh: '同步服务已确认保存了这台设备上的所有更改。',
    en: 'The relay has confirmed that it stored every change of this device.'
  },
  syncingText: {
    zh: '更改已存于本机，正在等待同步服务确认。',
    en: 'Changes are saved on this device and wait for the relay to confirm them.'
  },
  offlineText: {
    zh: (p: { n: number }) =>
      `现在连不上同步服务。可以继续工作：更改存于本机${p.n > 0 ? `，其中 ${p.n} 项等待同步` : ''}，恢复连接后自动同步。`,
    en: (p: { n: number }, f: Formats) =>
      `The relay cannot be reached now. Work on: changes are saved on this device${p.n > 0 ? ` (${f.plural(p.n, 'one waits', `${p.n} wait`)})` : ''} and go out when the connection is back.`
  },
  viewerText: {
    zh: '你可以查看全部内容，其他人的更改会实时显示。要编辑，请向所有者索取编辑链接。',
    en: 'You see everything, and what others change as they do. To edit, ask an owner for an editor’s link.'
  },
  viewerOfflineText: {
    zh: '现在连不上同步服务，显示的是上次同步的内容。',
    en: 'The relay cannot be reached now; what you see is from the last time it could.'
  },
  notSavedTitle: { zh: '更改没有保存到这台设备', en: 'Changes are not saved on this device' },
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
  }
} as const;
