import type { Conflict } from '#core/audit/conflict.ts';
import { entryOfPlacement, placeConflicts } from '#core/audit/conflict-places.ts';
import { ruleConflicts } from '#core/audit/conflict-rules.ts';
import { compareStamps } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import type { State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import { editedWhileDeleted } from './departed.ts';
import type { SectionReader } from './section-reader.ts';

type Sections = ReadonlyMap<Section, SectionReader>;

/**
 * The open conflicts of a workspace, the latest first: a function of what its documents say, so the
 * same on every replica. A generator, because a first look at a long log takes a while.
 */
export function* openConflicts(sections: Sections, state: State): Generator<number, Conflict[]> {
  const found: Conflict[] = [];
  for (const reader of sections.values()) {
    yield* reader.log.prepare();
    found.push(...(yield* reader.fieldConflicts.open()));
    found.push(...(yield* editedWhileDeleted(reader)));
  }
  const org = sections.get('org');
  const entry = (id: string) =>
    [...sections.values()].map((reader) => reader.log.entry(id)).find((each) => each);
  if (org) found.push(...placeConflicts(state, org.placements, entry));
  // The first look at a hundred thousand names is a task of its own.
  yield found.length;
  found.push(
    ...ruleConflicts(state, {
      entry,
      writerOf: (kind, id, field) => readerOf(sections, kind)?.log.writerOf(kind, id, field),
      bringerOf: (kind) => readerOf(sections, kind)?.log.bringerOf(kind),
      deleterOf: (id) => {
        const winner = org?.placements.winner(id);
        return winner && entryOfPlacement(winner);
      }
    })
  );
  return latestFirst(found.filter(({ key }) => !isSettled(sections, key)));
}

export const isSettled = (sections: Sections, key: string): boolean =>
  // A fork is settled record by record: what is open of it is in the list for a reason.
  !key.startsWith('fork/') &&
  [...sections.values()].some((reader) => reader.log.forks.settlersOf(key).length > 0);

/**
 * A list with the objects of the one before for what stayed the same, and that very list when
 * nothing changed, so that whoever shows it draws nothing anew.
 */
export function steady(before: readonly Conflict[], after: readonly Conflict[]) {
  const known = new Map(before.map((conflict) => [conflict.key, conflict]));
  const next = after.map((conflict) => {
    const old = known.get(conflict.key);
    return old && old !== conflict && JSON.stringify(old) === JSON.stringify(conflict)
      ? old
      : conflict;
  });
  const same = next.length === before.length && next.every((each, i) => each === before[i]);
  return same ? before : next;
}

function latestFirst(conflicts: readonly Conflict[]): Conflict[] {
  const latest = new Map(conflicts.map((conflict) => [conflict, latestOf(conflict)]));
  const of = (conflict: Conflict) => latest.get(conflict) ?? '';
  return [...conflicts].sort(
    (a, b) => compareStamps(of(b), of(a)) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

function latestOf({ sides }: Conflict): string {
  let latest = '';
  for (const { entry } of sides)
    if (entry !== undefined && (latest === '' || compareStamps(entry, latest) > 0)) latest = entry;
  return latest;
}

const readerOf = (sections: Sections, kind: string): SectionReader | undefined => {
  const section = KINDS.get(kind)?.section;
  return section && sections.get(section);
};

/** What was settled and stands, the latest first. */
export function settledConflicts(sections: Sections): { key: string; entry: string }[] {
  const found = new Map<string, { key: string; entry: string }>();
  for (const reader of sections.values())
    for (const each of reader.log.forks.settlings()) found.set(`${each.entry} ${each.key}`, each);
  return [...found.values()].sort(
    (a, b) => compareStamps(b.entry, a.entry) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}
