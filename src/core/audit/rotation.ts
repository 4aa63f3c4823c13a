import { rowOf, type State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import { Organization } from '#core/org/model.ts';
import { timeOf, type Entry } from './entry.ts';

/** How old a month must be before it leaves the document (ms), counted from its end. */
const KEPT = 30 * 86_400_000;

export interface Rotating {
  /** Of one section, oldest first. */
  readonly entries: readonly Entry[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly state: State;
  /** Entries that an open conflict is between. */
  readonly conflicting: ReadonlySet<string>;
}

/**
 * The entries of a section that may leave its document, oldest first, by the month they are of: whole
 * calendar months (UTC) that ended at least 30 days ago, but for what the present still needs: the
 * last entry, bulk commands, what settles or is in conflict, commands of several sections, removals
 * that hold, what says what the organization is, and whatever takes one of these back or was taken
 * back by one.
 */
export function rotatable({ entries, now, state, conflicting }: Rotating): Map<string, Entry[]> {
  const border = monthOf(now - KEPT);
  const stays = new Set<string>();
  const months = new Map<string, Entry[]>();
  const last = entries.at(-1)?.id;
  let latest = 0;
  const old: { entry: Entry; month: string }[] = [];
  for (const entry of entries) {
    const { id } = entry;
    // Clocks may be wrong: nothing was made before what it followed, and nothing is yet to come.
    const at = timeOf(entry);
    if (at <= now) latest = Math.max(latest, at);
    const month = monthOf(latest);
    if (month < border) old.push({ entry, month });
    if (month >= border || id === last || conflicting.has(id) || isNeeded(entry, state))
      stays.add(id);
  }
  keepChains(entries, stays);
  for (const { entry, month } of old) {
    if (stays.has(entry.id)) continue;
    const known = months.get(month);
    if (known) known.push(entry);
    else months.set(month, [entry]);
  }
  return months;
}

function isNeeded({ blocks, settles, of, changes }: Entry, state: State): boolean {
  if (blocks !== undefined || settles !== undefined || of !== undefined) return true;
  return changes.some(({ kind: name, died }) => {
    const kind = KINDS.get(name);
    return (
      kind === undefined || kind === Organization || died.some(({ id }) => !rowOf(state, kind, id))
    );
  });
}

/** What takes back something that stays, or was taken back by it, stays with it, link by link. */
function keepChains(entries: readonly Entry[], stays: Set<string>) {
  const links = new Map<string, string[]>();
  const link = (from: string, to: string) => {
    const known = links.get(from);
    if (known) known.push(to);
    else links.set(from, [to]);
  };
  for (const { id, undoes } of entries) {
    if (undoes === undefined) continue;
    link(id, undoes);
    link(undoes, id);
  }
  const reached = [...stays];
  for (const at of reached)
    for (const next of links.get(at) ?? [])
      if (!stays.has(next)) {
        stays.add(next);
        reached.push(next);
      }
}

/** `YYYY-MM` in UTC, which sorts as time does. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
