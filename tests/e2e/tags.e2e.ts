import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, rowNamed, test } from './support.ts';

const english = (page: Page) =>
  page.addInitScript(() =>
    localStorage.setItem(
      'banyan.settings',
      JSON.stringify({ locale: 'en', theme: 'system', name: 'Anna', device: 'd', rail: 'wide' })
    )
  );

async function openTags(page: Page) {
  await english(page);
  await openSample(page);
  await page.getByRole('link', { name: 'Tags', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Tags', level: 1 })).toBeVisible();
}

/** How many accounts the list of keys says. */
const keyNamed = (page: Page, name: string) =>
  page
    .getByRole('navigation', { name: 'Tag keys' })
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) });

test('a tag that drifted is put right by one step, which one step takes back', async ({ page }) => {
  await openTags(page);
  await expect(keyNamed(page, 'Env')).toBeVisible();
  const before = await keyNamed(page, 'env').textContent();
  await expectNoViolations(page, 'the tags');

  await page.getByRole('button', { name: 'Fix…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox')).toHaveValue('env');
  await expect(dialog.getByRole('listitem').first()).toContainText(/(Env|ENV) = \w+ env = \w+/);
  await expectNoViolations(page, 'the fix');
  await dialog.getByRole('button', { name: /^Change \d+$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(keyNamed(page, 'Env')).toHaveCount(0);
  await expect(keyNamed(page, 'ENV')).toHaveCount(0);
  await expect(page.getByText(/renamed the tag .* to env/i)).toBeVisible();

  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(keyNamed(page, 'Env')).toBeVisible();
  expect(await keyNamed(page, 'env').textContent()).toBe(before);
});

test('all that drifted is put right together, values before the keys they stand under', async ({
  page
}) => {
  await openTags(page);
  await keyNamed(page, 'Env').click();
  await page.getByRole('button', { name: 'Rename the value… prod' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New value').fill('Prod');
  await dialog.getByRole('button', { name: /^Change/ }).click();
  await expect(page.getByText('Value of env')).toBeVisible();
  await page.getByRole('button', { name: 'Fix all…' }).click();
  await expect(dialog.getByText(/say two things|says two things/)).toHaveCount(0);
  await expect(dialog.getByText('Env = Prod').first()).toBeVisible();
  await dialog.getByRole('button', { name: /^Change \d+$/ }).click();
  await expect(page.getByRole('region', { name: 'Spelled in several ways' })).toHaveCount(0);
  await keyNamed(page, 'env').click();
  await expect(page.getByRole('rowheader', { name: 'Prod', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByText('Value of env')).toBeVisible();
});

test('a rename that meets two values on one account says so and loses nothing', async ({
  page
}) => {
  await openTags(page);
  // Accounts with env and cost: to call cost env would make them say two things.
  await keyNamed(page, 'cost').click();
  await page.getByRole('button', { name: 'Rename the key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New key').fill('qcs:cost');
  await dialog.getByRole('button', { name: /^Change/ }).click();
  await expect(dialog.getByText('The cloud keeps the tag key')).toBeVisible();

  await dialog.getByLabel('New key').fill('env');
  await expect(dialog.getByText(/is in use on \d+ already; the two become one/)).toBeVisible();
  await expect(dialog.getByText(/\d+ say two things/).first()).toBeVisible();
  await expect(dialog.getByLabel('Leave these as they are')).toBeChecked();
  await dialog.getByLabel('Keep the value under env and drop the others').check();
  await expect(dialog.getByText(/^keeps /).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Rename the key…' }).click();
  await dialog.getByLabel('New key').fill('cost-center');
  await dialog.getByRole('button', { name: /^Change/ }).click();
  await expect(page).toHaveURL(/key=cost-center/);
  await expect(keyNamed(page, 'cost-center')).toBeVisible();
  await expect(keyNamed(page, 'cost')).toHaveCount(0);
});

test('departments stand against the values of a key, and a cell opens its accounts', async ({
  page
}) => {
  await openTags(page);
  await page.getByText('Departments × values', { exact: true }).click();
  await expect(page).toHaveURL(/show=matrix/);
  const grid = page.getByRole('treegrid', { name: 'Departments × values' });
  await expectNoViolations(page, 'the matrix');

  const east = grid.getByRole('row').filter({ hasText: '华东事业部' });
  const cell = east.getByRole('link').first();
  const n = Number(await cell.textContent());
  await grid.getByRole('rowheader').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(east.getByRole('rowheader')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('row').filter({ hasText: '零售科技' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/organization\?tag=env&is=\w+&in=/);
  await expect(page.getByText(new RegExp(`^${n} of `))).toBeVisible();
  await expectNoViolations(page, 'the accounts of a cell');
  await page.getByRole('button', { name: /^Stop filtering by/ }).click();
  await expect(page).not.toHaveURL(/tag=/);
  await page.goBack();
  await expect(page.getByText(new RegExp(`^${n} of `))).toBeVisible();
});

test('accounts are arranged by a tag, and one dropped onto a value gets it', async ({ page }) => {
  await openTags(page);
  await page.getByRole('link', { name: 'Organization', exact: true }).click();
  await page.getByRole('button', { name: 'By department', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'By tag env', exact: true }).click();
  await expect(page).toHaveURL(/by=env/);
  await expectNoViolations(page, 'the arrangement');

  const group = (name: string) => rowNamed(page, name);
  const count = async (name: string) =>
    Number(/(\d+) accounts?/.exec((await group(name).textContent()) ?? '')?.[1]);
  const [dev, prod] = [await count('dev'), await count('prod')];
  await group('dev').click();
  const account = page.getByRole('row', { level: 3 }).first();
  await account.hover();
  await page.mouse.down();
  await group('prod').hover();
  await group('prod').hover({ position: { x: 200, y: 16 } });
  await page.mouse.up();
  await expect(group('prod')).toContainText(`${prod + 1} accounts`);
  await expect(group('dev')).toContainText(`${dev - 1} accounts`);
  await page.keyboard.press('Control+z');
  await expect(group('dev')).toContainText(`${dev} accounts`);

  await page.getByRole('button', { name: 'No second level' }).click();
  await page.getByRole('menuitemradio', { name: 'By department' }).click();
  await expect(page).toHaveURL(/by=env&then=department/);
  await page.reload();
  await expect(group('dev')).toBeVisible();
});

test('the chart too arranges accounts by a tag, and one dropped onto a value gets it', async ({
  page
}) => {
  await openTags(page);
  await page.getByRole('link', { name: 'Organization', exact: true }).click();
  await page.getByRole('radio', { name: 'Chart' }).click();
  await page.getByRole('button', { name: 'By department', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'By tag env', exact: true }).click();
  const card = (name: string, more = '') =>
    page.getByRole('treeitem', { name: new RegExp(`^${name}, ${more}`) });
  const count = async (name: string) =>
    Number(/(\d+) accounts?/.exec((await card(name).getAttribute('aria-label')) ?? '')?.[1]);
  const [dev, prod] = [await count('dev'), await count('prod')];
  await expectNoViolations(page, 'the chart arranged by a tag');
  await page.getByRole('switch', { name: 'Show accounts' }).click();
  await card('dev').click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.getByRole('treeitem', { level: 3 }).first().dragTo(card('prod'));
  await expect(card('prod', `${prod + 1} accounts`)).toBeVisible();
  await expect(card('dev', `${dev - 1} accounts`)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card('dev', `${dev} accounts`)).toBeVisible();
  await page.reload();
  await expect(card('dev', `${dev} accounts`)).toBeVisible();
});
