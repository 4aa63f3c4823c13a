import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, rowNamed, test } from './support.ts';
import { chip, leave, rename, together } from './sharing.ts';

/** Moves a department to another through the picker. */
async function move(page: Page, name: string, to: string) {
  await rowNamed(page, name).click();
  await page.keyboard.press('m');
  const picker = page.getByRole('dialog');
  await picker.getByRole('combobox').or(picker.getByRole('searchbox')).first().fill(to);
  await page.keyboard.press('Enter');
  await expect(picker).toBeHidden();
}

async function inbox(page: Page) {
  await page.getByRole('link', { name: /^Audit/ }).click();
  await page
    .getByRole('radio', { name: /Conflicts/ })
    .or(page.getByRole('button', { name: /^Conflicts/ }))
    .first()
    .click();
}

test('what two did apart is listed for both, settled by one, and gone for both', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  await expect(chip(ben)).toHaveText('Synced');
  await rename(ben, '华北事业部', 'North');
  await expect(rowNamed(anna, 'North')).toBeVisible();
  await ben.context().setOffline(true);
  await rename(ben, '沙箱与试用', 'SandboxBen');
  await rename(anna, '沙箱与试用', 'SandboxAnna');
  await move(ben, '智能制造', 'North');
  await move(anna, '智能制造', '华东事业部');
  await ben.context().setOffline(false);
  await expect(chip(ben)).toHaveText('Synced');
  for (const page of [anna, ben]) {
    await expect(page.getByRole('link', { name: /^Audit/ })).toContainText('2');
    await expect(page.getByRole('img', { name: 'One conflict' })).toHaveCount(2);
    await inbox(page);
    await expect(page.getByRole('article')).toHaveCount(2);
  }
  const texts = (page: Page) => page.getByRole('article').getByRole('heading').allInnerTexts();
  expect(await texts(ben)).toEqual(await texts(anna));

  await expectNoViolations(anna, 'the inbox of conflicts');

  const moved = anna.getByRole('article', { name: /智能制造/ });
  await expect(moved).toContainText('Anna');
  await expect(moved).toContainText('Ben');
  await expect(moved).toContainText('shown now');
  await moved.getByRole('button', { name: 'Use the other' }).click();
  for (const page of [anna, ben]) await expect(page.getByRole('article')).toHaveCount(1);

  await ben.getByRole('button', { name: 'Keep what is shown' }).click();
  for (const page of [anna, ben]) {
    await expect(page.getByText('No open conflicts')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Settled, 2' })).toBeVisible();
  }
  // Settling is a command like any other.
  await ben.keyboard.press('Control+z');
  for (const page of [anna, ben]) await expect(page.getByRole('article')).toHaveCount(1);
  await leave(anna, ben);
});
