import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { chip, invite, join, leave, person, share } from './sharing.ts';
import { expect, keptOffline, openSample, saved, test } from './support.ts';

test.use({ locale: 'en-US' });

const PICO = 10n ** 12n;

/** An amount as a file writes it, in 1e-12, by other means than the importer's. */
function pico(text: string): bigint {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match || text.trim() === '') return 0n;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const shift = 12 + Number(exponent) - decimals.length;
  const digits = BigInt(`${whole}${decimals}` || '0');
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -value : value;
}

type Row = Readonly<Record<string, string>>;

/** What a column of a file adds up to, as the preview writes it, by what its rows belong to. */
function totals(text: string, column: string, keyOf: (row: Row) => string): Map<string, string> {
  const { data } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  const sums = new Map<string, bigint>();
  for (const row of data)
    sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0n) + pico(row[column] ?? ''));
  return new Map([...sums].map(([key, sum]) => [key, shown(sum)]));
}

/** Two decimals, half to even. */
function shown(sum: bigint): string {
  const cent = PICO / 100n;
  const size = sum < 0n ? -sum : sum;
  const [whole, rest] = [size / cent, size % cent];
  const up = rest * 2n > cent || (rest * 2n === cent && whole % 2n === 1n);
  const cents = whole + (up ? 1n : 0n);
  const units = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sum < 0n ? '-' : ''}${units}.${(cents % 100n).toString().padStart(2, '0')}`;
}

const fixture = (name: string) => readFileSync(`tests/fixtures/bills/${name}`);
const csv = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });

async function choose(page: Page, ...files: readonly ReturnType<typeof csv>[]) {
  await page.getByRole('link', { name: 'Import' }).first().click();
  await page.getByLabel('Choose files…').setInputFiles([...files]);
}
const preview = (page: Page) => page.getByRole('region', { name: 'Preview of the bills' });

test('a real FOCUS bill adds up to its own sum, is listed once and undone in one step', async ({
  page
}) => {
  await openSample(page);
  const focus = csv('focus.csv', fixture('focus-1.0-sample.csv'));
  await choose(page, focus, { ...focus, name: 'copy.csv' });
  const expected = totals(
    focus.buffer.toString(),
    'BilledCost',
    (row) => row['BillingAccountId']?.split('/').at(-1) ?? ''
  );
  expect(expected.size).toBe(3);
  for (const [payer, sum] of expected) {
    const heading = preview(page).getByRole('heading', { name: `billing account ${payer}` });
    await expect(heading.locator('xpath=following-sibling::table[1]/tfoot//td[1]')).toHaveText(sum);
  }
  await expect(preview(page)).toContainText('not in the organization');
  await expect(preview(page)).toContainText('does not count');
  await expectNoViolations(page, 'preview of bills');
  await page.getByRole('button', { name: 'Import 3 bills' }).click();
  await expect(page.getByText(/imported focus\.csv.*3 bills added/i).first()).toBeVisible();
  await saved(page);

  await page.reload();
  await choose(page, focus);
  await expect(page.getByRole('button', { name: 'No new bill' })).toHaveAttribute(
    'aria-disabled',
    'true'
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Control+z');
  await choose(page, focus);
  await expect(page.getByRole('button', { name: 'Import 3 bills' })).toBeEnabled();
});

test('a real AWS report adds up, legacy columns included, and brings its accounts', async ({
  page
}) => {
  await openSample(page);
  const cur = csv('cur.csv', fixture('aws-cur-legacy.csv'));
  await choose(page, cur);
  await expect(preview(page).locator('tfoot td').first()).toHaveText(
    [...totals(cur.buffer.toString(), 'lineItem/UnblendedCost', () => '').values()].join()
  );
  await page.getByRole('checkbox', { name: /new accounts? of the bills/ }).click();
  await expect(preview(page)).toContainText('to be added');
  await page.getByRole('button', { name: 'Import 1 bill' }).click();
  await expect(page.getByText(/\d+ accounts? and|accounts? added/i).first()).toBeVisible();
});

test('the documented Tencent Cloud bill comes in, and reported totals are only shown', async ({
  page
}) => {
  await openSample(page);
  const json = (name: string) => ({
    ...csv(name, fixture(`tencent-${name}`)),
    mimeType: 'application/json'
  });
  await choose(page, json('DescribeBillDetail.json'), json('FinancialByMember.json'));
  await expect(preview(page)).toContainText('Tencent Cloud · billing account');
  await expect(preview(page)).toContainText('Totals the cloud reports');
  await page.getByRole('button', { name: 'Import 1 bill' }).click();
  await expect(page.getByText(/1 bill added/).first()).toBeVisible();
});

async function toBills(page: Page) {
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  const parts = page.getByRole('navigation', { name: 'Parts of finance' });
  await parts.getByRole('link', { name: 'Bills' }).click();
}
const tagPanel = (page: Page) => page.getByRole('region', { name: 'Cost allocation tags' });

test('keys of cost allocation tags are chosen before the first bill, kept, and bills are read by them', async ({
  page
}) => {
  await openSample(page);
  await toBills(page);
  const panel = tagPanel(page);
  await expect(page.getByText('No bills yet')).toBeVisible();
  const field = panel.getByRole('combobox', { name: 'Tag key' });
  const long = 'cost-centre-'.repeat(10);
  for (const key of ['env', 'user:app', long]) {
    await field.fill(key);
    await field.press('Enter');
    await expect(field).toHaveValue('');
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await panel.evaluate((node) => node.scrollWidth <= innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1280, height: 720 });
  await panel.getByRole('button', { name: `Take off the tag key ${long}` }).press('Enter');
  await expect(panel.getByRole('listitem')).toHaveText(['env', 'user:app']);
  await expect(field).toBeFocused();
  await expectNoViolations(page, 'cost allocation tags without bills');
  await saved(page);

  await page.reload();
  await expect(panel.getByRole('listitem')).toHaveText(['env', 'user:app']);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await panel.scrollIntoViewIfNeeded();
  await expectNoViolations(page, 'cost allocation tags on a phone, in the dark');
  await page.setViewportSize({ width: 1280, height: 720 });

  await choose(page, csv('focus.csv', fixture('focus-1.0-sample.csv')));
  await expect(page.getByText(/read by the cost allocation tags env and user:app/)).toBeVisible();
  await page.getByRole('button', { name: 'Import 3 bills' }).click();
  await expect(page.getByText(/3 bills added/).first()).toBeVisible();
  await toBills(page);
  await expect(page.getByRole('heading', { name: 'Reporting currency and rates' })).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveText(['env', 'user:app']);
  await expectNoViolations(page, 'cost allocation tags among bills');
});

test('a bill that is here is read by tags when it comes again, and costs are told by them', async ({
  page
}) => {
  await openSample(page);
  const costs = page.url().replace('organization', 'finance');
  const focus = csv('focus.csv', fixture('focus-1.0-sample.csv'));
  await choose(page, focus);
  await expect(page.getByText(/It has tags, which are not read/)).toBeVisible();
  await page.getByRole('button', { name: 'Import 3 bills' }).click();
  await expect(page.getByText(/3 bills added/).first()).toBeVisible();

  await toBills(page);
  const key = tagPanel(page).getByRole('combobox', { name: 'Tag key' });
  await key.fill('environment');
  await key.press('Enter');
  await expect(tagPanel(page).getByRole('listitem')).toHaveText(['environment']);
  await choose(page, focus);
  await expect(page.getByText('Cost allocation tags read: environment')).toBeVisible();
  await expect(page.getByText(/Tag keys not read: .*application/)).toBeVisible();
  await expect(preview(page)).toContainText('gives way to');
  // The third payer's charges have no such tag: its bill is the same.
  await page.getByRole('button', { name: 'Import 2 bills' }).click();
  await expect(page.getByText(/2 bills added/).first()).toBeVisible();

  const expected = totals(focus.buffer.toString(), 'BilledCost', (row) => {
    if (!row['BillingPeriodStart']?.startsWith('2024-09')) return 'another month';
    const tags = row['Tags'] === 'NULL' ? {} : (JSON.parse(row['Tags'] ?? '{}') as Row);
    return tags['environment'] ?? 'no environment';
  });
  expected.delete('another month');
  expect(expected.size).toBeGreaterThan(2);
  await saved(page);
  await page.goto(`${costs}?month=2024-09&currency=USD&by=allocation`);
  const made = page.getByRole('region', { name: 'What it is made of' });
  await expect(made.getByRole('columnheader').first()).toHaveText(/environment/);
  for (const [value, sum] of expected) {
    const row = made.getByRole('row', { name: new RegExp(`^${value}`) });
    await expect(row.getByRole('button').nth(2)).toHaveAttribute('title', new RegExp(`^${sum} `));
  }
  await expectNoViolations(page, 'costs by a cost allocation tag');

  await made.getByRole('row', { name: /^prod/ }).getByRole('button').nth(2).click();
  const why = page.getByRole('dialog', { name: 'Why this number?' });
  await expect(why.locator('.figure')).toContainText(expected.get('prod') ?? '?');
  await page.keyboard.press('Escape');
  await made.getByRole('button', { name: 'prod', exact: true }).click();
  await expect(page.getByText('Cost allocation tag environment: prod')).toBeVisible();
  await expect(page).toHaveURL(/allocation=prod/);
  await page.reload();
  await expect(made.locator('tfoot').getByRole('button').nth(1)).toHaveAttribute(
    'title',
    new RegExp(`^${expected.get('prod') ?? '?'} `)
  );
});

test('a bill of a hundred megabytes shows how far it is and stops when told', async ({ page }) => {
  await openSample(page);
  await page.getByRole('link', { name: 'Import' }).first().click();
  const [head = '', ...rows] = fixture('focus-1.0-sample.csv').toString().trimEnd().split(/\r?\n/);
  // Made in the page: a file this size does not pass over the wire to it.
  await page.getByLabel('Choose files…').evaluate(
    (input, { head, body }) => {
      const parts = [`${head}\n`];
      for (let size = 0; size < 100 * 2 ** 20; size += body.length) parts.push(body);
      const files = new DataTransfer();
      files.items.add(new File(parts, 'large.csv', { type: 'text/csv' }));
      (input as HTMLInputElement).files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    { head, body: `${rows.join('\n')}\n` }
  );
  const progress = page.getByRole('progressbar', { name: 'Import bills' });
  await expect
    .poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value))
    .toBeGreaterThan(1e6);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress).toBeHidden();
  await expect(page.getByRole('treegrid')).toBeVisible();
});

test('a guest without finance reads no bill and imports none', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  await choose(anna, csv('focus.csv', fixture('focus-1.0-sample.csv')));
  await anna.getByRole('button', { name: 'Import 3 bills' }).click();
  await expect(anna.getByText(/3 bills added/).first()).toBeVisible();
  const ben = await person(browser, 'Ben');
  await join(ben, await invite(anna, 'Ben', 'Part by part', 'none'));
  await choose(ben, csv('focus.csv', fixture('focus-1.0-sample.csv')));
  await expect(ben.getByText('You may not edit Finance')).toBeVisible();
  expect(await ben.evaluate(() => document.body.innerText)).not.toContain('focus.csv:');
  await leave(anna, ben);
});

test('what was imported without a network is summed by a colleague once it is back', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const ben = await person(browser, 'Ben');
  await join(ben, await invite(anna, 'Ben', 'Editor'));
  await keptOffline(anna);

  await anna.context().setOffline(true);
  await choose(anna, csv('focus.csv', fixture('focus-1.0-sample.csv')));
  await anna.getByRole('button', { name: 'Import 3 bills' }).click();
  await expect(anna.getByText(/3 bills added/).first()).toBeVisible();
  await anna.getByRole('link', { name: 'Finance', exact: true }).click();
  const made = (page: Page) => page.getByRole('region', { name: 'What it is made of' });
  await expect(made(anna)).toBeVisible();
  await ben.getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(ben.getByText('No bills yet')).toBeVisible();

  await anna.context().setOffline(false);
  await expect(chip(anna)).toHaveText('Synced', { timeout: 30_000 });
  await expect(made(ben)).toBeVisible({ timeout: 30_000 });
  await expect(ben.getByText(/could not be read/)).toHaveCount(0);
  const total = (page: Page) => made(page).locator('tfoot').innerText();
  expect(await total(ben)).toBe(await total(anna));
  await leave(anna, ben);
});
