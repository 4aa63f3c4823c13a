import type { Formats } from '#core/kernel/message.ts';

/** Words of the organization as an icicle and as a treemap. */
export const areasMessages = {
  icicle: { zh: '冰柱图，高度为账号数', en: 'Icicle, height by accounts' },
  treemap: { zh: '矩形树图，面积为账号数', en: 'Treemap, area by accounts' },
  path: { zh: '所在部门', en: 'Where you are' },
  table: { zh: '数据表', en: 'Table' },
  name: { zh: '名称', en: 'Name' },
  accounts: { zh: '账号数', en: 'Accounts' },
  share: { zh: '占比', en: 'Share' },
  legend: { zh: '图例', en: 'Legend' },
  nothing: { zh: '这里没有账号', en: 'No accounts here' },
  loading: { zh: '正在载入账号…', en: 'Loading accounts…' },
  open: {
    zh: (p: { name: string }) => `进入 ${p.name}`,
    en: (p: { name: string }) => `Open ${p.name}`
  },
  others: {
    zh: (p: { n: number }, f: Formats) => `其余 ${f.count(p.n)} 项`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 other', `${f.count(p.n)} others`)
  },
  colour: { zh: '着色依据', en: 'Colour by' },
  byDepartment: { zh: '按一级部门着色', en: 'Colour by top department' },
  byStatus: { zh: '按状态着色', en: 'Colour by status' },
  byChange: { zh: '按费用变化着色', en: 'Colour by cost change' },
  size: { zh: '大小依据', en: 'Size by' },
  sizeByAccounts: { zh: '大小为账号数', en: 'Size by accounts' },
  sizeByCost: { zh: '大小为费用', en: 'Size by cost' },
  sizeIs: {
    zh: (p: { what: string }) => `大小：${p.what}`,
    en: (p: { what: string }) => `Size: ${p.what}`
  },
  colourIs: {
    zh: (p: { what: string }) => `颜色：${p.what}`,
    en: (p: { what: string }) => `Colour: ${p.what}`
  },
  icicleOf: {
    zh: (p: { what: string }) => `冰柱图，高度为${p.what}`,
    en: (p: { what: string }) =>
      `Icicle, height by ${p.what.charAt(0).toLowerCase()}${p.what.slice(1)}`
  },
  treemapOf: {
    zh: (p: { what: string }) => `矩形树图，面积为${p.what}`,
    en: (p: { what: string }) =>
      `Treemap, area by ${p.what.charAt(0).toLowerCase()}${p.what.slice(1)}`
  },
  cost: { zh: '费用', en: 'Cost' },
  changed: { zh: '变化', en: 'Change' },
  noCosts: { zh: '这里没有费用', en: 'No costs here' },
  reading: { zh: '正在读取账单…', en: 'Reading bills…' },
  byFindings: { zh: '按提示着色', en: 'Colour by findings' },
  byTag: {
    zh: (p: { key: string }) => `按标签 ${p.key} 着色`,
    en: (p: { key: string }) => `Colour by tag ${p.key}`
  },
  otherDepartments: { zh: '其他', en: 'Others' },
  atTop: { zh: '直属组织', en: 'Directly at the top' },
  withFindings: { zh: '有提示', en: 'With findings' },
  foundBeneath: {
    zh: (p: { n: number }, f: Formats) => `下级 ${f.count(p.n)} 项有提示`,
    en: (p: { n: number }, f: Formats) =>
      `Findings at ${f.plural(p.n, 'one record', `${f.count(p.n)} records`)} beneath`
  },
  withoutFindings: { zh: '没有提示', en: 'No findings' },
  otherValues: { zh: '其他值', en: 'Other values' },
  withoutValue: { zh: '没有该标签', en: 'Without this tag' }
} as const;
