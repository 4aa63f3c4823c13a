import { stampOf, type Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import { Department } from '#core/org/model.ts';
import type { Wish } from '#core/org/placements.ts';
import type { SectionReader } from './section-reader.ts';

type Sections = ReadonlyMap<Section, SectionReader>;

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
