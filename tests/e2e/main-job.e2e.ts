import { readFile } from 'node:fs/promises';
import { exportedPages, expect, openSample, rowNamed, saved, test } from './support.ts';

test.use({ locale: 'zh-CN' });

test('a real organization comes in, is restructured, kept, and goes out again', async ({
  page
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: /导入已有的组织/ }).click();
  await page.getByLabel('选择文件…').setInputFiles(exportedPages(300));
  await expect(page.getByRole('tab', { name: /新增/ })).toContainText('336');
  await page.getByRole('button', { name: /导入 \d+ 项变更/ }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(page.getByText('36 个部门 · 300 个账号')).toBeVisible();

  // By keyboard: the department under the cursor goes elsewhere with everything beneath it.
  await rowNamed(page, '跨境业务').click();
  await page.keyboard.press('m');
  const picker = page.getByRole('dialog');
  await picker.getByRole('combobox').or(picker.getByRole('textbox')).first().fill('华北事业部');
  await page.keyboard.press('Enter');
  await expect(picker).toBeHidden();
  await expect(page.getByText(/移到.*华北事业部/).first()).toBeVisible();

  // By mouse: another one follows it.
  await rowNamed(page, '智能制造').dragTo(rowNamed(page, '华北事业部'));
  await expect(rowNamed(page, '智能制造')).toHaveAttribute('aria-level', '3');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  await saved(page);

  const rows = () => page.getByRole('row').allInnerTexts();
  const before = await rows();
  await page.reload();
  await expect(page.getByText('36 个部门 · 300 个账号')).toBeVisible();
  await expect.poll(rows).toEqual(before);
  await expect(page.getByRole('button', { name: '撤销' })).not.toHaveAttribute('aria-disabled');

  for (const format of ['CSV 表格', 'XLSX 表格', 'tccli 形式的 JSON']) {
    await page.getByRole('button', { name: '导出' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format }).click();
    const file = await download;
    const buffer = await readFile(await file.path());
    await page.getByRole('link', { name: '导入' }).click();
    await page
      .getByLabel('选择文件…')
      .setInputFiles({ name: file.suggestedFilename(), mimeType: '', buffer });
    await expect(page.getByRole('tab', { name: /未变/ })).toContainText('336');
    await expect(page.getByRole('button', { name: '没有变更' })).toBeVisible();
    await page.getByRole('button', { name: '关闭' }).click();
    await expect(page.getByRole('treegrid')).toBeVisible();
  }
});

test('a backup restores to an equal organization', async ({ page }) => {
  await openSample(page);
  const rows = await page.getByRole('row').allInnerTexts();
  await page.getByRole('link', { name: '设置' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载备份' }).click();
  const buffer = await readFile(await (await download).path());
  await page.goto('/');
  await page.getByLabel('从备份恢复').setInputFiles({ name: 'x.banyan', mimeType: '', buffer });
  await expect(page.getByText('36 个部门 · 300 个账号')).toBeVisible();
  expect(await page.getByRole('row').allInnerTexts()).toEqual(rows);
  await page.goto('/');
  await page
    .getByLabel('从备份恢复')
    .setInputFiles({ name: 'x.banyan', mimeType: '', buffer: buffer.subarray(0, 900) });
  await expect(page.getByRole('alert')).toContainText('不是完整的备份文件');
});
