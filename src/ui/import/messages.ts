import type { Formats } from '#core/kernel/message.ts';

export const importMessages = {
  title: { zh: '导入', en: 'Import' },
  choose: { zh: '选择文件', en: 'Choose files' },
  preview: { zh: '预览', en: 'Preview' },
  close: { zh: '关闭', en: 'Close' },
  dropTitle: { zh: '把云上导出的文件拖到这里', en: 'Drop the files your cloud gave you' },
  dropText: {
    zh: '腾讯云 tccli 的部门与成员列表、AWS Organizations 的账号与 OU 列表、CSV 或 XLSX 表格；账单可以是腾讯云账单明细、FOCUS、AWS CUR 或 Azure 成本导出，也可以是装着它们的 ZIP。可一次放入多个文件；导入前会先预览，不会立即改动任何内容。',
    en: 'Departments and members from tccli, accounts and OUs from AWS Organizations, CSV or XLSX tables; bills as Tencent Cloud details, FOCUS, AWS CUR or Azure cost exports; or a ZIP of them. Drop as many as you like; everything is previewed before anything changes.'
  },
  pick: { zh: '选择文件…', en: 'Choose files…' },
  paste: { zh: '粘贴文本', en: 'Paste text' },
  pasteTitle: { zh: '粘贴 JSON 或表格', en: 'Paste JSON or a table' },
  pasteLabel: { zh: '要导入的文本', en: 'Text to import' },
  pasteRead: { zh: '读取', en: 'Read' },
  pastedName: { zh: '粘贴的文本', en: 'pasted text' },
  reading: {
    zh: (p: { done: number; of: number }) => `正在读取，第 ${p.done} / ${p.of} 个文件`,
    en: (p: { done: number; of: number }) => `Reading file ${p.done} of ${p.of}`
  },
  cancel: { zh: '取消', en: 'Cancel' },
  files: { zh: '文件', en: 'Files' },
  replace: { zh: '更换', en: 'Replace' },
  fileRows: {
    zh: (p: { n: number; encoding: string }, f: Formats) =>
      `${f.count(p.n)} 行${p.encoding === '' ? '' : `，${p.encoding}`}`,
    en: (p: { n: number; encoding: string }, f: Formats) =>
      `${f.plural(p.n, '1 row', `${f.count(p.n)} rows`)}${p.encoding === '' ? '' : `, ${p.encoding}`}`
  },
  moreFiles: {
    zh: (p: { n: number }, f: Formats) => `其余 ${f.count(p.n)} 个文件`,
    en: (p: { n: number }, f: Formats) => `${f.count(p.n)} more files`
  },
  recognised: { zh: '识别为', en: 'Recognised as' },
  columns: {
    zh: (p: { file: string }) => `对应列 · ${p.file}`,
    en: (p: { file: string }) => `Columns of ${p.file}`
  },
  notImported: { zh: '不导入', en: 'Do not import' },
  target: { zh: '导入到', en: 'Import into' },
  rules: { zh: '规则', en: 'Rules' },
  ruleBlank: { zh: '空白单元格不清除已有内容。', en: 'Blank cells never erase anything.' },
  ruleId: { zh: '按 ID 配对，而不是按名称。', en: 'Matched by id, not by name.' },
  ruleKeep: {
    zh: '文件里没有的账号和部门保留不动。',
    en: 'What the files do not name stays as it is.'
  },
  all: { zh: '全部', en: 'All' },
  new: { zh: '新增', en: 'New' },
  changed: { zh: '变更', en: 'Changed' },
  unchanged: { zh: '未变', en: 'Unchanged' },
  refused: { zh: '拒绝', en: 'Refused' },
  absent: { zh: '不在文件中', en: 'Not in these files' },
  result: { zh: '结果', en: 'Result' },
  line: { zh: '行', en: 'Line' },
  id: { zh: 'ID', en: 'ID' },
  name: { zh: '名称', en: 'Name' },
  department: { zh: '部门', en: 'Department' },
  changes: { zh: '变更内容', en: 'Changes' },
  wholeFile: { zh: '整个文件', en: 'whole file' },
  empty: { zh: '空', en: 'empty' },
  oneStep: {
    zh: '整次导入算一步，撤销一次即可全部收回。',
    en: 'The import is one step; one undo takes all of it back.'
  },
  downloadRefused: { zh: '下载被拒绝的行', en: 'Download refused rows' },
  apply: {
    zh: (p: { n: number }, f: Formats) => `导入 ${f.count(p.n)} 项变更`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Import 1 change', `Import ${f.count(p.n)} changes`)
  },
  toBills: {
    zh: (p: { n: number }, f: Formats) => `预览 ${f.count(p.n)} 个账单文件`,
    en: (p: { n: number }, f: Formats) =>
      f.plural(p.n, 'Preview 1 bill file', `Preview ${f.count(p.n)} bill files`)
  },
  nothing: { zh: '没有变更', en: 'Nothing to import' },
  nothingReason: {
    zh: '文件里的内容与工作区一致，或全部被拒绝。',
    en: 'The files say what the workspace says, or were refused.'
  },
  noneTitle: { zh: '这些文件无法导入', en: 'These files cannot be imported' },
  none: { zh: '这一类没有内容', en: 'Nothing of this kind' },
  noneText: { zh: '换一个标签页看看其他结果。', en: 'Look at the other results.' },
  withoutFinance: {
    zh: '文件中的财务权限不会导入：你没有编辑“财务”的权限。',
    en: 'Financial permissions in the files are left out: you may not edit Finance.'
  },
  rootOnly: { zh: '只有组织的根', en: 'Only the root of an organization' },
  rootOnlyText: {
    zh: '文件里只有根节点，它就是“导入到”的位置。请一并放入部门列表和成员账号列表。',
    en: 'These files name only the root, which is the place you import into. Add the lists of departments and accounts.'
  },
  aboutOnly: { zh: '只涉及组织本身', en: 'Only about the organization itself' },
  aboutOnlyText: {
    zh: '文件里没有部门和账号；工作区还不知道的组织名称和 ID 会记下来。',
    en: 'The files hold no departments and no accounts. The name and the id of the organization are kept if the workspace has none yet.'
  }
} as const;

/** Formats as people know them. */
export const formatMessages: Readonly<Record<string, { zh: string; en: string }>> = {
  'tencent.nodes': { zh: '腾讯云部门列表', en: 'Tencent Cloud departments' },
  'tencent.members': { zh: '腾讯云成员列表', en: 'Tencent Cloud members' },
  'tencent.organization': { zh: '腾讯云组织', en: 'Tencent Cloud organization' },
  'aws.accounts': { zh: 'AWS 账号列表', en: 'AWS accounts' },
  'aws.units': { zh: 'AWS 组织单元', en: 'AWS organizational units' },
  'aws.roots': { zh: 'AWS 根', en: 'AWS roots' },
  'aws.children': { zh: 'AWS 下级列表', en: 'AWS children' },
  'aws.parents': { zh: 'AWS 上级', en: 'AWS parents' },
  'aws.organization': { zh: 'AWS 组织', en: 'AWS organization' },
  table: { zh: '表格', en: 'table' },
  empty: { zh: '空白页', en: 'empty page' }
};

/** What a table's columns can mean besides a record's own fields. */
export const columnMessages: Readonly<Record<string, { zh: string; en: string }>> = {
  kind: { zh: '类型', en: 'Kind' },
  key: { zh: '标识', en: 'Key' },
  departmentId: { zh: '所属部门 ID', en: 'Department ID' },
  departmentKey: { zh: '所属部门标识', en: 'Department key' },
  departmentPath: { zh: '部门路径', en: 'Department path' },
  departmentName: { zh: '部门名称', en: 'Department name' },
  parentId: { zh: '上级部门 ID', en: 'Parent ID' },
  parentKey: { zh: '上级部门标识', en: 'Parent key' },
  parentPath: { zh: '上级部门路径', en: 'Parent path' },
  path: { zh: '路径', en: 'Path' }
};
