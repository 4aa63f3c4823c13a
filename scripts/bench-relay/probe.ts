import { fork, type ChildProcess } from 'node:child_process';
import { Client, pause, Writer } from './client.ts';
import type { Line } from './peers.ts';

/** How long somebody working rests between two changes. */
const REST = 20;

type Order = { readonly lines: readonly [Line, Line] } | 'begin' | 'end';
/** How long each change took to reach the other, in milliseconds. */
type Report = 'ready' | readonly number[];

/** Two people who work while something else happens, in a process of their own. */
export class Probe {
  readonly #child: ChildProcess;
  #told: (report: Report) => void = () => undefined;
  #ended: () => void = () => undefined;

  private constructor() {
    this.#child = fork(process.argv[1] ?? '', ['probe']);
    this.#child.on('message', (report) => this.#told(report as Report));
    this.#child.once('exit', () => this.#ended());
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
      this.#ended = () => reject(new Error('The probe ended.'));
      this.#child.send(order);
    });
  }
}

/** Two connections, and what passes between them. */
class Pair {
  #waits: number[] = [];
  #isWorking = false;
  #done: Promise<void> = Promise.resolve();
  readonly #writer: Client;
  readonly #reader: Client;
  readonly #letters = new Writer();

  constructor([writer, reader]: readonly [Line, Line]) {
    this.#writer = new Client(writer);
    this.#reader = new Client(reader);
  }

  async meet(): Promise<void> {
    await Promise.all([this.#writer.answered, this.#reader.answered]);
    // The first ones compile.
    for (let i = 0; i < 20; i++) await this.#one();
  }

  begin(): void {
    this.#waits = [];
    this.#isWorking = true;
    this.#done = this.#work();
  }

  async end(): Promise<readonly number[]> {
    this.#isWorking = false;
    await this.#done;
    return this.#waits;
  }

  async #work() {
    while (this.#isWorking) {
      await this.#one();
      await pause(REST);
    }
  }

  async #one() {
    const sent = performance.now();
    const update = this.#letters.set('working', String(sent));
    const { id, clock } = this.#letters;
    this.#writer.update(update, clock);
    await this.#reader.until(() => (this.#reader.known.get(id) ?? 0) >= clock, 300_000);
    this.#waits.push(performance.now() - sent);
  }
}

/** The process of a probe. */
export function probe(): void {
  let pair: Pair | undefined;
  const take = async (order: Order): Promise<Report> => {
    if (order === 'end') return (await pair?.end()) ?? [];
    if (order === 'begin') pair?.begin();
    else {
      pair = new Pair(order.lines);
      await pair.meet();
    }
    return 'ready';
  };
  process.on('message', (order) => {
    void take(order as Order).then((report) => process.send?.(report));
  });
  process.on('disconnect', () => process.exit());
}
