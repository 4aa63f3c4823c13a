import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, rowNamed, test } from './support.ts';
import { invite, join, leave, person, share } from './sharing.ts';

test.use({ locale: 'en-US' });

/** The sample group with its invented bills. */
async function withBills(page: Page) {
  await openSample(page);
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await page.getByRole('button', { name: 'Try it with invented bills' }).click();
  await expect(page.getByRole('region', { name: 'What it is made of' })).toBeVisible();
}

const to = (page: Page, name: string) =>
  page.getByRole('link', { name, exact: true }).first().click();
const card = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name}(,|$)`) });
const amountIn = (text: string) =>
  Number((/[\d,]+\.\d\d/.exec(text)?.[0] ?? '').replaceAll(',', ''));
const named = async (page: Page, name: string) =>
  amountIn((await card(page, name).getAttribute('aria-label')) ?? '');

test('the chart is coloured and sized by money, and a move takes its costs along at once', async ({
  page
}) => {
  await withBills(page);
  await to(page, 'Organization');
  await page.getByRole('radio', { name: 'Chart' }).click();
  await expect(card(page, '远岸集团')).toBeVisible();
  await page.getByRole('button', { name: 'Colour: Accounts' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost change' }).click();
  await page.getByRole('button', { name: 'Size: All alike' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost', exact: true }).click();
  await expect(page).toHaveURL(/fill=change/);
  await expect(page).toHaveURL(/size=cost/);
  await expect(card(page, '远岸集团')).toHaveAccessibleName(/Cost in .* CNY · .*%/);
  await expect(page.getByText(/without a rate, not counted/)).toBeVisible();
  await expectNoViolations(page, 'chart by money');

  const [north, south] = [await named(page, '华北事业部'), await named(page, '华南事业部')];
  await card(page, '华南事业部').dragTo(card(page, '华北事业部'));
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '3');
  await expect.poll(() => named(page, '华北事业部')).toBeCloseTo(north + south, 1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => named(page, '华北事业部')).toBeCloseTo(north, 1);

  await page.reload();
  await expect(card(page, '华北事业部')).toHaveAccessibleName(/Cost in .* CNY/);
  await page.getByRole('radio', { name: 'Treemap' }).click();
  await page.getByRole('combobox', { name: 'Size by' }).selectOption('cost');
  await page.getByRole('combobox', { name: 'Colour by' }).selectOption('change');
  await expect(page).toHaveURL(/area=cost/);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const row = page.getByRole('table').getByRole('row', { name: /^华北事业部/ });
  expect(amountIn(await row.innerText())).toBeCloseTo(north, 1);
  await expectNoViolations(page, 'treemap by money');
});

test('what shares a tag says its cost, in the chart and in the outline, and takes its share along', async ({
  page
}) => {
  await withBills(page);
  await to(page, 'Organization');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'By department', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'By tag env', exact: true }).click();
  const prod = rowNamed(page, 'prod');
  await expect(prod).toContainText(/[\d,]+\.\d\d/);
  const listed = amountIn(await prod.innerText());
  await expectNoViolations(page, 'the outline arranged by a tag, with costs');

  await page.getByRole('radio', { name: 'Chart' }).click();
  await page.getByRole('button', { name: 'Colour: Accounts' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost', exact: true }).click();
  await page.getByRole('button', { name: 'Size: All alike' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost', exact: true }).click();
  await expect.poll(() => named(page, 'prod')).toBeCloseTo(listed, 2);
  const [whole, dev] = [await named(page, '远岸集团'), await named(page, 'dev')];
  await expect(page.getByText(/without a rate, not counted/)).toBeVisible();
  await expectNoViolations(page, 'the chart arranged by a tag, by money');

  await page.getByRole('switch', { name: 'Show accounts' }).click();
  await card(page, 'dev').click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  const moved = page.getByRole('treeitem', { level: 3 }).first();
  const taken = amountIn((await moved.getAttribute('aria-label')) ?? '');
  await moved.dragTo(card(page, 'prod'));
  await expect.poll(() => named(page, 'dev')).toBeCloseTo(dev - taken, 1);
  await expect.poll(() => named(page, 'prod')).toBeCloseTo(listed + taken, 1);
  expect(await named(page, '远岸集团')).toBe(whole);
  await page.getByRole('button', { name: 'Blur amounts' }).click();
  await expect(card(page, 'prod')).toHaveAccessibleName(/•••/);
});

test('accounts sort by cost, groups and a selection say their sums, and a file has every digit', async ({
  page
}) => {
  await withBills(page);
  await to(page, 'Accounts');
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Cost', exact: true }).click();
  await page.keyboard.press('Escape');
  const head = grid.getByRole('columnheader', { name: /^Cost \d{4}-\d\d \(CNY\)/ });
  await head.getByRole('button').first().click();
  await head.getByRole('button').first().click();
  await expect(page).toHaveURL(/sort=(~|%7E)cost/);
  const cells = async () =>
    (await grid.locator('[role="gridcell"].amount').allInnerTexts()).map(amountIn);
  const shown = await cells();
  expect(shown.length).toBeGreaterThan(10);
  expect(shown).toEqual(shown.toSorted((a, b) => b - a));
  await expectNoViolations(page, 'accounts with costs');

  await grid.getByRole('checkbox').nth(1).click();
  await grid.getByRole('checkbox').nth(2).click();
  const sum = (shown[0] ?? 0) + (shown[1] ?? 0);
  await expect
    .poll(async () => amountIn(await page.getByRole('toolbar').locator('.summary').innerText()))
    .toBeCloseTo(sum, 1);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /as CSV/ }).click();
  const file = readFileSync(await (await saving).path(), 'utf8');
  const [, first = ''] = file.split('\r\n');
  expect(Number(first.slice(first.lastIndexOf(',') + 1))).toBeCloseTo(shown[0] ?? 0, 1);

  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Status' }).click();
  await expect(grid.locator('.group').first()).toContainText(/accounts.*[\d,]+\.\d\d CNY/);

  await to(page, 'Organization');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost' }).click();
  await page.keyboard.press('Escape');
  await expect(rowNamed(page, '华北事业部')).toContainText(/[\d,]+\.\d\d/);
});

/** Amounts that somebody who looks at the screen, or points at it, can read. */
const legible = (page: Page) =>
  page.evaluate(() => {
    const AMOUNT = /\d\.\d\d(?![\d%])|\d,\d{3}|\d\.\dK/;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent ?? '';
      const element = walker.currentNode.parentElement;
      if (!element || !AMOUNT.test(text) || element.closest('script, style')) continue;
      const blurred = element.closest('.amounts');
      if (!blurred || !getComputedStyle(blurred).filter.startsWith('blur')) found.push(text);
    }
    for (const each of document.querySelectorAll('[title]')) {
      const title = each.getAttribute('title') ?? '';
      if (AMOUNT.test(title)) found.push(title);
    }
    return found;
  });

test('one press hides every amount on every page until the next, and a reload does not lift it', async ({
  page
}) => {
  await withBills(page);
  expect(await legible(page)).not.toEqual([]);
  await page.getByRole('button', { name: 'Blur amounts' }).click();
  await expect(page.getByText(/blurred on screen only/)).toBeVisible();
  expect(await legible(page)).toEqual([]);
  await page
    .getByRole('region', { name: 'What it is made of' })
    .getByTitle('Why this number?')
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'Why this number?' })).toBeVisible();
  expect(await legible(page)).toEqual([]);

  await to(page, 'Overview');
  await expect(page.getByRole('heading', { name: /^Costs/ })).toBeVisible();
  expect(await legible(page)).toEqual([]);

  await to(page, 'Accounts');
  const grid = page.getByRole('grid');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Cost', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(grid.locator('[role="gridcell"].amount').first()).toHaveText('•••');
  await grid.getByRole('checkbox').nth(1).click();
  await expect(page.getByRole('toolbar').locator('.summary')).toContainText('••• CNY');
  expect(await legible(page)).toEqual([]);

  await to(page, 'Organization');
  await page.getByRole('radio', { name: 'Treemap' }).click();
  await page.getByRole('combobox', { name: 'Size by' }).selectOption('cost');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('table')).toContainText('•••');
  expect(await legible(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Chart' }).click();
  await page.getByRole('button', { name: 'Colour: Accounts' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost', exact: true }).click();
  await expect(card(page, '远岸集团')).toHaveAccessibleName(/••• CNY/);

  await page.reload();
  await expect(card(page, '远岸集团')).toHaveAccessibleName(/••• CNY/);
  expect(await legible(page)).toEqual([]);
  await expect(page.getByRole('button', { name: 'Blur amounts' })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('Show amounts');
  await page.getByRole('option', { name: /Show amounts/ }).click();
  await expect(card(page, '远岸集团')).toHaveAccessibleName(/Cost in .* [\d,]+\.\d\d CNY/);
});

test('the organization of the past says what it cost by the bills that were there', async ({
  page
}) => {
  await withBills(page);
  await to(page, 'Audit');
  // The toast says it too.
  await page.getByRole('main').getByText('2 bills added').first().click();
  await page.getByRole('link', { name: 'See it as of this' }).click();
  await expect(page.getByText('The past', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemradio', { name: 'Cost' }).click();
  await page.keyboard.press('Escape');
  await expect(rowNamed(page, '华北事业部')).toContainText(/[\d,]+\.\d\d/);
  await page.getByRole('button', { name: 'Blur amounts' }).click();
  await expect(rowNamed(page, '华北事业部')).toContainText('•••');
  expect(await legible(page)).toEqual([]);
});

test('without the right to finance nobody sees an amount, whatever a link asks for', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await withBills(anna);
  await to(anna, 'Organization');
  await share(anna);
  const link = await invite(anna, 'Org only', 'Part by part', 'none');
  const olga = await person(browser, 'Olga');
  await join(olga, link);
  const page = olga.url().split('?')[0] ?? '';
  await olga.goto(`${page}?view=chart&fill=change&size=cost`);
  await expect(card(olga, '远岸集团')).toBeVisible();
  await expect(olga.getByRole('button', { name: 'Colour: Accounts' })).toBeVisible();
  await olga.getByRole('button', { name: 'Colour: Accounts' }).click();
  await expect(olga.getByRole('menuitemradio', { name: /Cost/ })).toHaveCount(0);
  await olga.keyboard.press('Escape');
  await olga.goto(`${page}?view=treemap&colour=change&area=cost`);
  await expect(olga.getByRole('tree')).toBeVisible();
  await expect(olga.getByRole('combobox', { name: 'Size by' })).toHaveCount(0);
  await olga.goto(`${page.replace('organization', 'accounts')}?cols=name,cost&sort=~cost`);
  await expect(olga.getByRole('grid')).toBeVisible();
  await expect(olga.getByRole('columnheader', { name: /Cost/ })).toHaveCount(0);
  await expect(olga.getByText(/CNY|USD/)).toHaveCount(0);
  await leave(anna, olga);
});
