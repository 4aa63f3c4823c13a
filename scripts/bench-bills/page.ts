// What the bench of bills runs in a page, by name from Playwright.
import { ENGINES, type Engine, type GroupSum } from './engines.ts';
import { factFigures, keepBatches } from './facts.ts';
import { startBillRead } from '#worker/bill-jobs.ts';

export interface Timed {
  /** Milliseconds until it could begin, and from there until all is summed. */
  readonly start: number;
  readonly wall: number;
  /** Of that, what passes after the last bytes were at hand, where the engine says when that is. */
  readonly after?: number;
  /** The longest that a timer of 5 ms had to wait in the page. */
  readonly pause: number;
}

export interface Checked {
  readonly groups: number;
  /** Groups whose sums are not the truth; of a number, not the nearest to it. */
  readonly wrong: number;
}

export interface Cancelled {
  /** Milliseconds until the job said so, how far it was, and what was heard of it afterwards. */
  readonly told: number;
  readonly bytes: number;
  readonly after: number;
}

let engine: Engine | undefined;

const fileNamed = (id: string): File => {
  const input = document.getElementById(id);
  const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
  if (!file) throw new Error(`No file ${id}`);
  return file;
};

async function read(name: string): Promise<Timed> {
  engine = ENGINES[name]?.();
  if (!engine) throw new Error(`No engine ${name}`);
  const began = performance.now();
  await engine.start();
  const started = performance.now();
  const pauses = watchPauses();
  await engine.read(fileNamed('bill'));
  const ended = performance.now();
  const last = engine.lastBytes?.();
  return {
    start: started - began,
    wall: ended - started,
    pause: pauses(),
    ...(last !== undefined && { after: ended - last })
  };
}

/** Starts a timer; what it gives back tells the longest wait and ends it. */
function watchPauses(): () => number {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 5);
  return () => {
    look();
    clearInterval(timer);
    return longest;
  };
}

async function check(truth: string): Promise<Checked> {
  const text = await (await fetch(truth)).text();
  const left = new Map(
    text.split('\n').map((line) => {
      const [key = '', ...sums] = line.split('\t');
      return [key, sums];
    })
  );
  const sums = (await engine?.sums()) ?? [];
  let wrong = 0;
  for (const sum of sums) {
    const told = left.get(sum[0]);
    left.delete(sum[0]);
    if (!told || !isTrue(sum, told)) wrong++;
  }
  return { groups: sums.length, wrong: wrong + left.size };
}

const isTrue = ([, billed, effective]: GroupSum, truth: readonly string[]): boolean =>
  [billed, effective].every((value, i) =>
    typeof value === 'number' ? value === Number(truth[i]) : plain(value) === truth[i]
  );

/** Without zeros that a decimal of fixed places ends with. */
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Reads the first bytes of the bill and cancels in their midst. */
async function cancelled(size: number): Promise<Cancelled> {
  const whole = fileNamed('bill');
  const file = new File([whole.slice(0, size)], whole.name);
  let bytes = 0;
  let after = 0;
  let at = 0;
  const onProgress = (read: number) => {
    if (at > 0) after++;
    bytes = read;
    if (read * 2 < size || at > 0) return;
    at = performance.now();
    performance.mark('cancelled');
    job.cancel();
  };
  const job = startBillRead([file], { onProgress });
  const result = await job.result;
  if (result.ok) throw new Error('It came in');
  const told = performance.now() - at;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { told, bytes, after };
}

const bench = { read, check, cancelled, keepBatches, factFigures };
export type Bench = typeof bench;
Object.assign(globalThis, { bench });
