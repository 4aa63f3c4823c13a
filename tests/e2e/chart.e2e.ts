import { expect, openSample, test } from './support.ts';
import type { Page } from '@playwright/test';

test.use({ locale: 'en-US' });

const card = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name}(,|$)`) });
const tree = (page: Page) => page.getByRole('tree');

async function openChart(page: Page) {
  await openSample(page);
  await page.getByRole('radio', { name: 'Chart' }).click();
  await expect(card(page, '远岸集团')).toBeVisible();
}

/** The one card that keys act on, as a reader of the page is told. */
const active = (page: Page) =>
  tree(page).evaluate(
    (node) =>
      document.getElementById(node.getAttribute('aria-activedescendant') ?? '')?.ariaLabel ?? ''
  );

test('a department is found, renamed, moved and deleted by keys alone', async ({ page }) => {
  await openChart(page);
  await tree(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => active(page)).toMatch(/^华东事业部/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => active(page)).toMatch(/^华南事业部/);
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '2');
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-posinset', '2');

  await page.keyboard.press('F2');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeFocused();
  await name.fill('华南区');
  await page.keyboard.press('Enter');
  await expect(card(page, '华南区')).toBeVisible();
  await expect(tree(page)).toBeFocused();

  await page.keyboard.press('m');
  const picker = page.getByRole('dialog');
  await picker.getByRole('combobox').fill('华北事业部');
  await page.keyboard.press('Enter');
  await expect(picker).toBeHidden();
  await expect(card(page, '华南区')).toHaveAttribute('aria-level', '3');
  await expect(tree(page)).toBeFocused();

  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(card(page, '华南区')).toHaveAttribute('aria-level', '2');
});

test('the chart is dragged, and a card that cannot go somewhere says why', async ({ page }) => {
  await openChart(page);
  await card(page, '华南事业部').dragTo(card(page, '华北事业部'));
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '3');
  await page.keyboard.press('Control+z');
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '2');

  const from = await card(page, '华东事业部').boundingBox();
  const to = await card(page, '零售科技').boundingBox();
  if (!from || !to) throw new Error('The cards are not in sight.');
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
  await expect(page.getByText('Can’t move it here')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-level', '2');
});

test('how it is shown is chosen, remembered and in the link', async ({ page, context }) => {
  await openChart(page);
  await page.getByRole('radio', { name: 'Top down' }).click();
  await expect(tree(page)).toHaveAttribute('aria-orientation', 'horizontal');
  const parent = await card(page, '远岸集团').boundingBox();
  const child = await card(page, '华东事业部').boundingBox();
  expect(child?.y).toBeGreaterThan(parent?.y ?? Infinity);

  await page.getByRole('switch', { name: 'Show accounts' }).click();
  await page.getByRole('button', { name: /^Colour:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Account status' }).click();
  await expect(page.locator('.legend')).toContainText('Active');
  await expect(page).toHaveURL(/dir=down.*accounts=1.*fill=status/);
  const leaves = page.getByRole('treeitem').and(page.locator('.leaf'));
  await expect(leaves.first()).toBeAttached();

  const link = page.url();
  await page.goto(link.replace(/\?.*/, '?view=chart'));
  await expect(tree(page)).toHaveAttribute('aria-orientation', 'horizontal');
  await expect(page.getByRole('switch', { name: 'Show accounts' })).toBeChecked();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('.legend')).toContainText('Active');
});

test('a part is looked at alone, and the path and Back lead out of it', async ({ page }) => {
  await openChart(page);
  await card(page, '华东事业部').dblclick();
  await expect(card(page, '远岸集团')).toHaveCount(0);
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-level', '1');
  await page.getByRole('navigation', { name: 'Part shown' }).getByText('远岸集团').click();
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-level', '2');
  await page.goBack();
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-level', '1');
  await page.reload();
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-level', '1');
});

test('a search goes from match to match, opens what is closed and lights the way', async ({
  page
}) => {
  await openChart(page);
  await page.getByRole('button', { name: 'Collapse' }).click();
  await expect(card(page, 'Singapore')).toHaveCount(0);
  const field = page.getByRole('textbox', { name: 'Filter by name or ID' });
  await field.fill('Singapore');
  await field.press('Enter');
  await expect(card(page, 'Singapore')).toBeVisible();
  await expect(card(page, '海外事业部')).toHaveClass(/lit/);
  await expect(card(page, '华北事业部')).toHaveClass(/faint/);
  await expect(page.getByRole('status').getByText('1 of 1', { exact: true })).toBeVisible();
});

test('Space gathers cards, T tags what is gathered, and N goes from match to match', async ({
  page
}) => {
  await openChart(page);
  await tree(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(card(page, '华东事业部')).toHaveAttribute('aria-selected', 'true');
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Space');
  await expect(card(page, '华南事业部')).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Key').fill('owner-team');
  await dialog.getByLabel('Value').fill('east');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/owner-team/).first()).toBeVisible();

  const field = page.getByRole('textbox', { name: 'Filter by name or ID' });
  await field.fill('事业部');
  await tree(page).focus();
  const match = page.getByRole('status').getByText(/^\d of 4$/);
  await expect(match).toBeVisible();
  const first = [await match.textContent(), await active(page)];
  await page.keyboard.press('n');
  await expect.poll(() => active(page)).not.toBe(first[1]);
  await expect(match).not.toHaveText(first[0] ?? '');
  await page.keyboard.press('Shift+N');
  await expect.poll(() => active(page)).toBe(first[1]);
  await expect(match).toHaveText(first[0] ?? '');
});

test.describe('by finger', () => {
  test.use({ hasTouch: true, viewport: { width: 1024, height: 768 } });

  test('a long press selects, a drag moves the view, and two fingers zoom', async ({ page }) => {
    await openChart(page);
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id }))
      });
    const place = async () => {
      const box = await card(page, '华南事业部').boundingBox();
      if (!box) throw new Error('The card is not in sight.');
      return { x: box.x + 30, y: box.y + 15, width: box.width };
    };
    const before = await place();

    await send('touchStart', [before.x, before.y]);
    await page.waitForTimeout(600);
    await send('touchEnd');
    await expect(card(page, '华南事业部')).toHaveAttribute('aria-selected', 'true');

    await send('touchStart', [before.x, before.y]);
    await send('touchMove', [before.x + 30, before.y + 20]);
    await send('touchMove', [before.x + 60, before.y + 40]);
    await send('touchEnd');
    const moved = await place();
    expect(moved.x - before.x).toBeGreaterThan(30);
    await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '2');

    await send('touchStart', [500, 400], [560, 400]);
    await send('touchMove', [490, 400], [570, 400]);
    await send('touchMove', [470, 400], [590, 400]);
    await send('touchEnd');
    expect((await place()).width).toBeGreaterThan(before.width * 1.3);
  });

  test('a card that was held is dragged to another and moves there', async ({ page }) => {
    await openChart(page);
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id }))
      });
    const middleOf = async (name: string): Promise<[number, number]> => {
      const box = await card(page, name).boundingBox();
      if (!box) throw new Error(`${name} is not in sight.`);
      return [box.x + 40, box.y + box.height / 2];
    };
    const from = await middleOf('华南事业部');
    const to = await middleOf('华北事业部');
    await send('touchStart', from);
    await page.waitForTimeout(600);
    await send('touchMove', [from[0], from[1] + 12]);
    await send('touchMove', to);
    await expect(card(page, '华北事业部')).toHaveClass(/target/);
    await send('touchEnd');
    await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '3');
    await page.keyboard.press('Control+z');
    await expect(card(page, '华南事业部')).toHaveAttribute('aria-level', '2');
  });
});
