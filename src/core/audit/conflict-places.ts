import { Department } from '#core/org/model.ts';
import { PINNED, TRASHED, type Place, type Placement } from '#core/org/placement.ts';
import type { Conflict as Placed, Placements } from '#core/org/placements.ts';
import { childrenOf } from '#core/org/tree.ts';
import type { State } from '#core/kernel/state.ts';
import { compareStamps, type Entry } from './entry.ts';
import type { Conflict, Side } from './conflict.ts';

type EntryOf = (id: string) => Entry | undefined;

/** The entry a placement was written with. */
export const entryOfPlacement = ({ l, slot }: Placement): string => `${l}.${slot}`;

/** What placements made apart tell of departments. */
export function placeConflicts(state: State, placements: Placements, entryOf: EntryOf): Conflict[] {
  return placements.conflicts().flatMap((found) => {
    const shown = placements.shown(found.id);
    if (!shown) return [];
    switch (found.type) {
      case 'same-node':
        return movedTwice(found, shown, entryOf);
      case 'cycle':
      case 'depth':
        return [waiting(found, placements, entryOf)];
      case 'revived':
        return [inUse(state, found, shown, placements, entryOf)];
      case 'parent-unknown':
        return [];
    }
  });
}

const about = (id: string) =>
  ({ section: 'org', kind: Department.name, ids: [id] }) as const satisfies Partial<Conflict>;

/** A side, with its entry when the log still has it. */
const side = (shown: boolean, p: Placement, place: Side['place'], entryOf: EntryOf): Side => ({
  shown,
  ...(entryOf(entryOfPlacement(p)) && { entry: entryOfPlacement(p) }),
  ...(place !== undefined && { place })
});

function movedTwice(
  { id, winner, losers }: Extract<Placed, { type: 'same-node' }>,
  shown: Place,
  entryOf: EntryOf
): Conflict[] {
  // A pin is nobody's wish; of two who deleted it, or put it in one place, there is nothing to say.
  const others = losers.filter((other) => other.kind !== PINNED && !agree(winner, other, entryOf));
  if (others.length === 0 || winner.kind === PINNED || winner.kind === TRASHED) return [];
  const stamps = [winner, ...others].map(entryOfPlacement);
  const born = stamps.every((stamp) => bears(entryOf(stamp), id));
  return [
    {
      key: `place/moved/${id}/${stamps.join(',')}`,
      type: born ? 'added-twice' : 'moved-twice',
      ...about(id),
      sides: [
        side(true, winner, shown, entryOf),
        ...others.map((p) => side(false, p, wishOf(p), entryOf))
      ]
    }
  ];
}

const wishOf = (p: Placement): Side['place'] =>
  p.kind === TRASHED ? 'removed' : { parentId: p.parentId, order: p.order };

/** Files put departments under one parent in whatever order they come; that is no disagreement. */
function agree(a: Placement, b: Placement, entryOf: EntryOf): boolean {
  if (a.kind === TRASHED || b.kind === TRASHED) return a.kind === b.kind;
  if (a.parentId !== b.parentId) return false;
  return a.order === b.order || [a, b].some((p) => isImport(entryOf(entryOfPlacement(p))));
}

const isImport = (entry: Entry | undefined): boolean => entry?.command === 'organization.import';

const bears = (entry: Entry | undefined, id: string): boolean =>
  entry !== undefined &&
  !isImport(entry) &&
  entry.changes.some(({ kind, bornIds }) => kind === Department.name && bornIds.includes(id));

function waiting(
  { type, id, wanted, shown }: Extract<Placed, { type: 'cycle' | 'depth' }>,
  placements: Placements,
  entryOf: EntryOf
): Conflict {
  const obstacle = type === 'cycle' ? obstacleOf(id, wanted, placements) : undefined;
  const stamps = [wanted, ...(obstacle ? [obstacle] : [])].map(entryOfPlacement);
  // The one that waits comes first, the one in its way second.
  const ids = [id, ...(obstacle ? [obstacle.id] : [])];
  const wish: Place = { parentId: wanted.parentId, order: wanted.order };
  return {
    key: `place/${type}/${id}/${stamps.join(',')}/${shown.parentId}`,
    type,
    ...about(id),
    ids,
    sides: [
      obstacle ? side(true, obstacle, shown, entryOf) : { shown: true, place: shown },
      side(false, wanted, wish, entryOf)
    ]
  };
}

/** Of the departments between a waiting one and its wish, the one that was put there last. */
function obstacleOf(id: string, wanted: Placement, placements: Placements): Placement | undefined {
  let last: Placement | undefined;
  let at: string | undefined = wanted.parentId;
  for (let steps = 0; at !== undefined && at !== id && steps < 8; steps++) {
    const winner = placements.winner(at);
    if (winner && (!last || later(winner, last))) last = winner;
    at = placements.shown(at)?.parentId;
  }
  return last;
}

const later = (a: Placement, b: Placement): boolean =>
  compareStamps(entryOfPlacement(a), entryOfPlacement(b)) > 0;

function inUse(
  state: State,
  { id, trashed }: Extract<Placed, { type: 'revived' }>,
  shown: Place,
  placements: Placements,
  entryOf: EntryOf
): Conflict {
  let user: Placement | undefined;
  for (const child of childrenOf(state, id)) {
    const winner = placements.winner(child);
    if (winner && winner.slot !== trashed.slot && (!user || later(winner, user))) user = winner;
  }
  return {
    key: `place/in-use/${id}/${entryOfPlacement(trashed)}`,
    type: 'deleted-in-use',
    ...about(id),
    sides: [
      user ? side(true, user, shown, entryOf) : { shown: true, place: shown },
      side(false, trashed, 'removed', entryOf)
    ]
  };
}
