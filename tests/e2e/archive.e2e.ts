import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { longHistory } from '../support/long-history.ts';
import { invite, leave, person, share } from './sharing.ts';
import { expect, relayCommand, test } from './support.ts';

async function restore(page: Page, file: Uint8Array) {
  await page.goto('/');
  await page.getByLabel(/Restore a backup/).setInputFiles({
    name: 'long.banyan',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(file)
  });
  await expect(page.getByRole('treegrid')).toContainText('shop today');
}

const entries = (page: Page) => page.locator('[data-entry]');
const older = (page: Page) => page.getByRole('button', { name: /^Read \d{4}-\d{2}/ });

/** Scrolls to where the history that is read ends. */
async function toTheEnd(page: Page) {
  await expect(async () => {
    await page.locator('.list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(older(page)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

test('history that has grown large leaves for an archive, and is read again by everybody', async ({
  browser
}) => {
  test.setTimeout(120_000);
  const anna = await person(browser, 'Anna');
  await restore(anna, longHistory(Date.now()));
  await anna.getByRole('link', { name: 'Audit' }).click();
  await toTheEnd(anna);
  await expectNoViolations(anna, 'the end of the history');
  await older(anna).click();
  await expect(entries(anna).filter({ hasText: 'archived' }).first()).toBeVisible();

  // It is as archived after a reload, and the relay has it before it has the document.
  await anna.reload();
  await toTheEnd(anna);
  await share(anna);
  const link = await invite(anna, 'Ben', 'Viewer');
  const ben = await person(browser, 'Ben');
  await ben.goto(link);
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(ben.getByRole('treegrid')).toContainText('shop today');
  await ben.getByRole('link', { name: 'Audit' }).click();
  await toTheEnd(ben);
  await older(ben).click();
  const archived = entries(ben).filter({ hasText: 'archived' }).first();
  await expect(archived).toBeVisible();
  await expect(archived).toContainText(/Receipt|No receipt/);

  // An archived entry opens the organization as it was.
  await archived.click();
  await ben.getByRole('link', { name: 'See it as of this' }).first().click();
  await expect(ben.getByRole('treegrid')).toContainText('shop');
  await expect(ben.getByRole('treegrid')).not.toContainText('shop today');

  const download = anna.waitForEvent('download');
  await anna.getByRole('button', { name: 'Export history' }).click();
  const file = await (await download).path();
  expect((await readFile(file, 'utf8')).includes('["audit","10.past",')).toBe(true);
  const checked = await relayCommand(['verify', file]);
  expect(checked.said).toContain('Nothing is wrong.');
  await leave(anna, ben);
});
