import type { Formats } from '#core/kernel/message.ts';
import type { PngSize } from './png.ts';

/** Words of every dialog that saves a picture. */
export const savingMessages = {
  title: { zh: '图片', en: 'Picture' },
  shape: { zh: '图形', en: 'Shape' },
  preview: { zh: '图片预览', en: 'Preview of the picture' },
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
    zh: '浏览器没能画出这张 PNG。请改存 SVG。',
    en: 'The browser could not draw this PNG. Save an SVG instead.'
  },
  saveSvg: { zh: '保存 SVG', en: 'Save SVG' },
  savePng: { zh: '保存 PNG', en: 'Save PNG' },
  close: { zh: '关闭', en: 'Close' }
} as const;
