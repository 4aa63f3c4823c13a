// The simulator: `npm run test:sim` runs a night's histories and writes their figures to
// BENCHMARKS.md; a night that was stopped goes on where it was, as long as the code is the same.
// `-- --histories 500 [--from N] [--report]` runs some, and writes theirs if asked to;
// `-- --seed N` repeats one and tells it.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { History, nothingTold, type Told } from '../tests/sim/history.ts';
import type { Message } from '../tests/sim/worker.ts';
import { Report } from './bench-report.ts';
import { bundled } from './bundled.ts';

const NIGHT = 100_000;
/** After so many broken histories the rest would only say the same. */
const ENOUGH = 20;
/** Where a night's progress is kept, so that several evenings make one. */
const RECORD = 'tests/sim/night.json';
/** What the replicas of a history throw away is much, and soon: a wide nursery is a sixth of the time. */
const NODE_FLAGS = [
  '--min-semi-space-size=128',
  '--max-semi-space-size=128',
  '--single-threaded-gc'
];

const { values } = parseArgs({
  options: {
    histories: { type: 'string' },
    from: { type: 'string', default: '0' },
    report: { type: 'boolean', default: false },
    seed: { type: 'string' }
  }
});

if (values.seed !== undefined) repeat(number('seed', values.seed));
else await main();

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} is "${text}"; it must be a whole number from 0.`);
  return value;
}

/** One history, step by step, and what broke in it. */
function repeat(seed: number) {
  console.log(new History(seed, (text) => console.log(text)).run());
}

interface Run {
  /** A digest of everything that runs in a history: figures of other code are not added up. */
  readonly code: string;
  readonly from: number;
  readonly to: number;
  /** The seed that each process runs next: all before it, of its share, are done. */
  readonly next: number[];
  readonly sum: Told;
  readonly broken: number[];
  done: number;
  milliseconds: number;
}

async function main() {
  const report = new Report('no browser');
  const file = await bundled('tests/sim/worker.ts', 'sim', true);
  const night = values.histories === undefined;
  const run = begun(createHash('sha256').update(readFileSync(file)).digest('hex'), night);
  const { done, milliseconds } = run;
  const started = Date.now();
  const said = { at: started };
  const say = () => {
    said.at = Date.now();
    run.milliseconds = milliseconds + said.at - started;
    progress(run, done, said.at - started);
    if (night) writeFileSync(RECORD, `${JSON.stringify(run, undefined, 2)}\n`);
  };
  await Promise.all(
    run.next.map((next, i) =>
      worker(file, [next, run.to, run.next.length], (message) => {
        take(run, i, message);
        if (Date.now() - said.at >= 30_000) say();
        return run.broken.length < ENOUGH;
      })
    )
  );
  say();
  if (run.broken.length > 0 || run.done < run.to - run.from) process.exitCode = 1;
  if (night || values.report) await written(report, run);
}

/** A new run, or the night's that was stopped. */
function begun(code: string, night: boolean): Run {
  if (night) {
    const before = recorded();
    if (before?.code === code && before.to === NIGHT) return before;
    if (before) console.log(`The code is another than that of ${RECORD}: the night begins anew.`);
  }
  const from = number('from', values.from);
  const to = from + number('histories', values.histories ?? String(NIGHT));
  const next = Array.from({ length: Math.min(2, availableParallelism()) }, (_, i) => from + i);
  return { code, from, to, next, sum: nothingTold(), broken: [], done: 0, milliseconds: 0 };
}

function recorded(): Run | undefined {
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8')) as Run;
  } catch {
    return undefined;
  }
}

/** Runs a process over its share of seeds; `onMessage` answers whether to go on. */
function worker(
  file: string,
  args: readonly number[],
  onMessage: (message: Message) => boolean
): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(file, args.map(String), { execArgv: NODE_FLAGS });
    child.on('message', (message) => {
      if (!onMessage(message as Message)) child.kill('SIGTERM');
    });
    child.on('close', () => resolve());
  });
}

function take(run: Run, process: number, message: Message) {
  run.done++;
  run.next[process] = message.seed + run.next.length;
  if ('broken' in message) {
    run.broken.push(message.seed);
    console.log(`Seed ${message.seed} broke: ${message.broken}`);
    console.log(`Repeat it: npm run test:sim -- --seed ${message.seed}`);
    return;
  }
  for (const name of Object.keys(run.sum) as (keyof Told)[]) run.sum[name] += message.told[name];
}

function progress({ from, to, done, broken, sum }: Run, before: number, milliseconds: number) {
  console.log(
    `${done} of ${to - from} histories (${((1000 * (done - before)) / milliseconds).toFixed(1)} a second), ${sum.commands} commands, ${broken.length} broken`
  );
}

async function written(report: Report, { from, to, done, sum, broken, milliseconds }: Run) {
  const n = (value: number) => value.toLocaleString('en-US');
  const minutes = (milliseconds / 60_000).toFixed(0);
  report.line(
    `${n(done)} histories of the seeds ${from} to ${to - 1} in ${minutes} minutes; \`npm run test:sim -- --seed N\` repeats one.`
  );
  report.line('');
  report.line('| in all histories | count |');
  report.line('|---|---|');
  const rows: readonly (readonly [string, number])[] = [
    ['commands that left an entry', sum.commands],
    ['commands refused', sum.refused],
    ['undoings, redoings and entries taken back', sum.undoings],
    ['conflicts settled', sum.settled],
    ['bulk commands, written as blocks', sum.blocks],
    ['times two replicas compared what they had', sum.merges],
    ['conflicts open at the end', sum.conflicts],
    ['partitions of two weeks or more', sum.partitions],
    ['crashes', sum.crashes],
    ['crashes that tore a write', sum.torn],
    ['doubled tabs', sum.tabs],
    ['entries that left for an archive', sum.archived],
    ['replicas at the end', sum.replicas]
  ];
  for (const [name, value] of rows) report.line(`| ${name} | ${n(value)} |`);
  report.goal('histories', `≥ ${n(NIGHT)}`, n(done), done >= NIGHT);
  report.goal(
    'commands a history, on average',
    '≥ 100',
    (sum.commands / Math.max(1, done)).toFixed(1),
    sum.commands >= 100 * done
  );
  report.goal(
    'histories with a divergence, a lost node or a broken invariant',
    '0',
    broken.length === 0 ? '0' : `${broken.length}: seeds ${broken.join(', ')}`,
    broken.length === 0
  );
  const command = values.report
    ? `npm run test:sim -- --histories ${to - from} --from ${from} --report`
    : 'npm run test:sim';
  await report.write('sim', 'Simulator', command, [
    [
      'histories',
      'it was stopped at what there was time for; the next run of the same code goes on from there.'
    ]
  ]);
}
