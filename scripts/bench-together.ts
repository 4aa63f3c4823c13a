// Measures what working together costs: a colleague's edit on its way to the eye, the first join of
// a large workspace, and the bytes of a command on the wire. Needs a build.
import { existsSync } from 'node:fs';
import { WebsocketProvider } from 'y-websocket';
import { chromium, type Browser, type Page } from 'playwright';
import { Account } from '#core/account/model.ts';
import { moveAccounts, renameAccount, tagAccounts } from '#core/account/commands.ts';
import { tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { addDepartment, moveDepartments, renameDepartment } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { startServer } from '../tests/support/server.ts';
import {
  backupOf,
  colleague,
  leave,
  PATIENCE,
  restore,
  share,
  type Client,
  type Right
} from './bench-clients.ts';
import { ms, quantile, Report } from './bench-report.ts';
import { findChromium, launchOptions } from './chromium.ts';

const ACCOUNTS = 10_000;
const LARGE = 100_000;
const CLIENTS = 50;
const UPDATES_A_SECOND = 5;
const SECONDS = 40;
const report = new Report();

/** Restores a sample of so many accounts in a page and shares it. */
async function shared(page: Page, url: string, accounts: number): Promise<Right> {
  await restore(page, url, backupOf(sampleGroup(SAMPLE_SEED, accounts)), told(accounts));
  return share(page);
}

const told = (accounts: number) => `${accounts.toLocaleString('en-US')} accounts`;

/** From the press on Join to the departments and the last account, code cached. */
async function joined(page: Page, url: string, { workspace, secret }: Right, accounts: number) {
  await page.goto(`${url}/join/${workspace}#${secret}`);
  await page.getByRole('button', { name: 'Join' }).waitFor();
  const started = Date.now();
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('treegrid').waitFor();
  const departments = Date.now() - started;
  await page.getByText(told(accounts)).first().waitFor(PATIENCE);
  return { departments, all: Date.now() - started };
}

/** Watches a page for names that say when they were given, and notes how old they are when painted. */
async function watch(page: Page) {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const ages: number[] = [];
    Object.assign(globalThis, { ages });
    new MutationObserver(() => {
      for (const [text] of document.body.innerText.matchAll(/at-\d{13}-\d+/g)) {
        if (seen.has(text)) continue;
        seen.add(text);
        // The frame after the next begins when this one has been painted.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => ages.push(Date.now() - Number(text.split('-')[1])))
        );
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

async function editsSeen(
  page: Page,
  clients: readonly Client[],
  seconds: number
): Promise<number[]> {
  const [first] = clients;
  if (!first) return [];
  const shown = [...rows(tableOf(first.replica.state, Department))].find(
    ({ parentId }) => parentId === ROOT
  );
  if (!shown) return [];
  await watch(page);
  for (let n = 0; n < UPDATES_A_SECOND * seconds; n++) {
    const { replica } = clients[n % clients.length] ?? first;
    const name = `at-${Date.now()}-${n}`;
    const done = replica.run(renameDepartment, { id: shown.id, name }, Date.now());
    if (!done.ok) throw new Error(done.problems[0].code);
    await new Promise((next) => setTimeout(next, 1000 / UPDATES_A_SECOND));
  }
  await page.waitForTimeout(1000);
  return page.evaluate(() => (globalThis as unknown as { ages: number[] }).ages);
}

/** What a command sends: the update with its audit entry, as it goes into the socket. */
function wireBytes({ replica }: Client): readonly (readonly [string, number])[] {
  let bytes = 0;
  for (const { doc } of replica.sections.values())
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      // Message type, sync type and length stand before it.
      if (!(origin instanceof WebsocketProvider)) bytes += update.length + 4;
    });
  const accounts = [...rows(tableOf(replica.state, Account))].map(({ id }) => id);
  const departments = [...rows(tableOf(replica.state, Department))];
  const [id = ''] = accounts;
  const leaf = departments.at(-1);
  const home = departments[0];
  if (!leaf || !home) return [];
  const measured = (name: string, run: () => { ok: boolean }): readonly [string, number] => {
    bytes = 0;
    if (!run().ok) throw new Error(`${name} was refused`);
    return [name, bytes];
  };
  const now = Date.now();
  return [
    measured('rename an account', () => replica.run(renameAccount, { id, name: 'renamed' }, now)),
    measured('move an account', () =>
      replica.run(moveAccounts, { ids: [id], departmentId: home.id }, now)
    ),
    measured('tag 100 accounts', () =>
      replica.run(
        tagAccounts,
        { ids: accounts.slice(0, 100), set: [['env', 'prod-1']], remove: [] },
        now
      )
    ),
    measured('move a department', () =>
      replica.run(moveDepartments, { ids: [leaf.id], parentId: ROOT }, now)
    ),
    measured('move 10,000 accounts', () =>
      replica.run(moveAccounts, { ids: accounts, departmentId: home.id }, now)
    )
  ];
}

/** Two people in a hundred thousand accounts: one in a page, one who edits and moves ten thousand. */
async function twoAtLarge(browser: Browser, url: string) {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const client = await colleague(url, await shared(page, url, LARGE), 'large');
  const ages = await editsSeen(page, [client], 20);
  const [p50, p99] = [quantile(ages, 0.5), quantile(ages, 0.99)];
  const { replica } = client;
  const accounts = [...rows(tableOf(replica.state, Account))].slice(0, ACCOUNTS);
  const id = 'bulk';
  const name = 'Ten thousand';
  replica.run(addDepartment, { id, name, parentId: ROOT }, Date.now());
  const row = page.getByRole('row', { name });
  await row.first().waitFor(PATIENCE);
  const started = performance.now();
  const ids = accounts.map((account) => account.id);
  replica.run(moveAccounts, { ids, departmentId: id }, Date.now());
  const written = performance.now() - started;
  await row
    .filter({ hasText: ACCOUNTS.toLocaleString('en-US') })
    .first()
    .waitFor(PATIENCE);
  const seen = performance.now() - started;
  leave(client);
  report.line(
    `| two people at ${LARGE} accounts: an edit until it is painted at the other's, p50 / p99 of ${ages.length} | ${ms(p50)} / ${ms(p99)} ms |`
  );
  report.line(
    `| two people at ${LARGE} accounts: 10,000 accounts moved at once, written / painted at the other's | ${ms(written)} / ${ms(seen)} ms |`
  );
  report.goal(
    `an edit painted at the other's, ${LARGE} accounts, p50`,
    '≤ 100 ms',
    `${ms(p50)} ms`,
    p50 <= 100
  );
}

async function main() {
  if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');
  await findChromium();
  const server = await startServer();
  if (!('url' in server)) throw new Error(server.output);
  const { url } = server;
  const browser = await chromium.launch(launchOptions());
  try {
    const owner = await (await browser.newContext({ locale: 'en-US' })).newPage();
    const right = await shared(owner, url, ACCOUNTS);
    const { workspace, secret } = right;
    const guest = await (await browser.newContext({ locale: 'en-US' })).newPage();
    // Once for the code, as the goal of opening has it too; the second join has nothing stored.
    await guest.goto(`${url}/join/${workspace}#${secret}`);
    const join = await joined(guest, url, right, ACCOUNTS);
    const clients: Client[] = [];
    for (let i = 0; i < CLIENTS; i++) clients.push(await colleague(url, right, `client${i}`));
    const ages = await editsSeen(guest, clients, SECONDS);
    const [p50, p99] = [quantile(ages, 0.5), quantile(ages, 0.99)];
    report.line('| what | measured |');
    report.line('|---|---|');
    report.line(
      `| an edit until it is painted in a colleague's page, ${CLIENTS} clients, ${UPDATES_A_SECOND} updates a second, p50 / p99 of ${ages.length} | ${ms(p50)} / ${ms(p99)} ms |`
    );
    report.line(
      `| first join of ${ACCOUNTS} accounts: departments / everything | ${join.departments} / ${join.all} ms |`
    );
    const [sender] = clients;
    if (sender)
      for (const [what, bytes] of wireBytes(sender))
        report.line(`| on the wire: ${what} | ${bytes} B |`);
    report.goal('an edit painted at a colleague’s, p50', '≤ 100 ms', `${ms(p50)} ms`, p50 <= 100);
    report.goal('an edit painted at a colleague’s, p99', '≤ 400 ms', `${ms(p99)} ms`, p99 <= 400);
    report.goal('first join of 10,000 accounts', '≤ 3000 ms', `${join.all} ms`, join.all <= 3000);
    for (const client of clients) leave(client);
    await twoAtLarge(browser, url);
  } finally {
    await browser.close();
    await server.stop();
  }
  await report.write('together', 'Together', 'npm run bench:together');
}

await main();
