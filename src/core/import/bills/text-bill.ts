import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { CsvBill, separatorOf } from './csv-bill.ts';
import { readJsonBill, type JsonRead } from './json-bill.ts';
import { billProblem } from './problem.ts';

/** Enough to see the first line of a table and how it is encoded. */
const HEAD = 64 * 1024;

type Stage =
  | { readonly at: 'head' }
  | { readonly at: 'json' }
  | { readonly at: 'csv'; readonly bill: CsvBill };

/** A text of a bill: its first bytes say how it is encoded and whether it is JSON or a table. */
export class TextBill {
  readonly #file: string;
  readonly #held: number;
  readonly #tagKeys: readonly string[];
  #stage: Stage = { at: 'head' };
  #chunks: Uint8Array[] = [];
  #size = 0;
  #decoder: TextDecoder | undefined;

  /** At most `held` bytes are kept where a text must be held whole. */
  constructor(file: string, held: number, tagKeys: readonly string[]) {
    this.#file = file;
    this.#held = held;
    this.#tagKeys = tagKeys;
  }

  push(chunk: Uint8Array): Problem | undefined {
    if (this.#stage.at === 'csv') return this.#stage.bill.push(this.#transcoded(chunk, false));
    this.#chunks.push(chunk.slice());
    this.#size += chunk.length;
    if (this.#stage.at === 'json' && this.#size > this.#held)
      return billProblem('bills.tooLarge', { max: this.#held });
    return this.#stage.at === 'head' && this.#size >= HEAD ? this.#begin() : undefined;
  }

  finish(): Result<JsonRead> {
    if (this.#stage.at === 'head') {
      const problem = this.#begin();
      if (problem) return refused(problem);
    }
    if (this.#stage.at !== 'csv') return readJsonBill(this.#file, this.#taken(), this.#tagKeys);
    if (this.#decoder) this.#stage.bill.push(this.#transcoded(new Uint8Array(0), true));
    const part = this.#stage.bill.finish();
    return part.ok ? ok({ parts: [part.value], reported: [], refusals: [] }) : part;
  }

  #begin(): Problem | undefined {
    const head = this.#taken();
    const wide = utf16Of(head);
    if (wide) this.#decoder = new TextDecoder(wide);
    const bytes = wide ? this.#transcoded(head, false) : withoutMark(head);
    if (isJson(bytes)) {
      this.#stage = { at: 'json' };
      this.#chunks = [head];
      this.#size = head.length;
      return undefined;
    }
    const bill = new CsvBill(this.#file, separatorOf(bytes.subarray(0, HEAD)), {
      tagKeys: this.#tagKeys
    });
    this.#stage = { at: 'csv', bill };
    return bill.push(bytes);
  }

  /** UTF-16 becomes UTF-8 as it comes, since its bytes cannot be scanned. */
  #transcoded(chunk: Uint8Array, last: boolean): Uint8Array {
    if (!this.#decoder) return chunk;
    return new TextEncoder().encode(this.#decoder.decode(chunk, { stream: !last }));
  }

  #taken(): Uint8Array {
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    this.#size = 0;
    return bytes;
  }
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** By its mark, or by zeros in every second place of what begins in Latin letters. */
function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b] = head;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const zeros = [0, 0] as [number, number];
  head.subarray(0, 1024).forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  });
  const many = Math.min(head.length, 1024) / 16;
  if (zeros[1] > many && zeros[0] === 0) return 'utf-16le';
  return zeros[0] > many && zeros[1] === 0 ? 'utf-16be' : undefined;
}

function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}
