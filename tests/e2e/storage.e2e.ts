import { readFile } from 'node:fs/promises';
import { expect, openSample, rowNamed, test } from './support.ts';

test.use({ locale: 'en-US' });

async function rename(page: Parameters<typeof rowNamed>[0], from: string, to: string) {
  await rowNamed(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(rowNamed(page, to)).toBeVisible();
}

test('a browser that keeps nothing says so, and work goes on with a backup at hand', async ({
  page
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value() {
        throw new DOMException('blocked', 'SecurityError');
      }
    });
  });
  await openSample(page);
  await expect(page.getByText('Changes are not saved on this device')).toBeVisible();
  await rename(page, '沙箱与试用', 'Sandbox');
  const download = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Download a backup' }).click();
  expect((await readFile(await (await download).path())).length).toBeGreaterThan(1000);
});

test('a full disk keeps the change in the page and writes it when there is room', async ({
  page
}) => {
  await openSample(page);
  await expect(page.getByText('Saved on this device')).toBeVisible();
  await page.evaluate(() => {
    const add = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'add')
      ?.value as IDBObjectStore['add'];
    const full = { is: true };
    Object.assign(globalThis, { full });
    IDBObjectStore.prototype.add = function (
      this: IDBObjectStore,
      ...args: Parameters<IDBObjectStore['add']>
    ) {
      if (full.is) throw new DOMException('no room', 'QuotaExceededError');
      return add.apply(this, args);
    };
  });
  await rename(page, '沙箱与试用', 'Sandbox');
  await expect(page.getByText(/has no room left/)).toBeVisible();
  await page.evaluate(() =>
    Object.assign((globalThis as unknown as { full: object }).full, { is: false })
  );
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(page.getByText('Saved on this device')).toBeVisible();
  await page.reload();
  await expect(rowNamed(page, 'Sandbox')).toBeVisible();
});

test('a link to a workspace that is not here says so and offers a way out', async ({ page }) => {
  await page.goto('/w/nowhere123/organization');
  await expect(page.getByText('This workspace cannot be opened')).toBeVisible();
  await page.getByRole('button', { name: 'To the welcome page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
