// What a page with a chart in it is measured by, whoever's chart it is.
import type { Page } from 'playwright';

/** What one chart needed for one tree. */
export interface Figures {
  /** First paint, all collapsed but the first level, and all expanded (ms). */
  readonly collapsed: number;
  readonly expanded: number;
  /** From the command to the picture (ms, median). */
  readonly moved: number;
  /** Between frames while panning, after the first second (ms): at 100 %, and zoomed out. */
  readonly near: readonly number[];
  readonly far: readonly number[];
  readonly elements: number;
  /** JavaScript heap after a collection (MB). */
  readonly heap: number;
}

/** Children of each department but those of the last level: five levels hold ten thousand. */
const WIDE = 10;
/** Parent of each department by number. */
export const parentOf = (n: number): number => Math.floor((n - 1) / WIDE);

const PAN_MS = 5000;

/** How far apart pictures are in a page that does nothing: what the machine itself allows. */
export async function idle(page: Page): Promise<number[]> {
  await page.evaluate(FRAMES);
  await page.waitForTimeout(PAN_MS);
  return framesOf(page);
}

/** Drags the chart about for five seconds, and how far apart its pictures were after the first. */
export async function panned(page: Page): Promise<number[]> {
  const from = await page.evaluate(GAP);
  await page.evaluate(FRAMES);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const started = Date.now();
  for (let i = 0; Date.now() - started < PAN_MS; i++) {
    const [x, y] = [350 * Math.sin(i / 20), 300 * (1 - Math.cos(i / 33))];
    await page.mouse.move(from.x + x, from.y - y);
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
  return framesOf(page);
}

async function framesOf(page: Page): Promise<number[]> {
  const times = await page.evaluate(() =>
    (globalThis as unknown as { stopFrames: () => number[] }).stopFrames()
  );
  const begin = (times[0] ?? 0) + 1000;
  return times.flatMap((at, i) => {
    const before = times[i - 1];
    return before !== undefined && before >= begin ? [at - before] : [];
  });
}

/** Notes when pictures are made, until it is stopped. */
const FRAMES = () => {
  const times: number[] = [];
  let going = true;
  const next = (now: number) => {
    times.push(now);
    if (going) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  const stopFrames = () => {
    going = false;
    return times;
  };
  Object.assign(globalThis, { stopFrames });
};

/** A point of the chart where no card is, for whoever drags a card moves it. */
const GAP = () => {
  for (let x = 1000; x > 420; x -= 7)
    for (let y = 760; y > 500; y -= 7) {
      const over = document.elementFromPoint(x, y);
      if (over && !over.closest('[data-card], foreignObject, button, .map')) return { x, y };
    }
  return { x: 1000, y: 760 };
};

export async function weighed(page: Page) {
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  return { elements, heap: used / 1024 / 1024 };
}
