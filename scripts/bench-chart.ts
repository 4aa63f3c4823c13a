// The same trees through this chart and d3-org-chart, in one run: `npm run bench:chart`. Needs a build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';
import { startServer } from '../tests/support/server.ts';
import { alone, together } from './bench-chart-ours.ts';
import { PEER, PEER_PACKAGES, peerChart } from './bench-chart-peer.ts';
import { idle, type Figures } from './bench-chart-page.ts';
import { ms, quantile, Report } from './bench-report.ts';
import { findChromium, launchOptions } from './chromium.ts';

const SIZES = [1000, 5000, 10_000] as const;
const report = new Report();

const WHY: readonly (readonly [string, string])[] = [
  [
    'panning',
    'this browser has no GPU and rasters on the two cores that it shares with the driver, the relay, the fifty clients and whatever else the machine does: see its load, and what an empty page that does nothing gets.'
  ]
];

async function main() {
  if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');
  if (!existsSync(PEER)) install();
  await findChromium();
  const server = await startServer();
  if (!('url' in server)) throw new Error(server.output);
  const browser = await chromium.launch(launchOptions());
  try {
    const found: Found[] = [];
    for (const size of SIZES) found.push(await compared(browser, server.url, size));
    tell(found);
    const quiet = await browser.newPage();
    const empty = await idle(quiet);
    await quiet.close();
    const largest = SIZES[SIZES.length - 1] ?? 0;
    tellTogether(await together(browser, server.url, largest), empty);
    const last = found.at(-1);
    if (last) judge(last);
  } finally {
    await browser.close();
    await server.stop();
  }
  await report.write('chart', 'Chart', 'npm run bench:chart', WHY);
}

function install() {
  const { status } = spawnSync('npm', ['ci', '--prefix', PEER_PACKAGES], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci --prefix ${PEER_PACKAGES} failed`);
}

interface Found {
  readonly size: number;
  readonly ours: Figures;
  readonly peer: Figures;
}

async function compared(browser: Browser, url: string, size: number): Promise<Found> {
  const fresh = () =>
    browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  const [mine, theirs] = [await fresh(), await fresh()];
  const ours = await alone(await mine.newPage(), url, size);
  await mine.close();
  const peer = await peerChart(await theirs.newPage(), size);
  await theirs.close();
  return { size, ours, peer };
}

const spread = (frames: readonly number[]) =>
  `${quantile(frames, 0.95).toFixed(1)} / ${quantile(frames, 0.99).toFixed(1)}`;

function tell(found: readonly Found[]) {
  report.line(
    'Both in one browser at 1440 × 900. Ours is the built app with its workspace: a move is undo or redo of a command, with its history entry and everything else that shows it; the peer is given its data anew and renders without an animation. A time ends with the second picture after the page shows the change.'
  );
  const rows: readonly (readonly [string, (of: Figures) => string])[] = [
    ['first paint, collapsed (ms)', (of) => ms(of.collapsed)],
    ['first paint, all expanded (ms)', (of) => ms(of.expanded)],
    ['re-parent until painted, all expanded, median (ms)', (of) => ms(of.moved)],
    ['between frames while panning at 100 %, p95 / p99 (ms)', (of) => spread(of.near)],
    ['between frames while panning zoomed out, p95 / p99 (ms)', (of) => spread(of.far)],
    ['elements in the page', (of) => String(of.elements)],
    ['JavaScript heap (MB)', (of) => ms(of.heap)]
  ];
  for (const { size, ours, peer } of found) {
    report.line('');
    report.line(`| ${size} departments | this chart | d3-org-chart 3.1.1 |`);
    report.line('|---|---|---|');
    for (const [what, of] of rows) report.line(`| ${what} | ${of(ours)} | ${of(peer)} |`);
  }
}

/** Fifty people edit, and somebody pans. */
function tellTogether(
  { frames, leaves, painted }: Awaited<ReturnType<typeof together>>,
  empty: readonly number[]
) {
  report.line('');
  report.line('| this chart alone, and what the machine allows | between frames, p95 / p99 (ms) |');
  report.line('|---|---|');
  report.line(
    `| panning while 50 clients make 5 edits a second together, ${painted} of them seen | ${spread(frames)} |`
  );
  report.line(`| panning over 500 open departments with 10,000 accounts | ${spread(leaves)} |`);
  report.line(`| an empty page that does nothing, just before | ${spread(empty)} |`);
  const p95 = quantile(frames, 0.95);
  report.goal(
    'panning 10,000 with 50 clients at 5 updates a second, p95',
    '≤ 33 ms',
    `${p95.toFixed(1)} ms`,
    p95 <= 33
  );
  const near = quantile(leaves, 0.95);
  report.goal('panning over 10,000 accounts, p95', '≤ 20 ms', `${near.toFixed(1)} ms`, near <= 20);
}

function judge({ ours, peer }: Found) {
  const faster = (name: string, wanted: number, a: number, b: number) =>
    report.goal(name, `≥ ${wanted}×`, `${(b / a).toFixed(1)}×`, b / a >= wanted);
  faster('first paint of 10,000 expanded, faster by', 20, ours.expanded, peer.expanded);
  faster('re-parent of 10,000 expanded, faster by', 50, ours.moved, peer.moved);
  const [p95, p99] = [quantile(ours.near, 0.95), quantile(ours.near, 0.99)];
  report.goal('panning 10,000 expanded, p95', '≤ 20 ms', `${p95.toFixed(1)} ms`, p95 <= 20);
  report.goal('panning 10,000 expanded, p99', '≤ 50 ms', `${p99.toFixed(1)} ms`, p99 <= 50);
}

await main();
