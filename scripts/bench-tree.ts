// One workload through this tree and through loro-crdt's movable tree, side by side in one run.
import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as Y from 'yjs';
import { addDepartment, createOrganization, moveDepartments } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { Replica } from '#crdt/replica.ts';
import { ms, quantile, Report } from './bench-report.ts';
import { bundled } from './bundled.ts';
import type { Figures } from './bench-tree-worker.ts';

const PEERS = 'tests/bench';
const DESIGNS = ['ours', 'loro'] as const;
/** How often each design runs, and how many single moves it takes in, at each size. */
const SIZES = [
  { size: 2000, runs: 3, one: 100, goal: 10 },
  { size: 10_000, runs: 3, one: 100, goal: 50 },
  { size: 100_000, runs: 1, one: 30, goal: 500 }
] as const;
const ROWS: readonly (readonly [keyof Figures, string, (value: number) => string])[] = [
  ['create', 'create all, CPU ms', ms],
  ['localMove', 'a local move, CPU µs', ms],
  ['bulk', 'import of 10,000 remote moves, CPU ms', ms],
  ['concurrent', 'import of 5,000 moves against 5,000 concurrent ones, CPU ms', ms],
  ['one50', 'one remote move that meets 200 concurrent local ones, p50 ms', ms],
  ['one99', 'the same, p99 ms', ms],
  ['bytesPerMove', 'stored bytes a move', (value) => value.toFixed(1)],
  ['updatePerMove', 'bytes a move in one update of 10,000', (value) => value.toFixed(1)],
  ['stored', 'stored after the moves, kB', (value) => (value / 1000).toFixed(0)],
  ['load', 'load and ask for every parent, CPU ms', ms],
  ['rss', 'memory of the process (RSS) with three replicas, MB', ms],
  ['depth', 'deepest level after the concurrent moves', String]
];
const WHY: readonly (readonly [string, string])[] = [
  [
    'bytes a move',
    'a placement tells where a department was before, so that a refused move has somewhere to fall back to, and names its writer; Yjs keeps 10 bytes of each value that was overwritten.'
  ],
  ['import of 10,000', 'Loro applies moves in WebAssembly; ours reads each as a JSON value of Yjs.']
];

const report = new Report('no browser');

if (!existsSync(`${PEERS}/node_modules/loro-crdt`)) {
  const { status } = spawnSync('npm', ['ci', '--prefix', PEERS], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci --prefix ${PEERS} failed`);
}
const worker = await bundled('scripts/bench-tree-worker.ts', 'tree');
for (const { size, runs, one, goal } of SIZES) {
  const all = { ours: [] as Figures[], loro: [] as Figures[] };
  // In turns, so that what else the machine does falls on both alike.
  for (let i = 0; i < runs; i++)
    for (const design of DESIGNS) all[design].push(await measured(design, size, one));
  told(size, goal, median(all.ours), median(all.loro));
}
audited();
await report.write('tree', 'Tree', 'npm run bench:tree', WHY);

function measured(design: string, size: number, one: number): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, [design, String(size), String(one)]);
    child.on('message', (figures) => resolve(figures as Figures));
    child.on('close', () => reject(new Error(`${design} at ${size} ended without figures`)));
  });
}

function median(all: readonly Figures[]): Figures {
  const one = { ...all[0] } as Record<keyof Figures, number>;
  for (const [name] of ROWS)
    one[name] = quantile(
      all.map((figures) => figures[name]),
      0.5
    );
  return one;
}

function told(size: number, goal: number, ours: Figures, loro: Figures) {
  report.line(`| ${size} nodes | this tree | loro-crdt 1.17.1 | ours against Loro's |`);
  report.line('|---|---|---|---|');
  for (const [name, what, shown] of ROWS)
    report.line(
      `| ${what} | ${shown(ours[name])} | ${shown(loro[name])} | ${(ours[name] / loro[name]).toPrecision(2)}× |`
    );
  report.line('');
  const times = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×`;
  const faster = loro.one50 / ours.one50;
  const bulk = loro.bulk / ours.bulk;
  const least = size > 10_000 ? 10 : 0.5;
  const bytes = ours.bytesPerMove / loro.bytesPerMove;
  report.goal(
    `one remote move that meets concurrent work at ${size}, faster by`,
    `≥ ${goal}×`,
    times(faster),
    faster >= goal
  );
  report.goal(
    `import of 10,000 remote moves at ${size}, faster by`,
    `≥ ${least}×`,
    times(bulk),
    bulk >= least
  );
  report.goal(
    `stored bytes a move without audit at ${size}, of Loro's`,
    '≤ 2×',
    times(bytes),
    bytes <= 2
  );
  report.goal(
    `levels after concurrent moves at ${size} (Loro's: ${loro.depth})`,
    '≤ 5',
    String(ours.depth),
    ours.depth <= 5
  );
}

/** The same move as the app makes it: a command with its audit entry. */
function audited() {
  const docs = new Map([['org', new Y.Doc()] as const]);
  const replica = new Replica(docs, { slot: 'bench', device: 'bench', name: 'bench' });
  for (const _ of replica.open('org'));
  const now = Date.UTC(2026, 10, 24);
  replica.run(createOrganization, { name: 'Bench', provider: 'other' }, now);
  for (let i = 0; i < 200; i++)
    replica.run(addDepartment, { id: `d${i}`, name: `Department ${i}`, parentId: ROOT }, now);
  const size = () => Y.encodeStateAsUpdate(docs.get('org') ?? new Y.Doc()).length;
  const before = size();
  const moves = 1000;
  for (let i = 0; i < moves; i++) {
    const parentId = `d${100 + ((i * 37) % 100)}`;
    replica.run(moveDepartments, { ids: [`d${i % 100}`], parentId }, now + i);
  }
  report.line(
    `With its audit entry, as the command \`department.move\` writes it, a move is ${((size() - before) / moves).toFixed(0)} stored bytes: who, when, from where, to where. Loro's history holds no names and no reasons.`
  );
}
