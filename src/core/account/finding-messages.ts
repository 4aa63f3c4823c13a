import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** What is there and should not be, with what would put it right. */
export const findingMessages = {
  'finding.overLimit': sentence(
    (p, f) =>
      `组织有 ${f.count(Number(p.count))} 个账号，超过上限 ${f.count(Number(p.max))} 个；请在设置里调高上限或移出账号。`,
    (p, f) =>
      `The organization has ${f.count(Number(p.count))} accounts, over its limit of ${f.count(Number(p.max))}. Raise the limit in settings or remove accounts.`
  ),
  'finding.departmentMissing': sentence(
    (p, f) =>
      `${f.count(Number(p.count))} 个账号所属的部门 ${p.department} 不在工作区，暂显示在上层；请导入该部门或把账号移到别处。`,
    (p, f) =>
      `${f.plural(Number(p.count), 'One account points', `${f.count(Number(p.count))} accounts point`)} to department ${p.department}, which is not in the workspace; shown further up. Import that department or move them.`
  ),
  'finding.departmentNameRepeats': sentence(
    (p) => `${p.count} 个部门同名“${p.name}”，云上不允许；请重命名其中几个。`,
    (p) =>
      `${p.count} departments are called “${p.name}”, which the cloud does not allow. Rename all but one.`
  ),
  'finding.accountNameRepeats': sentence(
    (p) => `${p.count} 个账号同名“${p.name}”，云上不允许；请重命名其中几个。`,
    (p) =>
      `${p.count} accounts are called “${p.name}”, which the cloud does not allow. Rename all but one.`
  ),
  'finding.tagKeyDrift': sentence(
    (p, f) =>
      `标签键写法不一：${p.keys}；把另外 ${f.count(Number(p.count))} 处统一为“${p.common}”。`,
    (p, f) =>
      `One tag key is spelled ${p.keys}. Change the other ${f.count(Number(p.count))} to “${p.common}”.`
  ),
  'finding.tagValueDrift': sentence(
    (p, f) =>
      `标签 ${p.key} 的值写法不一：${p.values}；把另外 ${f.count(Number(p.count))} 处统一为“${p.common}”。`,
    (p, f) =>
      `One value of the tag ${p.key} is spelled ${p.values}. Change the other ${f.count(Number(p.count))} to “${p.common}”.`
  )
} satisfies Record<string, Message<Params>>;
