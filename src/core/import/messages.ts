import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

const plain = (zh: string, en: string): Message<Params> => ({ zh, en });

const megabytes = (p: Params, f: Formats) => f.bytes(Number(p.max));

/** Why a file, or a row of it, could not be read. */
export const importProblemMessages = {
  'import.fileEmpty': plain('文件是空的；请重新导出。', 'The file is empty. Export it again.'),
  'import.fileTooLarge': sentence(
    (p, f) => `文件解开后超过 ${megabytes(p, f)}；请分成几个文件再导入。`,
    (p, f) =>
      `The file is larger than ${megabytes(p, f)} once unpacked. Split it and import the parts.`
  ),
  'import.totalTooLarge': sentence(
    (p, f) => `一次导入的文件合计不能超过 ${megabytes(p, f)}；请分几次导入。`,
    (p, f) => `Files of one import may have ${megabytes(p, f)} together. Import in several goes.`
  ),
  'import.fileUnreadable': plain(
    '浏览器读不到这个文件，它可能已被移动或删除；请重新选择。',
    'The browser cannot read this file; it may have been moved or deleted. Choose it again.'
  ),
  'import.workerStopped': sentence(
    (p) => `读取文件时出错而中断（${p.reason}）；请减少文件后重试。`,
    (p) => `Reading stopped because of an error (${p.reason}). Try again with fewer files.`
  ),
  'import.cancelled': plain(
    '已取消读取，没有导入任何内容。',
    'Reading was cancelled; nothing was imported.'
  ),
  'import.binary': sentence(
    (p) => `这是 ${p.type} 文件，不是组织数据；请导出为 JSON、CSV 或 XLSX。`,
    (p) => `This is a ${p.type} file, not organization data. Export JSON, CSV or XLSX instead.`
  ),
  'import.packed': sentence(
    (p) => `不支持 ${p.type} 压缩包；请解压，或改用 ZIP。`,
    (p) => `${p.type} archives cannot be read. Unpack it, or use ZIP.`
  ),
  'import.oldSpreadsheet': plain(
    '这是旧的 .xls 格式；请在表格软件中另存为 .xlsx 或 CSV。',
    'This is the old .xls format. Save it as .xlsx or CSV in your spreadsheet program.'
  ),
  'import.encryptedWorkbook': plain(
    '工作簿有密码；请去掉密码另存一份再导入。',
    'The workbook has a password. Save a copy without one and import that.'
  ),
  'import.document': plain(
    '这是文档，不是表格；请把其中的表格另存为 .xlsx 或 CSV。',
    'This is a document, not a table. Save its table as .xlsx or CSV.'
  ),
  'import.workbookDamaged': plain(
    '工作簿打不开，可能已损坏；请在表格软件中重新保存。',
    'The workbook cannot be opened; it may be damaged. Save it again in your spreadsheet program.'
  ),
  'import.sheetTooLarge': sentence(
    (p, f) =>
      `工作表占了 ${f.count(Number(p.cells))} 个单元格，最多 ${f.count(Number(p.max))} 个；请删掉远处的多余单元格。`,
    (p, f) =>
      `The sheet spans ${f.count(Number(p.cells))} cells, at most ${f.count(Number(p.max))} are read. Delete stray cells far out.`
  ),
  'import.archiveDamaged': plain(
    '压缩包已损坏或不完整；请重新下载或压缩。',
    'The archive is damaged or incomplete. Download or pack it again.'
  ),
  'import.archiveEncrypted': plain(
    '压缩包有密码；请解压后导入其中的文件。',
    'The archive has a password. Unpack it and import the files.'
  ),
  'import.archiveMethod': sentence(
    (p) => `压缩方式 ${p.method} 不受支持；请用普通 ZIP 重新压缩。`,
    (p) => `Packing method ${p.method} is not supported. Pack it again as an ordinary ZIP.`
  ),
  'import.archiveNested': plain(
    '压缩包里还有压缩包；请先解压里面的那个。',
    'This is an archive inside an archive. Unpack the inner one first.'
  ),
  'import.archiveRatio': sentence(
    (p) => `解开后超过原大小的 ${p.max} 倍，不像正常的导出文件，已停止；请解压后检查。`,
    (p) =>
      `It unpacks to more than ${p.max} times its size, which no export does, so reading stopped. Unpack and check it.`
  ),
  'import.archiveTooManyFiles': sentence(
    (p, f) =>
      `压缩包里有 ${f.count(Number(p.count))} 个文件，最多 ${f.count(Number(p.max))} 个；请分开压缩。`,
    (p, f) =>
      `The archive has ${f.count(Number(p.count))} files, at most ${f.count(Number(p.max))} are read. Pack it in parts.`
  ),
  'import.archiveEmpty': plain(
    '压缩包里没有文件。',
    'There are no files in the archive; pack the exports into it.'
  ),
  'import.encodingUnknown': plain(
    '认不出文字编码；请另存为 UTF-8。',
    'The text encoding is not known. Save the file as UTF-8.'
  ),
  'import.jsonBroken': sentence(
    (p) => `JSON 在第 ${p.line} 行第 ${p.column} 列断了；请重新导出，或改正那里。`,
    (p) =>
      `The JSON breaks in line ${p.line}, column ${p.column}. Export it again, or correct it there.`
  ),
  'import.jsonTooDeep': sentence(
    (p) => `JSON 在第 ${p.line} 行嵌套超过 ${p.max} 层，不是云的导出文件。`,
    (p) =>
      `The JSON nests deeper than ${p.max} levels in line ${p.line}; no cloud exports that. Choose another file.`
  ),
  'import.jsonUnknown': sentence(
    (p) =>
      `认不出这个 JSON（字段 ${p.keys}）；请导入 DescribeOrganizationNodes、DescribeOrganizationMembers 或 aws organizations list-… 的输出。`,
    (p) =>
      `This JSON is not known (fields ${p.keys}). Import the output of DescribeOrganizationNodes, DescribeOrganizationMembers or aws organizations list-….`
  ),
  'import.cloudError': sentence(
    (p) => `这是一次失败的调用：${p.code}（${p.message}）；请处理后重新导出。`,
    (p) => `This is a failed call: ${p.code} (${p.message}). Solve that and export again.`
  ),
  'import.itemMalformed': plain(
    '这一项不是对象，读不出字段；请检查导出时的过滤条件。',
    'This item is no object and has no fields. Check the filter of the export.'
  ),
  'import.markup': plain(
    '这是网页或 XML，可能是没登录时存下的页面；请导出 JSON 或 CSV。',
    'This is a web page or XML, perhaps saved while signed out. Export JSON or CSV.'
  ),
  'import.yaml': plain(
    '暂不支持 YAML；请导入云的 JSON 输出或 CSV。',
    'YAML is not read. Import the JSON output of your cloud, or CSV.'
  ),
  'import.orgFormation': plain(
    '这是 org-formation 模板，写的是想要的样子，不是现状；请运行 aws organizations list-accounts 和 list-organizational-units-for-parent 并导入输出。',
    'This is an org-formation template: what should be, not what is. Run aws organizations list-accounts and list-organizational-units-for-parent and import their output.'
  ),
  'import.textUnknown': plain(
    '认不出这个文本文件；表格至少要有表头和两列。',
    'This text file is not known. A table needs a header and two columns at least.'
  ),
  'import.quoteOpen': sentence(
    (p) => `第 ${p.line} 行有引号没有闭合，后面都读不了；请补上引号。`,
    (p) => `A quote in line ${p.line} never closes, so nothing behind it can be read. Close it.`
  ),
  'import.billFile': plain(
    '这是账单，不含部门和成员；账单有单独的预览。',
    'This is a bill and holds no departments or members. Bills have a preview of their own.'
  ),
  'import.financialFile': plain(
    '这是集团财务汇总（DescribeOrganizationFinancialBy…），不含部门和成员；请导入 DescribeOrganizationMembers 的输出。',
    'This is a summary of group costs (DescribeOrganizationFinancialBy…) and holds no departments or members. Import the output of DescribeOrganizationMembers.'
  ),
  'import.policyFile': plain(
    '这是权限策略，组织导入还不包括策略；请导入部门和成员列表。',
    'This is a policy, and policies are not part of the organization import yet. Import the lists of departments and accounts.'
  ),
  'import.accessFile': plain(
    '这是访问管理的数据（用户、用户组或访问身份），不是组织成员；请导入 DescribeOrganizationMembers 的输出。',
    'This is access management data (users, groups or identities), not members of the organization. Import the output of DescribeOrganizationMembers.'
  ),
  'import.tagFile': plain(
    '这是标签服务的数据，不是组织成员；成员的标签随 DescribeOrganizationMembers 一起导入。',
    'This is data of the tag service. Tags of members come with DescribeOrganizationMembers; import that.'
  ),
  'import.invitationsFile': plain(
    '这是邀请记录，组织导入还不包括邀请；请导入成员列表。',
    'These are invitations, which are not part of the organization import yet. Import the list of members.'
  ),
  'import.sharingFile': plain(
    '这是资源共享的数据，组织导入还不包括它；请导入部门和成员列表。',
    'This is resource sharing, which is not part of the organization import yet. Import the lists of departments and members.'
  ),
  'import.awsParentUnknown': plain(
    'list-children 的输出不含上级 ID；请把文件名改成含 r-… 或 ou-…（如 list-children-ou-ab12-11111111.json），或改用 list-organizational-units-for-parent 和 list-accounts-for-parent。',
    'The output of list-children does not say whose children they are. Put the r-… or ou-… id into the file name (list-children-ou-ab12-11111111.json), or run list-organizational-units-for-parent and list-accounts-for-parent.'
  ),
  'import.awsChildUnknown': plain(
    'list-parents 的输出不含下级 ID；请把文件名改成含账号 ID 或 ou-…（如 list-parents-111122223333.json），或改用 list-accounts-for-parent。',
    'The output of list-parents does not say whose parent it is. Put the account id or ou-… into the file name (list-parents-111122223333.json), or run list-accounts-for-parent.'
  ),
  'import.accountIdMissing': plain(
    '这一行没有账号 ID；请补上。',
    'This row has no account ID. Add it.'
  ),
  'import.departmentIdMissing': plain(
    '这一行没有部门 ID，也没有名称；请补上一个。',
    'This row has neither a department ID nor a name. Add one.'
  ),
  'import.idScientific': sentence(
    (p) => `“${p.value}”是表格软件改写的 ID，末尾数字已丢；请把该列设为文本后重新导出。`,
    (p) =>
      `“${p.value}” is an ID that a spreadsheet rewrote; its last digits are lost. Make the column text and export again.`
  ),
  'import.idDecimal': sentence(
    (p) => `ID“${p.value}”带了小数，是被当作数字保存的；请把该列设为文本后重新导出。`,
    (p) =>
      `The ID “${p.value}” has decimals because it was saved as a number. Make the column text and export again.`
  ),
  'import.idRounded': sentence(
    (p) => `ID“${p.value}”是数字且超过 15 位，末尾可能已被改成 0；请以文本重新导出。`,
    (p) =>
      `The ID “${p.value}” is a number of more than 15 digits and may have been rounded. Export it as text.`
  ),
  'import.idZerosLost': sentence(
    (p) => `AWS 账号 ID 有 12 位，“${p.value}”可能丢了开头的 0；请把该列设为文本后重新导出。`,
    (p) =>
      `An AWS account ID has 12 digits; “${p.value}” may have lost leading zeros. Make the column text and export again.`
  ),
  'import.idError': sentence(
    (p) => `ID 列里是“${p.value}”，是表格的错误值；请改正公式或加宽列后重新导出。`,
    (p) =>
      `The ID column says “${p.value}”, an error of the spreadsheet. Correct the formula or widen the column and export again.`
  ),
  'import.timeUnreadable': sentence(
    (p) => `时间“${p.value}”读不懂；请写成 2026-01-31 09:30:00。`,
    (p) => `The time “${p.value}” cannot be read. Write 2026-01-31 09:30:00.`
  ),
  'import.choiceUnknown': sentence(
    (p) => `“${p.value}”不是该列可用的值；请改成导出文件里的写法，或不导入该列。`,
    (p) =>
      `“${p.value}” is no value of that column. Write it as an export does, or leave the column out.`
  ),
  'import.numbersUnreadable': sentence(
    (p) => `“${p.value}”不是财务权限 ID；请写 1–10，用逗号隔开。`,
    (p) => `“${p.value}” are no financial permission IDs. Write 1–10 with commas between.`
  ),
  'import.pathEmptyName': sentence(
    (p) => `路径“${p.value}”里有空名称；请写成 A/B/C，名称里的斜杠写成 \\/。`,
    (p) => `The path “${p.value}” has an empty name. Write A/B/C, and a slash inside a name as \\/.`
  ),
  'import.rowTooLong': sentence(
    (p) => `这一行有 ${p.count} 列，表头只有 ${p.max} 列；请检查引号和分隔符。`,
    (p) => `This row has ${p.count} cells, the header ${p.max}. Check quotes and separators.`
  ),
  'import.columnsUnknown': plain(
    '没有认出账号 ID、部门 ID 或名称的列；请在下面选择各列的含义。',
    'No column of account IDs, department IDs or names was recognised. Say below what the columns are.'
  )
} satisfies Record<string, Message<Params>>;

export type ImportProblemCode = keyof typeof importProblemMessages;
