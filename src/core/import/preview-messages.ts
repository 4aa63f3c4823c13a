import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why a row that could be read cannot come in. */
export const previewProblemMessages = {
  'import.contradicts': sentence(
    (p) =>
      `${p.id} 与 ${p.file} 第 ${p.line} 行是同一个，但内容不同，已采用那一行；请保留正确的一行。`,
    (p) =>
      `${p.id} stands in line ${p.line} of ${p.file} already and says something else; that one was taken. Keep the right one.`
  ),
  'import.parentMissing': sentence(
    (p) =>
      `“${p.name}”的上级部门 ${p.parent} 不在这些文件里，工作区里也没有；请把含有它的那一页一起导入。`,
    (p) =>
      `The parent ${p.parent} of “${p.name}” is neither in these files nor in the workspace. Add the page that has it.`
  ),
  'import.circle': sentence(
    (p) => `“${p.name}”的上级关系绕成了一圈，无法摆放；请改正上级部门。`,
    (p) => `The parents of “${p.name}” lead back to itself, so it has no place. Correct its parent.`
  ),
  'import.tooDeep': sentence(
    (p) => `“${p.path}”超过 ${p.max} 级；请先减少层级，或导入到更靠上的部门。`,
    (p) => `“${p.path}” goes beyond level ${p.max}. Take out a level, or import further up.`
  ),
  'import.departmentNameMissing': sentence(
    (p) => `部门 ${p.id} 没有名称，也不在工作区里；请补上名称。`,
    (p) => `Department ${p.id} has no name and is not in the workspace. Give it a name.`
  )
} satisfies Record<string, Message<Params>>;
