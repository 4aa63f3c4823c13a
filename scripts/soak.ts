// People edit for half an hour while the relay is killed, lines are cut, readers stop, viewers write,
// frames are garbage and clocks jump: `npm run test:soak`, `-- --minutes N` for another while (which
// writes no report, unless `--report` says so). Needs a build.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ms, Report } from './bench-report.ts';
import { bundled } from './bundled.ts';
import type { Memory, Soaked } from './soak/figures.ts';

const HALF_AN_HOUR = 30;
/** Megabytes that the relay may grow by once it is warm, its document aside. */
const GROWTH = 32;
/** Milliseconds that somebody beside all this may wait at worst. */
const STALL = 500;

const MISSED: readonly (readonly [what: string, because: string])[] = [
  [
    'worst wait',
    'the documents of thirty people in one process keep one of the two cores busy all the time, and thirty come back at once after every kill.'
  ]
];

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, report: { type: 'boolean', default: false } }
});
const minutes = Number(values.minutes ?? HALF_AN_HOUR);
if (!(minutes > 0))
  throw new Error(`--minutes is "${values.minutes}"; it must be a number above 0.`);
if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');

const report = new Report('no browser');
const driver = await bundled('scripts/soak/driver.ts', 'soak');
const found = await soaked();
told(found);
if (found.broken.length > 0) process.exitCode = 1;
const command = values.minutes === undefined ? '' : ` -- --minutes ${minutes}`;
if (values.minutes === undefined || values.report)
  await report.write('soak', 'Soak', `npm run test:soak${command}`, MISSED);

function soaked(): Promise<Soaked> {
  return new Promise((resolve, reject) => {
    const child = fork(driver, [String(minutes)]);
    child.on('message', (message) => {
      const { soFar, found: all } = message as { soFar?: Soaked; found?: Soaked };
      if (all) resolve(all);
      else if (soFar) progress(soFar);
    });
    child.on('close', () => reject(new Error('The soak ended without figures.')));
  });
}

function progress({ cycles, kills, diverged, lost, broken }: Soaked) {
  console.log(`${cycles} cycles, ${kills} kills, ${diverged} diverged, ${lost} lost`);
  for (const text of broken) console.log(`  ${text}`);
}

function told(soak: Soaked) {
  const n = (value: number) => value.toLocaleString('en-US');
  const { warm, end } = soak.memory;
  const held = ({ resident, mapped }: Memory) => resident - mapped;
  const beyond = (memory: Memory) => held(memory) - memory.document;
  const growth = beyond(end) - beyond(warm);
  const both = (of: (memory: Memory) => number) => `${of(warm).toFixed(1)} / ${of(end).toFixed(1)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['people who edit, and come back by themselves', n(soak.people)],
    ['edits of people who left or stayed to the end', n(soak.edits)],
    ['calms, after each of which all were compared', n(soak.cycles)],
    ['kill -9 of the relay, all in the first half', n(soak.kills)],
    ['lines cut', n(soak.dropped)],
    ['readers who stopped for 3 to 8 seconds', n(soak.stopped)],
    ['people who left for good', n(soak.departed)],
    ['viewers who wrote', n(soak.viewers)],
    ['connections that sent garbage', n(soak.malformed)],
    ['writers whose Lamport time was a billion ahead', n(soak.clocks)],
    ['the document at the end, MB', (soak.document / 1e6).toFixed(2)],
    ['what the relay holds after a collection: warm / at the end, MB', both(held)],
    ['its objects, of that: warm / at the end, MB', both(({ used }) => used)],
    ['what Yjs alone makes of the document: warm / at the end, MB', both((of) => of.document)],
    ['pages of its database beside that: warm / at the end, MB', both(({ mapped }) => mapped)],
    [
      'two people in a workspace beside it, until a change arrives: p50 / p99 / worst, ms',
      [soak.wait.p50, soak.wait.p99, soak.wait.worst].map(ms).join(' / ')
    ]
  ];
  report.line(
    `${minutes} minutes; the relay’s own clock jumps by up to ten days every seven seconds.`
  );
  report.line('');
  report.line('| in all | count |');
  report.line('|---|---|');
  for (const [what, count] of rows) report.line(`| ${what} | ${count} |`);
  const none = (what: string, count: number) => report.goal(what, '0', n(count), count === 0);
  none('calms after which somebody had something else', soak.diverged);
  none('acknowledged updates lost', soak.lost);
  none('writes taken that had to be refused', soak.taken);
  none('honest writes refused', soak.refused);
  report.goal(
    'growth of what the relay holds beyond its document in the second half',
    `≤ ${GROWTH} MB`,
    `${growth.toFixed(1)} MB`,
    growth <= GROWTH
  );
  report.goal(
    'worst wait beside it',
    `≤ ${STALL} ms`,
    `${ms(soak.wait.worst)} ms`,
    soak.wait.worst <= STALL
  );
}
