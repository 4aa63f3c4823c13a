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
  /** Entries that conflicts and findings are told by. */
  readonly told: ReadonlySet<string>;
}

/**
 * The entries of a section that may leave its document, oldest first, by the month they are of: whole
 * calendar months (UTC) that ended at least 30 days ago, but for what the present still needs. That
 * is the last entry; bulk commands, and commands of several sections; what settles conflicts, or
 * tells of what is open; what speaks of records that are gone, or says what the organization is; and
 * whatever takes one of these back, or was taken back by one.
 */
export function rotatable({ entries, now, state, told }: Rotating): Map<string, Entry[]> {
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
    if (month >= border || id === last || told.has(id) || isNeeded(entry, state)) stays.add(id);
  }
  for (let before = -1; before < stays.size;) {
    before = stays.size;
    keepChains(entries, stays);
    keepBirths(old, stays);
  }
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
  return changes.some(({ kind: name, bornIds, died, fields }) => {
    const kind = KINDS.get(name);
    if (!kind || kind === Organization) return true;
    // Of what is gone all is kept: somebody may yet have edited it, or want it back.
    const isGone = (id: string) => rowOf(state, kind, id) === undefined;
    return (
      bornIds.some(isGone) ||
      died.some(({ id }) => isGone(id)) ||
      fields.some(({ ids }) => ids.some(isGone))
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

/** What a record was given before it was made anew is past: what made it stays as long as that does. */
function keepBirths(old: readonly { readonly entry: Entry }[], stays: Set<string>) {
  const spoken = new Set<string>();
  for (const { entry } of old) {
    const isPast = entry.changes.some(({ kind, bornIds }) =>
      bornIds.some((id) => spoken.has(`${kind}/${id}`))
    );
    if (isPast) stays.add(entry.id);
    if (!stays.has(entry.id)) continue;
    for (const { kind, bornIds, died, fields } of entry.changes)
      for (const ids of [bornIds, died.map(({ id }) => id), ...fields.map((each) => each.ids)])
        for (const id of ids) spoken.add(`${kind}/${id}`);
  }
}

/** `YYYY-MM` in UTC, which sorts as time does. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
