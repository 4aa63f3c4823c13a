import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, saved, test } from './support.ts';
import { leave, together } from './sharing.ts';

const english = (page: Page) =>
  page.addInitScript(() =>
    localStorage.setItem(
      'banyan.settings',
      JSON.stringify({ locale: 'en', theme: 'system', name: 'Anna', device: 'd', rail: 'wide' })
    )
  );

async function openAccounts(page: Page) {
  await english(page);
  await openSample(page);
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByText('300 accounts')).toBeVisible();
}

/** The cell of a column in the nth account shown. */
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"] [data-column="${column}"]`);

const [OWNER, STATUS] = [4, 5];

async function paste(page: Page, text: string) {
  await page.evaluate((block) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', block);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    );
  }, text);
}

test('accounts are found, filtered, sorted and grouped, and the link keeps all of it', async ({
  page
}) => {
  await openAccounts(page);
  await expectNoViolations(page, 'the table');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Filter by a column' });
  await panel.getByLabel('Column', { exact: true }).selectOption('provider');
  await panel.getByRole('checkbox', { name: /^AWS/ }).check();
  await expectNoViolations(page, 'the filter');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^\d+ of 300 accounts$/)).toBeVisible();
  await expect(page).toHaveURL(/where=provider:aws/);

  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'env', exact: true }).click();
  await expect(page).toHaveURL(/group=tag\.env/);
  const heads = page.locator('[role=gridcell][aria-expanded]');
  const open = await page.getByRole('row').count();
  await heads.first().click();
  await expect(heads.first()).toHaveAttribute('aria-expanded', 'false');
  expect(await page.getByRole('row').count()).toBeLessThanOrEqual(open);

  await page
    .getByRole('columnheader', { name: /^Owner/ })
    .getByText('Owner')
    .click();
  await expect(page.getByRole('columnheader', { name: /^Owner/ })).toHaveAttribute(
    'aria-sort',
    'ascending'
  );
  await expect(page).toHaveURL(/sort=owner/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Cloud: AWS', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'By env' })).toBeVisible();
  await page.getByRole('button', { name: /^Drop the filter on Cloud/ }).click();
  await expect(page.getByText('300 accounts', { exact: true })).toBeVisible();

  // By the initials of its pinyin, as Chinese names are typed in short.
  await page.getByRole('textbox', { name: 'Search' }).fill('dd');
  await expect(page.getByText(/^\d+ of 300 accounts$/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Search' }).fill('nobody has this');
  await expect(page.getByText('No account matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByText('300 accounts', { exact: true })).toBeVisible();
});

test('a table is walked, edited, filled down and pasted into by keyboard', async ({ page }) => {
  await openAccounts(page);
  await cell(page, 0, OWNER).click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Grace');
  await page.keyboard.press('Enter');
  await expect(cell(page, 0, OWNER)).toHaveText('Grace');
  await expect(cell(page, 0, OWNER)).toBeFocused();

  // The value of the first selected one goes to the others.
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('3 accounts selected').first()).toBeVisible();
  await page.keyboard.press('Control+d');
  await expect(cell(page, 2, OWNER)).toHaveText('Grace');
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 accounts selected')).toHaveCount(0);

  await page.keyboard.press('Control+Home');
  await expect(cell(page, 0, OWNER)).toBeFocused();
  await paste(page, 'Ada\tSuspended\r\nLin\tasleep');
  const preview = page.getByRole('dialog', { name: 'Paste' });
  await expect(preview.getByText('3 cells change, 1 refused')).toBeVisible();
  await expect(preview.getByText(/“asleep” is no value of this column/)).toBeVisible();
  await expectNoViolations(page, 'the paste preview');
  await preview.getByRole('button', { name: 'Change 3 cells' }).click();
  await expect(cell(page, 0, OWNER)).toHaveText('Ada');
  await expect(cell(page, 0, STATUS)).toHaveText('Suspended');
  await expect(cell(page, 1, OWNER)).toHaveText('Lin');
  await page.keyboard.press('Control+z');
  await expect(cell(page, 0, OWNER)).toHaveText('Grace');
  await expect(cell(page, 1, OWNER)).toHaveText('Grace');
  await expect(cell(page, 0, STATUS)).not.toHaveText('Suspended');

  await page.keyboard.press('Control+End');
  await expect(page.locator('[data-row="299"] [data-column="4"]')).toBeFocused();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('300 accounts selected').first()).toBeVisible();
  await page.keyboard.press('t');
  await page.getByLabel('Key', { exact: true }).fill('audit');
  await page.getByLabel('Value', { exact: true }).fill('2026');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.getByRole('checkbox', { name: 'audit', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: /audit/ })).toBeVisible();
  await expect(page).toHaveURL(/cols=.*tag\.audit/);
  await saved(page);
});

test('columns are put in order, and a view is saved, kept and exported as it shows', async ({
  page
}) => {
  await openAccounts(page);
  const head = (column: number) => page.locator(`[data-row="-1"] [data-column="${column}"]`);
  await cell(page, 0, 1).click();
  await page.keyboard.press('ArrowUp');
  await expect(head(1)).toBeFocused();
  await page.keyboard.press('Control+ArrowLeft');
  await expect(head(0)).toHaveText(/Account ID/);
  await expect(head(0)).toBeFocused();
  const before = await head(0).boundingBox();
  await page.keyboard.press('Shift+ArrowRight');
  await expect
    .poll(async () => (await head(0).boundingBox())?.width)
    .toBe((before?.width ?? 0) + 16);
  await page.keyboard.press('Enter');
  await expect(head(0)).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('By number');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'By number' })).toBeVisible();
  await page.getByRole('button', { name: 'By number' }).click();
  await page.getByRole('menuitemradio', { name: 'All accounts' }).click();
  await expect(head(0)).toHaveText(/Name/);
  await saved(page);
  await page.reload();
  await page.getByRole('button', { name: 'All accounts' }).click();
  await page.getByRole('menuitemradio', { name: 'By number' }).click();
  await expect(head(0)).toHaveText(/Account ID/);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What is shown, as CSV' }).click();
  const [first = '', second = '', ...rest] = (
    await readFile(await (await download).path(), 'utf8')
  ).split('\r\n');
  expect(first).toBe('\ufeffAccount ID,Name,Cloud,Department path,Owner,Status,Tags,Joined');
  expect(rest).toHaveLength(300);
  const id = await cell(page, 0, 0).innerText();
  expect(second.startsWith(`${id.trim()},`)).toBe(true);

  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await expect(page).toHaveURL(/overview/);
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('grid')).toBeVisible();
});

test('a colleague’s edits come into the table, and so do the views they save', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  for (const page of [anna, ben]) {
    await page.getByRole('link', { name: 'Accounts', exact: true }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await expect(page.getByText('300 accounts', { exact: true })).toBeVisible();
  }
  await cell(anna, 0, OWNER).click();
  await anna.keyboard.press('Enter');
  await anna.keyboard.type('Grace');
  await anna.keyboard.press('Enter');
  await expect(cell(ben, 0, OWNER)).toHaveText('Grace');

  await anna.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = anna.getByRole('dialog', { name: 'Filter by a column' });
  await panel.getByLabel('Column', { exact: true }).selectOption('owner');
  await panel.getByRole('checkbox', { name: 'Grace, 1' }).check();
  await anna.keyboard.press('Escape');
  await anna.getByRole('button', { name: 'Views' }).click();
  await anna.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await anna.getByLabel('Name', { exact: true }).fill('Of Grace');
  await anna.keyboard.press('Enter');

  await ben.getByRole('button', { name: 'All accounts' }).click();
  await ben.getByRole('menuitemradio', { name: 'Of Grace' }).click();
  await expect(ben.getByText('1 of 300 accounts')).toBeVisible();
  await leave(anna, ben);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the table is grouped, and what stands beside the name is chosen and kept', async ({
    page
  }) => {
    await english(page);
    await openSample(page);
    await page.getByRole('link', { name: 'Accounts', exact: true }).click();
    await expect(page.getByRole('columnheader', { name: /^Status/ })).toBeVisible();
    await page.getByRole('button', { name: 'Group and column' }).click();
    const display = page.getByRole('dialog', { name: 'Group and column' });
    await display.getByLabel('Beside the name').selectOption('Owner');
    await expect(page.getByRole('columnheader', { name: /^Owner/ })).toBeVisible();
    await expectNoViolations(page, 'the accounts on a phone with their menu');
    await display.getByLabel('Group by a column').selectOption('Cloud');
    await page.keyboard.press('Escape');
    await expect(page.getByText('275 accounts', { exact: true })).toBeVisible();
    await expect(page).toHaveURL(/group=provider/);
    await page.reload();
    await expect(page.getByRole('columnheader', { name: /^Owner/ })).toBeVisible();
  });
});
