import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why something could not be undone, or only in part. */
export const auditProblemMessages = {
  'audit.changedSince': sentence(
    (p) => `“${p.name}”后来又被${p.by ? `${p.by} ` : ''}改过，这部分不再撤销。`,
    (p) => `“${p.name}” was changed since${p.by ? ` by ${p.by}` : ''}; that part stays as it is.`
  ),
  'audit.placeGone': sentence(
    (p) => `“${p.name}”原来所在的部门已不存在，无法移回；请先恢复那个部门。`,
    (p) =>
      `The department “${p.name}” stood in is gone, so it cannot go back. Restore that department first.`
  ),
  'audit.partOnly': sentence(
    (p) => `有 ${p.lost} 处后来被改过，只能撤销其余部分；请确认是否撤销其余部分。`,
    (p, f) =>
      `${f.plural(Number(p.lost), 'One part was', `${p.lost} parts were`)} changed since. Confirm to undo only the rest.`
  ),
  'audit.archived': sentence(
    () => '它早于已归档的历史，不能再撤回。可以打开那一刻的组织，照着改回来。',
    () =>
      'This is older than the archived history and cannot be taken back any more. Open the organization as of that moment and change it back by hand.'
  ),
  'audit.conflictGone': sentence(
    () => '这个冲突已经处理过，或已不存在。',
    () => 'This conflict has been settled already, or is no longer there.'
  ),
  'audit.nothingLeft': sentence(
    () => '没有可撤销的内容：这一步已被撤销，或之后全被改过。',
    () => 'There is nothing left to undo: it was undone already, or all of it was changed since.'
  )
} satisfies Record<string, Message<Params>>;
