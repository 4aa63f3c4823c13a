import { lineTags, type LineTag } from '#core/finance/line-tags.ts';
import { shorten } from '../fields.ts';
import { decodedCell } from './said-text.ts';

/** Chosen keys say no more than this, by themselves and with what is charged: a header must hold it. */
export const MOST_TAG_SETS = 100_000;
/** Of keys that were not chosen no more are told. */
const MOST_OTHERS = 50;
/** Of a value no more characters are kept. */
const LONGEST_VALUE = 256;

/**
 * Numbers what a bill's tags say under the chosen keys: however many different texts a bill has, they
 * say no more than that.
 */
export class TagSets {
  readonly #keys: ReadonlySet<string>;
  readonly #numbers = new Map<string, number>();
  /** By number, as `lineTags` writes them. */
  readonly texts: string[] = [];
  /** Keys that were not chosen, the first of them, and in how many different texts. */
  readonly others = new Map<string, number>();

  constructor(keys: readonly string[]) {
    this.#keys = new Set(keys);
  }

  /** The chosen keys have more different values together than costs can be told by. */
  get isFull(): boolean {
    return this.texts.length > MOST_TAG_SETS;
  }

  /** The number of what a cell says. */
  numberOf(bytes: Uint8Array): number {
    const chosen = tagsOf(decodedCell(bytes)).flatMap(([key, value]): LineTag[] => {
      const own = this.#chosen(key.trim());
      if (own !== undefined) return [[own, cut(value)]];
      this.#other(shorten(key.trim()));
      return [];
    });
    const text = lineTags(chosen);
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.texts.push(text) - 1));
    return number;
  }

  #other(key: string): void {
    const count = this.others.get(key);
    if (count !== undefined || this.others.size < MOST_OTHERS)
      this.others.set(key, (count ?? 0) + 1);
  }

  /** AWS puts `user:` or `user_` before the keys of people. */
  #chosen(key: string): string | undefined {
    if (this.#keys.has(key)) return key;
    const own = key.replace(/^user[:_]/, '');
    return this.#keys.has(own) ? own : undefined;
  }
}

/** A value as it is kept. */
export const cut = (value: string): string => {
  const text = value.trim();
  return text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE).toWellFormed() : text;
};

/** Tags as bills write them: a JSON object, one without its braces as Azure has it, or a list of pairs. */
function tagsOf(text: string): LineTag[] {
  const plain = text.trim();
  if (plain === '') return [];
  let json: unknown;
  try {
    json = JSON.parse(/^[[{]/.test(plain) ? plain : `{${plain}}`);
  } catch {
    return [];
  }
  if (typeof json !== 'object' || json === null) return [];
  const pairs: readonly unknown[] = Array.isArray(json) ? json : Object.entries(json);
  return pairs.flatMap((pair): LineTag[] => {
    const [key, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    return typeof key === 'string' ? [[key, valueOf(value)]] : [];
  });
}

/** FOCUS says `true` of a tag without a value. */
const valueOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
