/** What the relay's HTTP side answers besides success: the body is `{"code": …}`. */
export const RELAY_PROBLEMS = {
  'relay.unauthorized': {
    status: 401,
    zh: '访问链接无效：同步服务不认识它。请向工作区所有者索取新的链接。',
    en: 'The relay does not know this access link. Ask an owner of the workspace for a new one.'
  },
  'relay.expired': {
    status: 401,
    zh: '访问链接已过期。请向工作区所有者索取新的链接。',
    en: 'This access link has expired. Ask an owner of the workspace for a new one.'
  },
  'relay.revoked': {
    status: 401,
    zh: '访问权限已被工作区所有者撤销。',
    en: 'Access was revoked by an owner of the workspace.'
  },
  'relay.forbidden': {
    status: 403,
    zh: '只有工作区所有者可以这样做。',
    en: 'Only an owner of the workspace may do this.'
  },
  'relay.otherPart': {
    status: 403,
    zh: '你的访问权限不包括工作区的这一部分。请向所有者申请。',
    en: 'Your access does not include this part of the workspace. Ask an owner for it.'
  },
  'relay.otherOrigin': {
    status: 403,
    zh: '请求来自另一个网址的页面，没有被接受。如果你打开的就是这个网址，请让运维人员检查代理：它必须原样转发 Host（含端口）。',
    en: 'A page of another address asked, and was not answered. If this is the right address, have the operator check the proxy: it must pass Host on as it came, with its port.'
  },
  'relay.setupToken': {
    status: 403,
    zh: '在这个同步服务上共享新工作区需要设置令牌（SETUP_TOKEN）。请向运维人员索取。',
    en: 'Sharing a new workspace through this relay needs its setup token (SETUP_TOKEN). Ask its operator.'
  },
  'relay.lastOwner': {
    status: 409,
    zh: '这是最后一个所有者，不能撤销：先添加另一个所有者，或取消共享。',
    en: 'This is the last owner and cannot be revoked: add another owner first, or end sharing.'
  },
  'relay.exists': {
    status: 409,
    zh: '同步服务上已有这个工作区。请用它的访问链接加入。',
    en: 'The relay already has this workspace. Join it by its access link.'
  },
  'relay.notFound': {
    status: 404,
    zh: '同步服务上没有这个工作区；可能已被取消共享。',
    en: 'The relay does not have this workspace; sharing may have been ended.'
  },
  'relay.malformed': {
    status: 400,
    zh: '同步服务无法读懂这个请求。请刷新页面后重试。',
    en: 'The relay cannot read this request. Reload the page and try again.'
  },
  'relay.tooLarge': {
    status: 413,
    zh: '内容超过了同步服务的上限。请缩小范围后重试。',
    en: 'This is more than the relay takes. Choose less of it and try again.'
  },
  'relay.tooMany': {
    status: 429,
    zh: '请求过多，请稍候再试。',
    en: 'Too many requests; try again in a moment.'
  },
  'relay.full': {
    status: 507,
    zh: '同步服务的磁盘已满，没有保存。请联系运维人员；本机内容不受影响。',
    en: 'The relay’s disk is full and nothing was stored. Tell its operator; what is on this device is safe.'
  },
  'blob.notFound': {
    status: 404,
    zh: '同步服务上没有这份数据：它可能还没有上传完。请稍后重试。',
    en: 'The relay does not have this data: its upload may not be complete. Try again later.'
  },
  'blob.offset': {
    status: 409,
    zh: '上传没有从中断处继续，请重试。',
    en: 'The upload did not go on from where it broke off. Try again.'
  },
  'blob.mismatch': {
    status: 422,
    zh: '上传的数据在途中损坏，没有保存。请重新上传。',
    en: 'The data was damaged on its way and was not stored. Upload it again.'
  },
  'blob.range': {
    status: 416,
    zh: '请求的范围超出了这份数据。请从头重新下载。',
    en: 'What was asked for lies outside this data. Download it again from the start.'
  },
  'blob.quota': {
    status: 413,
    zh: '这个工作区在同步服务上的数据已达上限，没有保存。请联系运维人员。',
    en: 'This workspace has as much data at the relay as it may, and nothing was stored. Tell its operator.'
  },
  'snapshot.tooMany': {
    status: 507,
    zh: '这个工作区的快照链接占用的空间已到上限。请先撤销不再需要的链接，或缩小范围，或改为保存文件。',
    en: 'The snapshot links of this workspace have used up their room. Revoke links that nobody needs, choose less, or save a file instead.'
  },
  'snapshot.notFound': {
    status: 404,
    zh: '没有这个快照：链接可能不完整。请向发送者索取完整的链接。',
    en: 'There is no such snapshot: the link may be incomplete. Ask its sender for the whole link.'
  },
  'snapshot.expired': {
    status: 410,
    zh: '这个快照已过期。请向发送者索取新的链接。',
    en: 'This snapshot has expired. Ask its sender for a new link.'
  },
  'snapshot.revoked': {
    status: 410,
    zh: '这个快照已被发送者撤销。',
    en: 'This snapshot was revoked by its sender.'
  }
} as const;

export type RelayProblem = keyof typeof RELAY_PROBLEMS;

/** Why a write was not taken: nothing of the update was applied, the socket stays open for reading. */
export const REFUSALS = {
  readOnly: {
    zh: '你对这一部分只有查看权限，更改没有被接受。',
    en: 'You may only read this part; the change was not taken.'
  },
  malformed: {
    zh: '同步服务无法读懂这次更改，没有接受。',
    en: 'The relay cannot read this change and did not take it.'
  },
  tooLarge: {
    zh: '这次更改超过了同步服务的上限，没有被接受。',
    en: 'This change is more than the relay takes, and was not taken.'
  },
  withheld: {
    zh: '这次更改缺少其前序更改，没有被接受。',
    en: 'This change came without those it builds on, and was not taken.'
  },
  rewritten: {
    zh: '历史记录只能追加，不能改写：这次更改没有被接受。',
    en: 'History is only ever added to: a change that rewrites it was not taken.'
  },
  unarchived: {
    zh: '历史记录只有在归档已存好、内容逐条一致时才能移出文档：这次更改没有被接受。',
    en: 'History leaves the document only into a stored archive that holds exactly what leaves: this change was not taken.'
  },
  foreign: {
    zh: '这次更改用了另一台设备的标识，没有被接受。请先下载提议文件，再放弃这些更改。',
    en: 'This change speaks in the name of another device and was not taken. Download the proposal, then discard these changes.'
  },
  clock: {
    zh: '这次更改的顺序号远远超前于工作区，没有被接受。',
    en: 'This change counts far ahead of the workspace and was not taken.'
  },
  full: {
    zh: '同步服务的磁盘已满，更改没有被接受；本机已保存。',
    en: 'The relay’s disk is full and the change was not taken; it is kept on this device.'
  }
} as const;

export type Refusal = keyof typeof REFUSALS;
export const isRefusal = (text: string): text is Refusal => Object.hasOwn(REFUSALS, text);
