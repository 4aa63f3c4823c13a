import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** How a server is started: its script, its Node, what it is told by the environment. */
export interface Program {
  readonly script: string;
  /** Another Node than this one. */
  readonly node?: string;
  readonly env: Readonly<Record<string, string>>;
  /** More of Node's own options. */
  readonly flags?: readonly string[];
}

/** Ends a server with the driver that started it, and lets this ask for a collection. */
const LEASH = ['--expose-gc', '--import', './tests/bench/peers/leash.mjs'];
/** Milliseconds of processor time that Linux counts by. */
const TICK = 10;
const KB = 1024;

/** A server in a process of its own, watched from outside. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(child: ChildProcess, url: string, ended: Promise<void>) {
    this.#child = child;
    this.url = url;
    this.#ended = ended;
  }

  static async start({ script, node = process.execPath, env, flags = [] }: Program) {
    const child = fork(script, {
      execPath: node,
      execArgv: [...LEASH, ...flags],
      env: { ...process.env, ...env },
      silent: true
    });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    let output = '';
    const url = await new Promise<string | undefined>((found) => {
      const read = (chunk: Buffer) => {
        // What is logged later is of no interest; it must be read all the same.
        if (output.length < 10_000) output += chunk.toString();
        const address = /(?:Banyan is at|Listening at) (\S+)/.exec(output)?.[1];
        if (address !== undefined) found(address);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      void ended.then(() => found(undefined));
    });
    if (url === undefined) throw new Error(`${script} did not start: ${output}`);
    return new ServerProcess(child, url, ended);
  }

  /** Milliseconds of processor time that it has used. */
  get cpu(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  }

  /** Bytes of memory that are resident, files that it has mapped included. */
  get memory(): number {
    return this.#status('VmRSS');
  }

  /** Bytes of those that are pages of files, which the system takes back when it needs them. */
  get mapped(): number {
    return this.#status('RssFile');
  }

  #status(what: 'VmRSS' | 'RssFile'): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * KB;
  }

  /** Collects what is garbage (twice, for what only the first time lets go of): the bytes in use. */
  async collect(): Promise<number> {
    let used = 0;
    for (let i = 0; i < 2; i++) {
      const collected = once(this.#child, 'message') as Promise<[number]>;
      this.#child.send('collect');
      [used] = await collected;
      await new Promise((next) => setTimeout(next, 500));
    }
    return used;
  }

  /** Kept once it has ended. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    const hard = setTimeout(() => this.#child.kill('SIGKILL'), 15_000);
    return this.#ended.finally(() => clearTimeout(hard));
  }
}
