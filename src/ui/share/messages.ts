import type { Formats } from '#core/kernel/message.ts';

export const shareMessages = {
  title: { zh: '共享工作区', en: 'Share the workspace' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  aloneText: {
    zh: '到目前为止，这个工作区只在这台设备上。共享后，它会同步到提供这个页面的服务；谁能看、谁能改，由你决定。',
    en: 'So far this workspace is on this device alone. Sharing brings it to the server of this page; who may see and edit it is for you to say.'
  },
  yourName: { zh: '你的名字', en: 'Your name' },
  yourNameHint: {
    zh: '其他人会在历史和在线列表中看到它。',
    en: 'Others see it in the history and among those who are here.'
  },
  setupToken: { zh: '设置令牌', en: 'Setup token' },
  setupTokenHint: {
    zh: '由运行同步服务的人提供（SETUP_TOKEN）。',
    en: 'From whoever runs the relay (SETUP_TOKEN).'
  },
  begin: { zh: '开始共享', en: 'Start sharing' },
  mine: {
    zh: (p: { label: string }) => `你以“${p.label}”的身份访问这个工作区。`,
    en: (p: { label: string }) => `You have access to this workspace as “${p.label}”.`
  },
  askOwner: {
    zh: '邀请其他人或更改权限，请联系工作区所有者。',
    en: 'To invite others or change rights, ask an owner of the workspace.'
  },
  give: { zh: '邀请', en: 'Invite' },
  label: { zh: '给谁', en: 'For whom' },
  labelFirst: { zh: '先写明链接给谁', en: 'Say first whom the link is for' },
  labelHint: { zh: '例如：王芳，财务部', en: 'For example: Wang Fang, Finance' },
  role: { zh: '权限', en: 'Access' },
  viewer: { zh: '查看者：查看全部', en: 'Viewer: sees everything' },
  editor: { zh: '编辑者：编辑全部', en: 'Editor: edits everything' },
  owner: { zh: '所有者：编辑全部并管理访问', en: 'Owner: edits everything and manages access' },
  parts: { zh: '按部分选择…', en: 'Part by part…' },
  org: { zh: '组织与成员账号', en: 'Organization and accounts' },
  finance: { zh: '财务', en: 'Finance' },
  none: { zh: '不可见', en: 'Hidden' },
  read: { zh: '查看', en: 'Read' },
  write: { zh: '编辑', en: 'Edit' },
  expires: { zh: '有效期', en: 'Expires' },
  never: { zh: '不过期', en: 'Never' },
  days: {
    zh: (p: { n: number }) => `${p.n} 天后`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, 'In a day', `In ${p.n} days`)
  },
  create: { zh: '创建链接', en: 'Create link' },
  link: { zh: '访问链接', en: 'Access link' },
  linkOnce: {
    zh: '这个链接只显示这一次。拿到链接的人就拥有这份权限，请只发给本人。',
    en: 'The link is shown this once. Whoever has it has the access: send it to that person only.'
  },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  people: { zh: '谁有访问权限', en: 'Who has access' },
  loading: { zh: '正在载入…', en: 'Loading…' },
  you: { zh: '你', en: 'you' },
  ownerShort: { zh: '所有者', en: 'Owner' },
  editorShort: { zh: '编辑者', en: 'Editor' },
  viewerShort: { zh: '查看者', en: 'Viewer' },
  online: { zh: '在线', en: 'Here now' },
  neverSeen: { zh: '尚未使用', en: 'Not used yet' },
  lastSeen: {
    zh: (p: { at: number }, f: Formats) => `最近访问：${f.time(p.at, Date.now())}`,
    en: (p: { at: number }, f: Formats) => `Last seen ${f.time(p.at, Date.now())}`
  },
  expiresAt: {
    zh: (p: { at: number }, f: Formats) => (p.at < Date.now() ? '已过期' : `${f.date(p.at)} 过期`),
    en: (p: { at: number }, f: Formats) =>
      p.at < Date.now() ? 'Expired' : `Expires ${f.date(p.at)}`
  },
  revoke: { zh: '撤销', en: 'Revoke' },
  revokeNamed: {
    zh: (p: { label: string }) => `撤销“${p.label}”的访问权限`,
    en: (p: { label: string }) => `Revoke the access of “${p.label}”`
  },
  end: { zh: '停止共享', en: 'Stop sharing' },
  endText: {
    zh: '同步服务会删除这个工作区和所有访问链接。每个人设备上的内容保留，但不再互相同步。',
    en: 'The relay deletes the workspace and every access link. What is on each device stays there and no longer syncs.'
  },
  here: {
    zh: (p: { name: string }) => `${p.name} 在线`,
    en: (p: { name: string }) => `${p.name} is here`
  },
  follow: { zh: '跟随', en: 'Follow' },
  stopFollowing: { zh: '停止跟随', en: 'Stop following' },
  following: {
    zh: (p: { name: string }) => `正在跟随 ${p.name}`,
    en: (p: { name: string }) => `Following ${p.name}`
  },
  somebody: { zh: '有人', en: 'Somebody' },
  grantOf: {
    zh: (p: { name: string; label: string }) => `${p.name} · ${p.label}`,
    en: (p: { name: string; label: string }) => `${p.name} · ${p.label}`
  },
  joinTitle: { zh: '加入工作区', en: 'Join a workspace' },
  joinText: {
    zh: (p: { label: string; role: string }) =>
      `你受邀以“${p.label}”的身份加入，权限：${p.role}。内容会保存到这台设备，离线也能使用。`,
    en: (p: { label: string; role: string }) =>
      `You are invited as “${p.label}”, with this access: ${p.role}. The content is kept on this device and works offline.`
  },
  joinKnown: {
    zh: '这个工作区已在这台设备上，加入后使用新的权限。',
    en: 'The workspace is on this device already; joining uses the new access from now on.'
  },
  joinUnsent: {
    zh: (p: { n: number }) =>
      `这台设备上有 ${p.n} 项更改从未送达同步服务。加入后，它们留在一个独立的本机工作区里，不会随新权限发送。要先送出，请取消，用原来的权限打开工作区。`,
    en: (p: { n: number }, f: Formats) =>
      `${f.plural(p.n, 'One change', `${p.n} changes`)} made on this device never reached the relay. When you join, they stay in a workspace of this device’s own and are not sent under the new access. To send them first, cancel and open the workspace as before.`
  },
  join: { zh: '加入', en: 'Join' },
  joinFailed: { zh: '无法加入', en: 'This link cannot be used' },
  tryAgain: { zh: '重试', en: 'Try again' },
  toWelcome: { zh: '回到欢迎页', en: 'To the welcome page' },
  checking: { zh: '正在检查链接…', en: 'Checking the link…' }
} as const;
