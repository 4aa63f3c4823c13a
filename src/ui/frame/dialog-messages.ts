export const dialogMessages = {
  partUndoTitle: { zh: '只能撤销一部分', en: 'Only a part can be undone' },
  undoRest: { zh: '撤销其余部分', en: 'Undo the rest' },
  cancel: { zh: '取消', en: 'Cancel' }
} as const;

/** What each key does, for the sheet that `?` opens. */
export const shortcutMessages = [
  ['Ctrl K', { zh: '搜索或运行命令', en: 'Search or run a command' }],
  ['Ctrl Z', { zh: '撤销', en: 'Undo' }],
  ['Ctrl ⇧ Z', { zh: '重做', en: 'Redo' }],
  ['↑ ↓', { zh: '上一行、下一行', en: 'Row up, row down' }],
  ['← →', { zh: '收起、展开', en: 'Close, open' }],
  ['Space', { zh: '勾选', en: 'Select' }],
  ['⇧ ↑ ↓', { zh: '连续勾选', en: 'Extend the selection' }],
  ['Ctrl A', { zh: '全选', en: 'Select all' }],
  ['Enter', { zh: '打开详情；表格中编辑单元格', en: 'Open details; in the table, edit a cell' }],
  ['F2', { zh: '重命名或编辑', en: 'Rename or edit' }],
  ['Ctrl D', { zh: '向下填充（表格）', en: 'Fill down (table)' }],
  ['Ctrl V', { zh: '粘贴一块单元格（表格）', en: 'Paste a block of cells (table)' }],
  ['M', { zh: '移动到…', en: 'Move to…' }],
  ['T', { zh: '加标签', en: 'Tag' }],
  ['Delete', { zh: '移出或删除', en: 'Remove or delete' }],
  [
    'F',
    {
      zh: '架构图：只看这一部分；表格：按列筛选',
      en: 'Chart: only this part; table: filter by the column'
    }
  ],
  ['N', { zh: '架构图：下一个结果', en: 'Chart: next match' }],
  ['+ − 0', { zh: '架构图：放大、缩小、适应窗口', en: 'Chart: zoom in, zoom out, fit' }],
  [
    'G O',
    {
      zh: '前往组织；G A 前往成员账号，依此类推',
      en: 'Go to the organization; G A to accounts, and so on'
    }
  ],
  ['?', { zh: '快捷键', en: 'Keyboard shortcuts' }]
] as const;
