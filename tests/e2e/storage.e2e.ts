import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, openSample, rowNamed, saved, test } from './support.ts';

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
  await saved(page);
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
  await saved(page);
  await page.reload();
  await expect(rowNamed(page, 'Sandbox')).toBeVisible();
});

test('a link to a workspace that is not here says so and offers a way out', async ({ page }) => {
  await page.goto('/w/nowhere123/organization');
  await expect(page.getByText('This workspace cannot be opened')).toBeVisible();
  await page.getByRole('button', { name: 'To the welcome page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

/** Writes into the stored documents as a newer app would, while nothing has them open. */
async function asTomorrow(page: Page, write: 'format' | 'version') {
  const update = await formatOfTomorrow();
  await page.evaluate(
    async ([kind, bytes]) => {
      for (const { name = '' } of await indexedDB.databases()) {
        if (!name.endsWith('/org')) continue;
        await new Promise<void>((resolve, reject) => {
          const request = indexedDB.open(name, kind === 'version' ? 2 : 1);
          request.onerror = () => reject(new Error(request.error?.message));
          request.onsuccess = () => {
            const transaction = request.result.transaction('updates', 'readwrite');
            if (kind === 'format') transaction.objectStore('updates').add(new Uint8Array(bytes));
            transaction.oncomplete = () => {
              request.result.close();
              resolve();
            };
          };
        });
      }
    },
    [write, update] as const
  );
}

async function formatOfTomorrow(): Promise<number[]> {
  const { Doc, encodeStateAsUpdate } = await import('yjs');
  const doc = new Doc();
  doc.getMap('meta').set('format', 2);
  return [...encodeStateAsUpdate(doc)];
}

for (const write of ['format', 'version'] as const)
  test(`what a newer app wrote is left alone, and an update is asked for: ${write}`, async ({
    page
  }) => {
    await openSample(page);
    await saved(page);
    const url = page.url();
    await page.goto('/');
    await asTomorrow(page, write);
    await page.goto(url);
    await expect(page.getByText(/A newer Banyan has written this workspace/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Update now' })).toBeVisible();
    if (write === 'version') return;
    await rowNamed(page, '沙箱与试用').click();
    await page.keyboard.press('F2');
    await page.keyboard.type('Sandbox');
    await page.keyboard.press('Enter');
    await expect(rowNamed(page, '沙箱与试用')).toBeVisible();
    await page.getByRole('button', { name: 'Update now' }).click();
    await expect(rowNamed(page, '沙箱与试用')).toBeVisible();
  });

test('a command that a crash wrote only half is taken back whole at the next opening', async ({
  page
}) => {
  await openSample(page);
  await saved(page);
  await rowNamed(page, '沙箱与试用').click();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /move its contents up/i }).click();
  await expect(rowNamed(page, '沙箱与试用')).toBeHidden();
  await saved(page);
  // The accounts' half never reached the disk.
  await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((each) => each.endsWith('/accounts')) ?? '';
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => failed(new Error('open'));
      opening.onsuccess = () => {
        const db = opening.result;
        const transaction = db.transaction(['updates'], 'readwrite');
        const cursor = transaction.objectStore('updates').openKeyCursor(null, 'prev');
        cursor.onsuccess = () => {
          if (cursor.result) transaction.objectStore('updates').delete(cursor.result.primaryKey);
        };
        transaction.oncomplete = () => {
          db.close();
          done();
        };
      };
    });
  });
  await page.reload();
  await expect(rowNamed(page, '沙箱与试用')).toBeVisible();
  await expect(rowNamed(page, '沙箱与试用')).toContainText('2 accounts');
  await page.reload();
  await expect(rowNamed(page, '沙箱与试用')).toContainText('2 accounts');
});
