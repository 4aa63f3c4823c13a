import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the Organization page: head, filter bar, bulk bar, empty states. */
export const organizationMessages = {
  title: { zh: '组织', en: 'Organization' },
  view: { zh: '视图', en: 'View' },
  outline: { zh: '大纲', en: 'Outline' },
  chart: { zh: '架构图', en: 'Chart' },
  icicle: { zh: '冰柱图', en: 'Icicle' },
  treemap: { zh: '矩形树图', en: 'Treemap' },
  picture: { zh: '图片', en: 'Picture' },
  import: { zh: '导入', en: 'Import' },
  newDepartment: { zh: '新建部门', en: 'New department' },
  addAccount: { zh: '添加账号', en: 'Add account' },
  add: { zh: '添加', en: 'Add' },
  filter: { zh: '按名称或 ID 筛选', en: 'Filter by name or ID' },
  clearFilter: { zh: '清除筛选', en: 'Clear the filter' },
  arrangeBy: { zh: '排列方式', en: 'Arrange by' },
  thenBy: { zh: '其下再按', en: 'Then by' },
  byDepartment: { zh: '按部门', en: 'By department' },
  byKey: {
    zh: (p: { key: string }) => `按标签 ${p.key}`,
    en: (p: { key: string }) => `By tag ${p.key}`
  },
  thenNothing: { zh: '不再细分', en: 'No second level' },
  tagIs: {
    zh: (p: { key: string; value: string }) => `${p.key} = ${p.value === '' ? '（空）' : p.value}`,
    en: (p: { key: string; value: string }) => `${p.key} = ${p.value === '' ? '(empty)' : p.value}`
  },
  tagLacks: {
    zh: (p: { key: string }) => `没有 ${p.key}`,
    en: (p: { key: string }) => `without ${p.key}`
  },
  tagWithin: {
    zh: (p: { tag: string; department: string; direct: boolean }) =>
      `${p.tag} · ${p.direct ? '直属 ' : ''}${p.department}`,
    en: (p: { tag: string; department: string; direct: boolean }) =>
      `${p.tag} · ${p.direct ? 'directly in ' : ''}${p.department}`
  },
  clearTag: {
    zh: (p: { tag: string }) => `不再按“${p.tag}”筛选`,
    en: (p: { tag: string }) => `Stop filtering by “${p.tag}”`
  },
  matches: {
    zh: (p: { found: number; all: number; cut: boolean }, f: Formats) =>
      `${f.count(p.found)}${p.cut ? '+' : ''} / ${f.count(p.all)} 项`,
    en: (p: { found: number; all: number; cut: boolean }, f: Formats) =>
      `${f.count(p.found)}${p.cut ? '+' : ''} of ${f.count(p.all)}`
  },
  counts: {
    zh: (p: { departments: number; accounts: number }, f: Formats) =>
      `${f.count(p.departments)} 个部门 · ${f.count(p.accounts)} 个账号`,
    en: (p: { departments: number; accounts: number }, f: Formats) =>
      `${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} · ${f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)}`
  },
  countsLoading: {
    zh: (p: { departments: number }, f: Formats) =>
      `${f.count(p.departments)} 个部门 · 正在载入账号…`,
    en: (p: { departments: number }, f: Formats) =>
      `${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} · loading accounts…`
  },
  findings: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 条提示`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 finding', `${f.count(p.n)} findings`)
  },
  sortBy: { zh: '账号排序', en: 'Sort accounts' },
  sortedBy: {
    zh: (p: { field: string }) => `按${p.field}排序`,
    en: (p: { field: string }) => `By ${p.field.toLowerCase()}`
  },
  descending: { zh: '降序', en: 'Descending' },
  columns: { zh: '列', en: 'Columns' },

  selected: {
    zh: (p: { departments: number; accounts: number }, f: Formats) =>
      `已选 ${[
        ...(p.departments > 0 ? [`${f.count(p.departments)} 个部门`] : []),
        ...(p.accounts > 0 ? [`${f.count(p.accounts)} 个账号`] : [])
      ].join('、')}`,
    en: (p: { departments: number; accounts: number }, f: Formats) =>
      `${[
        ...(p.departments > 0
          ? [f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)]
          : []),
        ...(p.accounts > 0
          ? [f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)]
          : [])
      ].join(', ')} selected`
  },
  move: { zh: '移动', en: 'Move' },
  tag: { zh: '标签', en: 'Tags' },
  remove: { zh: '移出', en: 'Remove' },
  delete: { zh: '删除', en: 'Delete' },
  clearSelection: { zh: '取消选择', en: 'Clear the selection' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  resize: { zh: '调整详情宽度', en: 'Width of the details' },
  details: { zh: '详情', en: 'Details' },
  chartFailed: { zh: '架构图没能载入', en: 'The chart could not be loaded' },
  chartFailedText: {
    zh: '请检查网络后再试；大纲可以照常使用。',
    en: 'Check the connection and try again; the outline works all the same.'
  }
} as const;
