import { plainText } from './fields.ts';
import type { ColumnTarget } from './source.ts';

type Names = Readonly<Record<string, readonly string[]>>;

/** What both kinds of row call alike. */
const shared: Names = {
  key: ['x_Key'],
  provider: [
    'x_Provider',
    '云',
    '云厂商',
    '云平台',
    '云服务商',
    'Provider',
    'Cloud',
    'Cloud provider'
  ],
  owner: ['x_Owner', '负责人', '所有者', '责任人', 'Owner'],
  remark: ['备注', '描述', '说明', 'Remark', 'Description', 'Note', 'Notes'],
  tags: ['标签', 'Tags', 'Tag']
};

/** Headers that only a table of accounts has. */
const accountOnly: Names = {
  externalId: [
    '账号 ID',
    '帐号 ID',
    '账号',
    '成员账号 ID',
    '成员账号',
    '成员 ID',
    '成员 UIN',
    '账号 UIN',
    '成员账号 UIN',
    '账号 ID（UIN）',
    '云账号 ID',
    'MemberUin',
    'Uin',
    'Account ID',
    'Account',
    'Account number',
    'Member ID',
    'Member UIN',
    'AWS account ID'
  ],
  name: [
    '账号名称',
    '帐号名称',
    '账号名',
    '成员名称',
    '成员账号名称',
    '成员名',
    'Account name',
    'Member name'
  ],
  nickname: ['昵称', '账号昵称', 'NickName'],
  email: [
    'x_Email',
    '邮箱',
    '电子邮箱',
    '邮箱地址',
    '电子邮件',
    'Email',
    'E-mail',
    'Email address',
    'Root email'
  ],
  joinedTime: [
    'x_JoinedTime',
    '加入时间',
    '加入组织时间',
    'JoinTime',
    'Joined',
    'Joined time',
    'Joined timestamp',
    'Joined date'
  ],
  memberType: ['加入方式', '成员类型', '账号类型', 'MemberType', 'Joined method'],
  status: ['x_Status', '状态', '账号状态', 'Status', 'State'],
  allowQuit: ['允许退出', '是否允许退出', '允许退出组织', 'IsAllowQuit', 'May quit'],
  permissionIds: [
    '财务权限',
    '财务权限 ID',
    'OrgPermission',
    'Financial permissions',
    'Permission IDs'
  ],
  payerUin: ['代付账号', '代付账号 ID', '付款账号', 'PayUin', 'Payer'],
  permissionStatus: ['权限确认', '权限确认状态', 'PermissionStatus', 'Confirmation']
};

/** Headers that a table of accounts and one of departments share, as the former means them. */
const accountToo: Names = {
  ...shared,
  externalId: ['ID', '编号'],
  name: ['名称', '姓名', 'Name'],
  joinedTime: ['创建时间', 'CreateTime'],
  departmentId: [
    '部门 ID',
    '所属部门 ID',
    '节点 ID',
    '所属节点 ID',
    'NodeId',
    'Department ID',
    'OU ID',
    'Parent ID',
    'ParentId'
  ],
  departmentKey: ['x_ParentKey', 'x_DepartmentKey'],
  departmentPath: [
    '所属部门',
    '部门',
    '部门路径',
    '所属部门路径',
    '组织路径',
    '路径',
    '所属节点',
    'Department',
    'Department path',
    'OU',
    'OU path',
    'Organizational unit',
    'Path'
  ],
  departmentName: ['部门名称', '所属部门名称', '节点名称', 'NodeName', 'Department name', 'OU name']
};

const department: Names = {
  ...shared,
  externalId: [
    '部门 ID',
    '部门编号',
    '部门编码',
    '部门代码',
    '节点 ID',
    'NodeId',
    'Department ID',
    'OU ID',
    'ID',
    '编号',
    '编码',
    '代码',
    'Code'
  ],
  name: [
    '部门名称',
    '部门名',
    '部门',
    '节点名称',
    '名称',
    'Name',
    'NodeName',
    'Department name',
    'Department',
    'OU name',
    'OU'
  ],
  path: [
    '部门路径',
    '路径',
    '完整路径',
    '组织路径',
    'Path',
    'Full path',
    'Department path',
    'OU path'
  ],
  parentId: [
    '上级部门 ID',
    '父部门 ID',
    '父节点 ID',
    '上级节点 ID',
    '上级 ID',
    '上级部门编号',
    '上级编号',
    '上级部门编码',
    '父级 ID',
    'ParentNodeId',
    'ParentId',
    'Parent ID',
    'Parent department ID',
    'Parent code',
    'Parent OU ID'
  ],
  parentKey: ['x_ParentKey'],
  parentPath: [
    '上级部门',
    '上级部门路径',
    '父部门',
    '上级',
    '父级',
    '上级路径',
    '父节点',
    'Parent',
    'Parent department',
    'Parent path',
    'Parent OU'
  ]
};

/** A column that says of each row whether it is a department or an account. */
const rowKind = ['类型', '类别', '记录类型', 'Kind', 'Row type', 'Record type', 'Type'];

type Alias = ReadonlyMap<string, ColumnTarget>;

const aliases = (kind: 'account' | 'department', ...tables: readonly Names[]): Alias =>
  new Map(
    tables.flatMap((names) =>
      Object.entries(names).flatMap(([field, headers]) =>
        headers.map((header) => [plainText(header), { kind, field }] as const)
      )
    )
  );

const accountOnlyAliases = aliases('account', accountOnly);
export const accountAliases = aliases('account', accountToo, accountOnly);
export const departmentAliases = aliases('department', department);
const kindAliases = new Set(rowKind.map(plainText));

export const isAccountHeader = (header: string): boolean =>
  accountOnlyAliases.has(plainText(header));
export const isKindHeader = (header: string): boolean => kindAliases.has(plainText(header));

export const isKnownHeader = (header: string): boolean => {
  const plain = plainText(header);
  return (
    accountAliases.has(plain) ||
    departmentAliases.has(plain) ||
    kindAliases.has(plain) ||
    tagKeyOf(header) !== undefined
  );
};

/** `tag:<key>` is exact, as our exports write it; `标签 <key>` and `Tags.<key>` come from elsewhere. */
export function tagKeyOf(header: string): string | undefined {
  if (header.startsWith('tag:') && header.length > 4) return header.slice(4);
  const key = /^(?:标签|tags?)[\s:：.]\s*(.+)$/is.exec(header.trim())?.[1];
  return key === '' ? undefined : key;
}

/** Headers by which a table without a column for it shows whose it is. */
export const CLOUD_HEADERS = {
  tencent: ['MemberUin', 'Uin', 'NodeId', 'ParentNodeId', '成员 UIN', '账号 UIN', 'PayUin'].map(
    plainText
  ),
  aws: [
    'ARN',
    'Account ARN',
    'OU ID',
    'OU',
    'OU path',
    'Joined method',
    'Joined timestamp',
    'AWS account ID'
  ].map(plainText)
} as const;

/** What a column that says the row's kind may hold. */
export const ROW_KINDS: ReadonlyMap<string, 'account' | 'department' | 'root'> = new Map(
  (
    [
      ['account', ['account', 'member', '账号', '帐号', '成员', '成员账号']],
      [
        'department',
        ['department', 'node', 'ou', 'organizational unit', 'organizational_unit', '部门', '节点']
      ],
      ['root', ['root', 'organization', '根', '根节点', '组织']]
    ] as const
  ).flatMap(([kind, words]) => words.map((word) => [plainText(word), kind] as const))
);
