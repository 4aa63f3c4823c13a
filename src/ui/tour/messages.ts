interface Step {
  readonly at: number;
  readonly of: number;
}

export const tourMessages = {
  label: { zh: '导览', en: 'Tour' },
  step: {
    zh: (p: Step) => `第 ${p.at} 站，共 ${p.of} 站`,
    en: (p: Step) => `${p.at} of ${p.of}`
  },
  back: { zh: '上一站', en: 'Back' },
  next: { zh: '下一站', en: 'Next' },
  done: { zh: '完成', en: 'Done' },
  close: { zh: '结束导览', en: 'End the tour' },
  tree: { zh: '整个集团，一棵树', en: 'The whole group in one tree' },
  treeText: {
    zh: '拖动部门或账号即可移动；也可以用键盘：方向键走动，空格选择，M 移动，F2 改名。放不下的地方会先说明原因。',
    en: 'Drag departments and accounts to move them, or use the keys: arrows walk, Space selects, M moves, F2 renames. Where something cannot go, it says why before you let go.'
  },
  chart: { zh: '同一个组织，画成图', en: 'The same organization as a chart' },
  chartText: {
    zh: '大纲、架构图、冰柱图和矩形树图是同一份数据、同一个选择，随时切换。',
    en: 'Outline, chart, icicle and treemap show the same data and the same selection; switch whenever you like.'
  },
  search: { zh: '什么都能搜到', en: 'Find and run anything' },
  searchText: {
    zh: '按 Ctrl K：部门、账号、账号 ID、拼音首字母，还有全部命令。按 ? 看快捷键。',
    en: 'Ctrl K finds departments, accounts, account ids, pinyin initials, and every command. Press ? for the keys.'
  },
  undo: { zh: '放心试', en: 'Nothing is final' },
  undoText: {
    zh: '任何操作都能撤销，刷新之后也行；只撤销你自己的，不动同事的。',
    en: 'Everything can be undone, even after a reload; only what you did, never what a colleague did.'
  },
  import: { zh: '带上你自己的组织', en: 'Bring your own organization' },
  importText: {
    zh: '把腾讯云、AWS 的导出，或 CSV、XLSX 拖进窗口：先预览每一处变化，再一次导入，一次撤销。',
    en: 'Drop what Tencent Cloud or AWS gave you, or a CSV or XLSX: every change is shown first, applied as one and undone as one.'
  },
  audit: { zh: '谁、何时、为什么', en: 'Who, when and why' },
  auditText: {
    zh: '每次变更都记成一句话，可以单独撤回，也可以打开那一刻的整个组织。',
    en: 'Every change is a sentence. Take any one back, or open the whole organization as of that moment.'
  },
  share: { zh: '一起改，或只给人看', en: 'Work together, or let people look' },
  shareText: {
    zh: '共享后可以多人同时编辑，没有网络也能继续；给领导看的，用加密的只读快照。',
    en: 'Share to edit live together, and go on without a network. For people who only look, make an encrypted read-only snapshot.'
  }
} as const;
