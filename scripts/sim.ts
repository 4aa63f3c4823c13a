// The simulator: `npm run test:sim` runs a night's histories and writes their figures to
// BENCHMARKS.md; `-- --histories 500 [--from N] [--report]` runs some, and writes theirs if asked to;
// `-- --seed N` repeats one and tells it.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { History, nothingTold, type Told } from '../tests/sim/history.ts';
import type { Message } from '../tests/sim/worker.ts';
import { Report } from './bench-report.ts';
import { bundled } from './bundled.ts';

const NIGHT = 100_000;
/** After so many broken histories the rest would only say the same. */
const ENOUGH = 20;

const { values } = parseArgs({
  options: {
    histories: { type: 'string' },
    from: { type: 'string', default: '0' },
    report: { type: 'boolean', default: false },
    seed: { type: 'string' }
  }
});

if (values.seed !== undefined) repeat(number('seed', values.seed));
else
  await main(number('from', values.from), number('histories', values.histories ?? String(NIGHT)));

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
  readonly sum: Told;
  readonly broken: number[];
  done: number;
}

async function main(from: number, count: number) {
  const started = Date.now();
  const report = new Report('no browser');
  const run: Run = { sum: nothingTold(), broken: [], done: 0 };
  const processes = Math.min(2, availableParallelism());
  const file = await bundled('tests/sim/worker.ts', 'sim');
  const said = { at: started };
  await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      worker(file, [from + i, from + count, processes], (message) => {
        take(run, message);
        if (Date.now() - said.at < 30_000) return run.broken.length < ENOUGH;
        said.at = Date.now();
        progress(run, count, started);
        return run.broken.length < ENOUGH;
      })
    )
  );
  progress(run, count, started);
  if (run.broken.length > 0 || run.done < count) process.exitCode = 1;
  if (values.histories === undefined || values.report)
    await written(report, run, from, count, started);
}

/** Runs a process over its share of seeds; `onMessage` answers whether to go on. */
function worker(
  file: string,
  args: readonly number[],
  onMessage: (message: Message) => boolean
): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(file, args.map(String));
    child.on('message', (message) => {
      if (!onMessage(message as Message)) child.kill('SIGTERM');
    });
    child.on('close', () => resolve());
  });
}

function take(run: Run, message: Message) {
  run.done++;
  if ('broken' in message) {
    run.broken.push(message.seed);
    console.log(`Seed ${message.seed} broke: ${message.broken}`);
    console.log(`Repeat it: npm run test:sim -- --seed ${message.seed}`);
    return;
  }
  for (const name of Object.keys(run.sum) as (keyof Told)[]) run.sum[name] += message.told[name];
}

function progress({ done, broken, sum }: Run, count: number, started: number) {
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `${done} of ${count} histories in ${seconds} s, ${sum.commands} commands, ${broken.length} broken`
  );
}

async function written(report: Report, run: Run, from: number, count: number, started: number) {
  const { sum, done, broken } = run;
  const n = (value: number) => value.toLocaleString('en-US');
  const minutes = ((Date.now() - started) / 60_000).toFixed(0);
  report.line(
    `${n(done)} histories from the seeds ${from} to ${from + count - 1} in ${minutes} minutes; \`npm run test:sim -- --seed N\` repeats one.`
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
    ? `npm run test:sim -- --histories ${count} --from ${from} --report`
    : 'npm run test:sim';
  await report.write('sim', 'Simulator', command, [
    [
      'histories',
      'it was stopped at what there was time for; a night on this machine is about three and a half hours.'
    ]
  ]);
}
