import type { Browser, Page } from '@playwright/test';
import { expect, openSample, rowNamed } from './support.ts';

/** A page in a browser profile of its own: another person, or another device. */
export async function person(browser: Browser, name: string, locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ locale });
  await context.addInitScript((given) => {
    const stored = JSON.parse(localStorage.getItem('banyan.settings') ?? 'null') as object | null;
    if (stored) return;
    const settings = { locale: 'en', theme: 'system', name: given, device: given, rail: 'wide' };
    localStorage.setItem('banyan.settings', JSON.stringify(settings));
  }, name);
  return context.newPage();
}

export const chip = (page: Page) => page.locator('header .chip');

/** Shares the open workspace; this page becomes its owner. */
export async function share(page: Page) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Start sharing' }).click();
  await expect(page.getByText('Who has access')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  // A long history takes its time where the machine has other work as well.
  await expect(chip(page)).toHaveText('Synced', { timeout: 20_000 });
}

/** Makes an access link; `role` begins as the choice reads, `finance` chooses part by part. */
export async function invite(page: Page, label: string, role: string, finance?: string) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For whom').fill(label);
  const access = dialog.getByLabel('Access', { exact: true });
  const options = await access.getByRole('option').allInnerTexts();
  await access.selectOption(options.find((text) => text.startsWith(role)) ?? role);
  if (finance !== undefined) await dialog.getByLabel('Finance').selectOption(finance);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const link = await dialog.getByLabel('Access link').inputValue();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  return link;
}

export async function revoke(page: Page, label: string) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Revoke ${label}` }).click();
  await expect(dialog.getByRole('button', { name: `Revoke ${label}` })).toBeHidden();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

export async function join(page: Page, link: string) {
  await page.goto(link);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(
    page
      .getByText(/300 accounts/)
      .filter({ visible: true })
      .first()
  ).toBeVisible();
}

/** Anna with the sample group, shared, and a guest who came by a link of hers. */
export async function together(browser: Browser, name: string, label: string, role: string) {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const guest = await person(browser, name);
  await join(guest, await invite(anna, label, role));
  return [anna, guest] as const;
}

export async function leave(...pages: readonly Page[]) {
  for (const page of pages) await page.context().close();
}

export async function rename(page: Page, from: string, to: string) {
  await rowNamed(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(rowNamed(page, to)).toBeVisible();
}

/** The names in the outline, in their order: columns come and go with the room there is. */
export const rows = (page: Page) =>
  page.getByRole('treegrid').locator('.body .title').allInnerTexts();
