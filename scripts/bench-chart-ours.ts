// This chart in the built app: alone, with fifty who edit, and with ten thousand accounts in sight.
import type { Browser, Page } from 'playwright';
import type { DepartmentRow, Source } from '#core/import/source.ts';
import { tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { moveDepartments, renameDepartment } from '#core/org/commands.ts';
import { Department } from '#core/org/model.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { panned, parentOf, weighed, type Figures } from './bench-chart-page.ts';
import { backupOf, colleague, leave, restore, share, type Client } from './bench-clients.ts';
import { quantile } from './bench-report.ts';

const MOVES = 10;
const CLIENTS = 50;
const UPDATES_A_SECOND = 5;
/** Every so many edits one is a move, the others give names. */
const MOVES_EVERY = 5;
const ACCOUNTS = 10_000;

/** Departments as an import brings them, ten to each. */
function departments(size: number): Source {
  const rows = Array.from({ length: size - 1 }, (_, i): DepartmentRow => {
    const parent = parentOf(i + 1);
    return {
      origin: { file: 'bench', line: i + 1 },
      provider: 'other',
      externalId: String(i + 1),
      name: `Department ${i + 1}`,
      ...(parent > 0 && { parent: { by: 'id', id: String(parent) } })
    };
  });
  return { file: 'bench', format: 'bench', departments: rows, accounts: [], refusals: [] };
}

const told = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}`;

const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });

export async function alone(page: Page, url: string, size: number): Promise<Figures> {
  await restore(page, url, backupOf(departments(size)), told(size - 1, 'departments'));
  // The first time fetches its code.
  await radio(page, 'Chart').click();
  await page.getByRole('button', { name: 'Expand all' }).click();
  await page.getByRole('button', { name: 'Collapse' }).click();
  const collapsed = await firstPaint(page);
  await page.getByRole('button', { name: 'Expand all' }).click();
  const expanded = await firstPaint(page);
  const moved = await reparented(page);
  const near = await panned(page);
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Fit' }).click();
  const far = await panned(page);
  return { collapsed, expanded, moved, near, far, ...(await weighed(page)) };
}

/** From the press on the view's switch until the chart is painted. */
async function firstPaint(page: Page): Promise<number> {
  await radio(page, 'Outline').click();
  await page.getByRole('treegrid').waitFor();
  await page.waitForTimeout(500);
  return untilPainted(page, '[role=radio]:nth-of-type(2)', '[role=treeitem]', undefined);
}

/** One department goes beneath another of the first level; taking it back and doing it again are moves. */
async function reparented(page: Page): Promise<number> {
  await page.getByRole('tree').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('combobox').fill('Department 2');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  const moves: number[] = [];
  for (let i = 0; i < MOVES; i++) {
    const level = i % 2 === 0 ? '2' : '3';
    const button = `button[aria-label=${i % 2 === 0 ? 'Undo' : 'Redo'}]`;
    moves.push(await untilPainted(page, button, '.at[role=treeitem]', level));
    await page.waitForTimeout(200);
  }
  // The inspector would cover a part of the chart.
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  return quantile(moves, 0.5);
}

/** From a click until the page shows a card, at a level if one is given, and it is painted. */
const untilPainted = (page: Page, button: string, card: string, level: string | undefined) =>
  page.evaluate(
    async ({ button, card, level }) => {
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const shown = () => {
        const found = document.querySelector(card);
        return found && (level === undefined || found.getAttribute('aria-level') === level);
      };
      const started = performance.now();
      document.querySelector<HTMLElement>(button)?.click();
      do await frame();
      while (!shown() && performance.now() - started < 20_000);
      await frame();
      return performance.now() - started;
    },
    { button, card, level }
  );

/** Panning while fifty edit, and over ten thousand accounts that nobody touches. */
export async function together(browser: Browser, url: string, size: number) {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, locale: 'en-US' });
  const page = await context.newPage();
  await restore(page, url, backupOf(departments(size)), told(size - 1, 'departments'));
  await radio(page, 'Chart').click();
  await page.getByRole('button', { name: 'Expand all' }).click();
  const right = await share(page);
  const clients: Client[] = [];
  for (let i = 0; i < CLIENTS; i++) clients.push(await colleague(url, right, `client${i}`));
  const inSight = await page.evaluate(WATCH);
  const stop = editing(clients, inSight);
  const frames = await panned(page);
  stop();
  await page.waitForTimeout(1000);
  const painted = await page.evaluate(
    () => (globalThis as unknown as { editsSeen: ReadonlySet<string> }).editsSeen.size
  );
  for (const client of clients) leave(client);
  await context.close();
  return { frames, painted, leaves: await amongLeaves(browser, url) };
}

/** What the page has elements for, by name; from now on it is noted which edits it shows. */
interface InSight {
  /** Beneath the root: elements wherever the view is. */
  readonly tops: readonly string[];
  /** In sight when the panning begins. */
  readonly leaves: readonly string[];
  readonly parents: readonly string[];
}

const WATCH = (): InSight => {
  const editsSeen = new Set<string>();
  Object.assign(globalThis, { editsSeen });
  const items = () => [...document.querySelectorAll('[role=treeitem]')];
  const nameOf = (item: Element) => item.getAttribute('aria-label')?.split(',')[0] ?? '';
  const note = () => {
    for (const item of items()) if (nameOf(item).startsWith('Edit ')) editsSeen.add(nameOf(item));
  };
  const world = document.querySelector('[role=tree]');
  if (world)
    new MutationObserver(note).observe(world, {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-label']
    });
  const levelOf = (item: Element) => Number(item.getAttribute('aria-level'));
  const low = items().filter((item) => levelOf(item) > 3);
  const open = (item: Element) => item.hasAttribute('aria-expanded');
  return {
    tops: items()
      .filter((item) => levelOf(item) === 2)
      .map(nameOf),
    leaves: low.filter((item) => !open(item)).map(nameOf),
    parents: low.filter(open).map(nameOf)
  };
};

/** Edits in turn, five a second: names near the root, names in sight, and moves in sight. */
function editing(clients: readonly Client[], { tops, leaves, parents }: InSight): () => void {
  const [first] = clients;
  const ids = new Map<string, string>();
  if (first)
    for (const { id, name } of rows(tableOf(first.replica.state, Department))) ids.set(name, id);
  const idOf = (names: readonly string[], n: number) =>
    ids.get(names[n % names.length] ?? '') ?? '';
  let n = 0;
  const timer = setInterval(() => {
    const { replica } = clients[n % clients.length] ?? { replica: undefined };
    const now = Date.now();
    const done =
      n % MOVES_EVERY === 0
        ? replica?.run(moveDepartments, { ids: [idOf(leaves, n)], parentId: idOf(parents, n) }, now)
        : replica?.run(
            renameDepartment,
            { id: idOf(n % 2 === 0 ? tops : leaves, n), name: `Edit ${n}` },
            now
          );
    if (done?.ok !== true) throw new Error(done?.problems[0].code ?? 'no client');
    n++;
  }, 1000 / UPDATES_A_SECOND);
  return () => clearInterval(timer);
}

async function amongLeaves(browser: Browser, url: string): Promise<number[]> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, locale: 'en-US' });
  const page = await context.newPage();
  const backup = backupOf(sampleGroup(SAMPLE_SEED, ACCOUNTS));
  await restore(page, url, backup, told(ACCOUNTS, 'accounts'));
  await radio(page, 'Chart').click();
  await page.getByRole('switch', { name: 'Show accounts' }).click();
  await page.getByRole('button', { name: 'Expand all' }).click();
  await page.waitForTimeout(500);
  const frames = await panned(page);
  await context.close();
  return frames;
}
