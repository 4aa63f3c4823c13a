import { Account } from '#core/account/model.ts';
import { BillBatch, FinancialPolicy } from '#core/finance/model.ts';
import { KINDS } from '#core/kinds.ts';
import type { Field, Tags } from '#core/kernel/field.ts';
import { fieldOf, type Kind } from '#core/kernel/kind.ts';
import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import { SavedView } from '#core/org/saved-view.ts';
import type { Entry } from './entry.ts';
import { FINANCE_SENTENCES } from './finance-sentences.ts';
import {
  bare,
  changedIds,
  changesOf,
  columnsOf,
  idsOf,
  kindsOf,
  nameOf,
  noun,
  short,
  sum,
  textOf,
  whatOf,
  type Reading
} from './reading.ts';
import { sentenceMessages as says, valueMessages } from './sentence-messages.ts';
import { respellSentence, tagSentence } from './tag-sentences.ts';

/** The command that takes an entry back. */
const UNDO = 'history.undo';

type EntryOf = (id: string) => Entry | undefined;

/**
 * What an entry did, without who did it: "moved 12 accounts to 华东事业部". Names are those of
 * today, or the entry's own where the record is gone. Total: any stored entry has a sentence.
 */
export function entrySentence(
  entry: Entry,
  state: State,
  formats: Formats,
  entryOf: EntryOf = () => undefined,
  mark = (text: string) => text
): string {
  if (entry.command !== UNDO) return sentenceOf({ entry, state, formats, mark });
  let undoings = 0;
  let at: Entry | undefined = entry;
  // An undoing of an undoing is a redoing; a log that lies could close the chain to a circle.
  while (at?.command === UNDO && undoings < 64) {
    undoings++;
    at = at.undoes === undefined ? undefined : entryOf(at.undoes);
  }
  const what = at && at.command !== UNDO ? sentenceOf({ entry: at, state, formats, mark }) : '';
  return translate(undoings % 2 === 1 ? says.undid : says.redid, { what }, formats);
}

/** Marks that no name keeps and no text shows. */
const [BEGIN, END] = ['\ue000', '\ue001'];

export interface SentencePart {
  readonly text: string;
  /** A name, a number or a value, and not the words around it. */
  readonly strong: boolean;
}

/** The same sentence in pieces, so that what it speaks of can be set off from how it says it. */
export function entryParts(
  entry: Entry,
  state: State,
  formats: Formats,
  entryOf?: EntryOf
): SentencePart[] {
  const mark = (text: string) => `${BEGIN}${text.replace(/[\ue000\ue001]/g, '')}${END}`;
  return entrySentence(entry, state, formats, entryOf, mark)
    .split(BEGIN)
    .flatMap((piece): SentencePart[] => {
      const end = piece.indexOf(END);
      if (end < 0) return [{ text: piece, strong: false }];
      return [
        { text: piece.slice(0, end), strong: true },
        { text: piece.slice(end + 1), strong: false }
      ];
    })
    .filter(({ text }) => text !== '');
}

function sentenceOf(reading: Reading): string {
  const say = SENTENCES.get(reading.entry.command) ?? changedSentence;
  return say(reading);
}

const SENTENCES: ReadonlyMap<string, (reading: Reading) => string> = new Map([
  [
    'organization.create',
    (r) => translate(says.created, { what: nameOf(r, Organization, ROOT) }, r.formats)
  ],
  ['organization.update', fieldsSentence],
  ['organization.import', importSentence],
  ['department.add', (r) => addSentence(r, Department, says.addedDepartment)],
  ['department.rename', renameSentence],
  ['department.update', fieldsSentence],
  ['department.tag', tagSentence],
  ['department.move', moveSentence],
  ['department.delete', removeSentence],
  ['department.merge', mergeSentence],
  ['department.dissolve', dissolveSentence],
  ['account.add', (r) => addSentence(r, Account, says.addedAccount)],
  ['account.rename', renameSentence],
  ['account.update', fieldsSentence],
  ['account.tag', tagSentence],
  ['account.move', moveSentence],
  ['account.remove', removeSentence],
  ['account.edit', fieldsSentence],
  ['view.save', (r) => translate(says.savedView, whatOf(r, [SavedView]), r.formats)],
  ['view.rename', renameSentence],
  ['view.remove', (r) => translate(says.removedView, whatOf(r, [SavedView]), r.formats)],
  ['selection.move', moveSentence],
  ['selection.tag', tagSentence],
  ['selection.remove', removeSentence],
  ['tag.respell', respellSentence],
  ['conflict.keep', (r) => translate(says.kept, undefined, r.formats)],
  ['conflict.take', (r) => settledSentence(r, takenSentence(r))],
  ['conflict.swap', (r) => settledSentence(r, moveSentence(r))],
  ['conflict.dissolve', (r) => settledSentence(r, removeSentence(r))],
  ['conflict.restore', (r) => settledSentence(r, restoreSentence(r))],
  [
    'financialPolicy.update',
    (r) => translate(says.financial, whatOf(r, [FinancialPolicy]), r.formats)
  ],
  ['bill.import', importSentence],
  ['budget.update', fieldsSentence],
  ...FINANCE_SENTENCES
]);

const settledSentence = ({ formats }: Reading, what: string): string =>
  translate(says.settled, { what }, formats);

/** What taking the other side of a conflict came to: a move, a removal or a value. */
function takenSentence(reading: Reading): string {
  const { entry } = reading;
  const placed = ['parentId', 'departmentId', 'order'].some(
    (field) => columnsOf(entry, field).length > 0
  );
  if (placed) return moveSentence(reading);
  return entry.changes.some(({ died }) => died.length > 0)
    ? removeSentence(reading)
    : fieldsSentence(reading);
}

function restoreSentence(reading: Reading): string {
  return translate(says.restored, whatOf(reading, kindsOf(reading)), reading.formats);
}

function changedSentence(reading: Reading): string {
  return translate(says.changed, whatOf(reading, kindsOf(reading)), reading.formats);
}

function importSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const parts: string[] = [];
  for (const kind of [Department, Account, BillBatch]) {
    const born = sum(entry, kind, (changes) => changes.born);
    if (born > 0)
      parts.push(translate(says.partAdded, { what: noun(kind, born, formats) }, formats));
  }
  for (const kind of [Department, Account]) {
    const changed = changedIds(entry, kind).size;
    if (changed > 0)
      parts.push(translate(says.partChanged, { what: noun(kind, changed, formats) }, formats));
  }
  const refused = entry.about?.refused ?? 0;
  if (refused > 0) parts.push(translate(says.partRefused, refused, formats));
  const files = (entry.about?.files ?? []).map((file) => reading.mark(short(file)));
  return translate(
    says.imported,
    { files: files.length > 0 ? formats.list(files) : '', parts },
    formats
  );
}

function addSentence(
  reading: Reading,
  kind: typeof Department | typeof Account,
  message: Message<{ what: string; gap: string; where: string }>
): string {
  const ids = idsOf(reading.entry, kind);
  const [id] = ids;
  const row = ids.size === 1 && id !== undefined ? rowOf<Kind>(reading.state, kind, id) : undefined;
  const home = row && fieldOf(row, kind === Account ? 'departmentId' : 'parentId');
  const where = typeof home === 'string' && home !== ROOT ? nameOf(reading, Department, home) : '';
  return translate(message, { ...whatOf(reading, [kind]), where }, reading.formats);
}

function renameSentence(reading: Reading): string {
  const column = columnsOf(reading.entry, 'name')[0];
  const from = column && textOf(column.from[0]);
  const to = column && textOf(column.to?.[0]);
  if (!from || !to || column.ids.length !== 1) return fieldsSentence(reading);
  const [old, name] = [from, to].map((each) => reading.mark(short(each)));
  return translate(says.renamed, { from: old ?? '', to: name ?? '' }, reading.formats);
}

function fieldsSentence(reading: Reading): string {
  const { entry, formats, state } = reading;
  const kinds = kindsOf(reading);
  const what = whatOf(reading, kinds);
  const [kind] = kinds;
  const columns = entry.changes.flatMap((changes) => changes.fields);
  const fields = columns.flatMap(({ field }) => (kind && labelOf(kind, field)) ?? []);
  const [only] = columns;
  if (!kind || !only || fields.length === 0) return changedSentence(reading);
  const field = fieldNamed(kind, only.field);
  const label = fields[0] ? translate(fields[0], undefined, formats) : '';
  if (
    columns.length === 1 &&
    field &&
    only.to &&
    field.input.type !== 'tags' &&
    allSame(field, only.to)
  ) {
    const value = short(valueText(field, only.to[0], state, formats));
    const to = value && reading.mark(value);
    return translate(says.setField, { ...what, field: labelInText(label, formats), to }, formats);
  }
  const names = [...new Set(fields)].map((name) =>
    labelInText(translate(name, undefined, formats), formats)
  );
  return translate(says.setFields, { ...what, fields: formats.list(names) }, formats);
}

/** A field's label within a sentence. */
export const labelInText = (label: string, formats: Formats) =>
  formats.locale === 'en' ? label.charAt(0).toLowerCase() + label.slice(1) : label;

function moveSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const what = whatOf(reading, [Department, Account]);
  const places = [...columnsOf(entry, 'parentId'), ...columnsOf(entry, 'departmentId')];
  if (places.length === 0 && columnsOf(entry, 'order').length > 0)
    return translate(says.reordered, what, formats);
  const place = (values: readonly unknown[]) => {
    const ids = new Set(values.map(textOf));
    const [id] = ids;
    return ids.size === 1 && id ? nameOf(reading, Department, id) : '';
  };
  const from = place(places.flatMap((column) => column.from));
  const to = place(places.flatMap((column) => column.to ?? [undefined]));
  const single = places.length === 1 && places[0]?.ids.length === 1;
  return translate(says.moved, { ...what, from: single ? from : '', to }, formats);
}

function removeSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const departments = whatOf(reading, [Department]);
  const accounts = whatOf(reading, [Account]);
  if (idsOf(entry, Department).size === 0)
    return idsOf(entry, Account).size > 0
      ? translate(says.removed, accounts, formats)
      : changedSentence(reading);
  if (idsOf(entry, Account).size === 0) return translate(says.deleted, departments, formats);
  const both = { departments: departments.what, accounts: accounts.what, gap: accounts.gap };
  return translate(says.deletedAndRemoved, both, formats);
}

const diedIn = ({ entry }: Reading): Department[] =>
  changesOf(entry, Department).flatMap(({ died }) => died as readonly Department[]);

/** What was deleted, not what it held. */
function deletedOf(reading: Reading): { what: string; gap: string } {
  const died = diedIn(reading);
  const [first] = died;
  return died.length === 1 && first
    ? { what: nameOf(reading, Department, first.id), gap: ' ' }
    : { what: reading.mark(noun(Department, died.length, reading.formats)), gap: '' };
}

function mergeSentence(reading: Reading): string {
  const { entry, formats } = reading;
  if (diedIn(reading).length === 0) return moveSentence(reading);
  const places = [...columnsOf(entry, 'parentId'), ...columnsOf(entry, 'departmentId')];
  const to = textOf(places.find((column) => column.to)?.to?.[0]) || (entry.about?.into ?? '');
  const into = to === '' ? '' : nameOf(reading, Department, to);
  return translate(says.merged, { ...deletedOf(reading), into }, formats);
}

/** A part of it that only moves what the deleted ones held is a move. */
function dissolveSentence(reading: Reading): string {
  const died = diedIn(reading);
  if (died.length === 0) return moveSentence(reading);
  const parent = died.length === 1 ? textOf(died[0]?.parentId) : '';
  const to = parent === '' ? '' : nameOf(reading, Department, parent);
  return translate(says.dissolved, { ...deletedOf(reading), to, n: died.length }, reading.formats);
}

export interface ShownChange {
  readonly field: string;
  readonly label: Message;
  readonly from: string;
  /** Undefined when the entry does not hold it: a command of very many records. */
  readonly to?: string;
}

/** What an entry changed in one record, field by field, as text. */
export function fieldChangesOf(
  entry: Entry,
  kindName: string,
  id: string,
  state: State,
  formats: Formats
): ShownChange[] {
  const kind = KINDS.get(kindName);
  if (!kind) return [];
  return changesOf(entry, kind).flatMap(({ fields }) =>
    fields.flatMap(({ field: name, ids, from, to }): ShownChange[] => {
      const field = fieldNamed(kind, name);
      const at = ids.indexOf(id);
      if (!field || at < 0 || name === 'order') return [];
      const text = (raw: unknown) => valueText(field, raw, state, formats);
      return [
        { field: name, label: field.label, from: text(from[at]), ...(to && { to: text(to[at]) }) }
      ];
    })
  );
}

/** A stored value as people read it; empty for an empty one. */
export function valueText(
  field: Field<unknown>,
  raw: unknown,
  state: State,
  formats: Formats
): string {
  const value = field.read(raw);
  const { input } = field;
  switch (input.type) {
    case 'choice': {
      const option = input.options.find((one) => one.value === value);
      return option ? translate(option.label, undefined, formats) : '';
    }
    case 'flag':
      return translate(value === true ? valueMessages.yes : valueMessages.no, undefined, formats);
    case 'number':
      return value === 0 ? '' : formats.count(Number(value));
    case 'numbers':
      return formats.list(
        (value as readonly number[]).map((n) => {
          const label = input.labels?.[n];
          return label ? translate(label, undefined, formats) : String(n);
        }),
        10
      );
    case 'texts':
      return formats.list(value as readonly string[], 10);
    case 'time':
      return value === '' ? '' : formats.date(Date.parse(String(value)));
    case 'tags':
      return (value as Tags)
        .map(([key, text]) => (text === '' ? key : `${key}=${text}`))
        .join('  ');
    case 'reference':
      return placeText(String(value), state);
    case 'text':
      return String(value);
  }
}

function placeText(id: string, state: State): string {
  if (id === ROOT) return rowOf(state, Organization, ROOT)?.name ?? '';
  return rowOf(state, Department, id)?.name ?? rowOf(state, FormerDepartment, id)?.name ?? bare(id);
}

const fieldNamed = (kind: Kind, name: string): Field<unknown> | undefined =>
  Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;

const labelOf = (kind: Kind, name: string): Message | undefined => fieldNamed(kind, name)?.label;

const allSame = (field: Field<unknown>, values: readonly unknown[]): boolean =>
  values.every((raw) => field.equal(field.read(raw), field.read(values[0])));
