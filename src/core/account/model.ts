import { choice, flag, reference, tags, text, time } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { providerMessages } from '#core/org/provider.ts';
import { ROOT } from '#core/org/model.ts';

const labels = {
  account: { zh: '成员账号', en: 'Account' },
  provider: { zh: '云', en: 'Cloud' },
  externalId: { zh: '账号 ID', en: 'Account ID' },
  name: { zh: '名称', en: 'Name' },
  nickname: { zh: '昵称', en: 'Nickname' },
  owner: { zh: '负责人', en: 'Owner' },
  email: { zh: '邮箱', en: 'E-mail' },
  joinedTime: { zh: '加入时间', en: 'Joined' },
  memberType: { zh: '加入方式', en: 'Member type' },
  status: { zh: '状态', en: 'Status' },
  department: { zh: '所属部门', en: 'Department' },
  allowQuit: { zh: '允许退出', en: 'May quit' },
  remark: { zh: '备注', en: 'Remark' },
  tags: { zh: '标签', en: 'Tags' }
} as const;

export const memberTypeMessages = {
  invited: { zh: '邀请', en: 'Invited' },
  created: { zh: '创建', en: 'Created' }
} as const;

/** AWS account states; Tencent publishes none and its members are active. */
export const statusMessages = {
  active: { zh: '正常', en: 'Active' },
  pending: { zh: '待激活', en: 'Pending' },
  suspended: { zh: '已停用', en: 'Suspended' },
  closing: { zh: '关闭中', en: 'Closing' },
  closed: { zh: '已关闭', en: 'Closed' }
} as const;

/** Tencent: OrgMember (MemberUin, Name, NickName, MemberType, IsAllowQuit …); AWS: Account. */
export const Account = kind('account', labels.account, 'accounts', {
  provider: choice(providerMessages, 'other', { label: labels.provider, fixed: true }),
  externalId: text({ label: labels.externalId, fixed: true }),
  name: text({ label: labels.name }),
  nickname: text({ label: labels.nickname }),
  owner: text({ label: labels.owner }),
  email: text({ label: labels.email }),
  joinedTime: time({ label: labels.joinedTime }),
  memberType: choice(memberTypeMessages, 'invited', { label: labels.memberType }),
  status: choice(statusMessages, 'active', { label: labels.status }),
  departmentId: reference('department', ROOT, { label: labels.department }),
  allowQuit: flag({ label: labels.allowQuit, initial: false }),
  remark: text({ label: labels.remark, multiline: true }),
  tags: tags({ label: labels.tags })
});
export type Account = RecordOf<typeof Account>;
