import type { Refusal } from '#protocol/problems.ts';
import { CLOCK_JUMP, KEY_LENGTH, rootMap, stampOf, type Stamp } from '#protocol/root-maps.ts';
import type { KeyChange } from './key-changes.ts';

/** What the rules ask of the workspace. */
export interface Known {
  /** Whether a slot speaks for somebody else. */
  readonly isForeign: (slot: string) => boolean;
  /** The latest Lamport time of the workspace; undefined while there is none. */
  readonly clock: number | undefined;
}

/** What an update brings that the workspace is to remember. */
export interface Brought {
  readonly slots: ReadonlySet<string>;
  readonly clock: number;
}

/**
 * What editors may do with keys, whatever program they use: history, ledger and blocks are only
 * added to; a slot speaks for the right that first used it; a place is given up only for another;
 * Lamport time does not run away; nothing is larger than its map allows.
 */
export function judgeKeys(changes: readonly KeyChange[], known: Known): Brought | Refusal {
  const stamps = changes
    .filter(({ set }) => set)
    .map(({ map, key, value }) => stampOf(map, key, value));
  const written = stamps.filter((stamp) => stamp !== undefined);
  if (changes.some(isTooLarge)) return 'tooLarge';
  if (rewrites(changes) || unplaces(changes, written)) return 'rewritten';
  const slots = new Set(written.map(({ slot }) => slot));
  if ([...slots].some(known.isForeign)) return 'foreign';
  const clock = clockAfter(written, known.clock);
  return clock === undefined ? 'clock' : { slots, clock };
}

const isTooLarge = ({ map, key, bytes }: KeyChange): boolean =>
  key.length > KEY_LENGTH || bytes > rootMap(map).bytes;

/** Whether a key of an append-only map is set once more or removed. */
function rewrites(changes: readonly KeyChange[]): boolean {
  const set = new Set<string>();
  for (const { map, key, known } of changes) {
    if (!rootMap(map).append) continue;
    const name = `${map} ${key}`;
    if (known || set.has(name)) return true;
    set.add(name);
  }
  return false;
}

/** Whether a department loses a place without being given one in the same breath. */
function unplaces(changes: readonly KeyChange[], written: readonly Stamp[]): boolean {
  const placed = new Set(written.map((stamp) => stamp.placed));
  return changes.some(({ map, key, set }) => {
    const id = set ? undefined : stampOf(map, key, undefined)?.placed;
    return id !== undefined && !placed.has(id);
  });
}

/** The time an update leads to, each step of it near enough to the one before. */
function clockAfter(written: readonly Stamp[], before: number | undefined): number | undefined {
  let clock = before;
  const times = written.flatMap(({ l }) => l ?? []).sort((a, b) => a - b);
  for (const l of times) {
    if (clock !== undefined && l > clock + CLOCK_JUMP) return undefined;
    clock = Math.max(clock ?? 0, l);
  }
  return clock ?? 0;
}
