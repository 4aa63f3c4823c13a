/**
 * The root maps of a section's document, as the relay knows them: the shape of their keys and what
 * may be done with them, and nothing of what they mean. A document holds flat root maps only;
 * maps not named here are the records' own, where every editor may write and remove.
 */
export const ROOT_MAPS = {
  /** `<lamport>.<slot>`: what a command did. Only ever added to. */
  audit: { keys: 'stamp', append: true, bytes: 16 * 1024 * 1024 },
  /** `<lamport>.<slot>`: what money did. Only ever added to. */
  ledger: { keys: 'stamp', append: true, bytes: 1024 * 1024 },
  /** `<lamport>.<slot>/<part>`: records of a bulk command. Only ever added to. */
  block: { keys: 'stamp', append: true, bytes: 8 * 1024 * 1024 },
  /** `<department>/<slot>`, the value beginning with the Lamport time: where somebody put it. */
  place: { keys: 'place', append: false, bytes: 4096 }
} as const satisfies Readonly<Record<string, RootMap>>;

export interface RootMap {
  readonly keys: 'stamp' | 'place' | 'free';
  /** Keys are added once and neither changed nor removed. */
  readonly append: boolean;
  /** The most that one value may take. */
  readonly bytes: number;
}

/** Any other map: a record's fields. */
const RECORDS: RootMap = { keys: 'free', append: false, bytes: 8 * 1024 * 1024 };

export const rootMap = (name: string): RootMap =>
  Object.hasOwn(ROOT_MAPS, name) ? ROOT_MAPS[name as keyof typeof ROOT_MAPS] : RECORDS;

/** How far Lamport time may run ahead of what a workspace has seen. */
export const CLOCK_JUMP = 10_000;

/** Characters of one key. */
export const KEY_LENGTH = 512;

/** When and by which opened document a key was written, as far as its map's keys say. */
export interface Stamp {
  readonly l: number | undefined;
  readonly slot: string;
  /** The department that is placed. */
  readonly placed?: string;
}

/** Reads the stamp of a key; a place keeps its Lamport time in its value. */
export function stampOf(map: string, key: string, value: unknown): Stamp | undefined {
  const { keys } = rootMap(map);
  if (keys === 'stamp') {
    const match = /^(\d{1,15})\.([0-9A-Za-z]{1,32})(?:\/|$)/.exec(key);
    return match ? { l: Number(match[1]), slot: match[2] ?? '' } : undefined;
  }
  if (keys !== 'place') return undefined;
  const at = key.indexOf('/');
  if (at <= 0) return undefined;
  const l: unknown = Array.isArray(value) ? value[0] : undefined;
  const lamport = typeof l === 'number' && Number.isSafeInteger(l) ? l : undefined;
  return { l: lamport, slot: key.slice(at + 1), placed: key.slice(0, at) };
}
