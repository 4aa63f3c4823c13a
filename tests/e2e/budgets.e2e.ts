import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, test } from './support.ts';

test.use({ locale: 'en-US' });

/** The sample group with its invented bills, on the page of its costs. */
async function withBills(page: Page) {
  await openSample(page);
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await page.getByRole('button', { name: 'Try it with invented bills' }).click();
  await expect(page.getByRole('region', { name: 'What it is made of' })).toBeVisible();
}

const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of finance' }).getByRole('link', { name }).click();

test('a budget tells what is spent, calls at its threshold, and is on the overview', async ({
  page
}) => {
  await withBills(page);
  await part(page, 'Budgets');
  await expect(page.getByText('No budgets yet')).toBeVisible();
  await expectNoViolations(page, 'no budgets');
  const add = page.getByRole('button', { name: 'Add budget' });
  const dialog = page.getByRole('dialog');
  await add.click();
  await dialog.getByLabel('Budget', { exact: true }).fill('Whole group');
  await dialog.getByLabel('Currency').fill('CNY');
  await dialog.getByLabel('Amount a period (CNY)').fill('much');
  await dialog.getByLabel('From').fill('2020-01');
  await expectNoViolations(page, 'budget dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('“much” is no amount');
  await dialog.getByLabel('Amount a period (CNY)').fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: /^Whole group/ });
  await expect(row).toContainText('100% spent');
  await add.click();
  await dialog.getByLabel('Budget', { exact: true }).fill('One part');
  const place = dialog.getByLabel('A department');
  await place.selectOption((await place.getByRole('option').allInnerTexts())[1] ?? '');
  await dialog.getByLabel('Currency').fill('CNY');
  await dialog.getByLabel('Amount a period (CNY)').fill('5');
  await dialog.getByLabel('From').fill('2020-01');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('1 budget is over-allocated')).toBeVisible();
  await expectNoViolations(page, 'budgets');

  await page.getByRole('link', { name: 'Overview' }).click();
  const waits = page.getByRole('link', { name: /Whole group \(.*\): used [\d,]+%, alert at 100%/ });
  // Among the costs, and among what waits.
  await expect(waits).toHaveCount(2);
  await expect(page.getByRole('link', { name: /Whole group .* is over-allocated/ })).toHaveCount(2);
  await expectNoViolations(page, 'overview with costs');

  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await part(page, 'Budgets');
  await page.getByRole('button', { name: 'Delete the budget One part' }).click();
  await expect(page.getByText('1 budget is over-allocated')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('1 budget is over-allocated')).toBeVisible();
});

test('rates make currencies one, each for its month alone; bills are listed and removed', async ({
  page
}) => {
  await withBills(page);
  await part(page, 'Bills and rates');
  const periods = page.getByRole('table', { name: 'Billing periods' });
  await expect(periods).toBeVisible();
  await page.getByRole('combobox', { name: 'Reporting currency' }).selectOption('CNY');
  const rate = page.getByRole('textbox', { name: /^Rate of USD in/ }).first();
  const label = (await rate.getAttribute('aria-label')) ?? '';
  const month = /\d{4}-\d{2}/.exec(label)?.[0] ?? '';
  await rate.fill('cheap');
  await page.getByRole('button', { name: 'Save rates' }).click();
  await expect(page.getByText('“cheap” is no rate')).toBeVisible();
  await rate.fill('7.1234');
  await page.getByRole('button', { name: 'Save rates' }).click();
  await expect(page.getByRole('button', { name: 'Save rates' })).toBeHidden();
  await expectNoViolations(page, 'bills and rates');
  await part(page, 'Costs');
  await page.getByRole('combobox', { name: 'Billing period' }).selectOption(month);
  await expect(page.getByText('Has no rate')).toHaveCount(0);

  await part(page, 'Bills and rates');
  const bills = page.getByRole('table', { name: 'Bills', exact: true });
  const listed = await bills.getByRole('row').count();
  await bills
    .getByRole('button', { name: /^Remove the bill/ })
    .first()
    .click();
  await expect(bills.getByRole('row')).toHaveCount(listed - 1);
  await page.keyboard.press('Control+z');
  await expect(bills.getByRole('row')).toHaveCount(listed);
});
