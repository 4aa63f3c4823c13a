import type { Formats, Message } from '#core/kernel/message.ts';

const message = <P>(zh: (p: P, f: Formats) => string, en: (p: P, f: Formats) => string) =>
  ({ zh, en }) satisfies Message<P>;

interface What {
  /** A name, or a count of records. */
  readonly what: string;
  /** Chinese sets a name off by a space, a count not. */
  readonly gap: string;
}

/** What a conflict is called in a list and on a mark. */
export const titleMessages = {
  movedTwice: message<What>(
    (p) => `${p.what}${p.gap}被移到了两处`,
    (p) => `${p.what} was moved to two places`
  ),
  movedTwiceMany: message<What>(
    (p) => `${p.what}${p.gap}被移到了两处`,
    (p) => `${p.what} were moved to two places`
  ),
  movedAndDeleted: message<What>(
    (p) => `${p.what}${p.gap}同时被移动和删除`,
    (p) => `${p.what} was moved and deleted`
  ),
  cycle: { zh: '一次移动会让部门互为上下级', en: 'A move would have closed a circle' },
  depth: message<{ max: number }>(
    (p) => `一次移动会超过 ${p.max} 级`,
    (p) => `A move would have gone deeper than ${p.max} levels`
  ),
  deletedInUse: message<What>(
    (p) => `${p.what}${p.gap}在使用中被删除`,
    (p) => `${p.what} was deleted while in use`
  ),
  deletedWithAccounts: message<What>(
    (p) => `${p.what}${p.gap}被删除时有账号移入`,
    (p) => `${p.what} was deleted while accounts came to it`
  ),
  field: message<What & { field: string }>(
    (p) => `${p.what}${p.gap}的${p.field}被两人各自修改`,
    (p) => `Two people changed the ${p.field} of ${p.what}`
  ),
  editedWhileDeleted: message<What>(
    (p) => `${p.what}${p.gap}在移除期间被修改`,
    (p) => `${p.what} was edited while it was removed`
  ),
  editedWhileDeletedMany: message<What>(
    (p) => `${p.what}${p.gap}在移除期间被修改`,
    (p) => `${p.what} were edited while they were removed`
  ),
  addedTwice: message<What>(
    (p) => `${p.what}${p.gap}被两人各添加了一次`,
    (p) => `${p.what} was added by two people`
  ),
  overLimit: { zh: '账号数超过上限', en: 'More accounts than the limit allows' },
  repeats: message<{ name: string; count: number; what: string }>(
    (p) => `${p.what}同名“${p.name}”`,
    (p) => `${p.what} are called “${p.name}”`
  )
};

interface Did {
  readonly who: string;
  /** What an entry did, as a sentence without its subject. */
  readonly did: string;
  readonly when: string;
}

/** Who did what and when, and what it came to. */
export const textMessages = {
  somebody: { zh: '有人', en: 'Somebody' },
  did: message<Did>(
    (p) => `${p.who} ${p.did}（${p.when}）`,
    (p) => `${p.who} ${p.did} (${p.when})`
  ),
  apart: message<readonly string[]>(
    (p) => `${p.join('；同时 ')}。`,
    (p) => `${p.join(', while ')}.`
  ),
  both: message<readonly string[]>(
    (p) => p.filter((part) => part !== '').join(''),
    (p) => p.filter((part) => part !== '').join(' ')
  ),
  shown: message<{ what: string }>(
    (p) => `当前显示：${p.what}。`,
    (p) => `Shown now: ${p.what}.`
  ),
  waits: { zh: '后一次移动暂未生效。', en: 'The later move waits.' },
  tooDeep: message<{ max: number }>(
    (p) => `期间有人在它的上级或下级移动了部门，再生效就超过 ${p.max} 级，所以这次移动暂未生效。`,
    (p) =>
      `Meanwhile departments were moved above or below it: they would now reach below level ${p.max}, so the move waits.`
  ),
  kept: {
    zh: '部门已保留，里面的内容仍有归属。',
    en: 'The department was kept, so that what is in it has a home.'
  },
  shownAbove: message<{ count: number; home: string }>(
    (p, f) => `${f.count(p.count)} 个账号暂显示在 ${p.home}。`,
    (p, f) =>
      `${f.plural(p.count, 'One account is', `${f.count(p.count)} accounts are`)} shown in ${p.home} for now.`
  ),
  comesBack: {
    zh: '修改已保留，恢复时会一并出现。',
    en: 'The edit is kept and comes back with it.'
  },
  mixed: {
    zh: '工作区里只有一条，两人填写不同的字段各取其一。',
    en: 'It is there once; where the two differ, each field shows one of their values.'
  },
  unaware: { zh: '当时两人互不知情。', en: 'Neither knew of the other.' }
};

/** One side of a conflict. */
export const sideMessages = {
  inPlace: message<{ place: string }>(
    (p) => `在 ${p.place}`,
    (p) => `In ${p.place}`
  ),
  inPlaceAfter: message<{ place: string; after: string }>(
    (p) => `在 ${p.place}，排在 ${p.after} 之后`,
    (p) => `In ${p.place}, after ${p.after}`
  ),
  deleted: { zh: '已删除', en: 'Deleted' },
  removed: { zh: '已移出工作区', en: 'Removed from the workspace' },
  nothing: { zh: '（空）', en: '(empty)' },
  several: message<{ count: number }>(
    (p, f) => `${f.count(p.count)} 条记录各有不同的值`,
    (p, f) => `A value of its own for each of ${f.count(p.count)} records`
  )
};

/** Buttons. */
export const wayMessages = {
  keep: { zh: '保留当前结果', en: 'Keep what is shown' },
  dropMove: { zh: '放弃未生效的移动', en: 'Drop the waiting move' },
  keepDepartment: { zh: '保留部门', en: 'Keep the department' },
  keepAccounts: { zh: '账号留在当前位置', en: 'Keep the accounts where they are shown' },
  leaveRemoved: { zh: '不恢复', en: 'Leave it removed' },
  leave: { zh: '保持现状', en: 'Leave it as it is' },
  take: { zh: '改用另一个', en: 'Use the other' },
  takeOne: message<{ what: string }>(
    (p) => `改用：${p.what}`,
    (p) => `Use: ${p.what}`
  ),
  delete: { zh: '删除', en: 'Delete it' },
  swap: { zh: '互换两者', en: 'Swap them' },
  restore: { zh: '恢复', en: 'Restore it' },
  restoreDepartment: { zh: '恢复部门', en: 'Restore the department' },
  dissolve: { zh: '内容上移一级并删除', en: 'Move its contents up and delete it' }
};
