import type { Formats, Message } from '#core/kernel/message.ts';

export const columnMessages = {
  path: { zh: '部门路径', en: 'Department path' },
  cost: { zh: '费用', en: 'Cost' }
} as const;

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why a cell of the table does not take a text. */
export const cellProblemMessages = {
  'cell.fixed': sentence(
    (p) => `${p.column}由云决定，不能修改；请改其他列。`,
    (p) => `${p.column} is given by the cloud and stays as it is. Edit another column.`
  ),
  'cell.choiceUnknown': sentence(
    (p) => `“${p.value}”不是这一列的值；可用：${p.options}。`,
    (p) => `“${p.value}” is no value of this column. It takes ${p.options}.`
  ),
  'cell.timeUnreadable': sentence(
    (p) => `时间“${p.value}”读不懂；请写成 2026-01-31。`,
    (p) => `The time “${p.value}” cannot be read. Write 2026-01-31.`
  ),
  'cell.departmentUnknown': sentence(
    (p) => `没有部门“${p.value}”；请写部门名称或完整路径，如 A/B。`,
    (p) => `There is no department “${p.value}”. Write its name or its whole path, such as A/B.`
  ),
  'cell.departmentAmbiguous': sentence(
    (p) => `有 ${p.n} 个部门叫“${p.value}”；请写完整路径，如 A/B。`,
    (p) => `${p.n} departments are called “${p.value}”. Write the whole path, such as A/B.`
  )
} satisfies Record<string, Message<Params>>;
