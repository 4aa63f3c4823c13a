import type { Conflict, ConflictType, Way } from '#core/audit/conflict.ts';
import { planWay } from '#core/audit/conflict-ways.ts';
import { stampOf, type Entry } from '#core/audit/entry.ts';
import { planUndo, removalOf, type Log } from '#core/audit/undo.ts';
import type { Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Diff, State } from '#core/kernel/state.ts';
import { Department } from '#core/org/model.ts';
import type { Wish } from '#core/org/placements.ts';
import { openConflicts } from './conflicts.ts';
import type { SectionReader } from './section-reader.ts';

type Sections = ReadonlyMap<Section, SectionReader>;

/** What settling a conflict comes to. */
export interface Settling {
  readonly diff: Diff;
  readonly settles: readonly string[];
  /** The section that gets the entry even when nothing changes there. */
  readonly section: Section;
  /** Departments that are to stay where they are shown, giving up what they want. */
  readonly pins: readonly string[];
}

/** Departments that are not where they want to be: accepting it gives up the wish. */
const PINNED_BY_KEEPING: ReadonlySet<ConflictType> = new Set(['cycle', 'depth', 'deleted-in-use']);

/** Plans over the list as it is now: somebody may have settled the conflict a moment ago. */
export function planSettling(
  sections: Sections,
  state: State,
  log: Log,
  { key }: Conflict,
  way: Way
): Result<Settling> {
  const list = openConflicts(sections, state);
  let step = list.next();
  while (!step.done) step = list.next();
  const open = step.value.find((each) => each.key === key);
  if (!open) return refused({ code: 'audit.conflictGone', params: {} });
  const planned =
    way.way === 'restore' ? planRestore(sections, state, log, open) : planWay(state, open, way);
  if (!planned.ok) return planned;
  const pins = way.way === 'keep' && PINNED_BY_KEEPING.has(open.type) ? open.ids.slice(0, 1) : [];
  // A department that is kept where it is shown is kept there in every respect.
  const also = step.value.filter(
    ({ kind, ids, field }) =>
      kind === open.kind && field === undefined && pins.some((id) => id === ids[0])
  );
  const settles = [...new Set([open, ...also].map((each) => each.key))];
  return ok({ diff: planned.value, settles, section: open.section, pins });
}

/** Brings back the records of a conflict, and nothing else of what their removal took. */
function planRestore(
  sections: Sections,
  state: State,
  log: Log,
  { kind, ids, sides }: Conflict
): Result<Diff> {
  const removal = sides.find(({ place }) => place === 'removed')?.entry ?? '';
  const parts = [...sections.values()].flatMap((reader) => reader.log.entry(removal) ?? []);
  const only = parts.map((part) => removalOf(part, kind, new Set(ids)));
  return planUndo(state, only, log, true);
}

/** What taking an entry back, that did nothing but settle conflicts, does beside saying so. */
export interface Reopening {
  readonly sections: readonly Section[];
  readonly wishes: readonly Wish[];
  readonly pins: readonly string[];
}

/**
 * Taking a settling back opens what it settled. Departments that it kept in their place want again
 * what they gave up, where that still has to wait; where it does not, there is nothing to open.
 */
export function planReopening(sections: Sections, id: string): Reopening {
  const reopening = { sections: [] as Section[], wishes: [] as Wish[], pins: [] as string[] };
  for (const [section, { log, placements }] of sections) {
    const entry = log.entry(id);
    const settling = log.undoneAtLast(id);
    const nothing = entry?.changes.length === 0 && settling?.changes.length === 0;
    if (!nothing || !settling.settles || log.forks.isUndone(id)) continue;
    const given = section === 'org' ? wishesOf((each) => log.entry(each), settling, id) : [];
    const again = takesBack((each) => log.entry(each), id);
    const later = placements.maxLamport + 1;
    const wishes = again ? [] : given.filter((wish) => placements.want(wish, 'trial', later));
    if (!again && given.length > wishes.length) continue;
    reopening.sections.push(section);
    reopening.wishes.push(...wishes);
    if (again) reopening.pins.push(...given.map((wish) => wish.id));
  }
  return reopening;
}

type EntryOf = (id: string) => Entry | undefined;

/** Whether an entry is an undoing, so that taking it back does again what it undid. */
function takesBack(entryOf: EntryOf, id: string): boolean {
  let again = false;
  let at = entryOf(id);
  for (let steps = 0; at?.undoes !== undefined && steps < 64; steps++) {
    again = !again;
    at = entryOf(at.undoes);
  }
  return again;
}

/** Wishes that an entry gave up by keeping departments where they were shown. */
function wishesOf(entryOf: EntryOf, settling: Entry, pinnedBy: string): Wish[] {
  if (settling.command !== 'conflict.keep') return [];
  return (settling.settles ?? []).flatMap((key): Wish[] => {
    const [sort, type, id = '', stamps = ''] = key.split('/');
    if (sort !== 'place' || id === '') return [];
    if (type === 'in-use') return [{ id, to: 'trash', pinnedBy }];
    const [wanted = ''] = stamps.split(',');
    if (type === 'moved' || !stampOf(wanted)) return [];
    const [parentId, order] = ['parentId', 'order'].map((field) =>
      writtenText(entryOf(wanted), id, field)
    );
    return parentId === undefined ? [] : [{ id, to: { parentId, order }, pinnedBy }];
  });
}

/** What an entry wrote into a field of a department, when it says so itself. */
function writtenText(entry: Entry | undefined, id: string, field: string): string | undefined {
  for (const { kind, fields } of entry?.changes ?? [])
    for (const column of fields) {
      const at = kind === Department.name && column.field === field ? column.ids.indexOf(id) : -1;
      const to: unknown = at < 0 ? undefined : column.to?.[at];
      if (typeof to === 'string') return to;
    }
  return undefined;
}
