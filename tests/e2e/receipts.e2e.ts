import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { removeFolder, temporaryFolder } from '../support/relay.ts';
import { startServer } from '../support/server.ts';
import { chip, leave, person, rename, share, together } from './sharing.ts';
import { expect, openSample, relayCommand, rowNamed, test } from './support.ts';

const entryNamed = (page: Page, text: RegExp) =>
  page.locator('[data-entry]').filter({ hasText: text }).first();

test('an entry shows the receipt behind it, and an exported history is checked without a network', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben’s link', 'Editor');
  await rename(ben, '沙箱与试用', 'Lab');
  await expect(rowNamed(anna, 'Lab')).toBeVisible();
  for (const page of [anna, ben]) {
    await page.getByRole('link', { name: 'Audit' }).click();
    const entry = entryNamed(page, /renamed 沙箱与试用 to Lab/);
    await expect(entry).toContainText(/Receipt: the relay stored it .*, from “Ben’s link”/);
    // What was there before sharing came by the owner's right.
    const first = page.locator('[data-entry]').last();
    await expect(first).toContainText(/Receipt: the relay stored it/);
  }
  await expect(ben.getByRole('button', { name: 'Export history' })).toBeHidden();
  await entryNamed(anna, /renamed 沙箱与试用 to Lab/).click();
  const receipts = anna.getByRole('region', { name: 'Receipts' });
  await expect(receipts).toContainText(/Organization · receipt \d+/);
  await expect(receipts).toContainText(/content SHA-256 [0-9a-f]{64}/);
  await expectNoViolations(anna, 'an entry with its receipts');

  const download = anna.waitForEvent('download');
  await anna.getByRole('button', { name: 'Export history' }).click();
  const file = await (await download).path();
  const checked = await relayCommand(['verify', file]);
  expect(checked.said).toContain('Nothing is wrong.');
  expect(checked.said).toMatch(/accounts: \d+ values, \d+ receipts/);
  expect(checked.said).not.toContain('have no receipt behind them');
  expect(checked.code).toBe(0);
  const text = await readFile(file, 'utf8');
  const forged = `${file}-forged`;
  await writeFile(forged, text.replace('\\"name\\":\\"Ben\\"', '\\"name\\":\\"Eve\\"'));
  const found = await relayCommand(['verify', forged]);
  expect(found.said).toMatch(/the value of audit .* is not the one that receipt \d+ is of/);
  expect(found.code).toBe(1);
  await leave(anna, ben);
});

test('a relay that was restored from an older backup makes the page warn, until it is explained', async ({
  browser
}) => {
  test.setTimeout(120_000);
  const folder = temporaryFolder();
  const backup = join(temporaryFolder(), 'backup');
  const first = await startServer({}, folder);
  if (!('url' in first)) throw new Error(first.output);
  const { port } = new URL(first.url);
  const page = await person(browser, 'Anna');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error.stack)));
  await page.goto(first.url);
  await page
    .getByRole('button', { name: /sample group/ })
    .first()
    .click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await share(page);
  const told = await relayCommand(['backup', backup], { DATA_DIR: folder });
  expect(told.code, told.said).toBe(0);
  await rename(page, '沙箱与试用', 'Lab');
  await expect(chip(page)).toHaveText('Synced');
  // The page has seen the receipt of it when it came back.
  await page.reload();
  await expect(chip(page)).toHaveText('Synced');
  await page.waitForTimeout(500);
  await first.stop();

  const restored = await relayCommand(['restore', backup], { DATA_DIR: folder });
  expect(restored.code, restored.said).toBe(0);
  const second = await startServer({ PORT: port, AFTER_RESTORE: '1' }, folder);
  if (!('url' in second)) throw new Error(second.output);
  await page.reload();
  const warning = page.getByRole('alert').filter({ hasText: 'not those seen before' });
  await expect(warning).toContainText('restored from a backup');
  await expectNoViolations(page, 'the warning of receipts');
  // Work goes on, and the page gives back what the backup lacks.
  await rename(page, 'Lab', 'Laboratory');
  await expect(chip(page)).toHaveText('Synced');
  await page.reload();
  await expect(warning).toBeVisible();
  await page.getByRole('button', { name: 'See the history' }).click();
  await expect(entryNamed(page, /renamed Lab to Laboratory/)).toContainText(/Receipt: the relay/);
  await page.getByRole('button', { name: 'It is explained: accept' }).click();
  await expect(warning).toBeHidden();
  await page.reload();
  await expect(chip(page)).toHaveText('Synced');
  await page.waitForTimeout(500);
  await expect(warning).toBeHidden();
  expect(errors).toEqual([]);
  await leave(page);
  await second.stop();
  removeFolder(folder);
});

test('a workspace of this device alone shows no receipts and asks for none', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() => {
    const settings = { locale: 'en', theme: 'system', name: 'A', device: 'A', rail: 'wide' };
    localStorage.setItem('banyan.settings', JSON.stringify(settings));
  });
  await openSample(page);
  await page.getByRole('link', { name: 'Audit' }).click();
  await expect(page.locator('[data-entry]').first()).toBeVisible();
  await expect(page.locator('[data-entry]').first()).not.toContainText(/receipt/i);
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
});
