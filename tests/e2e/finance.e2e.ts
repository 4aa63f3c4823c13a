import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { billsOf, focusFile, sampleState } from '../support/focus-file.ts';
import { expect, openSample, rowNamed, test } from './support.ts';

test.use({ locale: 'en-US' });

const bills = billsOf(sampleState());
const LAST = '2026-10';

async function importBills(page: Page) {
  await openSample(page);
  await page.getByRole('link', { name: 'Import' }).first().click();
  await page
    .getByLabel('Choose files…')
    .setInputFiles([
      { name: 'group.csv', mimeType: 'text/csv', buffer: Buffer.from(focusFile(bills)) }
    ]);
  await page.getByRole('button', { name: /^Import \d bills?$/ }).click();
  await expect(page.getByText(/bills? added/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(page.getByRole('region', { name: 'What it is made of' })).toBeVisible();
}

/** What the file says a month costs, in hundred-thousandths. */
function truth(currency: string, month: string, account?: string): bigint {
  const own = bills.find(({ scope }) => scope.currency === currency);
  return (own?.facts ?? [])
    .filter((fact) => fact.month === month && (account === undefined || fact.account === account))
    .reduce((sum, { billed }) => sum + billed, 0n);
}
const hundredths = (amount: bigint) => {
  const unit = 10n ** 10n;
  const [whole, rest] = [amount / unit, amount % unit];
  return whole + (rest * 2n > unit || (rest * 2n === unit && whole % 2n === 1n) ? 1n : 0n);
};
const plain = (text: string) => BigInt(text.replace(/[^\d−]/g, '').replace('−', '-'));

test('the group’s costs add up to the bill, and every number says why, down to the file', async ({
  page
}) => {
  await importBills(page);
  await page.getByRole('combobox', { name: 'Billing period' }).selectOption(LAST);
  await expect(page).toHaveURL(/month=2026-10/);
  const made = page.getByRole('region', { name: 'What it is made of' });
  const total = made.locator('tfoot').getByRole('button').nth(1);
  const titled = (await total.getAttribute('title')) ?? '';
  expect(plain(titled.split(' ')[0] ?? '')).toBe(hundredths(truth('CNY', LAST)));

  const outside = made.getByRole('row', { name: /^Not in the organization/ });
  await outside.getByRole('button').nth(2).click();
  const why = page.getByRole('dialog', { name: 'Why this number?' });
  await expect(why).toContainText('100020000001');
  await expect(why).toContainText('group.csv');
  await expect(why.locator('code').first()).toHaveText(/^[0-9a-f]{64}$/);
  const own = truth('CNY', LAST, '100020000001');
  expect(plain((await why.locator('.figure').textContent()) ?? '')).toBe(hundredths(own));
  await expectNoViolations(page, 'finance with the reason of a number');
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();

  await made.getByRole('button', { name: '华东事业部' }).click();
  await expect(page).toHaveURL(/department=/);
  await expect(page.getByText('Department: 华东事业部')).toBeVisible();
  await page.reload();
  await expect(made.getByRole('button', { name: '零售科技' })).toBeVisible();
  await page.goBack();
  await expect(made.getByRole('row', { name: /^Not in the organization/ })).toBeVisible();
});

test('the sample group tries its finances with invented bills, and one undo takes them back', async ({
  page
}) => {
  await openSample(page);
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await page.getByRole('button', { name: 'Try it with invented bills' }).click();
  const made = page.getByRole('region', { name: 'What it is made of' });
  await expect(made.getByRole('row', { name: /^华东事业部/ })).toBeVisible();
  await expect(page.getByText(/forecast/).first()).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(page.getByText('No bills yet')).toBeVisible();
});

test('what has no rate stands apart, and the table leaves as a file to the last digit', async ({
  page
}) => {
  await importBills(page);
  await expect(page.getByText('Not in the totals above')).toBeVisible();
  await page.getByRole('button', { name: 'Show in USD' }).click();
  await expect(page).toHaveURL(/currency=USD/);
  await page.getByRole('combobox', { name: 'Grouped by' }).selectOption('Product');
  await page.getByRole('button', { name: 'Blur amounts' }).click();
  await expect(page.getByText(/blurred on screen only/)).toBeVisible();

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'This table as CSV' }).click();
  const file = readFileSync(await (await saving).path(), 'utf8').replace(/^\ufeff/, '');
  const { data } = Papa.parse<Record<string, string>>(file, { header: true, skipEmptyLines: true });
  expect(data.map((row) => row['Product'])).toContain('Amazon EC2');
  const sum = data.reduce((all, row) => {
    const [whole = '0', fraction = ''] = (row[LAST] ?? '0').replace('-', '').split('.');
    const amount = BigInt(whole + fraction.padEnd(12, '0'));
    return (row[LAST] ?? '').startsWith('-') ? all - amount : all + amount;
  }, 0n);
  expect(sum).toBe(truth('USD', LAST));
});

test('a past month stands by the tree it had, by today’s, and by what reorganizing moved', async ({
  page
}) => {
  await page.clock.setFixedTime('2026-10-20T08:00:00Z');
  await importBills(page);
  await page.clock.setFixedTime('2026-11-05T08:00:00Z');
  await page.getByRole('link', { name: 'Organization', exact: true }).click();
  await rowNamed(page, '智能制造').click();
  await page.keyboard.press('m');
  const picker = page.getByRole('dialog');
  await picker.getByRole('combobox').or(picker.getByRole('textbox')).first().fill('华北事业部');
  await page.keyboard.press('Enter');
  await expect(picker).toBeHidden();

  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Billing period' })).toHaveValue(LAST);
  const made = page.getByRole('region', { name: 'What it is made of' });
  const cells = async (name: RegExp) => {
    const titles = await made
      .getByRole('row', { name })
      .locator('.amounts')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title') ?? ''));
    return titles.map((title) => plain(title.split(' ')[0] ?? ''));
  };
  const [, north = 0n] = await cells(/^华北事业部/);
  await made.getByRole('radio', { name: 'The tree then' }).click();
  await expect.poll(async () => (await cells(/^华北事业部/))[1]).toBeLessThan(north);
  const [, northThen = 0n] = await cells(/^华北事业部/);
  await made.getByRole('radio', { name: 'Difference' }).click();
  await expect(page).toHaveURL(/tree=difference/);
  await expect
    .poll(async () => (await cells(/^华北事业部/)).slice(0, 2))
    .toEqual([northThen, north]);
  // What one gained the other lost; each is rounded by itself.
  const moved = Number((await cells(/^华北事业部/))[2]);
  expect(moved).toBeCloseTo(Number(north - northThen), -1);
  expect(Number((await cells(/^华南事业部/))[2])).toBeCloseTo(-moved, -1);
  const total = hundredths(truth('CNY', LAST));
  expect(await cells(/^Total/)).toEqual([total, total, 0n]);
});

test('the trend and the areas leave as pictures that say what they show', async ({ page }) => {
  await importBills(page);
  await page.goto(
    `${page.url().split('?')[0]}?month=${LAST}&service=${encodeURIComponent('云服务器 CVM')}`
  );
  await expect(page.getByText('Product: 云服务器 CVM')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Picture…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img')).toBeVisible();
  await expectNoViolations(page, 'picture of costs');
  for (const shape of ['By month', 'Treemap', 'Icicle']) {
    await dialog.getByRole('radio', { name: shape }).click();
    const [svg] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save SVG' }).click()
    ]);
    expect(svg.suggestedFilename()).toContain(LAST);
    const drawn = readFileSync(await svg.path(), 'utf8');
    const words = await page.evaluate((source) => {
      const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
      return [...root.querySelectorAll('text')].map((each) => each.textContent).join('\n');
    }, drawn);
    expect(words).toMatch(/October 2026.*CNY.*Billed cost.*Product: 云服务器 CVM.*\d{4}/);
    expect(words).toContain(shape === 'By month' ? 'Forecast' : 'Change on');
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save PNG' }).click()
    ]);
    const [, width = ''] = /width="(\d+)"/.exec(drawn) ?? [];
    expect(readFileSync(await png.path()).readUInt32BE(16)).toBe(Number(width) * 2);
  }
});
