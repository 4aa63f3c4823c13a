import type { Browser, Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, test } from './support.ts';

test.use({ locale: 'zh-CN' });

/** Makes a link to 华东事业部 two levels down, as its maker would, and answers with it. */
async function makeLink(page: Page): Promise<string> {
  await openSample(page);
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('menuitem', { name: '分享只读快照' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('从哪个部门起').selectOption({ label: '\u3000华东事业部' });
  await dialog.getByLabel('层级').selectOption('2');
  await dialog.getByLabel('标题').fill('十月结账');
  await dialog.getByLabel('署名').fill('李明');
  await expect(dialog.getByText(/十月结账 · .* · 李明/)).toBeVisible();
  await dialog.getByRole('button', { name: '创建链接' }).click();
  return dialog.getByRole('textbox', { name: '链接' }).inputValue();
}

async function reader(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  return context.newPage();
}

test('a link opens for whoever has it until it is revoked, and the relay reads nothing', async ({
  page,
  browser,
  request
}) => {
  const link = await makeLink(page);
  await expectNoViolations(page, 'share dialog with a link');
  const [address = '', key = ''] = link.split('#k=');
  expect(key).toHaveLength(43);

  const other = await reader(browser);
  await other.goto(link);
  await expect(other.getByRole('treegrid')).toBeVisible();
  await expect(other.getByRole('region', { name: '快照', exact: true })).toContainText('十月结账');
  await expect(other.getByRole('region', { name: '快照', exact: true })).toContainText('李明');
  await expect(other.getByText('华南事业部')).toHaveCount(0);
  expect(other.url()).toBe(address);
  await other.reload();
  await expect(other.getByRole('treegrid')).toBeVisible();
  const stored = await other.evaluate(async () => (await indexedDB.databases()).length);
  expect(stored).toBe(0);

  const kept = await request.get(address.replace('/s/', '/api/snapshots/'));
  expect(kept.headers()['content-type']).toContain('application/octet-stream');
  expect((await kept.body()).toString('utf8')).not.toContain('华东');

  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '撤销' }).click();
  await expect(dialog.getByText('已撤销')).toBeVisible();
  await other.reload();
  await expect(other.getByText(/已被发送者撤销/)).toBeVisible();
  await other.context().close();
});

test('a link without its key, with half of it, with another or to nothing says which', async ({
  page,
  browser
}) => {
  const link = await makeLink(page);
  const [address = '', key = ''] = link.split('#k=');
  const other = await reader(browser);
  await other.goto(address);
  await expect(other.getByText(/链接里缺少密钥/)).toBeVisible();
  await other.goto('about:blank');
  await other.goto(`${address}#k=${key.slice(0, 20)}`);
  await expect(other.getByText(/密钥不完整/)).toBeVisible();
  await other.goto('about:blank');
  await other.goto(`${address}#k=${'A'.repeat(43)}`);
  await expect(other.getByText(/密钥不是它的/)).toBeVisible();
  await other.goto('about:blank');
  await other.goto(`${address.replace(/.{32}$/, '0'.repeat(32))}#k=${key}`);
  await expect(other.getByText(/没有这个快照/)).toBeVisible();
  await other.context().close();
});

test('an expired link says that it has expired', async ({ page, browser }) => {
  // The page asks for its usual life; on the way to the relay it becomes a second.
  await page.route('**/api/snapshots/*', (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('expires', String(Date.now() + 1000));
    return route.continue({ url: url.href });
  });
  const link = await makeLink(page);
  const other = await reader(browser);
  await expect(async () => {
    await other.goto('about:blank');
    await other.goto(link);
    await expect(other.getByText(/这个快照已过期/)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await other.context().close();
});
