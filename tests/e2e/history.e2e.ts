import { readFile } from 'node:fs/promises';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, rowNamed, saved, test } from './support.ts';
import type { Page } from '@playwright/test';

test.use({ locale: 'zh-CN' });

const toast = (page: Page, text: RegExp) => expect(page.getByText(text).first()).toBeVisible();
const entries = (page: Page) => page.locator('[data-entry]');
const entryNamed = (page: Page, text: RegExp) => entries(page).filter({ hasText: text }).first();

async function rename(page: Page, from: string, to: string) {
  await rowNamed(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(rowNamed(page, to)).toBeVisible();
}

test('the history tells, is filtered, takes one step in the middle back, and opens the past', async ({
  page
}) => {
  await openSample(page);
  await rename(page, '沙箱与试用', '实验场');
  await rename(page, '跨境业务', '海外业务');
  await rename(page, '实验场', '试验田');
  await saved(page);

  await page.getByRole('link', { name: '审计' }).click();
  await expect(page.getByRole('heading', { name: '审计' })).toBeVisible();
  await expect(page.getByText('1 人的 5 条记录')).toBeVisible();
  await expect(entries(page).first()).toContainText('将 实验场 改名为 试验田');

  // After a reload the second of three is taken back, and only that.
  await page.reload();
  await entryNamed(page, /将 跨境业务 改名为 海外业务/).click();
  await expect(page).toHaveURL(/entry=/);
  await expect(page.locator('del')).toHaveText('跨境业务');
  await page.getByRole('button', { name: '筛选' }).click();
  await expectNoViolations(page, 'the history with an open entry and filters');
  await page.getByRole('button', { name: '筛选' }).click();
  await page.getByRole('button', { name: '撤销这一步' }).click();
  await toast(page, /撤销：将 .* 改名为 .*/);
  await expect(entryNamed(page, /^.*将 跨境业务 改名为 海外业务/).first()).toBeVisible();
  await expect(page.getByText('已撤销', { exact: true })).toBeVisible();
  await expect(entries(page)).toHaveCount(6);

  // The first of the renames was changed since: it says so, and changes nothing.
  await entryNamed(page, /将 沙箱与试用 改名为 实验场/).click();
  await page.getByRole('button', { name: '撤销这一步' }).click();
  await toast(page, /后来又被.*改过/);

  // Filters stand in the address.
  await page.getByRole('textbox', { name: '搜索历史' }).fill('海外');
  await expect(page).toHaveURL(/q=/);
  await expect(entries(page)).toHaveCount(2);
  await page.reload();
  await expect(entries(page)).toHaveCount(2);
  await page.getByRole('button', { name: '筛选' }).click();
  await page.getByRole('combobox', { name: '操作' }).selectOption({ label: '重命名部门' });
  await expect(entries(page)).toHaveCount(1);
  await page.getByRole('textbox', { name: '搜索历史' }).fill('没有这样的话');
  await expect(page.getByText('没有符合筛选的记录')).toBeVisible();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect(entries(page)).toHaveCount(6);

  // The organization just before the first rename, read-only, in outline, chart and inspector.
  await entryNamed(page, /将 沙箱与试用 改名为 实验场/).click();
  await page.getByRole('link', { name: '查看这之前的组织' }).click();
  const band = page.getByRole('region', { name: '过去的组织' });
  await expect(band).toBeVisible();
  await expect(rowNamed(page, '沙箱与试用')).toBeVisible();
  await expect(rowNamed(page, '跨境业务')).toBeVisible();
  await expect(page.getByRole('button', { name: '新建部门' })).toBeHidden();
  await rowNamed(page, '沙箱与试用').click();
  await expect(page.getByRole('complementary')).toContainText('沙箱与试用');
  await expectNoViolations(page, 'the organization as it was');
  await page.keyboard.press('Control+z');
  await toast(page, /这里是过去的组织，只能查看/);
  await page.getByRole('radio', { name: '架构图' }).click();
  await expect(page.getByText('沙箱与试用').filter({ visible: true }).first()).toBeVisible();
  await page.getByRole('radio', { name: '大纲' }).click();
  await band.getByRole('button', { name: '下一条记录' }).click();
  await expect(rowNamed(page, '实验场')).toBeVisible();
  await page.reload();
  await expect(rowNamed(page, '实验场')).toBeVisible();
  await band.getByRole('button', { name: '与现在对比' }).click();
  await expect(page.getByRole('region', { name: '对比' })).toContainText('试验田');
  await page.getByRole('button', { name: '回到过去的组织' }).click();
  await band.getByRole('link', { name: '回到现在' }).click();
  await expect(rowNamed(page, '试验田')).toBeVisible();
});

test('departments are merged and deleted with their contents moved up, and undone', async ({
  page
}) => {
  await openSample(page);
  const rows = () => page.getByRole('row').allInnerTexts();
  await rowNamed(page, '跨境业务').click();
  await expect(page.getByRole('complementary')).toContainText('跨境业务');
  const before = await rows();
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '并入…' }).click();
  const picker = page.getByRole('dialog');
  await picker.getByRole('combobox').fill('华北事业部');
  await page.keyboard.press('Enter');
  await toast(page, /将 跨境业务 并入 华北事业部/);
  await expect(rowNamed(page, '跨境业务')).toBeHidden();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(rows).toEqual(before);

  await rowNamed(page, '华北事业部').click();
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '删除部门…' }).click();
  await page.getByRole('button', { name: '删除并上移内容' }).click();
  await toast(page, /删除了部门 华北事业部，内容上移到/);
  await page.reload();
  await expect(rowNamed(page, '跨境业务')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(rowNamed(page, '华北事业部')).toBeVisible();
});

test.describe('in English', () => {
  test.use({ locale: 'en-US' });

  test('the same page speaks English, and a part is undone on confirmation', async ({ page }) => {
    await openSample(page);
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    const path = await (await download).path();
    const text = (await readFile(path, 'utf8'))
      .replaceAll('gateway-dev,', 'gateway-x,')
      .replaceAll('crm-prod-3,', 'crm-x,');
    await page.getByRole('link', { name: 'Import' }).click();
    await page
      .getByLabel('Choose files…')
      .setInputFiles({ name: 'changed.csv', mimeType: '', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: /^Import \d+/ }).click();
    await rename(page, 'gateway-x', 'gateway-y');
    await page.getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByText(/\d entries by 1 person/)).toBeVisible();
    await entryNamed(page, /imported changed.csv: 2 accounts changed/).click();
    await page.getByRole('button', { name: 'Revert this' }).click();
    const part = page.getByRole('dialog', { name: 'Only a part can be undone' });
    await expect(part).toContainText('“gateway-y” was changed since');
    await part.getByRole('button', { name: 'Undo the rest' }).click();
    await toast(page, /Undid: imported changed.csv/);
    await page.getByRole('link', { name: 'See the organization just before' }).click();
    await expect(rowNamed(page, 'gateway-dev')).toBeVisible();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await expect(rowNamed(page, 'gateway-y')).toBeVisible();
    await expect(rowNamed(page, 'crm-prod-3')).toBeVisible();
    await expect(page.getByRole('region', { name: 'The organization as it was' })).toBeHidden();
  });
});
