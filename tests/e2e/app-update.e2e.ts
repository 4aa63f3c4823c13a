import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { BUILT, deployment, newerBuild } from '../support/deployment.ts';
import { expect, exportedPages, keptOffline, openSample } from './support.ts';

const test = base.extend<{ server: Awaited<ReturnType<typeof deployment>>; builds: string[] }>({
  server: async ({ locale: _ }, use) => {
    const server = await deployment();
    await use(server);
    await server.close();
  },
  baseURL: async ({ server }, use) => use(server.url),
  builds: async ({ locale: _ }, use) => {
    const made = ['v2', 'v3'].map(newerBuild);
    await use(made.map(({ folder }) => folder));
    for (const { remove } of made) remove();
  }
});
test.use({ locale: 'zh-CN' });

/** Which build runs in the tab; '' while the tab goes from one document to the next. */
const shellOf = (page: Page) =>
  page
    .evaluate(() => {
      const start = document.querySelector<HTMLLinkElement>('link[rel=modulepreload]')?.href;
      return start === undefined ? '' : (/-(v\d)\.js$/.exec(start)?.[1] ?? 'v1');
    })
    .catch(() => '');
const lookForUpdate = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
const offered = (page: Page) => page.getByText('新版本已就绪');
const updatedElsewhere = (page: Page) => page.getByText('已在另一个标签页中更新');

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.getByRole('treegrid')).toBeVisible();
  return page;
}

/** Parts of the app that this tab has not fetched yet. */
async function opensLazyParts(page: Page) {
  await page.getByRole('link', { name: '设置' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: '组织' }).click();
  await page.getByRole('treegrid').click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
}

test('an update is offered, taken when asked for, and strands no other tab', async ({
  page,
  context,
  server,
  builds
}) => {
  await openSample(page);
  await keptOffline(page);
  const second = await openPage(context, page.url());
  const third = await openPage(context, page.url());
  await expect.poll(() => locksOf(page)).toBe(3);

  server.deploy(builds[0]!);
  await lookForUpdate(page);
  await expect(offered(page)).toBeVisible();
  await expect(offered(second)).toBeVisible();
  expect(await shellOf(page)).toBe('v1');
  await page.getByRole('link', { name: '设置' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.getByRole('button', { name: '立即更新' }).click();
  await expect.poll(() => shellOf(page)).toBe('v2');
  await expect(offered(page)).toBeHidden();
  await expect(updatedElsewhere(second)).toBeVisible();
  expect(await shellOf(second)).toBe('v1');
  await opensLazyParts(second);

  server.deploy(builds[1]!);
  await expect.poll(() => locksOf(page)).toBe(3);
  await lookForUpdate(page);
  await page.getByRole('button', { name: '立即更新' }).click();
  await expect.poll(() => shellOf(page)).toBe('v3');
  await opensLazyParts(third);
  await second.getByRole('button', { name: '重新载入' }).click();
  await expect.poll(() => shellOf(second)).toBe('v3');
});

const locksOf = (page: Page) =>
  page
    .evaluate(async () => {
      const { held = [] } = await navigator.locks.query();
      return held.filter(({ name }) => /^banyan-\d+(-v\d)?$/.test(name ?? '')).length;
    })
    .catch(() => 0);

test('an update waits for an open import, and until later where asked to', async ({
  page,
  server,
  builds
}) => {
  await openSample(page);
  await keptOffline(page);
  await page.goto(page.url().replace('organization', 'import'));
  await page.getByLabel('选择文件…').setInputFiles(exportedPages(60));
  await expect(page.getByRole('tab').first()).toBeVisible();
  await expect.poll(() => locksOf(page)).toBe(1);
  server.deploy(builds[0]!);
  await lookForUpdate(page);
  await expect(page.getByText('这里的导入尚未完成')).toBeVisible();
  await expect(page.getByRole('button', { name: '立即更新' })).toBeHidden();
  await page.getByRole('link', { name: '组织' }).click();
  await expect(page.getByRole('button', { name: '立即更新' })).toBeVisible();
  await page.getByRole('button', { name: '稍后' }).click();
  await expect(offered(page)).toBeHidden();
  await page.reload();
  await expect.poll(() => shellOf(page)).toBe('v1');
  await expect(offered(page)).toBeVisible();
});

test('half a deployment changes nothing', async ({ page, context, server, builds }) => {
  await openSample(page);
  await keptOffline(page);
  await expect.poll(() => locksOf(page)).toBe(1);
  server.deploy(builds[0]!, /nodes\/7/);
  await lookForUpdate(page);
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(offered(page)).toBeHidden();
  await context.setOffline(false);
  server.deploy(builds[0]!);
  await expect.poll(() => locksOf(page)).toBe(1);
  await lookForUpdate(page);
  await expect(offered(page)).toBeVisible();
});

for (const [name, script] of [
  [
    'without a service worker',
    () => delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker
  ],
  [
    'with one that may not start',
    () => {
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no'));
    }
  ]
] as const)
  test(`${name} the app works, and what a deployment took away is offered anew`, async ({
    page,
    server,
    builds
  }) => {
    await page.addInitScript(script);
    const looked = page.waitForResponse(/version\.json/);
    await openSample(page);
    await looked;
    server.deploy(builds[0]!);
    await page.keyboard.press('?');
    await expect(page.getByText('有一部分没有载入')).toBeVisible();
    const lookedAgain = page.waitForResponse(/version\.json/);
    await page.getByRole('button', { name: '重新载入' }).click();
    await expect.poll(() => shellOf(page)).toBe('v2');
    await expect(page.getByRole('treegrid')).toBeVisible();

    await lookedAgain;
    server.deploy(BUILT);
    await page.getByRole('link', { name: '设置' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.poll(() => shellOf(page)).toBe('v1');
  });

test('a browser whose cache is full opens the app from the network', async ({
  page,
  server,
  builds
}) => {
  const worker = join(builds[0]!, 'service-worker.js');
  const full = `CacheStorage.prototype.open = () => Promise.reject(new Error('full'));`;
  writeFileSync(worker, full + readFileSync(worker, 'utf8'));
  server.deploy(builds[0]!);
  await openSample(page);
  await expect.poll(() => locksOf(page)).toBe(1);
  await page.reload();
  await expect(page.getByRole('treegrid')).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
});
