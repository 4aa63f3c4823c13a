import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why an account was refused; codes after Tencent's where it has one. */
export const accountProblemMessages = {
  'account.nameEmpty': sentence(
    () => '账号名称不能为空，请输入名称。',
    () => 'An account needs a name; type one.'
  ),
  'account.nameTooLong': sentence(
    (p) => `账号名称最多 ${p.max} 个字符，这里是 ${p.length} 个，请缩短。`,
    (p) => `An account name has at most ${p.max} characters, this one has ${p.length}. Shorten it.`
  ),
  'account.nameChars': sentence(
    (p) => `账号名称不能包含“${p.char}”，只能用文字、数字和 + @ 、 & . _ [ ] - : ,。`,
    (p) =>
      `An account name cannot contain “${p.char}”: only letters, digits and + @ 、 & . _ [ ] - : ,.`
  ),
  'account.memberNameUsed': sentence(
    (p) => `已有名为“${p.name}”的账号；账号名称在组织内不能重复，请换一个名称。`,
    (p) =>
      `An account is called “${p.name}” already. Names are unique in the organization; choose another.`
  ),
  'account.idMalformed': sentence(
    (p) => `账号 ID“${p.id}”的格式不对，应类似 ${p.form}；请从云控制台复制完整的 ID。`,
    (p) =>
      `“${p.id}” does not look like an account ID of that cloud, such as ${p.form}. Copy the whole ID from its console.`
  ),
  'account.organizationMemberExist': sentence(
    (p) => `账号 ${p.id} 已在组织中，名为“${p.name}”。`,
    (p) => `Account ${p.id} is in the organization already, as “${p.name}”.`
  ),
  'account.organizationMemberNotExist': sentence(
    (p) => `找不到账号“${p.id}”，它可能已被移除；请刷新选择。`,
    (p) => `There is no account “${p.id}”, it may have been removed. Select again.`
  ),
  'account.organizationMemberOverLimit': sentence(
    (p) => `组织最多 ${p.max} 个账号，这样会有 ${p.count} 个；请先在设置里调高上限。`,
    (p) =>
      `The organization may have ${p.max} accounts, this would make ${p.count}. Raise the limit in settings first.`
  ),
  'account.remarkTooLong': sentence(
    (p) => `备注最多 ${p.max} 个字符，这里是 ${p.length} 个，请缩短。`,
    (p) => `A remark has at most ${p.max} characters, this one has ${p.length}. Shorten it.`
  ),
  'account.tagsTooMany': sentence(
    (p) => `“${p.name}”会有 ${p.count} 个标签，最多 ${p.max} 个；请先移除几个。`,
    (p) =>
      `“${p.name}” would have ${p.count} tags, at most ${p.max} are allowed. Remove some first.`
  ),
  'account.emailMalformed': sentence(
    (p) => `“${p.email}”不是邮箱地址，请检查 @ 前后。`,
    (p) => `“${p.email}” is no e-mail address; check both sides of the @.`
  ),
  'finance.organizationPermissionIllegal': sentence(
    () => '“查看账单”和“查看余额”是必选权限，不能去掉。',
    () => '“View bills” and “View balance” are mandatory and stay on.'
  )
} satisfies Record<string, Message<Params>>;

export const accountCommandMessages = {
  add: { zh: '添加账号', en: 'Add account' },
  rename: { zh: '重命名账号', en: 'Rename account' },
  edit: { zh: '修改账号', en: 'Edit accounts' },
  tag: { zh: '给账号加标签', en: 'Tag accounts' },
  move: { zh: '移动账号', en: 'Move accounts' },
  remove: { zh: '移出工作区', en: 'Remove from the workspace' },
  moveAll: { zh: '移动到…', en: 'Move to…' },
  respell: { zh: '重命名或合并标签', en: 'Rename or merge tags' },
  tagAll: { zh: '加标签', en: 'Tag' },
  removeAll: { zh: '移出或删除', en: 'Remove or delete' },
  financialPolicy: { zh: '修改财务权限', en: 'Edit financial permissions' }
} as const;
