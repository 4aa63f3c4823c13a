import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, test } from './support.ts';
import { chip, leave, rename, together } from './sharing.ts';

test('the overview counts the group, and every bar leads to what it stands for', async ({
  page
}) => {
  await page.addInitScript(() =>
    localStorage.setItem(
      'banyan.settings',
      JSON.stringify({ locale: 'en', theme: 'system', name: 'Anna', device: 'd', rail: 'wide' })
    )
  );
  await openSample(page);
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByText('Without env')).toBeVisible();
  await expect(page.getByRole('row', { name: /^华东事业部 106 35.3%/ })).toBeVisible();
  await expect(page.getByText('0 conflicts · 5 findings')).toBeVisible();
  await expectNoViolations(page, 'the overview');

  await page.getByText('Years', { exact: true }).click();
  await expect(page).toHaveURL(/by=years/);
  await expect(page.getByRole('row', { name: /^300 .*2026/ })).toBeVisible();
  await page.getByLabel('Tag key').selectOption('cost');
  await expect(page).toHaveURL(/by=years&tag=cost/);
  await page.reload();
  await expect(page.getByText('Without cost')).toBeVisible();

  await page.getByRole('link', { name: '华东事业部' }).click();
  await expect(page.getByRole('heading', { name: '华东事业部' })).toBeVisible();

  await page.goBack();
  await page.getByLabel('Tag key').selectOption('env');
  await page.getByRole('link', { name: 'prod', exact: true }).click();
  await expect(page).toHaveURL(/organization\?tag=env&is=prod/);
  await page.goBack();
  await page.getByRole('link', { name: /One tag key is spelled/ }).click();
  await expect(page.getByRole('button', { name: 'Fix…' })).toBeVisible();
});

test('what others did since the last visit is told once, also when they had been offline', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  await anna.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(anna.getByText('Latest changes')).toBeVisible();
  await ben.context().setOffline(true);
  await rename(ben, '沙箱与试用', 'Sandbox');
  await anna.getByRole('link', { name: 'Organization', exact: true }).click();
  await rename(anna, '集团总部', 'Headquarters');
  await anna.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(anna.getByText('Renamed', { exact: false }).first()).toBeVisible();
  await anna.goto('/');
  await ben.context().setOffline(false);
  await expect(chip(ben)).toHaveText('Synced');

  await anna.goBack();
  await expect(anna.getByText('Since you were last here')).toBeVisible();
  const news = anna.getByRole('listitem').filter({ hasText: 'Ben renamed' });
  await expect(news).toBeVisible();
  await expect(anna.getByRole('listitem').filter({ hasText: 'Anna renamed' })).toHaveCount(0);
  await news.getByRole('link').click();
  await expect(anna).toHaveURL(/\/audit\?entry=/);
  await leave(anna, ben);
});
