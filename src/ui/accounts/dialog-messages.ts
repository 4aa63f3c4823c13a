import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of saved views and of pasting. */
export const viewMessages = {
  views: { zh: '视图', en: 'Views' },
  allAccounts: { zh: '全部账号', en: 'All accounts' },
  saveAs: { zh: '另存为视图…', en: 'Save as a view…' },
  update: {
    zh: (p: { name: string }) => `用当前设置更新“${p.name}”`,
    en: (p: { name: string }) => `Update “${p.name}” to what is shown`
  },
  rename: {
    zh: (p: { name: string }) => `重命名“${p.name}”…`,
    en: (p: { name: string }) => `Rename “${p.name}”…`
  },
  remove: {
    zh: (p: { name: string }) => `删除“${p.name}”`,
    en: (p: { name: string }) => `Delete “${p.name}”`
  },
  saveTitle: { zh: '保存视图', en: 'Save view' },
  renameTitle: { zh: '重命名视图', en: 'Rename view' },
  name: { zh: '名称', en: 'Name' },
  saveText: {
    zh: '视图记住列、排序、筛选和分组，这个工作区的所有人都能使用。',
    en: 'A view keeps columns, sort, filters and groups, for everybody in this workspace.'
  },
  save: { zh: '保存', en: 'Save' }
} as const;

export const pasteMessages = {
  title: { zh: '粘贴预览', en: 'Paste' },
  summary: {
    zh: (p: { changed: number; refused: number; same: number }, f: Formats) =>
      [
        `${f.count(p.changed)} 个单元格会改变`,
        ...(p.refused > 0 ? [`${f.count(p.refused)} 个被拒绝`] : []),
        ...(p.same > 0 ? [`${f.count(p.same)} 个不变`] : [])
      ].join('，'),
    en: (p: { changed: number; refused: number; same: number }, f: Formats) =>
      [
        f.plural(p.changed, '1 cell changes', `${f.count(p.changed)} cells change`),
        ...(p.refused > 0 ? [`${f.count(p.refused)} refused`] : []),
        ...(p.same > 0 ? [`${f.count(p.same)} as before`] : [])
      ].join(', ')
  },
  beyondRows: {
    zh: (p: Count, f: Formats) => `最后 ${f.count(p.n)} 行超出表格末尾，不会粘贴。`,
    en: (p: Count, f: Formats) =>
      f.plural(
        p.n,
        'The last row lies beyond the end of the table and is left out.',
        `The last ${f.count(p.n)} rows lie beyond the end of the table and are left out.`
      )
  },
  beyondColumns: {
    zh: (p: Count, f: Formats) => `最后 ${f.count(p.n)} 列超出表格右侧，不会粘贴。`,
    en: (p: Count, f: Formats) =>
      f.plural(
        p.n,
        'The last column lies beyond the right of the table and is left out.',
        `The last ${f.count(p.n)} columns lie beyond the right of the table and are left out.`
      )
  },
  more: {
    zh: (p: Count, f: Formats) => `还有 ${f.count(p.n)} 行`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 more row', `${f.count(p.n)} more rows`)
  },
  refused: { zh: '不会粘贴：', en: 'Left out: ' },
  apply: {
    zh: (p: Count, f: Formats) => `更改 ${f.count(p.n)} 个单元格`,
    en: (p: Count, f: Formats) => f.plural(p.n, 'Change 1 cell', `Change ${f.count(p.n)} cells`)
  },
  nothing: { zh: '没有可更改的内容。', en: 'There is nothing to change.' }
} as const;
