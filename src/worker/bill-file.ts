import type { BillFile } from '#core/import/bills/read.ts';
import type { StartWorker } from './jobs.ts';
import type { Slice, SliceOrder } from './slice-worker.ts';

/** Large enough that reading is not the wait, small enough that cancelling is at once. */
const SLICE = 4 * 2 ** 20;
/** The first are smaller, so that there is something to do while the next is read. */
const FIRST = 2 ** 18;
/** So much is read here, while what reads beside starts; many a file is no larger. */
const HERE = 8 * 2 ** 20;
/** Slices on their way while one is looked at. */
const COMING = 2;

const startReader: StartWorker | undefined =
  typeof Worker === 'undefined'
    ? undefined
    : () => new Worker(new URL('./slice-worker.ts', import.meta.url), { type: 'module' });

/**
 * A file as the importer wants it, slice by slice. Taking bytes over from the browser is a fifth of
 * the time of an import, so of a large file a worker beside does it; where there is none, or it
 * breaks down, it is done here.
 */
export const billFileOf = (file: File, start = startReader): BillFile => ({
  name: file.webkitRelativePath || file.name,
  size: file.size,
  chunks: async function* () {
    const beside = file.size > HERE && start ? new ReaderBeside(file, start) : undefined;
    const coming: Promise<Uint8Array>[] = [];
    let at = 0;
    let size = FIRST;
    const ask = () => {
      if (at >= file.size) return;
      const slice = at < HERE || !beside ? sliceAt(file, at, size) : beside.sliceAt(at, size);
      // One that cannot be read says so to whoever waits for it, if anybody still does.
      slice.catch(() => undefined);
      coming.push(slice);
      at += size;
      size = Math.min(SLICE, size * 4);
    };
    try {
      for (let i = 0; i < COMING; i++) ask();
      for (let next = coming.shift(); next; next = coming.shift()) {
        const bytes = await next;
        ask();
        yield bytes;
      }
    } finally {
      beside?.end();
    }
  }
});

const sliceAt = async (file: File, at: number, size: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(at, at + size).arrayBuffer());

/** Has slices read by a worker. */
class ReaderBeside {
  readonly #file: File;
  #worker: Worker | undefined;
  /** Who waits for which slice. */
  readonly #waiting = new Map<number, (bytes: ArrayBuffer | undefined) => void>();

  constructor(file: File, start: StartWorker) {
    this.#file = file;
    try {
      this.#worker = start();
    } catch {
      return;
    }
    this.#worker.onmessage = ({ data: { at, bytes } }: MessageEvent<Slice>) => {
      this.#waiting.get(at)?.(bytes);
      this.#waiting.delete(at);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#breakDown();
    };
  }

  async sliceAt(at: number, size: number): Promise<Uint8Array> {
    const bytes = await this.#asked({ file: this.#file, at, size });
    return bytes ? new Uint8Array(bytes) : sliceAt(this.#file, at, size);
  }

  #asked(order: SliceOrder): Promise<ArrayBuffer | undefined> {
    const worker = this.#worker;
    if (!worker) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting.set(order.at, resolve);
      worker.postMessage(order);
    });
  }

  /** Nobody waits any more. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** Whoever waits reads for themselves. */
  #breakDown(): void {
    this.end();
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
