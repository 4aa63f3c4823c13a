import type { Row } from '#core/kernel/kind.ts';

/**
 * What a command did to one section: a stored diff with who, when and which command. Format v1.
 * `from` and `to` are stored values by column; a birth keeps its ids only when the command was
 * small, a death keeps the whole record, a block command keeps no `to` (the block has it).
 */
export interface Entry {
  /** `<lamport>.<slot>`, the same in every section the command touched. */
  readonly id: string;
  /** Epoch milliseconds: a claim of that device's clock. */
  readonly at: number;
  readonly device: string;
  /** The name that person chose: a claim as well. */
  readonly name: string;
  readonly command: string;
  /** A digest of the arguments, so that two runs of one call can be told to be the same. */
  readonly args: string;
  readonly why?: string;
  /** What the command wants its sentence to say: names of files, counts. */
  readonly about?: About;
  /** The entry that this one takes back. */
  readonly undoes?: string;
  /** Keys of the conflicts it settles: what two people did apart and one has now looked at. */
  readonly settles?: readonly string[];
  /** How many blocks hold the rest of it. */
  readonly blocks?: number;
  /** Sections the command touched, when more than one. */
  readonly of?: readonly string[];
  readonly changes: readonly KindChanges[];
}

export interface About {
  readonly files?: readonly string[];
  readonly refused?: number;
  /** The department that what another held went to. */
  readonly into?: string;
}

export interface KindChanges {
  readonly kind: string;
  /** Births: how many, and which, but for those that a block names. */
  readonly born: number;
  readonly bornIds: readonly string[];
  readonly died: readonly Row[];
  /** The entries that last made or removed the records born and died here, where the log has them. */
  readonly bornAfter: readonly (string | undefined)[];
  readonly diedAfter: readonly (string | undefined)[];
  readonly fields: readonly FieldChanges[];
}

/** One field over many records: `after[i]` is the entry whose value `from[i]` was, if it still stands. */
export interface FieldChanges {
  readonly field: string;
  readonly ids: readonly string[];
  readonly from: readonly unknown[];
  readonly to?: readonly unknown[];
  readonly after: readonly (string | undefined)[];
}

/** Lamport time ends here: what follows it stands still, and is told apart by its slot alone. */
export const LAST_LAMPORT = 999_999_999_999_999;

/** Lamport time and slot of an entry's id; undefined when it is none. */
export function stampOf(id: string): { l: number; slot: string } | undefined {
  const match = /^(0|[1-9]\d{0,14})\.([0-9A-Za-z]{1,32})$/.exec(id);
  return match ? { l: Number(match[1]), slot: match[2] ?? '' } : undefined;
}

/** The order of entries on every replica: (l, slot). */
export function compareStamps(a: string, b: string): number {
  if (a === b) return 0;
  const x = stampOf(a);
  const y = stampOf(b);
  if (!x || !y) return a < b ? -1 : a > b ? 1 : 0;
  return x.l - y.l || (x.slot < y.slot ? -1 : x.slot > y.slot ? 1 : 0);
}

/** When an entry says it was made (epoch ms): a claim, and one that is no time must not break a page. */
export const timeOf = ({ at }: { readonly at: number }): number =>
  Math.abs(at) <= 8.64e15 ? at : 0;

const FORMAT = 1;

export function writeEntry(entry: Entry): string {
  const { id: _, changes, ...head } = entry;
  return JSON.stringify({
    v: FORMAT,
    ...head,
    changes: changes.map(({ kind, born, bornIds, bornAfter, died, diedAfter, fields }) => ({
      kind,
      ...(born > 0 && { born }),
      ...(bornIds.length > 0 && { bornIds }),
      ...(said(bornAfter) && { bornAfter: nulled(bornAfter) }),
      ...(died.length > 0 && { died }),
      ...(said(diedAfter) && { diedAfter: nulled(diedAfter) }),
      ...(fields.length > 0 && { fields: fields.map(writeField) })
    }))
  });
}

const writeField = ({ after, ...rest }: FieldChanges) => ({
  ...rest,
  ...(said(after) && { after: nulled(after) })
});

const said = (after: readonly (string | undefined)[]) => after.some((id) => id !== undefined);
const nulled = (after: readonly (string | undefined)[]) => after.map((id) => id ?? null);

/** The entries before, one a record; unreadable ones are unknown. */
function readAfter(raw: unknown, count: number): (string | undefined)[] {
  const after = new Array<string | undefined>(count).fill(undefined);
  if (!Array.isArray(raw)) return after;
  return after.map((_, i) => {
    const id: unknown = raw[i];
    return isString(id) ? id : undefined;
  });
}

/** Reads an entry whatever was stored: what cannot be read of it is left out, never thrown. */
export function readEntry(id: string, text: string): Entry | undefined {
  if (!stampOf(id)) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(raw) || raw['v'] !== FORMAT) return undefined;
  const of = listOf(raw['of'], isString);
  const about = readAbout(raw['about']);
  const undoes = stringAt(raw, 'undoes');
  const settles = listOf(raw['settles'], isString);
  const why = stringAt(raw, 'why');
  return {
    id,
    at: numberAt(raw, 'at'),
    device: stringAt(raw, 'device'),
    name: stringAt(raw, 'name'),
    command: stringAt(raw, 'command'),
    args: stringAt(raw, 'args'),
    ...(why && { why }),
    ...(about && { about }),
    ...(undoes && { undoes }),
    ...(settles.length > 0 && { settles: settles.slice(0, MOST.settles) }),
    ...(numberAt(raw, 'blocks') > 0 && { blocks: numberAt(raw, 'blocks') }),
    ...(of.length > 0 && { of }),
    changes: firstOfEach(
      listOf(raw['changes'], isObject).slice(0, MOST.kinds).map(readChanges),
      ({ kind }) => kind
    )
  };
}

function readAbout(raw: unknown): About | undefined {
  if (!isObject(raw)) return undefined;
  const files = listOf(raw['files'], isString);
  const refused = numberAt(raw, 'refused');
  const into = stringAt(raw, 'into');
  return {
    ...(files.length > 0 && { files }),
    ...(refused > 0 && { refused }),
    ...(into !== '' && { into })
  };
}

function readChanges(raw: Readonly<Record<string, unknown>>): KindChanges {
  const bornIds = distinct(listOf(raw['bornIds'], isString), (id) => id);
  const died = distinct(listOf(raw['died'], isRow), ({ id }) => id);
  return {
    kind: stringAt(raw, 'kind'),
    born: Math.max(numberAt(raw, 'born'), bornIds.length),
    bornIds,
    bornAfter: readAfter(raw['bornAfter'], bornIds.length),
    died,
    diedAfter: readAfter(raw['diedAfter'], died.length),
    fields: firstOfEach(
      listOf(raw['fields'], isObject).slice(0, MOST.fields).flatMap(readField),
      ({ field }) => field
    )
  };
}

function readField(raw: Readonly<Record<string, unknown>>): FieldChanges[] {
  const ids = distinct(listOf(raw['ids'], isString), (id) => id);
  const from: unknown = raw['from'];
  const to: unknown = raw['to'];
  if (!Array.isArray(from) || from.length !== ids.length) return [];
  return [
    {
      field: stringAt(raw, 'field'),
      ids,
      from,
      ...(Array.isArray(to) && to.length === ids.length && { to }),
      after: readAfter(raw['after'], ids.length)
    }
  ];
}

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const isString = (raw: unknown): raw is string => typeof raw === 'string';
const isRow = (raw: unknown): raw is Row => isObject(raw) && isString(raw['id']);

/** More than any honest entry has: looking through one must not cost more than reading it. */
const MOST = { settles: 1000, kinds: 64, fields: 256 } as const;

/** The list, or nothing of it when it names a record twice, which no honest entry does. */
const distinct = <T>(items: readonly T[], id: (item: T) => string): readonly T[] =>
  items.length < 2 || new Set(items.map(id)).size === items.length ? items : [];

/** Of several parts that speak of one thing the first. */
function firstOfEach<T>(items: readonly T[], of: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(of(item)) && seen.add(of(item)));
}

/** A list with only the items that are of the wanted shape. */
function listOf<T>(raw: unknown, is: (item: unknown) => item is T): readonly T[] {
  return Array.isArray(raw) ? raw.filter(is) : [];
}

function stringAt(raw: Readonly<Record<string, unknown>>, key: string): string {
  const value = raw[key];
  return typeof value === 'string' ? value : '';
}

function numberAt(raw: Readonly<Record<string, unknown>>, key: string): number {
  const value = raw[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
