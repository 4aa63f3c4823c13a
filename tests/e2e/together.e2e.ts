import { readFile } from 'node:fs/promises';
import { expect, openSample, rowNamed, test } from './support.ts';
import {
  chip,
  invite,
  join,
  leave,
  person,
  rename,
  revoke,
  rows,
  share,
  together
} from './sharing.ts';

test('two people restructure at once, one of them offline for a while, and end up equal', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben, IT', 'Editor');
  expect(new URL(ben.url()).hash).toBe('');
  await expect(chip(ben)).toHaveText('Synced');
  await expect.poll(() => rows(ben)).toEqual(await rows(anna));

  await rename(anna, '沙箱与试用', 'Sandbox');
  await expect(rowNamed(ben, 'Sandbox')).toBeVisible();
  await rename(ben, '华北事业部', 'North');
  await expect(rowNamed(anna, 'North')).toBeVisible();

  await ben.context().setOffline(true);
  await rename(ben, 'North', 'NorthOffline');
  await rename(ben, '智能制造', 'Manufacturing');
  await expect(chip(ben)).toHaveText('Offline · 2 changes waiting');
  await rename(anna, 'Sandbox', 'Playground');
  await ben.context().setOffline(false);
  await expect(chip(ben)).toHaveText('Synced');
  await expect(rowNamed(anna, 'Manufacturing')).toBeVisible();
  await expect(rowNamed(ben, 'Playground')).toBeVisible();
  await expect.poll(() => rows(ben)).toEqual(await rows(anna));

  // Undo takes back one's own, beside what a colleague did since.
  await rowNamed(anna, 'Playground').click();
  await anna.keyboard.press('Control+z');
  await expect(rowNamed(anna, 'Sandbox')).toBeVisible();
  await expect(rowNamed(anna, 'Manufacturing')).toBeVisible();
  await expect(rowNamed(ben, 'Sandbox')).toBeVisible();
  await leave(anna, ben);
});

/** Enough accounts for an import in blocks, from a cloud's own range of ids. */
const accountsFile = (from: number) => ({
  name: `accounts-${from}.csv`,
  mimeType: 'text/csv',
  buffer: Buffer.from(
    `Account ID,Name\n${Array.from({ length: 600 }, (_, i) => `${from + i},account-${from + i}`).join('\n')}\n`
  )
});

test('two people import at once, while one restructures, and both have everything', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  const pages = [anna, ben];
  for (const [i, page] of pages.entries()) {
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByLabel('Choose files…').setInputFiles(accountsFile(200_000_000_000 + i * 1000));
    await expect(page.getByRole('button', { name: /^Import 600/ })).toBeEnabled();
  }
  await Promise.all(pages.map((page) => page.getByRole('button', { name: /^Import 600/ }).click()));
  await rename(anna, '沙箱与试用', 'Sandbox');
  for (const page of pages) {
    await expect(
      page
        .getByText(/1,500 accounts/)
        .filter({ visible: true })
        .first()
    ).toBeVisible();
    await expect(rowNamed(page, 'Sandbox')).toBeVisible();
    await expect(chip(page)).toHaveText('Synced');
  }
  expect(await rows(ben)).toEqual(await rows(anna));

  // One undo takes one's own import back, and leaves the colleague's.
  await ben.keyboard.press('Control+z');
  for (const page of pages)
    await expect(
      page
        .getByText(/900 accounts/)
        .filter({ visible: true })
        .first()
    ).toBeVisible();
  await leave(anna, ben);
});

test('what waits for the relay is still counted after a reload', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  await anna.routeWebSocket(/\/ws\//, (socket) => void socket.close());
  await anna.reload();
  await rename(anna, '沙箱与试用', 'Sandbox');
  await expect(chip(anna)).toHaveText('Offline · 1 change waiting');
  await anna.reload();
  await expect(rowNamed(anna, 'Sandbox')).toBeVisible();
  await expect(chip(anna)).toHaveText('Offline · 1 change waiting', { timeout: 15_000 });
  await anna.unrouteAll();
  await anna.context().close();
});

test('a viewer sees everything and changes nothing, and is told why', async ({ browser }) => {
  const [anna, vera] = await together(browser, 'Vera', 'Vera, audit', 'Viewer');
  await expect(chip(vera)).toHaveText('Read-only');
  const before = await rows(vera);
  await rowNamed(vera, '沙箱与试用').click();
  for (const key of ['F2', 'Delete', 'm']) {
    await vera.keyboard.press(key);
    await expect(vera.getByText('You may only look at this workspace').first()).toBeVisible();
    await expect(vera.getByRole('dialog')).toBeHidden();
  }
  await rowNamed(vera, '智能制造').dragTo(rowNamed(vera, '华北事业部'));
  await expect(vera.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true');
  await vera.keyboard.press('Control+z');
  expect(await rows(vera)).toEqual(before);
  await vera.goto(vera.url().replace('organization', 'import'));
  await vera.getByLabel('Choose files…').setInputFiles({
    name: 'a.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Account ID,Name\n100000000001,New\n')
  });
  await expect(vera.getByRole('button', { name: /^Import \d/ })).toHaveAttribute(
    'aria-disabled',
    'true'
  );
  await rename(anna, '沙箱与试用', 'Sandbox');
  await vera.goto(vera.url().replace('import', 'organization'));
  await expect(rowNamed(vera, 'Sandbox')).toBeVisible();
  await leave(anna, vera);
});

test('without a section nothing of it is loaded, shown or exported', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const link = await invite(anna, 'Org only', 'Part by part', 'none');
  const olga = await person(browser, 'Olga');
  const sockets: string[] = [];
  olga.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname));
  await join(olga, link);
  await expect(chip(olga)).toHaveText('Synced');
  expect(sockets.map((path) => path.split('/').at(-1)).sort()).toEqual(['accounts', 'org']);
  const names = await olga.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name?.split('/').at(-1))
  );
  expect(names.sort()).toEqual(['accounts', 'org']);
  await rowNamed(olga, '沙箱与试用').click();
  await expect(olga.getByText('Financial permissions')).toBeHidden();
  await leave(anna, olga);
});

test('a revoked grant ends the open page’s connection within a second and says so', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  await expect(chip(ben)).toHaveText('Synced');
  await revoke(anna, 'Ben');
  await expect(chip(ben)).toHaveText('Refused · see why', { timeout: 1000 });
  await expect(ben.getByText(/Access was revoked/).first()).toBeVisible();
  await ben.getByRole('button', { name: 'Keep on this device only' }).click();
  await expect(chip(ben)).toHaveText('Saved on this device');
  await rename(ben, '沙箱与试用', 'Mine');
  await leave(anna, ben);
});

test('edits made offline after the right was lost become a proposal that an editor imports', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  await expect(chip(ben)).toHaveText('Synced');
  await ben.context().setOffline(true);
  await rename(ben, '沙箱与试用', 'Sandbox');
  await expect(chip(ben)).toHaveText('Offline · 1 change waiting');
  await revoke(anna, 'Ben');
  const viewer = await invite(anna, 'Ben again', 'Viewer');
  await ben.context().setOffline(false);
  await expect(chip(ben)).toHaveText('Refused · see why');
  await expect(ben.getByText('One change was not taken')).toBeVisible();
  await join(ben, viewer);
  await expect(ben.getByText('One change was not taken')).toBeVisible();
  const saving = ben.waitForEvent('download');
  await ben.getByRole('button', { name: 'Download as a proposal' }).click();
  const buffer = await readFile(await (await saving).path());
  await ben.getByRole('button', { name: 'Discard these changes' }).click();
  await expect(rowNamed(ben, '沙箱与试用')).toBeVisible();
  await expect(chip(ben)).toHaveText('Read-only');
  await expect(rowNamed(anna, '沙箱与试用')).toBeVisible();

  await anna.goto(anna.url().replace(/organization.*/, 'import'));
  await anna
    .getByLabel('Choose files…')
    .setInputFiles({ name: 'proposal.csv', mimeType: 'text/csv', buffer });
  await expect(anna.getByRole('tab', { name: /Changed/ })).toContainText('1');
  await anna.getByRole('button', { name: /^Import 1/ }).click();
  await expect(rowNamed(ben, 'Sandbox')).toBeVisible();
  await leave(anna, ben);
});

test('who is here, what they look at, following them, and that they left', async ({ browser }) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben, IT', 'Editor');
  const avatars = anna.getByRole('button', { name: 'Ben' });
  await expect(avatars).toBeVisible();
  await rowNamed(ben, '沙箱与试用').click();
  await expect(anna.locator('.mark').filter({ hasText: 'Ben' })).toBeVisible();
  await avatars.click();
  await anna.getByRole('menuitemradio', { name: /Ben/ }).click();
  await rowNamed(ben, '华北事业部').click();
  await expect
    .poll(() => new URL(anna.url()).searchParams.get('at'))
    .toBe(new URL(ben.url()).searchParams.get('at'));
  await ben.getByRole('radio', { name: 'Chart' }).click();
  await expect(anna.getByRole('tree')).toBeVisible();
  await expect(anna.locator('[data-mark="Ben"]')).toBeVisible();
  await ben.context().close();
  await expect(avatars).toBeHidden();
  await anna.context().close();
});

test('ending sharing leaves the workspace to this device, and the guest with what they have', async ({
  browser
}) => {
  const [anna, ben] = await together(browser, 'Ben', 'Ben', 'Editor');
  await expect(chip(ben)).toHaveText('Synced');
  await anna.getByRole('button', { name: 'Share', exact: true }).click();
  await anna.getByRole('button', { name: 'Stop sharing' }).click();
  await anna.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(anna.getByRole('button', { name: 'Start sharing' })).toBeVisible();
  await anna.getByRole('button', { name: 'Close' }).click();
  await expect(chip(anna)).toHaveText('Saved on this device');
  await rename(anna, '沙箱与试用', 'Sandbox');
  await expect(chip(anna)).toHaveText('Saved on this device');
  await expect(chip(ben)).toHaveText('Refused · see why');
  await expect(ben.getByText(/no longer has this workspace/).first()).toBeVisible();
  await leave(anna, ben);
});

test('sharing whose answer got lost is begun again, also after a reload', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await anna.route(
    '**/api/workspaces',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 }
  );
  await anna.getByRole('button', { name: 'Share', exact: true }).click();
  await anna.getByRole('button', { name: 'Start sharing' }).click();
  await expect(anna.getByRole('dialog').getByRole('alert')).toBeVisible();
  await anna.reload();
  await share(anna);
  await leave(anna);
});

test('who joins asks for what they may read over HTTP first, and what is small comes by the socket', async ({
  browser
}) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const link = await invite(anna, 'Ben', 'Editor');
  const ben = await person(browser, 'Ben');
  const fetched: string[] = [];
  ben.on('response', (answer) => {
    const [, section] = /\/documents\/(\w+)$/.exec(answer.url()) ?? [];
    if (section !== undefined) fetched.push(`${section} ${answer.status()}`);
  });
  await join(ben, link);
  await expect(chip(ben)).toHaveText('Synced');
  expect(fetched.sort()).toEqual(['accounts 204', 'finance 204', 'org 204']);
  await leave(anna, ben);
});

test('an owner who follows a viewer’s link of theirs stays the owner', async ({ browser }) => {
  const anna = await person(browser, 'Anna');
  await openSample(anna);
  await share(anna);
  const workspace = anna.url();
  await anna.goto(await invite(anna, 'Vera', 'Viewer'));
  await expect(anna.getByText(/an owner of the workspace and need not join/)).toBeVisible();
  expect(new URL(anna.url()).hash).toBe('');
  await anna.goto(workspace);
  await expect(chip(anna)).toHaveText('Synced');
  await rename(anna, '沙箱与试用', 'Sandbox');
  await leave(anna);
});

test('a link that is cut, unknown or from elsewhere says which', async ({ browser }) => {
  const ben = await person(browser, 'Ben');
  await ben.goto('/join/abcdefgh12345678');
  await expect(ben.getByText(/The access link is incomplete/)).toBeVisible();
  await ben.goto(`/join/abcdefgh12345678#${'A'.repeat(43)}`);
  await expect(ben.getByText('This link cannot be used')).toBeVisible();
  await ben.context().close();
});
