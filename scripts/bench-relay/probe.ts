import { fork, type ChildProcess } from 'node:child_process';
import { Client, pause, Writer } from './client.ts';
import type { Line } from './peers.ts';

/** How long somebody working rests between two changes. */
const REST = 5;

type Order = { readonly lines: readonly [Line, Line] } | 'begin' | 'end';
/** How long each change took to reach the other, in milliseconds. */
type Report = 'ready' | readonly number[];

/** Two people who work while something else happens, in a process of their own. */
export class Probe {
  readonly #child: ChildProcess;
  #told: (report: Report) => void = () => undefined;

  private constructor() {
    this.#child = fork(process.argv[1] ?? '', ['probe']);
    this.#child.on('message', (report) => this.#told(report as Report));
  }

  /** Kept once both are in their room. */
  static async start(lines: readonly [Line, Line]): Promise<Probe> {
    const probe = new Probe();
    await probe.#order({ lines });
    return probe;
  }

  async begin(): Promise<void> {
    await this.#order('begin');
  }

  /** The waits since the beginning, once the last change has arrived too. */
  async end(): Promise<readonly number[]> {
    const waits = await this.#order('end');
    return waits === 'ready' ? [] : waits;
  }

  stop(): void {
    this.#child.kill();
  }

  #order(order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
      this.#told = resolve;
      this.#child.once('exit', () => reject(new Error('The probe ended.')));
      this.#child.send(order);
    });
  }
}

/** The process of a probe. */
export function probe(): void {
  let waits: number[] = [];
  let working = false;
  let done: Promise<void> = Promise.resolve();
  const pair: { writer?: Client; reader?: Client } = {};
  const mine = new Writer();
  const one = async () => {
    const { writer, reader } = pair;
    if (!writer || !reader) return;
    const sent = performance.now();
    writer.update(mine.set('working', String(sent)), mine.clock);
    await reader.until(() => (reader.known.get(mine.id) ?? 0) >= mine.clock, 300_000);
    waits.push(performance.now() - sent);
  };
  const work = async () => {
    for (working = true; working; await pause(REST)) await one();
  };
  const take = async (order: Order): Promise<Report> => {
    if (order === 'begin') {
      waits = [];
      done = work();
      return 'ready';
    }
    if (order === 'end') {
      working = false;
      await done;
      return waits;
    }
    const [writer, reader] = [new Client(order.lines[0]), new Client(order.lines[1])];
    Object.assign(pair, { writer, reader });
    await Promise.all([writer.answered, reader.answered]);
    for (let i = 0; i < 20; i++) await one();
    return 'ready';
  };
  process.on('message', (order) => {
    void take(order as Order).then((report) => process.send?.(report));
  });
  process.on('disconnect', () => process.exit());
}
