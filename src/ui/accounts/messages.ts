import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the Accounts page: head, filter bar, table, empty states. */
export const accountsMessages = {
  title: { zh: '成员账号', en: 'Accounts' },
  table: { zh: '成员账号表格', en: 'Table of accounts' },
  import: { zh: '导入', en: 'Import' },
  addAccount: { zh: '添加账号', en: 'Add account' },
  export: { zh: '导出', en: 'Export' },
  exportCsv: { zh: '表格所示为 CSV', en: 'What is shown, as CSV' },
  exportXlsx: { zh: '表格所示为 Excel (XLSX)', en: 'What is shown, as Excel (XLSX)' },

  search: { zh: '搜索', en: 'Search' },
  searchHint: { zh: '名称、ID、负责人、标签、拼音首字母', en: 'Name, ID, owner, tags, initials' },
  clearSearch: { zh: '清除搜索', en: 'Clear the search' },
  filter: { zh: '筛选', en: 'Filter' },
  filterBy: { zh: '按列筛选', en: 'Filter by a column' },
  filterColumn: { zh: '列', en: 'Column' },
  filterOn: {
    zh: (p: { column: string }) => `筛选${p.column}`,
    en: (p: { column: string }) => `Filter ${p.column}`
  },
  filterChip: {
    zh: (p: { column: string; values: readonly string[] }, f: Formats) =>
      `${p.column}：${f.list(p.values, 2)}`,
    en: (p: { column: string; values: readonly string[] }, f: Formats) =>
      `${p.column}: ${f.list(p.values, 2)}`
  },
  dropFilter: {
    zh: (p: { column: string }) => `取消“${p.column}”筛选`,
    en: (p: { column: string }) => `Drop the filter on ${p.column}`
  },
  clearFilters: { zh: '清除筛选', en: 'Clear filters' },
  findValue: { zh: '查找值', en: 'Find a value' },
  noValue: { zh: '（空）', en: '(empty)' },
  moreValues: {
    zh: (p: Count, f: Formats) => `还有 ${f.count(p.n)} 个值，输入以查找`,
    en: (p: Count, f: Formats) =>
      f.plural(
        p.n,
        '1 more value; type to find it',
        `${f.count(p.n)} more values; type to find them`
      )
  },
  noSuchValue: { zh: '没有这样的值', en: 'No such value' },
  withCount: {
    zh: (p: { value: string; n: number }, f: Formats) => `${p.value}，${f.count(p.n)} 个`,
    en: (p: { value: string; n: number }, f: Formats) => `${p.value}, ${f.count(p.n)}`
  },

  count: {
    zh: (p: { found: number; all: number }, f: Formats) =>
      p.found === p.all
        ? `${f.count(p.all)} 个账号`
        : `${f.count(p.found)} / ${f.count(p.all)} 个账号`,
    en: (p: { found: number; all: number }, f: Formats) =>
      p.found === p.all
        ? f.plural(p.all, '1 account', `${f.count(p.all)} accounts`)
        : `${f.count(p.found)} of ${f.count(p.all)} accounts`
  },
  loading: { zh: '正在载入账号…', en: 'Loading accounts…' },

  group: { zh: '分组', en: 'Group' },
  groupBy: { zh: '按列分组', en: 'Group by a column' },
  groupedBy: {
    zh: (p: { column: string }) => `按${p.column}分组`,
    en: (p: { column: string }) => `By ${p.column}`
  },
  noGroup: { zh: '不分组', en: 'No groups' },
  expandAll: { zh: '全部展开', en: 'Expand all' },
  collapseAll: { zh: '全部收起', en: 'Collapse all' },
  groupCount: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },

  columns: { zh: '列', en: 'Columns' },
  display: { zh: '分组与列', en: 'Group and column' },
  beside: { zh: '名称旁显示', en: 'Beside the name' },
  columnsText: {
    zh: '勾选要显示的列；拖动或按 Alt ↑ ↓ 调整次序',
    en: 'Tick what to show; drag or press Alt ↑ ↓ to put in order'
  },
  dragColumn: {
    zh: (p: { column: string }) => `移动“${p.column}”`,
    en: (p: { column: string }) => `Move ${p.column}`
  },
  resizeColumn: {
    zh: (p: { column: string }) => `调整“${p.column}”的宽度`,
    en: (p: { column: string }) => `Width of ${p.column}`
  },
  tagColumn: {
    zh: (p: { key: string }) => `标签 ${p.key}`,
    en: (p: { key: string }) => `Tag ${p.key}`
  },

  select: {
    zh: (p: { name: string }) => `选择 ${p.name}`,
    en: (p: { name: string }) => `Select ${p.name}`
  },
  selectAll: { zh: '全选', en: 'Select all' },
  spread: {
    zh: (p: { departments: number; clouds: number }, f: Formats) =>
      `${f.count(p.departments)} 个部门 · ${f.count(p.clouds)} 个云`,
    en: (p: { departments: number; clouds: number }, f: Formats) =>
      `${f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)} · ${f.plural(p.clouds, '1 cloud', `${f.count(p.clouds)} clouds`)}`
  },
  openInOrganization: { zh: '在组织中查看', en: 'See it in the organization' },
  edit: {
    zh: (p: { column: string; name: string }) => `${p.name}的${p.column}`,
    en: (p: { column: string; name: string }) => `${p.column} of ${p.name}`
  },
  empty: { zh: '空', en: 'Empty' },
  fillNothing: {
    zh: '没有可向下填充的内容；请选择两行以上，或把光标放在另一行下面。',
    en: 'There is nothing to fill down. Select two rows or more, or stand below another row.'
  },

  emptyTitle: { zh: '还没有成员账号', en: 'No accounts yet' },
  emptyText: {
    zh: '导入云账号清单，或逐个添加；它们会作为一行出现在这里。',
    en: 'Import a list of cloud accounts, or add them one by one; each is a row here.'
  },
  noMatchTitle: { zh: '没有符合条件的账号', en: 'No account matches' },
  noMatchText: {
    zh: (p: Count, f: Formats) => `共有 ${f.count(p.n)} 个账号，筛选条件没有留下任何一个。`,
    en: (p: Count, f: Formats) =>
      `None of ${f.plural(p.n, 'the 1 account', `the ${f.count(p.n)} accounts`)} passes the search and the filters.`
  },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' }
} as const;
