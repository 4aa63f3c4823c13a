import { Account } from '#core/account/model.ts';
import { FinancialPolicy, permissionMessages } from '#core/finance/model.ts';
import { KINDS } from '#core/kinds.ts';
import type { Field, Tags } from '#core/kernel/field.ts';
import { fieldOf, type Kind } from '#core/kernel/kind.ts';
import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import type { Entry, FieldChanges } from './entry.ts';
import {
  bothMessage,
  nounMessages,
  sentenceMessages as says,
  valueMessages
} from './sentence-messages.ts';

/** The command that takes an entry back. */
const UNDO = 'history.undo';

type EntryOf = (id: string) => Entry | undefined;

interface Reading {
  readonly entry: Entry;
  readonly state: State;
  readonly formats: Formats;
}

/**
 * What an entry did, without who did it: "moved 12 accounts to 华东事业部". Names are those of
 * today, or the entry's own where the record is gone. Total: any stored entry has a sentence.
 */
export function entrySentence(
  entry: Entry,
  state: State,
  formats: Formats,
  entryOf: EntryOf = () => undefined
): string {
  if (entry.command !== UNDO) return sentenceOf({ entry, state, formats });
  let undoings = 0;
  let at: Entry | undefined = entry;
  // An undoing of an undoing is a redoing; a log that lies could close the chain to a circle.
  while (at?.command === UNDO && undoings < 64) {
    undoings++;
    at = at.undoes === undefined ? undefined : entryOf(at.undoes);
  }
  const what = at && at.command !== UNDO ? sentenceOf({ entry: at, state, formats }) : '';
  return translate(undoings % 2 === 1 ? says.undid : says.redid, { what }, formats);
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
  ['selection.move', moveSentence],
  ['selection.tag', tagSentence],
  ['selection.remove', removeSentence],
  [
    'financialPolicy.update',
    (r) => translate(says.financial, whatOf(r, [FinancialPolicy]), r.formats)
  ]
]);

function changedSentence(reading: Reading): string {
  return translate(says.changed, whatOf(reading, kindsOf(reading)), reading.formats);
}

function importSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const parts: string[] = [];
  for (const kind of [Department, Account]) {
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
  const files = (entry.about?.files ?? []).map(short);
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
  return translate(says.renamed, { from: short(from), to: short(to) }, reading.formats);
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
    const to = short(valueText(field, only.to[0], state, formats));
    return translate(says.setField, { ...what, field: labelInText(label, formats), to }, formats);
  }
  const names = [...new Set(fields)].map((name) =>
    labelInText(translate(name, undefined, formats), formats)
  );
  return translate(says.setFields, { ...what, fields: formats.list(names) }, formats);
}

const labelInText = (label: string, formats: Formats) =>
  formats.locale === 'en' ? label.charAt(0).toLowerCase() + label.slice(1) : label;

function tagSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const what = whatOf(reading, kindsOf(reading));
  const set = new Set<string>();
  const gone = new Set<string>();
  for (const { from, to } of columnsOf(entry, 'tags'))
    from.forEach((raw, i) => {
      const before = new Map(Account.fields.tags.read(raw));
      const after = new Map(Account.fields.tags.read(to?.[i]));
      for (const [key, value] of after)
        if (before.get(key) !== value) set.add(value === '' ? key : `${key} = ${value}`);
      for (const key of before.keys()) if (!after.has(key)) gone.add(key);
    });
  const known = columnsOf(entry, 'tags').every(({ to }) => to);
  const tags = (list: Set<string>) => formats.list([...list].map(short));
  if (known && set.size > 0 && gone.size === 0)
    return translate(says.tagged, { ...what, tags: tags(set) }, formats);
  if (known && gone.size > 0 && set.size === 0)
    return translate(says.untagged, { ...what, tags: tags(gone) }, formats);
  return translate(says.retagged, what, formats);
}

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
    : { what: noun(Department, died.length, reading.formats), gap: '' };
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

/** One record by its name, several by their number: "华东事业部", "2 departments and 12 accounts". */
function whatOf(reading: Reading, kinds: readonly Kind[]): { what: string; gap: string } {
  const { entry, formats } = reading;
  const counted = kinds
    .map((kind) => ({ kind, ids: idsOf(entry, kind), n: touched(entry, kind) }))
    .filter(({ n }) => n > 0);
  const [first] = counted;
  const [id] = first?.ids ?? [];
  if (first && counted.length === 1 && first.n === 1 && id !== undefined)
    return { what: nameOf(reading, first.kind, id), gap: ' ' };
  const nouns = counted.map(({ kind, n }) => noun(kind, n, formats));
  return { what: translate(bothMessage, nouns, formats), gap: '' };
}

function noun(kind: Kind, n: number, formats: Formats): string {
  const key = kind.name as keyof typeof nounMessages;
  return translate(
    Object.hasOwn(nounMessages, key) ? nounMessages[key] : nounMessages.other,
    n,
    formats
  );
}

const kindsOf = ({ entry }: Reading): Kind[] =>
  [...new Set(entry.changes.map((changes) => KINDS.get(changes.kind)))].filter(
    (kind) => kind !== undefined
  );

/** How many records of a kind: births of a bulk command have no ids. */
function touched(entry: Entry, kind: Kind): number {
  const bornUnnamed = sum(entry, kind, (changes) => changes.born - changes.bornIds.length);
  return idsOf(entry, kind).size + Math.max(0, bornUnnamed);
}

const changesOf = (entry: Entry, kind: Kind) =>
  entry.changes.filter((changes) => changes.kind === kind.name);

const sum = (entry: Entry, kind: Kind, of: (changes: Entry['changes'][number]) => number): number =>
  changesOf(entry, kind).reduce((n, changes) => n + of(changes), 0);

const changedIds = (entry: Entry, kind: Kind): Set<string> =>
  new Set(changesOf(entry, kind).flatMap(({ fields }) => fields.flatMap((column) => column.ids)));

function idsOf(entry: Entry, kind: Kind): Set<string> {
  const ids = changedIds(entry, kind);
  for (const { bornIds, died } of changesOf(entry, kind)) {
    for (const id of bornIds) ids.add(id);
    for (const row of died) ids.add(row.id);
  }
  return ids;
}

const columnsOf = (entry: Entry, field: string): FieldChanges[] =>
  entry.changes.flatMap((changes) => changes.fields.filter((column) => column.field === field));

/** The name of a record: today's, else what the entry still knows, else its id. */
function nameOf({ entry, state }: Reading, kind: Kind, id: string): string {
  const named = kind === FinancialPolicy ? Account : kind;
  const live =
    id === ROOT
      ? rowOf(state, Organization, ROOT)
      : (rowOf(state, named, id) ??
        (named === Department ? rowOf(state, FormerDepartment, id) : undefined));
  return short(
    (live && textOf(fieldOf(live, 'name'))) || nameInEntry(entry, named, id) || bare(id)
  );
}

function nameInEntry(entry: Entry, kind: Kind, id: string): string {
  for (const { died, fields } of changesOf(entry, kind)) {
    const row = died.find((dead) => dead.id === id);
    if (row) return textOf(fieldOf(row, 'name'));
    for (const { field, ids, from, to } of fields) {
      const at = field === 'name' ? ids.indexOf(id) : -1;
      if (at >= 0) return textOf(to?.[at]) || textOf(from[at]);
    }
  }
  return '';
}

const textOf = (raw: unknown): string => (typeof raw === 'string' ? raw : '');

/** A record's id without the cloud it begins with. */
const bare = (id: string): string => id.slice(id.indexOf(':') + 1);

/** A name of one line that cannot fill the page. */
function short(name: string): string {
  const line = name.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line;
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
        (value as readonly number[]).map((n) => permissionText(n, formats)),
        10
      );
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

function permissionText(n: number, formats: Formats): string {
  const message = permissionMessages[n];
  return message ? translate(message, undefined, formats) : String(n);
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
