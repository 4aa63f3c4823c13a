import {
  expect,
  exportedPages,
  keptOffline,
  openSample,
  rowNamed,
  saved,
  test
} from './support.ts';

test.use({ locale: 'zh-CN' });

test('after one visit everything opens, edits and stays with the network off', async ({
  page,
  context
}) => {
  await openSample(page);
  await saved(page);
  await keptOffline(page);
  const url = page.url();
  await context.setOffline(true);
  await page.reload();
  await rowNamed(page, '沙箱与试用').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('实验场');
  await page.keyboard.press('Enter');
  await expect(rowNamed(page, '实验场')).toBeVisible();
  await saved(page);
  await page.reload();
  await expect(rowNamed(page, '实验场')).toBeVisible();

  await page.goto(`${url}?view=chart`);
  await expect(page.getByRole('tree')).toBeVisible();
  await page.goto(url.replace('organization', 'settings'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(url.replace('organization', 'import'));
  await page.getByLabel('选择文件…').setInputFiles(exportedPages(60));
  await expect(page.getByRole('tab').first()).toBeVisible();
});

test('a visitor who only saw the welcome page can begin offline', async ({ page, context }) => {
  await page.goto('/');
  await keptOffline(page);
  await context.setOffline(true);
  await openSample(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('the worker leaves alone what is not the app’s', async ({ page, request }) => {
  await page.goto('/');
  await keptOffline(page);
  const worker = await request.get('/service-worker.js');
  expect(worker.headers()['cache-control']).toBe('no-cache');
  expect((await request.get('/manifest.webmanifest')).headers()['content-type']).toBe(
    'application/manifest+json'
  );
  const fromNetwork = await page.evaluate(async () => {
    const health = await fetch('/healthz');
    const entries = performance.getEntriesByName(health.url) as PerformanceResourceTiming[];
    return { text: await health.text(), byWorker: (entries[0]?.workerStart ?? 0) > 0 };
  });
  expect(fromNetwork.text).toBe('ok\n');
  const kept = await page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        found.push(new URL(url).pathname);
    return found;
  });
  expect(kept).toContain('/200.html');
  expect(kept.filter((path) => /^\/(api|ws|healthz)|version\.json/.test(path))).toEqual([]);
});
