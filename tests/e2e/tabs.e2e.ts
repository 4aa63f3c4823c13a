import type { BrowserContext, Page } from '@playwright/test';
import { expect, openSample, rowNamed, saved, test, keptOffline } from './support.ts';
import { chip, invite, join, leave, person, rename, rows, share } from './sharing.ts';

test.use({ locale: 'en-US' });

/** Another tab of the same browser at the same workspace. */
async function tabOf(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.getByRole('treegrid')).toBeVisible();
  return page;
}

/** Whether a tab holds the workspace's Web Lock cannot be asked of it: the browser tells who queues. */
const locks = (page: Page) =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const ours = (lock: LockInfo) => lock.name?.startsWith('banyan:');
    return { held: held.filter(ours).length, waiting: pending.filter(ours).length };
  });

test('every tab edits and follows the others live; one of them owns the disk', async ({
  page,
  context
}) => {
  await openSample(page);
  await saved(page);
  const second = await tabOf(context, page.url());
  const third = await tabOf(context, page.url());
  expect(await locks(page)).toEqual({ held: 1, waiting: 2 });

  await rename(second, '沙箱与试用', 'Sandbox');
  await expect(rowNamed(page, 'Sandbox')).toBeVisible();
  await expect(rowNamed(third, 'Sandbox')).toBeVisible();
  await saved(second);
  await rename(page, '智能制造', 'Manufacturing');
  await expect(rowNamed(second, 'Manufacturing')).toBeVisible();

  // Undo knows what another tab of this device did.
  await third.keyboard.press('Control+z');
  await expect(rowNamed(page, '智能制造')).toBeVisible();

  await page.close();
  await second.close();
  await third.reload();
  await expect(rowNamed(third, 'Sandbox')).toBeVisible();
});

test('any tab may die: the next one leads by itself and nothing is lost', async ({
  page,
  context
}) => {
  await openSample(page);
  await saved(page);
  const second = await tabOf(context, page.url());
  const third = await tabOf(context, page.url());

  // The leader goes right after it was given an edit.
  await rename(second, '沙箱与试用', 'Sandbox');
  await page.close({ runBeforeUnload: false });
  await rename(third, '智能制造', 'Manufacturing');
  await expect(rowNamed(second, 'Manufacturing')).toBeVisible();
  await expect(rowNamed(third, 'Sandbox')).toBeVisible();
  await saved(second);
  await saved(third);
  expect((await locks(second)).held).toBe(1);

  await third.close();
  await second.close();
  const again = await tabOf(context, second.url() || third.url());
  await expect(rowNamed(again, 'Sandbox')).toBeVisible();
  await expect(rowNamed(again, 'Manufacturing')).toBeVisible();
});

test('a leader that is frozen loses no edit of a follower, nor its own', async ({
  page,
  context
}) => {
  await openSample(page);
  await saved(page);
  const url = page.url();
  const second = await tabOf(context, url);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Debugger.enable');
  await devtools.send('Debugger.pause');
  void page.evaluate(() => undefined).catch(() => undefined);

  await rename(second, '沙箱与试用', 'Sandbox');
  await expect(chip(second)).toHaveText('Saving');
  // The silent leader is taken for dead.
  await expect(chip(second)).toHaveText('Saved on this device', { timeout: 20_000 });

  await devtools.send('Debugger.disable');
  await expect(rowNamed(page, 'Sandbox')).toBeVisible();
  await rename(page, '智能制造', 'Manufacturing');
  await expect(rowNamed(second, 'Manufacturing')).toBeVisible();
  await saved(page);
  await second.close();
  await page.close();
  const again = await tabOf(context, url);
  await expect(rowNamed(again, 'Sandbox')).toBeVisible();
  await expect(rowNamed(again, 'Manufacturing')).toBeVisible();
});

test('a tab closed right after an edit has stored it', async ({ page, context }) => {
  await openSample(page);
  await saved(page);
  const url = page.url();
  await rename(page, '沙箱与试用', 'Sandbox');
  await page.close({ runBeforeUnload: false });
  await expect(rowNamed(await tabOf(context, url), 'Sandbox')).toBeVisible();
});

test('the tabs of a shared workspace use one connection and say the same of it', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  const second = await anna.context().newPage();
  const sockets: string[] = [];
  second.on('websocket', (socket) => sockets.push(socket.url()));
  await second.goto(anna.url());
  // The tab that follows begins to share; the one that leads connects.
  await share(second);
  await expect(chip(anna)).toHaveText('Synced');
  const ben = await person(browser, 'Ben');
  await join(ben, await invite(second, 'Ben', 'Editor'));
  await rename(second, '沙箱与试用', 'Sandbox');
  await expect(rowNamed(ben, 'Sandbox')).toBeVisible();
  await rename(ben, '智能制造', 'Manufacturing');
  await expect(rowNamed(anna, 'Manufacturing')).toBeVisible();
  await expect(rowNamed(second, 'Manufacturing')).toBeVisible();

  await anna.context().setOffline(true);
  await rename(second, 'Sandbox', 'Playground');
  await expect(chip(second)).toHaveText('Offline · 1 change waiting');
  await expect(chip(anna)).toHaveText('Offline · 1 change waiting');
  await anna.context().setOffline(false);
  await expect(chip(second)).toHaveText('Synced');

  expect(sockets).toEqual([]);
  await anna.close();
  await rename(second, 'Playground', 'Workshop');
  await expect(rowNamed(ben, 'Workshop')).toBeVisible();
  await expect(chip(second)).toHaveText('Synced');
  expect(await rows(second)).toEqual(await rows(ben));
  await leave(second, ben);
});

const disk = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name).sort());

type Heard = typeof globalThis & { heard: { names: string[]; sections: string[] } };

/** Notes which channels a page is on, and of which sections it was told there. */
function recordHeard() {
  const heard = { names: [] as string[], sections: [] as string[] };
  Object.assign(globalThis, { heard });
  const Real = BroadcastChannel;
  globalThis.BroadcastChannel = class extends Real {
    constructor(name: string) {
      super(name);
      heard.names.push(name);
      this.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
        if (typeof data['section'] === 'string') heard.sections.push(data['section']);
        const updates = data['updates'];
        if (updates instanceof Map) heard.sections.push(...(updates.keys() as Iterable<string>));
      });
    }
  };
}

test('another right in one browser finds nothing of the one before', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const editor = await invite(anna, 'Ben', 'Editor');
  const narrow = await invite(anna, 'Eve', 'Part by part', 'none');

  const ben = await person(browser, 'Ben');
  await join(ben, editor);
  await expect(chip(ben)).toHaveText('Synced');
  const url = ben.url();
  const before = await disk(ben);
  expect(before.filter((name) => name.endsWith('/finance'))).toHaveLength(1);

  // A second tab stays open under the former right while the narrow one is taken.
  await ben.context().addInitScript(recordHeard);
  const former = await tabOf(ben.context(), url);
  await rename(ben, '沙箱与试用', 'Sandbox');
  await expect(rowNamed(former, 'Sandbox')).toBeVisible();
  expect(await former.evaluate(() => (globalThis as Heard).heard.sections)).toContain('finance');
  const eve = await ben.context().newPage();
  await join(eve, narrow);
  await expect(chip(eve)).toHaveText('Synced');
  await expect
    .poll(() => disk(eve))
    .toEqual(expect.arrayContaining([expect.stringMatching(/org$/)]));
  await expect
    .poll(async () => (await disk(eve)).filter((name) => name.endsWith('/finance')))
    .toEqual([]);
  expect((await disk(eve)).filter((name) => before.includes(name))).toEqual([]);

  // The former tab takes the new right by loading anew: a condition outlives that, a value read
  // in the middle of it does not. What either of them heard since names no finance.
  const names = await eve.evaluate(() => (globalThis as Heard).heard.names);
  await former.waitForFunction(
    (wanted) => JSON.stringify((globalThis as Heard).heard.names) === wanted,
    JSON.stringify(names)
  );
  await rename(eve, 'Sandbox', 'Playground');
  await expect(rowNamed(former, 'Playground')).toBeVisible();
  for (const page of [eve, former]) {
    const heard = await page.evaluate(() => (globalThis as Heard).heard);
    expect(heard.sections).not.toContain('finance');
    expect(heard.names.every((name) => name.includes(':none'))).toBe(true);
  }
  await leave(anna, ben);
});

test('changes of a former right that were never sent stay as a workspace of their own', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const editor = await invite(anna, 'Ben', 'Editor');
  const other = await invite(anna, 'Ben again', 'Part by part', 'none');
  const ben = await person(browser, 'Ben');
  await join(ben, editor);
  await expect(chip(ben)).toHaveText('Synced');
  await keptOffline(ben);
  await ben.context().setOffline(true);
  await rename(ben, '沙箱与试用', 'Unsent');
  await expect(chip(ben)).toHaveText('Offline · 1 change waiting');
  await ben.close();

  const context = ben.context();
  await context.setOffline(false);
  const eve = await context.newPage();
  await eve.goto(other);
  await expect(
    eve.getByText(/One change made on this device never reached the relay/)
  ).toBeVisible();
  await eve.getByRole('button', { name: 'Join' }).click();
  await expect(rowNamed(eve, '沙箱与试用')).toBeVisible();
  await eve.goto('/');
  await eve
    .getByRole('button', { name: /300 accounts/ })
    .last()
    .click();
  await expect(rowNamed(eve, 'Unsent')).toBeVisible();
  await leave(anna, eve);
});

test('tabs stay of use when another one takes another right of equal reach', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const one = await invite(anna, 'Ben', 'Editor');
  const other = await invite(anna, 'Ben again', 'Editor');
  const ben = await person(browser, 'Ben');
  await join(ben, one);
  const beside = await tabOf(ben.context(), ben.url());
  // The relay knows the documents of both tabs by the first right from here on.
  await rename(ben, '沙箱与试用', 'Sandbox');
  await rename(beside, 'Sandbox', 'Sandpit');
  await expect(rowNamed(anna, 'Sandpit')).toBeVisible();
  await expect(chip(ben)).toHaveText('Synced');

  const loads: string[] = [];
  for (const page of [ben, beside]) page.on('load', () => loads.push(page.url()));
  const second = await ben.context().newPage();
  await join(second, other);
  await expect(chip(second)).toHaveText('Synced');
  await expect.poll(() => loads.length).toBe(2);
  await expect(chip(ben)).toHaveText('Synced');

  await rename(ben, 'Sandpit', 'Playground');
  await expect(rowNamed(anna, 'Playground')).toBeVisible();
  await rename(beside, 'Playground', 'Workshop');
  await expect(rowNamed(anna, 'Workshop')).toBeVisible();
  await rename(second, '智能制造', 'Manufacturing');
  await expect(rowNamed(anna, 'Manufacturing')).toBeVisible();
  await expect(chip(ben)).toHaveText('Synced');
  await expect(chip(second)).toHaveText('Synced');
  expect(loads).toHaveLength(2);
  await leave(anna, ben);
});
