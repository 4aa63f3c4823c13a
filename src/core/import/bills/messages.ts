import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

const plain = (zh: string, en: string): Message<Params> => ({ zh, en });

/** Why a bill, or rows of it, do not come in; the line stands beside the sentence. */
export const billProblemMessages = {
  'bills.unknown': plain(
    '认不出这份账单的列；请导入 FOCUS、腾讯云账单明细、AWS CUR 或 Azure 成本导出，并保留原来的表头。',
    'The columns are of no bill that is known. Import FOCUS, Tencent Cloud bill details, an AWS CUR or an Azure cost export with its own header.'
  ),
  'bills.jsonUnknown': sentence(
    (p) =>
      `认不出这个 JSON（字段 ${p.keys}）；请导入 DescribeBillDetail 或 aws ce get-cost-and-usage 的输出。`,
    (p) =>
      `This JSON is no bill that is known (fields ${p.keys}). Import the output of DescribeBillDetail or aws ce get-cost-and-usage.`
  ),
  'bills.columnMissing': sentence(
    (p) => `账单缺少列 ${p.columns}；请重新导出，包含这些列。`,
    (p) => `The bill lacks the columns ${p.columns}. Export it again with them.`
  ),
  'bills.amountUnreadable': sentence(
    (p) => `列 ${p.column} 的“${p.value}”不是金额；请写成 1234.56 这样的数字。`,
    (p) => `“${p.value}” in column ${p.column} is no amount. Write a number like 1234.56.`
  ),
  'bills.amountTooLarge': sentence(
    (p) => `列 ${p.column} 的“${p.value}”超过 15 位整数；请检查这一行。`,
    (p) => `“${p.value}” in column ${p.column} has more than 15 whole digits. Check the row.`
  ),
  'bills.amountMissing': sentence(
    (p) => `列 ${p.column} 没有金额；没有费用请写 0。`,
    (p) => `Column ${p.column} has no amount. Write 0 where nothing was charged.`
  ),
  'bills.periodMissing': plain(
    '没有账期；请补上账单月份，汇总行请删去。',
    'There is no billing period. Add the month, and take out rows that are totals.'
  ),
  'bills.periodUnreadable': sentence(
    (p) => `账期“${p.value}”读不懂；请写成 2026-01-01。`,
    (p) => `The billing period “${p.value}” cannot be read. Write 2026-01-01.`
  ),
  'bills.currencyMissing': plain(
    '没有币种；不同币种不能相加，请补上币种列。',
    'There is no currency, and currencies are never added. Fill in the currency column.'
  ),
  'bills.idScientific': sentence(
    (p) => `“${p.value}”是表格软件改写的账号 ID，末尾数字已丢；请把该列设为文本后重新导出。`,
    (p) =>
      `“${p.value}” is an account ID that a spreadsheet rewrote; its last digits are lost. Make the column text and export again.`
  ),
  'bills.textTooLong': sentence(
    (p, f) => `有一格文字超过 ${f.count(Number(p.max))} 个字符；请检查引号和分隔符。`,
    (p, f) =>
      `A cell has more than ${f.count(Number(p.max))} characters. Check quotes and separators.`
  ),
  'bills.rowTooLong': sentence(
    (p) => `这一行有 ${p.count} 格，表头只有 ${p.max} 列；请检查引号和分隔符。`,
    (p) => `This row has ${p.count} cells, the header ${p.max}. Check quotes and separators.`
  ),
  'bills.quoteBroken': plain(
    '引号闭合之后还有文字，读不准这一行；请改正引号。',
    'Text stands behind a closing quote, so the row cannot be trusted. Correct the quotes.'
  ),
  'bills.quoteOpen': sentence(
    (p) => `第 ${p.line} 行有引号没有闭合，后面都读不了；请补上引号。`,
    (p) => `A quote in line ${p.line} never closes, so nothing behind it can be read. Close it.`
  ),
  'bills.tooVaried': sentence(
    (p, f) => `账单里不同的组合超过 ${f.count(Number(p.max))} 种，不像账单；请按月分开导入。`,
    (p, f) =>
      `The bill has more than ${f.count(Number(p.max))} different combinations, as no bill has. Import it month by month.`
  ),
  'bills.tagsTooVaried': sentence(
    (p, f) =>
      `分账标签的值合起来超过 ${f.count(Number(p.max))} 种，多半是每个资源一个值的键（如 Name）；请在“账单”页去掉这样的键再导入。`,
    (p, f) =>
      `The cost allocation tags have more than ${f.count(Number(p.max))} different values together: most likely a key like Name has one for each resource. Take such a key off on the Bills page and import again.`
  ),
  'bills.tooLarge': sentence(
    (p, f) => `文件解开后超过 ${f.bytes(Number(p.max))}；请分成几个文件再导入。`,
    (p, f) =>
      `The file is larger than ${f.bytes(Number(p.max))} once unpacked. Split it and import the parts.`
  ),
  'bills.rowMalformed': plain(
    '这一项不是账单明细对象，读不出字段；请检查导出时的过滤条件。',
    'This item is no object of a bill and has no fields. Check the filter of the export.'
  ),
  'bills.spreadsheet': plain(
    '账单请导出为 CSV；工作簿会把账号 ID 和金额改成近似的数字。',
    'Export the bill as CSV: a workbook turns account IDs and amounts into rounded numbers.'
  ),
  'bills.parquet': sentence(
    (p) => `这个 Parquet 文件读不了（${p.reason}）；请用 Snappy 压缩重新导出，或导出为 CSV。`,
    (p) => `This Parquet file cannot be read (${p.reason}). Export it with Snappy, or as CSV.`
  ),
  'bills.binary': sentence(
    (p) => `这是 ${p.type} 文件，不是能读的账单；请导出为 CSV、CSV.gz、ZIP、JSON 或 Parquet。`,
    (p) =>
      `This is a ${p.type} file and no bill that can be read. Export CSV, CSV.gz, ZIP, JSON or Parquet.`
  ),
  'bills.cancelled': plain(
    '已取消读取账单，没有导入任何内容。',
    'Reading the bills was cancelled; nothing was imported.'
  )
} satisfies Record<string, Message<Params>>;

export type BillProblemCode = keyof typeof billProblemMessages;

/** Bills as people know them. */
export const billFormatMessages: Readonly<Record<string, { zh: string; en: string }>> = {
  focus: { zh: 'FOCUS', en: 'FOCUS' },
  'aws.cur': { zh: 'AWS 成本与用量报告', en: 'AWS Cost and Usage Report' },
  'aws.costExplorer': { zh: 'AWS Cost Explorer', en: 'AWS Cost Explorer' },
  azure: { zh: 'Azure 成本导出', en: 'Azure cost export' },
  'tencent.detail': { zh: '腾讯云账单明细', en: 'Tencent Cloud bill details' }
};
