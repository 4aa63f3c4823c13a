import type { Formats } from '#core/kernel/message.ts';
import type { PngSize } from '#ui/charts/png.ts';

/** Words of the dialog for pictures, and on them. */
export const pictureMessages = {
  title: { zh: '图片', en: 'Picture' },
  shape: { zh: '图形', en: 'Shape' },
  chart: { zh: '架构图', en: 'Chart' },
  icicle: { zh: '冰柱图', en: 'Icicle' },
  treemap: { zh: '矩形树图', en: 'Treemap' },
  preview: { zh: '图片预览', en: 'Preview of the picture' },
  how: {
    zh: '按当前展开的部门、筛选和着色生成，白底。SVG 中的文字仍是文字。',
    en: 'As it stands now: what is expanded, filtered and coloured, on white. Text in an SVG stays text.'
  },
  size: {
    zh: (p: PngSize, f: Formats) => `PNG：${f.count(p.width)} × ${f.count(p.height)} 像素`,
    en: (p: PngSize, f: Formats) => `PNG: ${f.count(p.width)} × ${f.count(p.height)} pixels`
  },
  tooLarge: {
    zh: (p: PngSize, f: Formats) =>
      `PNG 需要 ${f.count(p.width)} × ${f.count(p.height)} 像素，超出浏览器能绘制的大小。请收起一些部门，或改存 SVG。`,
    en: (p: PngSize, f: Formats) =>
      `A PNG would have ${f.count(p.width)} × ${f.count(p.height)} pixels, more than browsers draw. Collapse some departments, or save an SVG.`
  },
  failed: {
    zh: '浏览器没能画出这张 PNG。请收起一些部门，或改存 SVG。',
    en: 'The browser could not draw this PNG. Collapse some departments, or save an SVG.'
  },
  saveSvg: { zh: '保存 SVG', en: 'Save SVG' },
  savePng: { zh: '保存 PNG', en: 'Save PNG' },
  close: { zh: '关闭', en: 'Close' },
  accounts: {
    zh: (p: { n: number }, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },
  conflicts: {
    zh: (p: { n: number }) => `${p.n} 个冲突`,
    en: (p: { n: number }, f: Formats) => f.plural(p.n, 'One conflict', `${p.n} conflicts`)
  },
  filtered: {
    zh: (p: { query: string }) => `筛选“${p.query}”`,
    en: (p: { query: string }) => `filtered by “${p.query}”`
  },
  accountsRange: {
    zh: (p: { from: number; to: number | undefined }) =>
      `${rangeOf(p)}${p.from === 0 ? ' 个账号' : ''}`,
    en: (p: { from: number; to: number | undefined }) =>
      `${rangeOf(p)}${p.from === 0 ? ' accounts' : ''}`
  }
} as const;

const rangeOf = ({ from, to }: { from: number; to: number | undefined }) =>
  to === undefined ? `${from}+` : from === to ? `${from}` : `${from}–${to}`;
