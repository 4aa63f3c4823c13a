import { ms, type Report } from '../bench-report.ts';
import type { Figures } from './figures.ts';
import type { Peer } from './peers.ts';
import type { Scenario } from './scenarios.ts';

/** The figures of a scenario for every peer. */
export type Found = Readonly<Record<Peer, Figures>>;

/** Compiled code and caches that may come late, MB: less than this is no growth. */
const NOISE = 2;

export const WHY: readonly (readonly [string, string])[] = [
  [
    'burst',
    'the peers tell others before anything is stored or judged; this relay judges every key first and tells only what is flushed to disk.'
  ],
  [
    '100 cold',
    'the driver takes in half a gigabyte on the two cores that it shares with the server, whose own time is in the table.'
  ],
  [
    'worst wait meanwhile',
    'whoever works waits once while the whole document is encoded, and for two cores that the driver shares.'
  ],
  [
    'stall',
    'a turn judges up to 128 messages of each person, and who is in that turn waits for the end of it; one wait of a busy machine counts as well.'
  ],
  [
    'memory of 1,000 idle sockets',
    'what is resident is what compilers and collectors kept for later, most of all; what is in use stands in the table.'
  ]
];

const times = (value: number): string =>
  Number.isFinite(value) ? `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×` : '—';

/** Judges what was found by the goals that were set, durability on. */
export function judgeGoals(report: Report, found: ReadonlyMap<Scenario, Found>): void {
  const figure = (scenario: Scenario, peer: Peer, name: string) =>
    found.get(scenario)?.[peer][name] ?? NaN;
  const ours = (scenario: Scenario, name: string) => figure(scenario, 'ours', name);
  const others = (scenario: Scenario, name: string) =>
    (['yws', 'hocuspocus'] as const).map((peer) => figure(scenario, peer, name));
  const least = (scenario: Scenario, name: string) => Math.min(...others(scenario, name));
  const most = (scenario: Scenario, name: string) => Math.max(...others(scenario, name));

  const burst = ours('burst', 'perSecond') / most('burst', 'perSecond');
  report.goal('burst: delivered a second, of the best peer', '≥ 1×', times(burst), burst >= 1);
  const cpu = ours('burst', 'cpu') / least('burst', 'cpu');
  report.goal('burst: CPU a delivery, of the best peer', '≤ 0.85×', times(cpu), cpu <= 0.85);
  const [p99, best] = [ours('burst', 'p99'), least('burst', 'p99')];
  report.goal('burst: p99, ms', `≤ ${ms(best)}, the best peer’s`, ms(p99), p99 <= best);
  const herd = least('cold', 'last') / ours('cold', 'last');
  report.goal('100 cold at once, faster than the best peer by', '≥ 5×', times(herd), herd >= 5);
  const wait = least('cold', 'worst') / ours('cold', 'worst');
  report.goal('worst wait meanwhile, shorter by', '≥ 8×', times(wait), wait >= 8);
  const growth = ours('stoppedReader', 'growth');
  report.goal('a stopped reader', '≤ +64 MB', `+${growth.toFixed(0)} MB`, growth <= 64);
  const converges = ours('stoppedReader', 'converges') === 1;
  report.goal('a stopped reader converges', 'yes', converges ? 'yes' : 'no', converges);
  for (const [name, count] of [
    ['few', '2,000'],
    ['many', '4,000']
  ] as const) {
    const stall = ours('withheld', `${name}Stall`);
    report.goal(`stall of others by ${count} withheld`, '≤ 50 ms', `${ms(stall)} ms`, stall <= 50);
  }
  const idle = ours('idle', 'perThousand') / least('idle', 'perThousand');
  report.goal('memory of 1,000 idle sockets, of the best peer', '≤ 1.2×', times(idle), idle <= 1.2);
  const left = ours('rooms', 'growth');
  report.goal(
    `memory in use, grown after rooms left (below ${NOISE} MB is code)`,
    '0',
    `${left.toFixed(1)} MB`,
    left < NOISE
  );
  const lost = ours('kills', 'lost');
  report.goal('acknowledged updates lost', '0', String(lost), lost === 0);
}
