import type { Conflict, ConflictType, Way } from '#core/audit/conflict.ts';
import { planWay } from '#core/audit/conflict-ways.ts';
import { planUndo, removalOf, type Log } from '#core/audit/undo.ts';
import type { Row, Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Diff, State } from '#core/kernel/state.ts';
import { openConflicts } from './conflicts.ts';
import { hiddenRows } from './departed.ts';
import { digestOf, type Replica } from './replica.ts';
import type { SectionReader } from './section-reader.ts';

type Sections = ReadonlyMap<Section, SectionReader>;

/** What settling a conflict comes to. */
interface Settling {
  readonly diff: Diff;
  readonly settles: readonly string[];
  /** The section that gets the entry even when nothing changes there. */
  readonly section: Section;
  /** Departments that are to stay where they are shown, giving up what they want. */
  readonly pins: readonly string[];
}

/** Departments that are not where they want to be: accepting it gives up the wish. */
const PINNED_BY_KEEPING: ReadonlySet<ConflictType> = new Set(['cycle', 'depth', 'deleted-in-use']);

/** Settles a conflict, which takes it off the list of every replica. */
export function settleConflict(
  replica: Replica,
  conflict: Conflict,
  way: Way,
  now: number
): Result<string> {
  const planned = planSettling(replica.sections, replica.state, replica.log(), conflict, way);
  if (!planned.ok) return planned;
  const { diff, settles, section, pins } = planned.value;
  const args = digestOf([conflict.key, way]);
  const what = { command: `conflict.${way.way}`, args, diff, pins, sections: [section] };
  return replica.commit(now, { ...what, options: { settles } });
}

/** Plans over the list as it is now: somebody may have settled the conflict a moment ago. */
function planSettling(
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
function planRestore(sections: Sections, state: State, log: Log, conflict: Conflict): Result<Diff> {
  const { kind, ids, sides, section } = conflict;
  const removal = sides.find(({ place }) => place === 'removed')?.entry ?? '';
  const parts = [...sections.values()].flatMap((reader) => reader.log.entry(removal) ?? []);
  const reader = sections.get(section);
  // What took an import back names no record.
  const hidden = reader ? hiddenRows(reader, conflict) : new Map<string, Row>();
  if (hidden.size > 0) return ok(new Map([[kind, hidden]]));
  const only = parts.map((part) => removalOf(part, kind, new Set(ids)));
  return planUndo(state, only, log, true);
}
