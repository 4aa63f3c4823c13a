/**
 * Why a connection was closed. 4400 to 4499 are final: asking again would be answered the same.
 * Everything else is tried again.
 */
export const CLOSE_CODES = {
  restart: {
    code: 1012,
    zh: '同步服务正在重启，稍后会自动重连。',
    en: 'The relay restarts; the connection comes back by itself.'
  },
  malformed: {
    code: 4400,
    zh: '同步服务收到了无法读懂的数据，已断开连接。请刷新页面；若反复出现，请下载备份并联系管理员。',
    en: 'The relay was sent data it cannot read and hung up. Reload the page; if it happens again, download a backup and tell the operator.'
  },
  unauthorized: {
    code: 4401,
    zh: '访问链接无效：同步服务不认识它。请向工作区所有者索取新的链接。',
    en: 'The relay does not know this access link. Ask an owner of the workspace for a new one.'
  },
  expired: {
    code: 4402,
    zh: '访问链接已过期。本机内容保留；请向工作区所有者索取新的链接。',
    en: 'This access link has expired. What is on this device stays; ask an owner of the workspace for a new link.'
  },
  forbidden: {
    code: 4403,
    zh: '访问权限已被撤销，或不允许写入。本机内容保留；请联系工作区所有者。',
    en: 'Access was revoked, or does not allow writing. What is on this device stays; ask an owner of the workspace.'
  },
  gone: {
    code: 4404,
    zh: '同步服务上已没有这个工作区：它已被取消共享。本机内容保留。',
    en: 'The relay no longer has this workspace: sharing was ended. What is on this device stays.'
  },
  withheld: {
    code: 4409,
    zh: '收到的更改缺少其前序更改，同步服务已断开连接。请刷新页面以重新同步。',
    en: 'Changes came without the ones they build on, and the relay hung up. Reload the page to sync anew.'
  },
  tooLarge: {
    code: 4413,
    zh: '发送的数据超过了同步服务的上限，已断开连接。请下载备份，并分几次导入。',
    en: 'More was sent at once than the relay takes, and it hung up. Download a backup, and import in smaller pieces.'
  },
  version: {
    code: 4426,
    zh: '这个页面的版本与同步服务不一致，请刷新页面以更新。',
    en: 'This page and the relay are of different versions. Reload the page to update.'
  },
  overloaded: {
    code: 4503,
    zh: '同步服务繁忙，稍后会自动重连。',
    en: 'The relay is busy; the connection comes back by itself.'
  },
  tooMany: {
    code: 4529,
    zh: '连接或消息过多，稍后会自动重连。',
    en: 'Too many connections or messages; the connection comes back by itself.'
  }
} as const;

export type CloseName = keyof typeof CLOSE_CODES;

export function closeNamed(code: number): CloseName | undefined {
  return (Object.keys(CLOSE_CODES) as CloseName[]).find((name) => CLOSE_CODES[name].code === code);
}
