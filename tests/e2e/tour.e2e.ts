import { expectNoViolations } from '../support/axe.ts';
import { expect, test } from './support.ts';

for (const locale of ['zh-CN', 'en-US'] as const)
  test.describe(locale, () => {
    test.use({ locale });

    test('a newcomer is shown around the sample group in seven stops', async ({ page }) => {
      const zh = locale === 'zh-CN';
      await page.goto('/');
      await page.getByRole('button', { name: zh ? /七站导览/ : /seven stops/ }).click();
      const card = page.getByRole('dialog', { name: zh ? '导览' : 'Tour', exact: true });
      await expect(card).toContainText(zh ? '第 1 站，共 7 站' : '1 of 7');
      await expectNoViolations(page, 'tour');
      for (let stop = 2; stop <= 7; stop++) {
        await card.getByRole('button', { name: zh ? '下一站' : 'Next' }).click();
        await expect(card).toContainText(zh ? `第 ${stop} 站` : `${stop} of 7`);
        // Every stop of a wide window points at something that is there.
        await expect(page.locator('.ring')).toBeVisible();
      }
      await page.keyboard.press('ArrowLeft');
      await expect(card).toContainText(zh ? '第 6 站' : '6 of 7');
      await page.keyboard.press('Escape');
      await expect(card).toBeHidden();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(zh ? '导览' : 'tour');
      await page.keyboard.press('Enter');
      await expect(card).toContainText(zh ? '第 1 站' : '1 of 7');
    });
  });
