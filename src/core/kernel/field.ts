import type { Message } from './message.ts';

/**
 * One field of a kind. Reading is total: whatever is stored, a value of the type comes back, so
 * fields can be added and old or hostile documents opened for ever.
 */
export interface Field<T> {
  readonly label: Message;
  readonly initial: T;
  read(raw: unknown): T;
  equal(a: T, b: T): boolean;
  /** How a form and a table show it. */
  readonly input: Input;
  /** Set once at birth and never edited: ids and where a record comes from. */
  readonly fixed?: true;
  /** Not stored as a field of its own: a department's place comes from its placements. */
  readonly placed?: true;
}

export type Input =
  | { readonly type: 'text'; readonly multiline?: true }
  | { readonly type: 'choice'; readonly options: readonly Option[] }
  | { readonly type: 'flag' }
  | { readonly type: 'number' }
  | { readonly type: 'numbers'; readonly labels?: Readonly<Record<number, Message>> }
  | { readonly type: 'texts' }
  | { readonly type: 'time' }
  | { readonly type: 'tags' }
  | { readonly type: 'reference'; readonly kind: string };

export interface Option {
  readonly value: string;
  readonly label: Message;
}

interface Common {
  readonly label: Message;
  readonly fixed?: true;
  readonly placed?: true;
}

/** A stored text is never longer than this, whatever a peer sent: what is beyond is cut. */
const TEXT_LIMIT = 4096;

const common = ({ label, fixed, placed }: Common) => ({
  label,
  ...(fixed && { fixed }),
  ...(placed && { placed })
});

const same = <T>(a: T, b: T) => a === b;

export function text(options: Common & { multiline?: true }): Field<string> {
  return {
    ...common(options),
    initial: '',
    read: (raw) => (typeof raw === 'string' ? raw.slice(0, TEXT_LIMIT).toWellFormed() : ''),
    equal: same,
    input: { type: 'text', ...(options.multiline && { multiline: true }) }
  };
}

/** ISO 8601 in UTC, or empty. */
export function time(options: Common): Field<string> {
  return {
    ...common(options),
    initial: '',
    // Whole seconds are written in one way, so that equal times are equal texts.
    read: (raw) => (typeof raw === 'string' && isTime(raw) ? raw.replace(/\.0+Z$/, 'Z') : ''),
    equal: same,
    input: { type: 'time' }
  };
}

const isTime = (raw: string) =>
  /^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-5]\d(:[0-5]\d(\.\d{1,9})?)?Z)?$/.test(raw);

export function choice<const O extends Readonly<Record<string, Message>>>(
  options: O,
  initial: keyof O & string,
  about: Common
): Field<keyof O & string> {
  // Stored texts are replaced by our own, so that a hundred thousand rows share one string a value.
  const values = new Map<unknown, keyof O & string>(
    Object.keys(options).map((value) => [value, value])
  );
  return {
    ...common(about),
    initial,
    read: (raw) => values.get(raw) ?? initial,
    equal: same,
    input: {
      type: 'choice',
      options: Object.entries(options).map(([value, label]) => ({ value, label }))
    }
  };
}

export function flag(options: Common & { initial: boolean }): Field<boolean> {
  return {
    ...common(options),
    initial: options.initial,
    read: (raw) => (typeof raw === 'boolean' ? raw : options.initial),
    equal: same,
    input: { type: 'flag' }
  };
}

/** A count: a safe integer, zero or more. */
export function count(options: Common): Field<number> {
  return {
    ...common(options),
    initial: 0,
    read: (raw) => (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0 ? raw : 0),
    equal: same,
    input: { type: 'number' }
  };
}

/** A set of small integers, ascending. */
export function numbers(
  options: Common & { max: number; labels?: Readonly<Record<number, Message>> }
): Field<readonly number[]> {
  return {
    ...common(options),
    initial: [],
    read: (raw) => {
      if (!Array.isArray(raw)) return [];
      const valid = raw.filter(
        (n): n is number => Number.isInteger(n) && n >= 1 && n <= options.max
      );
      return Object.freeze([...new Set(valid)].sort((a, b) => a - b));
    },
    equal: (a, b) => a === b || (a.length === b.length && a.every((n, i) => n === b[i])),
    input: { type: 'numbers', ...(options.labels && { labels: options.labels }) }
  };
}

/** A set of texts, ascending by their UTF-16 units. */
export function texts(options: Common & { max: number }): Field<readonly string[]> {
  return {
    ...common(options),
    initial: [],
    read: (raw) => {
      if (!Array.isArray(raw)) return [];
      const valid = raw
        .filter((each): each is string => typeof each === 'string' && each !== '')
        .map((each) => each.slice(0, TEXT_LIMIT).toWellFormed());
      return Object.freeze([...new Set(valid)].sort().slice(0, options.max));
    },
    equal: (a, b) => a === b || (a.length === b.length && a.every((each, i) => each === b[i])),
    input: { type: 'texts' }
  };
}

export function reference(kind: string, initial: string, options: Common): Field<string> {
  return {
    ...common(options),
    initial,
    read: (raw) => (typeof raw === 'string' && raw !== '' ? raw.slice(0, TEXT_LIMIT) : initial),
    equal: same,
    input: { type: 'reference', kind }
  };
}

/** Tags as pairs sorted by key, one value a key: an object would trip over keys like `__proto__`. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** Stored tags beyond this many are not read; every cloud's own limit is below it. */
const TAGS_LIMIT = 200;

export function tags(options: Common): Field<Tags> {
  return {
    ...common(options),
    initial: [],
    read: readTags,
    equal: (a, b) =>
      a === b ||
      (a.length === b.length && a.every(([k, v], i) => k === b[i]?.[0] && v === b[i][1])),
    input: { type: 'tags' }
  };
}

function readTags(raw: unknown): Tags {
  if (!Array.isArray(raw)) return [];
  const pairs = raw.slice(0, TAGS_LIMIT).filter(isPair);
  return tagsOf(pairs);
}

const isPair = (raw: unknown): raw is [string, string] =>
  Array.isArray(raw) && typeof raw[0] === 'string' && raw[0] !== '' && typeof raw[1] === 'string';

/** Sorted by key, the last value of a key wins. */
export function tagsOf(pairs: Iterable<readonly [key: string, value: string]>): Tags {
  const byKey = new Map<string, string>();
  for (const [key, value] of pairs) byKey.set(key.toWellFormed(), value.toWellFormed());
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze(sorted.map((pair) => Object.freeze(pair)));
}
