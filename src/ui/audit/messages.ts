import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the Audit page. */
export const auditMessages = {
  title: { zh: '审计', en: 'Audit' },
  lists: { zh: '审计列表', en: 'Audit lists' },
  history: { zh: '历史', en: 'History' },
  conflicts: { zh: '冲突', en: 'Conflicts' },
  conflict: { zh: '冲突', en: 'conflict' },
  conflictsOpen: {
    zh: (p: Count, f: Formats) => (p.n > 0 ? `冲突 ${f.count(p.n)}` : '冲突'),
    en: (p: Count, f: Formats) => (p.n > 0 ? `Conflicts ${f.count(p.n)}` : 'Conflicts')
  },
  openAsOf: { zh: '打开某一时刻的组织…', en: 'Open the organization as of…' },
  asOfTitle: { zh: '打开某一时刻的组织', en: 'Open the organization as of' },
  asOfText: {
    zh: '选择日期和时间，会打开那之前最后一次变更之后的组织，只能查看。',
    en: 'Choose a date and a time. The organization opens as the last change before it left it, to be looked at only.'
  },
  asOfWhen: { zh: '日期和时间', en: 'Date and time' },
  asOfNone: {
    zh: '那时还没有任何变更；请选择更晚的时间。',
    en: 'Nothing had been done by then; choose a later time.'
  },
  open: { zh: '打开', en: 'Open' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },

  archived: { zh: '已归档', en: 'archived' },
  olderText: {
    zh: '更早的历史已移出文档，存在归档里，可以随时读回来查看。',
    en: 'Earlier history has left the document for its archive, and can be read again at any time.'
  },
  older: {
    zh: (p: { month: string; more: number }) =>
      p.more > 0 ? `读取 ${p.month}（之前还有 ${p.more} 个月）` : `读取 ${p.month}`,
    en: (p: { month: string; more: number }, f: Formats) =>
      p.more > 0
        ? `Read ${p.month} (${f.plural(p.more, 'one earlier month', `${p.more} earlier months`)})`
        : `Read ${p.month}`
  },

  filter: { zh: '筛选', en: 'Filter' },
  search: { zh: '搜索历史', en: 'Search the history' },
  person: { zh: '人员', en: 'Person' },
  anybody: { zh: '所有人', en: 'Everybody' },
  command: { zh: '操作', en: 'Command' },
  anyCommand: { zh: '所有操作', en: 'All commands' },
  department: { zh: '部门（含下级）', en: 'Department and beneath' },
  anyDepartment: { zh: '整个组织', en: 'The whole organization' },
  since: { zh: '从', en: 'From' },
  until: { zh: '到', en: 'To' },
  withinChip: {
    zh: (p: { name: string }) => `${p.name} 及其下级`,
    en: (p: { name: string }) => `In ${p.name} and beneath`
  },
  sinceChip: {
    zh: (p: { at: number }, f: Formats) => `${f.date(p.at)} 起`,
    en: (p: { at: number }, f: Formats) => `Since ${f.date(p.at)}`
  },
  untilChip: {
    zh: (p: { at: number }, f: Formats) => `到 ${f.date(p.at)}`,
    en: (p: { at: number }, f: Formats) => `Until ${f.date(p.at)}`
  },
  drop: {
    zh: (p: { what: string }) => `去掉筛选：${p.what}`,
    en: (p: { what: string }) => `Drop the filter: ${p.what}`
  },
  clear: { zh: '清除筛选', en: 'Clear the filter' },
  count: {
    zh: (p: { entries: number; people: number }, f: Formats) =>
      `${f.count(p.people)} 人的 ${f.count(p.entries)} 条记录`,
    en: (p: { entries: number; people: number }, f: Formats) =>
      `${f.plural(p.entries, '1 entry', `${f.count(p.entries)} entries`)} by ${f.plural(p.people, '1 person', `${f.count(p.people)} people`)}`
  },
  countSoFar: {
    zh: (p: Count, f: Formats) => `已找到 ${f.count(p.n)} 条，仍在查找…`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} so far, still looking…`
  },
  undo: { zh: '撤销与重做', en: 'Undo and redo' },

  today: { zh: '今天', en: 'Today' },
  yesterday: { zh: '昨天', en: 'Yesterday' },
  dayNear: {
    zh: (p: { near: string; date: string }) => `${p.near}，${p.date}`,
    en: (p: { near: string; date: string }) => `${p.near}, ${p.date}`
  },
  someone: { zh: '未署名', en: 'Unnamed' },
  undone: { zh: '已撤销', en: 'undone' },
  empty: { zh: '空', en: 'empty' },
  notKept: { zh: '（随批量变更写入）', en: '(written with a bulk change)' },
  added: { zh: '新增', en: 'added' },
  removed: { zh: '移除', en: 'removed' },
  moreChanges: {
    zh: (p: Count, f: Formats) => `另有 ${f.count(p.n)} 处变更`,
    en: (p: Count, f: Formats) => `and ${f.count(p.n)} more`
  },
  earlierLines: {
    zh: (p: Count, f: Formats) => `再显示 ${f.count(p.n)} 处`,
    en: (p: Count, f: Formats) => `Show ${f.count(p.n)} more`
  },
  noChanges: { zh: '这条记录没有可列出的字段。', en: 'This entry lists no fields.' },
  revert: { zh: '撤销这一步', en: 'Revert this' },
  alreadyUndone: { zh: '这一步已被撤销', en: 'This was undone already' },
  justBefore: { zh: '查看这之前的组织', en: 'See the organization just before' },
  asOfThis: { zh: '查看这之后的组织', en: 'See it as of this' },
  entryId: {
    zh: (p: { sections: readonly string[]; id: string }, f: Formats) =>
      `${f.list(p.sections, 5)} · 记录 ${p.id}`,
    en: (p: { sections: readonly string[]; id: string }, f: Formats) =>
      `section ${f.list(p.sections, 5)}, entry ${p.id}`
  },
  earlier: {
    zh: (p: Count, f: Formats) => `显示更早的 ${f.count(p.n)} 条`,
    en: (p: Count, f: Formats) => f.plural(p.n, 'Show one earlier', `Show ${f.count(p.n)} earlier`)
  },
  loading: { zh: '正在读取历史…', en: 'Reading the history…' },
  nothing: { zh: '还没有任何变更', en: 'Nothing has happened yet' },
  nothingText: {
    zh: '每次变更都会以一句话记在这里：谁、何时、做了什么，并且可以撤销。',
    en: 'Every change is kept here in a sentence: who did what and when. It can be undone from here.'
  },
  noMatch: { zh: '没有符合筛选的记录', en: 'No entry fits the filter' },
  noMatchText: {
    zh: '放宽时间或去掉一项筛选再看。',
    en: 'Widen the time, or drop one of the filters.'
  },
  failed: { zh: '历史读不出来', en: 'The history could not be read' },
  again: { zh: '重试', en: 'Try again' },
  toOrganization: { zh: '去组织页面', en: 'To the organization' }
} as const;
