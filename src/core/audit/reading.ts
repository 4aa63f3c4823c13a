import { Account } from '#core/account/model.ts';
import { FinancialPolicy } from '#core/finance/model.ts';
import { KINDS } from '#core/kinds.ts';
import { fieldOf, type Kind } from '#core/kernel/kind.ts';
import { translate, type Formats } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import type { Entry, FieldChanges } from './entry.ts';
import { bothMessage, nounMessages } from './sentence-messages.ts';

/** An entry about to be told, and how the names and numbers in it are set off. */
export interface Reading {
  readonly entry: Entry;
  readonly state: State;
  readonly formats: Formats;
  readonly mark: (text: string) => string;
}

/** One record by its name, several by their number: "华东事业部", "2 departments and 12 accounts". */
export function whatOf(reading: Reading, kinds: readonly Kind[]): { what: string; gap: string } {
  const { entry, formats } = reading;
  const counted = kinds
    .map((kind) => ({ kind, ids: idsOf(entry, kind), n: touched(entry, kind) }))
    .filter(({ n }) => n > 0);
  const [first] = counted;
  const [id] = first?.ids ?? [];
  if (first && counted.length === 1 && first.n === 1 && id !== undefined)
    return { what: nameOf(reading, first.kind, id), gap: ' ' };
  const nouns = counted.map(({ kind, n }) => reading.mark(noun(kind, n, formats)));
  return { what: translate(bothMessage, nouns, formats), gap: '' };
}

export function noun(kind: Kind, n: number, formats: Formats): string {
  const key = kind.name as keyof typeof nounMessages;
  return translate(
    Object.hasOwn(nounMessages, key) ? nounMessages[key] : nounMessages.other,
    n,
    formats
  );
}

export const kindsOf = ({ entry }: Reading): Kind[] =>
  [...new Set(entry.changes.map((changes) => KINDS.get(changes.kind)))].filter(
    (kind) => kind !== undefined
  );

/** How many records of a kind: births of a bulk command have no ids. */
function touched(entry: Entry, kind: Kind): number {
  const bornUnnamed = sum(entry, kind, (changes) => changes.born - changes.bornIds.length);
  return idsOf(entry, kind).size + Math.max(0, bornUnnamed);
}

export const changesOf = (entry: Entry, kind: Kind) =>
  entry.changes.filter((changes) => changes.kind === kind.name);

export const sum = (
  entry: Entry,
  kind: Kind,
  of: (changes: Entry['changes'][number]) => number
): number => changesOf(entry, kind).reduce((n, changes) => n + of(changes), 0);

export const changedIds = (entry: Entry, kind: Kind): Set<string> =>
  new Set(changesOf(entry, kind).flatMap(({ fields }) => fields.flatMap((column) => column.ids)));

export function idsOf(entry: Entry, kind: Kind): Set<string> {
  const ids = changedIds(entry, kind);
  for (const { bornIds, died } of changesOf(entry, kind)) {
    for (const id of bornIds) ids.add(id);
    for (const row of died) ids.add(row.id);
  }
  return ids;
}

export const columnsOf = (entry: Entry, field: string): FieldChanges[] =>
  entry.changes.flatMap((changes) => changes.fields.filter((column) => column.field === field));

interface Named {
  readonly state: State;
  readonly entry?: Entry | undefined;
  /** What it is called where nobody else can tell. */
  readonly otherwise?: string | undefined;
  readonly mark?: Reading['mark'];
}

/** The name of a record: today's, else what the entry still knows, else what is given, else its id. */
export function nameOf(
  { entry, state, otherwise, mark = (text) => text }: Named,
  kind: Kind,
  id: string
): string {
  const named = kind === FinancialPolicy ? Account : kind;
  const live =
    id === ROOT
      ? rowOf(state, Organization, ROOT)
      : (rowOf(state, named, id) ??
        (named === Department ? rowOf(state, FormerDepartment, id) : undefined));
  return mark(
    short(
      (live && textOf(fieldOf(live, 'name'))) ||
        (entry && nameInEntry(entry, named, id)) ||
        otherwise ||
        bare(id)
    )
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

export const textOf = (raw: unknown): string => (typeof raw === 'string' ? raw : '');

/** A record's id without the cloud it begins with. */
export const bare = (id: string): string => id.slice(id.indexOf(':') + 1);

/** A name of one line that cannot fill the page. */
export function short(name: string): string {
  const line = name.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line;
}
