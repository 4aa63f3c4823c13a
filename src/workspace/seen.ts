import { compareStamps, stampOf } from '#core/audit/entry.ts';

/** Which entries somebody has seen: up to which time of each opened document. */
export interface Seen {
  readonly slots: Readonly<Record<string, number>>;
  /** Of documents not named, everything up to this time. */
  readonly floor: number;
}

/** More opened documents than anybody works with at once; the oldest are told by their time alone. */
const SLOTS = 2000;

/** What is seen once all these entries are. */
export function seenOf(ids: readonly string[]): Seen {
  const latest = new Map<string, number>();
  for (const id of ids) {
    const stamp = stampOf(id);
    if (stamp) latest.set(stamp.slot, Math.max(stamp.l, latest.get(stamp.slot) ?? 0));
  }
  const newest = [...latest].sort(([, a], [, b]) => b - a);
  const floor = newest[SLOTS]?.[1] ?? -1;
  return { slots: Object.fromEntries(newest.slice(0, SLOTS)), floor };
}

/** Entries that came since, the latest first: also those that were made before and only now arrived. */
export function unseen(ids: readonly string[], { slots, floor }: Seen): string[] {
  const isNew = (id: string) => {
    const stamp = stampOf(id);
    if (!stamp) return false;
    const seen = Object.hasOwn(slots, stamp.slot) ? slots[stamp.slot] : undefined;
    return stamp.l > (seen ?? floor);
  };
  return ids.filter(isNew).sort((a, b) => compareStamps(b, a));
}

const keyOf = (workspace: string) => `banyan.seen.${workspace}`;

/** As it was at the beginning of this visit, so that news stays news until the page is left. */
const atBeginning = new Map<string, Seen | undefined>();

/** What was seen in a workspace at the last visit; nothing at the first. */
export function seenBefore(workspace: string): Seen | undefined {
  if (!atBeginning.has(workspace)) atBeginning.set(workspace, stored(workspace));
  return atBeginning.get(workspace);
}

/** Keeps what is seen by now, for the next visit. */
export function keepSeen(workspace: string, ids: readonly string[]): void {
  seenBefore(workspace);
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(seenOf(ids)));
  } catch {
    // Without storage every visit is the first.
  }
}

function stored(workspace: string): Seen | undefined {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? 'null');
    if (typeof raw !== 'object' || raw === null) return undefined;
    const { slots, floor } = raw as Record<string, unknown>;
    if (typeof slots !== 'object' || slots === null || typeof floor !== 'number') return undefined;
    const times = Object.entries(slots).filter(([, l]) => typeof l === 'number');
    return { slots: Object.fromEntries(times), floor };
  } catch {
    return undefined;
  }
}
