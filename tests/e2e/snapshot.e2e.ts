import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, rowNamed, saved, test } from './support.ts';

test.use({ locale: 'zh-CN' });

/** Opens the dialog by the palette, as somebody would who does not look for buttons. */
async function shareDialog(page: Page) {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/搜索/).last().fill('快照');
  await page.getByText('分享只读快照').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function saveFile(page: Page, path: string, passphrase?: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '文件' }).click();
  if (passphrase !== undefined) {
    await dialog.getByRole('checkbox', { name: '用密码保护' }).click();
    await dialog.getByLabel('密码', { exact: true }).fill(passphrase);
  }
  await expect(dialog.getByRole('status')).toContainText('300 个账号');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '保存文件' }).click()
  ]);
  expect(download.suggestedFilename()).toMatch(/\.banyan-snapshot$/);
  await download.saveAs(path);
  await dialog.getByRole('button', { name: '完成' }).click();
}

async function reader(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: /打开快照文件/ }).click();
  await expect(page.getByRole('button', { name: '选择文件…' })).toBeVisible();
  return page;
}

const choose = (page: Page, path: string) => page.getByLabel('快照文件').setInputFiles(path);

test('a file shows another browser the same organization, read-only, and leaves no trace', async ({
  page,
  browser
}, info) => {
  await openSample(page);
  await saved(page);
  await shareDialog(page);
  await expectNoViolations(page, 'share dialog');
  const path = info.outputPath('plain.banyan-snapshot');
  await saveFile(page, path);

  const other = await reader(browser);
  await choose(other, path);
  await expect(other.getByRole('treegrid')).toBeVisible();
  await expect(other.getByRole('region', { name: '快照', exact: true })).toContainText('截至');
  await expect(other.getByText('300 个账号').first()).toBeVisible();
  await expect(other.getByRole('columnheader', { name: '负责人' })).toHaveCount(0);
  await expect(other.getByRole('button', { name: '添加账号' })).toHaveCount(0);
  await expectNoViolations(other, 'snapshot');
  const kept = await other.evaluate(async () => ({
    databases: (await indexedDB.databases()).length,
    keys: Object.keys(localStorage)
  }));
  expect(kept).toEqual({ databases: 0, keys: ['banyan.settings'] });
  await other.getByRole('button', { name: '离开快照' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await other.context().close();
});

test('a page opens from the disk, without a network or a script, and prints as paper', async ({
  page,
  browser
}, info) => {
  await openSample(page);
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('menuitem', { name: '网页、打印或 PDF…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('status')).toContainText('300 个账号');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '保存网页' }).click()
  ]);
  const path = info.outputPath('snapshot.html');
  await download.saveAs(path);

  const context = await browser.newContext({ offline: true, javaScriptEnabled: true });
  const other = await context.newPage();
  const reported: string[] = [];
  other.on('console', (message) => reported.push(message.text()));
  await other.goto(`file://${path}`);
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(other.locator('tr.account')).toHaveCount(300);
  // The style was let in by its hash: without it a cell has the browser's own padding.
  await expect(other.locator('tbody td').first()).toHaveCSS('padding-left', '8px');
  await expectNoViolations(other, 'page');
  expect(reported).toEqual([]);
  await context.close();

  // A headless browser prints at once: what there was to print is looked at while it is asked to.
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await dialog.getByRole('button', { name: '打印或存为 PDF…' }).click();
  const sheet = page.locator('.printed');
  await expect(sheet.locator('tr.account')).toHaveCount(300);
  await expect(sheet).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(sheet).toBeVisible();
  await expect(dialog).toBeHidden();
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(sheet).toHaveCount(0);
});

test('a passphrase opens a file; a wrong one, a cut and an altered file each say so', async ({
  page,
  browser
}, info) => {
  await openSample(page);
  await shareDialog(page);
  const path = info.outputPath('locked.banyan-snapshot');
  await saveFile(page, path, '五六七八 Abcd');
  const bytes = readFileSync(path);
  expect(bytes.toString('latin1')).not.toContain('"rows"');

  const other = await reader(browser);
  await choose(other, path);
  await other.getByLabel('密码', { exact: true }).fill('五六七八 abcd');
  await other.getByRole('button', { name: '打开', exact: true }).click();
  await expect(other.getByText(/密码不对/)).toBeVisible();
  await expectNoViolations(other, 'passphrase');
  await other.getByLabel('密码', { exact: true }).fill('五六七八 Abcd');
  await other.getByRole('button', { name: '打开', exact: true }).click();
  await expect(other.getByRole('treegrid')).toBeVisible();

  await other.goto('/snapshot');
  const cut = info.outputPath('cut.banyan-snapshot');
  writeFileSync(cut, bytes.subarray(0, bytes.length - 50));
  await choose(other, cut);
  await expect(other.getByText(/这个快照不完整/)).toBeVisible();
  const altered = info.outputPath('altered.banyan-snapshot');
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(copy.length - 20) ^ 1, copy.length - 20);
  writeFileSync(altered, copy);
  await choose(other, altered);
  await expect(other.getByText(/被改动过/)).toBeVisible();
  await other.context().close();
});

test('amounts leave only when chosen, at their grain, and the reader’s costs add up to ours', async ({
  page,
  browser
}, info) => {
  await openSample(page);
  await page.getByRole('link', { name: '财务', exact: true }).click();
  await page.getByRole('button', { name: '用示例账单试一试' }).click();
  const made = page.getByRole('region', { name: '费用构成' });
  await expect(made.getByRole('row', { name: /^华东事业部/ })).toBeVisible();
  const ours = await made.locator('tfoot').innerText();
  await saved(page);

  await shareDialog(page);
  const dialog = page.getByRole('dialog');
  const plain = info.outputPath('without.banyan-snapshot');
  await saveFile(page, plain);
  expect(readFileSync(plain, 'latin1')).not.toContain('"bills"');

  await shareDialog(page);
  await dialog.getByLabel('金额').selectOption('department');
  await expect(dialog.getByRole('status')).toContainText('个月的金额');
  await expectNoViolations(page, 'share dialog with amounts');
  const path = info.outputPath('amounts.banyan-snapshot');
  await saveFile(page, path);

  const other = await reader(browser);
  await choose(other, path);
  await expect(other.getByRole('region', { name: '快照', exact: true })).toContainText(
    '金额：按部门和月份合计'
  );
  await other.getByRole('radio', { name: '费用' }).click();
  const theirs = other.getByRole('region', { name: '费用构成' });
  await expect(theirs.getByRole('row', { name: /^华东事业部/ })).toBeVisible();
  expect(await theirs.locator('tfoot').innerText()).toBe(ours);
  await expect(other.getByRole('combobox', { name: '分组' })).toHaveCount(0);
  await expectNoViolations(other, 'costs of a snapshot');
  await theirs.getByRole('button', { name: '华东事业部' }).click();
  await expect(other).toHaveURL(/department=/);
  await other.getByRole('radio', { name: '组织' }).click();
  await expect(other.getByRole('treegrid')).toBeVisible();
  await other.getByRole('button', { name: '列', exact: true }).click();
  await expect(other.getByRole('menuitemradio', { name: '费用' })).toHaveCount(0);
  await other.context().close();

  await shareDialog(page);
  await dialog.getByLabel('金额').selectOption('account');
  await expect(dialog.getByRole('status')).toContainText('个月的金额');
  const apart = info.outputPath('accounts.banyan-snapshot');
  await saveFile(page, apart);
  const third = await reader(browser);
  await choose(third, apart);
  await third.getByRole('button', { name: '列', exact: true }).click();
  await third.getByRole('menuitemradio', { name: '费用' }).click();
  await third.keyboard.press('Escape');
  const row = third.getByRole('row', { name: /华东事业部/ }).first();
  await expect(row).toContainText(/[\d,]+\.\d\d/);
  await third.getByRole('button', { name: '遮住金额' }).click();
  await expect(row).toContainText('•••');
  await expect(row).not.toContainText(/\d\.\d\d/);
  await third.getByRole('radio', { name: '费用' }).click();
  await expect(third.getByText(/金额只是在屏幕上|遮住/).first()).toBeVisible();
  await third.context().close();

  const without = await reader(browser);
  await choose(without, plain);
  await expect(without.getByRole('treegrid')).toBeVisible();
  await expect(without.getByRole('radio', { name: '费用' })).toHaveCount(0);
  await without.context().close();
});

test('a snapshot is compared with the workspace as it is now, painted as a diff', async ({
  page
}, info) => {
  await openSample(page);
  await shareDialog(page);
  const path = info.outputPath('before.banyan-snapshot');
  await saveFile(page, path);
  const row = rowNamed(page, '华东事业部');
  await row.click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('华东大区');
  await page.keyboard.press('Enter');
  await expect(rowNamed(page, '华东大区')).toBeVisible();
  await saved(page);
  const before = await page.evaluate(() => localStorage.getItem('banyan.workspaces'));

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/搜索/).last().fill('与快照对比');
  await page.getByText('与快照对比…').first().click();
  await choose(page, path);
  const edited = page.getByRole('region', { name: '修改' });
  await expect(edited.getByRole('deletion')).toHaveText('华东事业部');
  await expect(edited.getByRole('insertion')).toHaveText('华东大区');
  await expect(page.getByText('+ 新增 0')).toBeVisible();
  await expectNoViolations(page, 'comparison');
  await page.getByRole('button', { name: '回到快照' }).click();
  await expect(rowNamed(page, '华东事业部')).toBeVisible();

  await page.getByRole('button', { name: '对比…' }).first().click();
  await page.getByLabel('另一个快照文件…').last().setInputFiles(path);
  await expect(page.getByText('没有差别')).toBeVisible();
  const names = (list: string | null) =>
    (JSON.parse(list ?? '[]') as { id: string; name: string }[]).map(({ id, name }) => [id, name]);
  const after = await page.evaluate(() => localStorage.getItem('banyan.workspaces'));
  expect(names(after).length).toBe(names(before).length);
});
