import type { Refusal } from '#protocol/problems.ts';
import { CLOCK_JUMP, KEY_LENGTH, rootMap, stampOf, type Stamp } from '#protocol/root-maps.ts';
import type { KeyChange } from './key-changes.ts';

/** What the rules ask of the workspace. */
export interface Known {
  readonly isOwner: boolean;
  /** Whether a slot speaks for somebody else. */
  readonly isForeign: (slot: string) => boolean;
  /** The latest Lamport time of the workspace; undefined while there is none. */
  readonly clock: number | undefined;
}

/** What an update brings that the workspace is to remember. */
export interface Brought {
  readonly slots: ReadonlySet<string>;
  /** The places it gives, which must be in the document once it is applied. */
  readonly places: readonly KeyChange[];
  /** The time it leads to; undefined while there is none. */
  readonly clock: number | undefined;
}

/**
 * What editors may do with keys, whatever program they use: history, ledger and blocks are only
 * added to; a slot speaks for the right that first used it; a place is given up only for another;
 * Lamport time does not run away; nothing is larger than its map allows. An owner may set the time,
 * and what the document is.
 */
export function judgeKeys(changes: readonly KeyChange[], known: Known): Brought | Refusal {
  if (!known.isOwner && changes.some(({ map }) => rootMap(map).ownerOnly)) return 'readOnly';
  if (changes.some(isTooLarge)) return 'tooLarge';
  const set = stampsOf(changes.filter((change) => change.set));
  if (rewrites(changes) || unplaces(changes, set)) return 'rewritten';
  // A key that is taken away at once is taken all the same.
  const written = stampsOf(changes.filter((change) => change.written));
  const slots = new Set(written.map(({ slot }) => slot));
  if ([...slots].some(known.isForeign)) return 'foreign';
  const clock = clockAfter(set, known);
  if (clock === 'clock') return clock;
  const places = changes.filter(({ map, set }) => set && rootMap(map).keys === 'place');
  return { slots, places, clock };
}

const stampsOf = (changes: readonly KeyChange[]): Stamp[] =>
  changes.flatMap(({ map, key, value }) => stampOf(map, key, value) ?? []);

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

/**
 * Whether a department loses a place without being given one in the same breath. What is no place
 * takes the place of one, whether or not the update says that it removes what it follows.
 */
function unplaces(changes: readonly KeyChange[], set: readonly Stamp[]): boolean {
  if (set.some(({ placed: id, l }) => id !== undefined && l === undefined)) return true;
  const placed = new Set(set.map((stamp) => stamp.placed));
  return changes.some(({ map, key, set: stays }) => {
    const id = stays ? undefined : stampOf(map, key, undefined)?.placed;
    return id !== undefined && !placed.has(id);
  });
}

/**
 * The time an update leads to, each step of it near enough to the one before; where there is no
 * time yet, an update brings it.
 */
function clockAfter(set: readonly Stamp[], { clock: before, isOwner }: Known) {
  let clock = before;
  const times = set.flatMap(({ l }) => l ?? []).sort((a, b) => a - b);
  for (const l of times) {
    if (before !== undefined && !isOwner && l > (clock ?? 0) + CLOCK_JUMP) return 'clock';
    clock = Math.max(clock ?? 0, l);
  }
  return clock;
}
