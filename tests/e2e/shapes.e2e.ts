import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectNoViolations } from '../support/axe.ts';
import { expect, openSample, test } from './support.ts';

test.use({ locale: 'en-US' });

const chart = (page: Page) => page.getByRole('tree');
const way = (page: Page) => page.getByRole('navigation', { name: 'Where you are' });

async function show(page: Page, shape: 'Icicle' | 'Treemap') {
  await openSample(page);
  await page.getByRole('radio', { name: shape }).click();
  await expect(chart(page)).toBeVisible();
}

test('icicle and treemap are walked, looked into and linked to, over the filter of the page', async ({
  page
}) => {
  await show(page, 'Icicle');
  await chart(page).focus();
  await page.keyboard.press('ArrowRight');
  const first = page.getByRole('treeitem').first();
  const name = ((await first.getAttribute('aria-label')) ?? '').split(',')[0] ?? '';
  await expect(page.getByRole('complementary')).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(way(page)).toContainText(name);
  await page.getByRole('radio', { name: 'Treemap' }).click();
  await expect(way(page)).toContainText(name);
  await page.getByLabel('Colour by').selectOption('Colour by status');
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('Active');
  await page.waitForURL(({ searchParams }) =>
    ['view', 'top', 'colour'].every((each) => searchParams.has(each))
  );
  await page.reload();
  await expect(way(page)).toContainText(name);
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('Active');
  await page.keyboard.press('Escape');

  await way(page).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const total = page.locator('tfoot td').first();
  await expect(total).toHaveText('300');
  await page.getByLabel('Filter by name or ID').fill('prod');
  await expect(total).not.toHaveText('300');
  await expectNoViolations(page, 'treemap with its table');
});

test('a click shows a record, a double click looks into its department', async ({ page }) => {
  await show(page, 'Treemap');
  const box = await chart(page).boundingBox();
  const at = { x: (box?.width ?? 0) * 0.25, y: (box?.height ?? 0) * 0.4 };
  await chart(page).click({ position: at });
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await chart(page).dblclick({ position: at });
  const lookedInto = ({ searchParams }: URL) => searchParams.has('top');
  await page.waitForURL(lookedInto);
  await page.goBack();
  await page.waitForURL((url) => !lookedInto(url));
  await expect(way(page).getByText('远岸集团')).toHaveAttribute('aria-current', 'true');
});

/** Opens the dialog and returns what saving gives. */
async function saved(page: Page, name: 'Save SVG' | 'Save PNG') {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name }).click()
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('the organization leaves as a picture in each shape, from the menu and the palette', async ({
  page
}) => {
  await openSample(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Picture/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img')).toBeVisible();
  await expectNoViolations(page, 'picture dialog');
  for (const shape of ['Chart', 'Icicle', 'Treemap']) {
    await dialog.getByRole('radio', { name: shape }).click();
    const svg = await saved(page, 'Save SVG');
    expect(svg.name).toMatch(new RegExp(`${shape}\\.svg$`));
    const text = svg.bytes.toString();
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text).toContain('PingFang SC');
    const { words, error } = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return {
        words: [...parsed.querySelectorAll('text')].map((each) => each.textContent),
        error: parsed.querySelector('parsererror') !== null
      };
    }, text);
    expect(error).toBe(false);
    expect(words.some((word) => word.includes('300 accounts'))).toBe(true);
    expect(words.length).toBeGreaterThan(10);

    const png = await saved(page, 'Save PNG');
    expect(png.name).toMatch(/\.png$/);
    const [, width = '', height = ''] = /width="(\d+)" height="(\d+)"/.exec(text) ?? [];
    expect(png.bytes.readUInt32BE(16)).toBe(Number(width) * 2);
    expect(png.bytes.readUInt32BE(20)).toBe(Number(height) * 2);
  }
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.keyboard.press('Control+k');
  await page
    .getByPlaceholder(/Search/)
    .last()
    .fill('picture');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Picture' })).toBeVisible();
});

test('the chart leaves as it is looked at: its direction, its accounts, its colours, its part', async ({
  page
}) => {
  await openSample(page);
  await page.getByRole('radio', { name: 'Chart' }).click();
  const card = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}(,|$)`) });
  await page.getByRole('radio', { name: 'Top down' }).click();
  await page.getByRole('switch', { name: 'Show accounts' }).click();
  await page.getByRole('button', { name: /^Colour:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Account status' }).click();
  await page.getByRole('button', { name: /^Size:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Accounts' }).click();
  await page.getByRole('tree').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('f');
  await expect(card('华东事业部')).toHaveAttribute('aria-level', '1');
  await page.getByRole('button', { name: 'Expand all' }).click();
  const shown = await page
    .locator('.leaf .name')
    .first()
    .evaluate((node) => node.textContent.trim());

  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Picture/ }).click();
  const { bytes } = await saved(page, 'Save SVG');
  const drawn = await page.evaluate((source) => {
    const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    const words = [...root.querySelectorAll('text')].map((each) => each.textContent);
    const parts = [...root.querySelectorAll('g > title')].map((each) => each.textContent);
    return { words, parts };
  }, bytes.toString());
  expect(drawn.words).toContain('远岸集团 / 华东事业部');
  expect(drawn.words).toEqual(
    expect.arrayContaining(['Account status', 'Active', 'Size: Accounts'])
  );
  expect(drawn.parts.some((part) => part.startsWith(shown))).toBe(true);
  expect(drawn.parts.some((part) => part.startsWith('华南事业部'))).toBe(false);
});
