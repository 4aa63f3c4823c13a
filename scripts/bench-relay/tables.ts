import { ms } from '../bench-report.ts';
import type { Scenario } from './scenarios.ts';

/** One line of a table: a figure of every peer. */
interface Row {
  readonly figure: string;
  readonly what: string;
  readonly shown: (value: number) => string;
}

export interface Table {
  readonly title: string;
  /** How often it runs; the median of each figure is told. */
  readonly runs: number;
  readonly rows: readonly Row[];
}

const mb = (value: number) => value.toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const yesNo = (value: number) => (value === 1 ? 'yes' : 'no');
const row = (figure: string, what: string, shown: Row['shown'] = ms): Row => ({
  figure,
  what,
  shown
});

const FAN_OUT = [
  row('p50', 'until it arrives, p50 ms'),
  row('p99', 'until it arrives, p99 ms'),
  row('cpu', 'server CPU a delivery, µs')
];

/** What is told of each scenario, in the order in which they run. */
export const TABLES: Readonly<Record<Scenario, Table>> = {
  burst: {
    title: 'Burst: 100 people in a room, 5 updates of each at once',
    runs: 3,
    rows: [row('perSecond', 'delivered a second', whole), ...FAN_OUT]
  },
  oneRoom: { title: 'Paced: 100 people in a room, 50 updates a second', runs: 1, rows: FAN_OUT },
  manyRooms: { title: 'Paced: 20 rooms of 25, 200 updates a second', runs: 1, rows: FAN_OUT },
  idle: {
    title: '1,000 people who do nothing, 20 in a room',
    runs: 3,
    rows: [
      row('before', 'memory (RSS) before, MB', mb),
      row('perThousand', 'more for 1,000 sockets, MB', mb),
      row('usedPerThousand', 'of it in use (heap and buffers), MB', mb)
    ]
  },
  rooms: {
    title: '2,000 rooms that come, are written to and left, three times',
    runs: 1,
    rows: [
      row('before', 'memory (RSS) before, MB', mb),
      row('most', 'most, MB', mb),
      row('first', 'after the first time, MB', mb),
      row('last', 'after the third, MB', mb),
      row('beforeUsed', 'in use (heap and buffers) before, MB', mb),
      row('firstUsed', 'in use: after the first time, MB', mb),
      row('lastUsed', 'in use: after the third, MB', mb)
    ]
  },
  firstSync: {
    title: 'First sync of one document',
    runs: 1,
    rows: [
      row('bytes', 'the document, MB', mb),
      row('warm', 'warm: until all is there, ms'),
      row('warmApplied', 'warm: until it is applied, ms'),
      row('cold', 'after a restart: until all is there, ms'),
      row('memory', 'memory (RSS) with it, MB', mb)
    ]
  },
  upToDate: {
    title: '500 people who have everything come back at once',
    runs: 1,
    rows: [
      row('p99', 'until answered, p99 ms'),
      row('last', 'until the last is, ms'),
      row('cpu', 'server CPU, ms'),
      row('worst', 'worst wait of two who work meanwhile, ms')
    ]
  },
  cold: {
    title: '100 people who have nothing come at once to the 5 MB',
    runs: 1,
    rows: [
      row('last', 'until the last has all, ms'),
      row('cpu', 'server CPU, ms'),
      row('worst', 'worst wait of two who work meanwhile, ms')
    ]
  },
  stoppedReader: {
    title: 'A reader stops while 229 MB pass',
    runs: 1,
    rows: [
      row('before', 'memory (RSS) before, MB', mb),
      row('growth', 'most while it passes, MB more', mb),
      row('took', 'until it has passed, ms'),
      row('converges', 'the reader has all afterwards', yesNo),
      row('behind', 'until then, ms')
    ]
  },
  withheld: {
    title: 'A writer withholds the first update and sends 2,000 (4,000) later ones',
    runs: 1,
    rows: [
      row('fewRest', 'worst wait of two others before it, ms'),
      row('few', 'worst wait with 2,000, ms'),
      row('many', 'worst wait with 4,000, ms')
    ]
  },
  kills: {
    title: 'kill -9 right after an acknowledgement',
    runs: 1,
    rows: [
      row('times', 'times killed', whole),
      row('acknowledged', 'updates acknowledged', whole),
      row('badly', 'kills that lost some', whole),
      row('lost', 'acknowledged updates lost', whole)
    ]
  }
};

/** What stands below a table where its figures need a word. */
export const NOTES: Readonly<Partial<Record<Scenario, string>>> = {
  burst:
    'Six bursts come before those that are measured, for every server: until then compilers on other threads take more of the processor than the work.',
  kills:
    'Acknowledged is: our message with the committed clocks, Hocuspocus’ SyncStatus; @y/websocket-server has none, there it is what another client has received. The others are killed less often, since they need no hundred to show it.',
  firstSync:
    'The first answer of @y/websocket-server after a restart is empty; the time is until the content has come after it.',
  idle: 'Memory is read after a collection of garbage, here and in the next table.',
  rooms: 'Every room had one person, who wrote one update and left.'
};
