import type { Page } from '@playwright/test';
import { expectNoViolations, OF_COLOURS } from '../support/axe.ts';
import { exportedPages, expect, openSample, test } from './support.ts';

/** In one scheme everything, in the other what colours can break. */
async function accessible(page: Page, where: string) {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page, `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, `${where}, dark`, OF_COLOURS);
}

for (const locale of ['zh-CN', 'en-US'])
  for (const width of [1440, 390])
    test.describe(`${locale}, ${width}`, () => {
      test.use({ locale, viewport: { width, height: 844 } });

      test('axe finds nothing on any page', async ({ page }) => {
        await page.goto('/');
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible(page, 'welcome');
        await openSample(page);
        await accessible(page, 'outline');
        const url = page.url();
        if (width === 1440) {
          await page.getByRole('button', { name: /^(共享|Share)$/ }).click();
          await page.getByRole('button', { name: /开始共享|Start sharing/ }).click();
          await expect(page.getByText(/谁有访问权限|Who has access/)).toBeVisible();
          await accessible(page, 'access list');
        }
        await page.goto('/join/abcdefgh12345678');
        await expect(page.getByText(/访问链接不完整|link is incomplete/)).toBeVisible();
        await accessible(page, 'join');
        await page.goto(url.replace('organization', 'tags'));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible(page, 'tags');
        await page.goto(`${url.replace('organization', 'tags')}?show=matrix`);
        await expect(page.getByRole('treegrid')).toBeVisible();
        await accessible(page, 'departments against tag values');
        await page.goto(`${url}?by=env&tag=env&is=prod`);
        await expect(page.getByRole('treegrid')).toBeVisible();
        await accessible(page, 'accounts arranged by a tag');
        await page.goto(`${url}?at=tencent:10003`);
        await expect(page.getByRole('tab', { name: /历史|History/ })).toBeVisible();
        await accessible(page, 'inspector');
        await page.goto(`${url}?view=chart`);
        await expect(page.getByRole('tree')).toBeVisible();
        await accessible(page, 'chart');
        for (const shape of ['icicle', 'treemap']) {
          await page.goto(`${url}?view=${shape}`);
          await expect(page.getByRole('tree')).toBeVisible();
          await accessible(page, shape);
        }
        await page.goto(url.replace('organization', 'accounts?group=departmentId'));
        await expect(page.getByRole('grid')).toBeVisible();
        await accessible(page, 'accounts');
        await page.goto(`${url}?view=chart&dir=down&accounts=1&fill=tag:env&root=tencent:10001`);
        await expect(page.getByRole('tree')).toBeVisible();
        await expect(page.getByRole('navigation', { name: /图中所示|Part shown/ })).toBeVisible();
        await accessible(page, 'chart with accounts');
        await page.goto(url.replace('organization', 'settings'));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible(page, 'settings');
        await page.goto(url.replace('organization', 'import'));
        await page.getByLabel(/选择文件…|Choose files…/).setInputFiles(exportedPages(60));
        await expect(page.getByRole('tab').first()).toBeVisible();
        await accessible(page, 'import preview');
      });
    });
