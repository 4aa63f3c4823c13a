// Makes the pictures of the README from the sample group: `npm run gallery`, `-- --only finance` for
// some. The same group, the same bills and the same day give the same pictures. Needs a build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { serve } from './bench-app.ts';
import { launchOptions } from './chromium.ts';
import { exposed, SCENES, type Look, type Scene } from './gallery/scenes.ts';
import { smallPng } from './gallery/small-png.ts';

const OUT = 'docs/gallery';
const SIZE = { width: 1280, height: 800 };
/** A working day on which the last month is closed: what is relative to today stays the same. */
const TODAY = new Date('2026-11-24T09:42:00+08:00');
const MOST_BYTES = 200_000;
const MOST_BYTES_IN_ALL = 1_200_000;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const scenes = SCENES.filter(({ name }) => values.only === undefined || name === values.only);
if (scenes.length === 0) throw new Error(`No picture is called "${values.only}".`);

mkdirSync(OUT, { recursive: true });
const { url, stop } = await serve();
const browser = await chromium.launch(launchOptions());
try {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: 1,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce'
  });
  const workspace = await exposed(context, url, TODAY);
  let total = 0;
  for (const scene of scenes) total += await taken(context, scene, `${url}/w/${workspace}`);
  console.log(`${scenes.length} pictures, ${kilobytes(total)} in all`);
  if (total > MOST_BYTES_IN_ALL)
    throw new Error('Together they are more than a README should load.');
} finally {
  await browser.close();
  stop();
}

/** Writes one picture and tells its size. */
async function taken(context: BrowserContext, scene: Scene, base: string): Promise<number> {
  const page = await context.newPage();
  await page.clock.setFixedTime(TODAY);
  await wear(page, scene.look);
  await page.goto(`${base}/${scene.path}`);
  await scene.ready(page);
  // Nothing is pointed at, and what comes after the first look is there.
  await page.mouse.move(0, SIZE.height - 1);
  await page.waitForTimeout(600);
  const bytes = smallPng(await page.screenshot());
  await page.close();
  if (bytes.length > MOST_BYTES)
    throw new Error(`${scene.name}.png has ${kilobytes(bytes.length)}; show less on it.`);
  writeFileSync(`${OUT}/${scene.name}.png`, bytes);
  console.log(`${scene.name}.png ${kilobytes(bytes.length)}`);
  return bytes.length;
}

/** The language and the colours a page comes in, without touching anything else that is kept. */
async function wear(page: Page, { locale, theme }: Look) {
  const change = { locale, theme };
  await page.addInitScript((given) => {
    const kept = JSON.parse(localStorage.getItem('banyan.settings') ?? '{}') as object;
    localStorage.setItem('banyan.settings', JSON.stringify({ ...kept, ...given }));
  }, change);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
