import { accountsByDepartment } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { KINDS } from '#core/kinds.ts';
import type { Field } from '#core/kernel/field.ts';
import type { Kind } from '#core/kernel/kind.ts';
import { translate, type Formats } from '#core/kernel/message.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import type { Place } from '#core/org/placement.ts';
import { childrenOf, livingHome, MAX_DEPTH } from '#core/org/tree.ts';
import type { Conflict, ConflictType, Side, Way } from './conflict.ts';
import {
  sideMessages as sides,
  textMessages as texts,
  titleMessages as titles,
  wayMessages as ways
} from './conflict-messages.ts';
import type { Entry } from './entry.ts';
import { nameOf, noun } from './reading.ts';
import { entrySentence, labelInText, valueText } from './sentence.ts';

/** What sentences about conflicts are read with. */
export interface ConflictReading {
  readonly state: State;
  readonly formats: Formats;
  readonly entryOf: (id: string) => Entry | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** "数据平台 was moved to two places". */
export function conflictTitle(conflict: Conflict, reading: ConflictReading): string {
  const { formats } = reading;
  const what = whatOf(conflict, reading);
  const many = conflict.ids.length > 1;
  switch (conflict.type) {
    case 'moved-twice':
      if (conflict.sides.some(({ place }) => place === 'removed'))
        return translate(titles.movedAndDeleted, what, formats);
      return translate(many ? titles.movedTwiceMany : titles.movedTwice, what, formats);
    case 'cycle':
      return translate(titles.cycle, undefined, formats);
    case 'depth':
      return translate(titles.depth, { max: MAX_DEPTH }, formats);
    case 'deleted-in-use':
      return translate(titles.deletedInUse, what, formats);
    case 'deleted-with-accounts':
      return translate(titles.deletedWithAccounts, what, formats);
    case 'field':
      return translate(titles.field, { ...what, field: labelOf(conflict, formats) }, formats);
    case 'edited-while-deleted':
      return translate(
        many ? titles.editedWhileDeletedMany : titles.editedWhileDeleted,
        what,
        formats
      );
    case 'added-twice':
      return translate(titles.addedTwice, what, formats);
    case 'limit':
      return limitTitle(conflict, formats);
  }
}

function limitTitle({ kind: kindName, ids, problem }: Conflict, formats: Formats): string {
  const name = problem?.params['name'];
  const kind = KINDS.get(kindName);
  if (name === undefined || !kind) return translate(titles.overLimit, undefined, formats);
  const params = {
    name: String(name),
    count: ids.length,
    what: noun(kind, ids.length, formats)
  };
  return translate(titles.repeats, params, formats);
}

/** Who did what and when, and what everybody sees now, in two sentences at most. */
export function conflictText(conflict: Conflict, reading: ConflictReading): string {
  const { formats } = reading;
  // A deletion is told before what it met.
  const told = [...conflict.sides].sort(
    (a, b) => Number(b.place === 'removed') - Number(a.place === 'removed')
  );
  const parts = told.flatMap((side) => didText(side, reading));
  const apart = parts.length > 0 ? translate(texts.apart, parts, formats) : '';
  return translate(texts.both, [apart, outcome(conflict, reading)], formats);
}

function didText({ entry: id }: Side, { state, formats, entryOf, now }: ConflictReading): string[] {
  const entry = id === undefined ? undefined : entryOf(id);
  if (!entry) return [];
  const did = entrySentence(entry, state, formats, entryOf);
  const when = formats.time(entry.at, now);
  return [translate(texts.did, { who: whoOf(entry, formats), did, when }, formats)];
}

function outcome(conflict: Conflict, reading: ConflictReading): string {
  const { formats } = reading;
  switch (conflict.type) {
    case 'moved-twice':
    case 'field': {
      const [shown] = conflict.sides;
      const what = shown ? sideInText(conflict, shown, reading) : '';
      return translate(texts.shown, { what }, formats);
    }
    case 'cycle':
      return translate(texts.waits, undefined, formats);
    case 'depth':
      return translate(texts.tooDeep, { max: MAX_DEPTH }, formats);
    case 'deleted-in-use':
      return translate(texts.kept, undefined, formats);
    case 'deleted-with-accounts':
      return shownAbove(conflict, reading);
    case 'edited-while-deleted':
      return translate(texts.comesBack, undefined, formats);
    case 'added-twice':
      return translate(texts.mixed, undefined, formats);
    case 'limit':
      return translate(texts.unaware, undefined, formats);
  }
}

function shownAbove({ ids: [id = ''] }: Conflict, { state, formats }: ConflictReading): string {
  const groups = accountsByDepartment(tableOf(state, Account));
  const count = get(groups, id)?.members.length ?? 0;
  const home = nameOf({ state }, Department, livingHome(state, id));
  return translate(texts.shownAbove, { count, home }, formats);
}

/** One side: what it says, who said it (a name that person chose) and when. */
export function sideText(
  conflict: Conflict,
  side: Side,
  reading: ConflictReading
): { what: string; who: string; at: number } {
  const entry = side.entry === undefined ? undefined : reading.entryOf(side.entry);
  const who = entry ? whoOf(entry, reading.formats) : '';
  return { what: saidBy(conflict, side, entry, reading), who, at: entry?.at ?? 0 };
}

/** A side within a sentence: a place begins small there, a value stays as it is. */
function sideInText(conflict: Conflict, side: Side, reading: ConflictReading): string {
  const { what } = sideText(conflict, side, reading);
  return conflict.field === undefined || conflict.type === 'moved-twice'
    ? labelInText(what, reading.formats)
    : what;
}

function saidBy(
  conflict: Conflict,
  { place, values }: Side,
  entry: Entry | undefined,
  reading: ConflictReading
): string {
  const { state, formats, entryOf } = reading;
  if (place === 'removed')
    return translate(
      conflict.kind === Department.name ? sides.deleted : sides.removed,
      undefined,
      formats
    );
  // Who came into its way, or into the deleted department, put another one there.
  if (entry && WAITING.has(conflict.type)) return entrySentence(entry, state, formats, entryOf);
  if (place) return placeText(conflict.ids[0] ?? '', place, reading);
  const field = fieldOf(conflict);
  if (values && field) return valuesText(conflict, field, values, reading);
  return entry ? entrySentence(entry, state, formats, entryOf) : '';
}

const WAITING: ReadonlySet<ConflictType> = new Set(['cycle', 'depth', 'deleted-in-use']);

/** "In 华东事业部, after 供应链". */
function placeText(
  id: string,
  { parentId, order }: Place,
  { state, formats }: ConflictReading
): string {
  const place = nameOf({ state }, Department, parentId);
  const before = childrenOf(state, parentId).filter((sibling) => {
    const row = rowOf(state, Department, sibling);
    return row && row.id !== id && row.order < order;
  });
  const after = before.at(-1);
  return after === undefined
    ? translate(sides.inPlace, { place }, formats)
    : translate(
        sides.inPlaceAfter,
        { place, after: nameOf({ state }, Department, after) },
        formats
      );
}

function valuesText(
  conflict: Conflict,
  field: Field<unknown>,
  values: ReadonlyMap<string, unknown>,
  { state, formats }: ConflictReading
): string {
  const [first, ...others] = values.values();
  if (others.some((value) => !field.equal(field.read(value), field.read(first))))
    return translate(sides.several, { count: values.size }, formats);
  if (conflict.type === 'moved-twice')
    return translate(
      sides.inPlace,
      { place: nameOf({ state }, Department, String(first)) },
      formats
    );
  return valueText(field, first, state, formats) || translate(sides.nothing, undefined, formats);
}

/** What a button says. */
export function wayLabel(way: Way, conflict: Conflict, reading: ConflictReading): string {
  const { formats } = reading;
  switch (way.way) {
    case 'keep':
      return translate(keepLabel(conflict), undefined, formats);
    case 'take': {
      const side = conflict.sides[way.side];
      if (side?.place === 'removed') return translate(ways.delete, undefined, formats);
      if (!side || conflict.sides.length < 3) return translate(ways.take, undefined, formats);
      return translate(ways.takeOne, { what: sideInText(conflict, side, reading) }, formats);
    }
    case 'restore':
      return translate(
        conflict.kind === Department.name ? ways.restoreDepartment : ways.restore,
        undefined,
        formats
      );
    case 'swap':
    case 'dissolve':
      return translate(ways[way.way], undefined, formats);
  }
}

function keepLabel({ type }: Conflict) {
  switch (type) {
    case 'cycle':
    case 'depth':
      return ways.dropMove;
    case 'deleted-in-use':
      return ways.keepDepartment;
    case 'deleted-with-accounts':
      return ways.keepAccounts;
    case 'edited-while-deleted':
      return ways.leaveRemoved;
    case 'added-twice':
    case 'limit':
      return ways.leave;
    case 'moved-twice':
    case 'field':
      return ways.keep;
  }
}

const whoOf = ({ name }: Entry, formats: Formats): string =>
  name === '' ? translate(texts.somebody, undefined, formats) : name;

function fieldOf({ kind, field }: Conflict): Field<unknown> | undefined {
  const fields = KINDS.get(kind)?.fields;
  return fields && field !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
}

function labelOf(conflict: Conflict, formats: Formats): string {
  const label = fieldOf(conflict)?.label;
  return label ? labelInText(translate(label, undefined, formats), formats) : '';
}

/** One record by its name, several by their number. */
function whatOf(
  conflict: Conflict,
  { state, formats, entryOf }: ConflictReading
): { what: string; gap: string } {
  const kind: Kind = KINDS.get(conflict.kind) ?? Department;
  const [id = ROOT] = conflict.ids;
  if (conflict.ids.length > 1) return { what: noun(kind, conflict.ids.length, formats), gap: '' };
  // A record that is gone has its name in the entry that removed it.
  const entry = conflict.sides.flatMap((side) => (side.entry && entryOf(side.entry)) || [])[0];
  return { what: nameOf({ state, entry, otherwise: conflict.name }, kind, id), gap: ' ' };
}
