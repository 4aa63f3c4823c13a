/**
 * The root maps of a section's document, as the relay knows them: the shape of their keys and what
 * may be done with them, and nothing of what they mean. A document holds flat root maps only;
 * maps not named here are the records' own, where every editor may write and remove.
 */
export const ROOT_MAPS = {
  /** `<lamport>.<slot>`: what a command did. Only added to, but for what an owner archives. */
  audit: { keys: 'stamp', append: true, bytes: 16 * 1024 * 1024 },
  /** `<lamport>.<slot>`: what money did. Only ever added to. */
  ledger: { keys: 'stamp', append: true, bytes: 1024 * 1024 },
  /** `<lamport>.<slot>/<part>`: records of a bulk command. Only ever added to. */
  block: { keys: 'stamp', append: true, bytes: 8 * 1024 * 1024 },
  /** `<department>/<slot>`, the value beginning with the Lamport time: where somebody put it. */
  place: { keys: 'place', append: false, bytes: 4096 },
  /**
   * `<SHA-256 of a blob, in hex>`: the blobs this section names, which the relay keeps for as long
   * (`blobs.ts`). What a value says of its blob is the records' own.
   */
  blobs: { keys: 'free', append: false, bytes: 4096 },
  /**
   * `<SHA-256 of a blob, in hex>`: where entries of `audit` went that stand in the document no more
   * (`archive.ts`). Only ever added to, by owners.
   */
  archive: { keys: 'free', append: true, bytes: 4096, ownerOnly: true },
  /** What the document is itself: pages that do not know its format stop writing. */
  meta: { keys: 'free', append: false, bytes: 4096, ownerOnly: true }
} as const satisfies Readonly<Record<string, RootMap>>;

export interface RootMap {
  readonly keys: 'stamp' | 'place' | 'free';
  /** Keys are added once and neither changed nor removed. */
  readonly append: boolean;
  /** The most that one value may take. */
  readonly bytes: number;
  /** Editors may not write it. */
  readonly ownerOnly?: boolean;
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
  /** Of a place, undefined also when the value is none: nothing is placed by it then. */
  readonly l: number | undefined;
  readonly slot: string;
  /** The department that is placed. */
  readonly placed?: string;
}

/** Reads the stamp of a key; a place keeps its Lamport time in its value. */
export function stampOf(map: string, key: string, value: unknown): Stamp | undefined {
  const { keys } = rootMap(map);
  if (keys === 'stamp') {
    // One way to write a number: two keys of one stamp would be two commands at one time.
    const match = /^(0|[1-9]\d{0,14})\.([0-9A-Za-z]{1,32})(?:\/|$)/.exec(key);
    return match ? { l: Number(match[1]), slot: match[2] ?? '' } : undefined;
  }
  const [placed = '', slot = '', ...rest] = keys === 'place' ? key.split('/') : [];
  if (rest.length > 0 || !ID.test(placed) || !SLOT.test(slot)) return undefined;
  return { l: placementTime(placed, value), slot, placed };
}

const ID = /^[A-Za-z0-9._~%:-]{1,200}$/;
const SLOT = /^[0-9A-Za-z]{1,32}$/;
const ORDER = /^[0-9A-Za-z]{1,200}$/;

/** When a department was put where a value says; undefined when pages would see no place in it. */
function placementTime(id: string, value: unknown): number | undefined {
  if (!Array.isArray(value) || value.length !== 6) return undefined;
  const [l, parent, order, prevParent, prevOrder, kind] = value as unknown[];
  const isPlace = (of: unknown, at: unknown) =>
    typeof of === 'string' && ID.test(of) && of !== id && typeof at === 'string' && ORDER.test(at);
  if (!isPlace(parent, order) || !isPlace(prevParent, prevOrder)) return undefined;
  if (kind !== 0 && kind !== 1 && kind !== 2) return undefined;
  return typeof l === 'number' && Number.isSafeInteger(l) && l >= 0 ? l : undefined;
}
