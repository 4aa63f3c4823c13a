// Draws the icons of the installed app from the favicon; run it when that changes.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { launchOptions } from './chromium.ts';

const MARK = readFileSync('static/favicon.svg', 'utf8')
  .replace(/<style>.*<\/style>/s, '')
  .replace('<svg', '<svg stroke="#ffffff"');
/** Of the icon's side: what the mark takes, and how round the corners are. A maskable one is cut by the system. */
const ICONS = [
  { name: 'icon-192', side: 192, mark: 0.66, corner: 0.22 },
  { name: 'icon-512', side: 512, mark: 0.66, corner: 0.22 },
  { name: 'icon-maskable-512', side: 512, mark: 0.52, corner: 0 },
  { name: 'apple-touch-icon', side: 180, mark: 0.62, corner: 0 }
] as const;

const browser = await chromium.launch(launchOptions());
const page = await browser.newPage();
for (const { name, side, mark, corner } of ICONS) {
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>
    body { margin: 0; height: 100vh; display: grid; place-items: center;
      background: #0a6e88; border-radius: ${corner * side}px }
    svg { width: ${mark * 100}%; height: ${mark * 100}% }
  </style>${MARK}`);
  await page.locator('body').screenshot({ path: `static/${name}.png`, omitBackground: true });
}
await browser.close();
