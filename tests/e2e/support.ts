import { execFile } from 'node:child_process';
import { expect, test as base, type Page } from '@playwright/test';
import { exportTccli } from '#core/export/tccli.ts';
import { previewImport } from '#core/import/preview.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';

/** A page on which nothing may be reported: no error of ours, no breach of the content policy. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const reported: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') reported.push(message.text());
    });
    page.on('pageerror', (error) => reported.push(String(error.stack)));
    await use(page);
    expect(reported).toEqual([]);
  }
});

export { expect };

/** A real export as it comes: pages of fifty, nodes and members apart. */
export function exportedPages(accounts: number) {
  const { diff } = previewImport(noState(), { sources: [sampleGroup(11, accounts)], target: ROOT });
  const pages = JSON.parse(exportTccli(applyDiff(noState(), diff))) as {
    Items: unknown[];
    Total: number;
  }[];
  const files: { name: string; mimeType: string; buffer: Buffer }[] = [];
  pages.forEach(({ Items, Total }, kind) => {
    for (let at = 0; at < Items.length; at += 50)
      files.push({
        name: `${kind === 0 ? 'nodes' : 'members'}-${at / 50}.json`,
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify({ Response: { Items: Items.slice(at, at + 50), Total } })
        )
      });
  });
  return files;
}

export async function openSample(page: Page) {
  await page.goto('/');
  await page
    .getByRole('button', { name: /示例集团|sample group/ })
    .first()
    .click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(
    page
      .getByText(/300 个账号|300 accounts/)
      .filter({ visible: true })
      .first()
  ).toBeVisible();
}

export const rowNamed = (page: Page, name: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first();

export const saved = (page: Page) =>
  expect(page.getByText(/^(已存于本机|Saved on this device)$/).first()).toBeVisible();

/** The page and all it may need is kept for offline use. */
export const keptOffline = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 20_000 })
    .toBe('activated');

/** The operator's command as it is built, and how it ended. */
export function relayCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; said: string }>((resolve) => {
    const command = ['build/server/admin.js', ...args];
    execFile(process.execPath, command, { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error ? 1 : 0, said: out + err })
    );
  });
}
