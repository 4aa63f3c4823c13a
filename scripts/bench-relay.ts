// One load driver against our relay, @y/websocket-server and Hocuspocus, side by side in one run:
// `npm run bench:relay`. `-- --only burst` runs one scenario, `-- --server ours` one server, and
// `-- --quick` tries with small numbers; none of them writes a report. Needs a build.
import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { quantile, Report } from './bench-report.ts';
import type { Figures } from './bench-relay/figures.ts';
import { judgeGoals, WHY, type Found } from './bench-relay/goals.ts';
import { PEERS, type Peer } from './bench-relay/peers.ts';
import type { Scenario } from './bench-relay/scenarios.ts';
import { NOTES, TABLES } from './bench-relay/tables.ts';
import { bundled } from './bundled.ts';

const PEER_PACKAGES = 'tests/bench';
const NAMES: Readonly<Record<Peer, string>> = {
  ours: 'this relay',
  yws: '@y/websocket-server 0.1.1',
  hocuspocus: 'Hocuspocus 4.7.0'
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    server: { type: 'string' },
    quick: { type: 'boolean', default: false }
  }
});
const { quick, only, server } = values;
const scenarios = Object.keys(TABLES) as Scenario[];
if (only !== undefined && only !== 'rules' && !Object.hasOwn(TABLES, only))
  throw new Error(`--only is "${only}"; it must be one of rules, ${scenarios.join(', ')}.`);
const peers = PEERS.filter((peer) => server === undefined || peer === server);
if (peers.length === 0) throw new Error(`--server must be one of ${PEERS.join(', ')}.`);

const report = new Report('no browser');
if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');
if (!existsSync(`${PEER_PACKAGES}/node_modules/@hocuspocus/server`)) {
  const { status } = spawnSync('npm', ['ci', '--prefix', PEER_PACKAGES], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci --prefix ${PEER_PACKAGES} failed`);
}
const driver = await bundled('scripts/bench-relay/driver.ts', 'relay');

report.line(
  'Every server in a process of its own with its documents on disk: this relay as `npm start` runs it (an acknowledgement means flushed to disk), @y/websocket-server with y-leveldb on the same Node, Hocuspocus with SQLite on Node 24. The driver shares the machine with them. A delivery is one update that one other person has, however many came in one message.'
);
const found = new Map<Scenario, Found>();
for (const scenario of scenarios)
  if (only === undefined || only === scenario) found.set(scenario, await compared(scenario));
if (only === undefined || only === 'rules') judging(await run('rules', 'ours'));
if (quick || only !== undefined || server !== undefined) process.exit();
judgeGoals(report, found);
await report.write('relay', 'Relay', 'npm run bench:relay', WHY);

/** Every peer in turns, so that what else the machine does falls on all alike. */
async function compared(scenario: Scenario): Promise<Found> {
  const { title, runs, rows } = TABLES[scenario];
  const all: Record<Peer, Figures[]> = { ours: [], yws: [], hocuspocus: [] };
  for (let i = 0; i < (quick ? 1 : runs); i++)
    for (const peer of peers) all[peer].push(await run(scenario, peer).catch(missing));
  const medians = {
    ours: median(all.ours),
    yws: median(all.yws),
    hocuspocus: median(all.hocuspocus)
  };
  report.line('');
  report.line(`| ${title} | ${PEERS.map((peer) => NAMES[peer]).join(' | ')} |`);
  report.line('|---|---|---|---|');
  for (const { figure, what, shown } of rows) {
    const cells = PEERS.map((peer) => {
      const value = medians[peer][figure] ?? NaN;
      return Number.isFinite(value) ? shown(value) : '—';
    });
    report.line(`| ${what} | ${cells.join(' | ')} |`);
  }
  const note = NOTES[scenario];
  if (note !== undefined) {
    report.line('');
    report.line(note);
  }
  return medians;
}

/** A run that failed is a gap in the table, not the end of all others. */
function missing(error: unknown): Figures {
  console.error(error);
  return {};
}

function run(scenario: Scenario | 'rules', peer: Peer): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(driver, [scenario, peer, quick ? 'quick' : 'full']);
    child.on('message', (figures) => resolve(figures as Figures));
    child.on('close', () => reject(new Error(`${scenario} against ${peer} ended without figures`)));
  });
}

function median(all: readonly Figures[]): Figures {
  const names = Object.keys(Object.assign({}, ...all) as Figures);
  return Object.fromEntries(
    names.map((name) => [
      name,
      quantile(
        all.flatMap((figures) => figures[name] ?? []),
        0.5
      )
    ])
  );
}

function judging(figures: Figures) {
  const row = (what: string, name: string) => {
    const each = ['Walk', 'Rules', 'Receipt', 'Apply'].map((of) =>
      (figures[`${name}${of}`] ?? NaN).toFixed(1)
    );
    report.line(`| ${what} | ${each.join(' | ')} |`);
  };
  report.line('');
  report.line(
    '| What our relay does with one update (a field and its entry of the history), µs | predecessors | key rules | its receipt | applying it |'
  );
  report.line('|---|---|---|---|---|');
  row('in an empty document', 'empty');
  row('in a document of 10,000 keys', 'full');
}
