import type { Field } from './field.ts';
import type { Message } from './message.ts';

/** One Y.Doc, one relay room, one right. */
export const SECTIONS = ['org', 'accounts', 'finance', 'access', 'sharing'] as const;
export type Section = (typeof SECTIONS)[number];

export const sectionMessages = {
  org: { zh: '组织', en: 'Organization' },
  accounts: { zh: '成员账号', en: 'Accounts' },
  finance: { zh: '财务', en: 'Finance' },
  access: { zh: '访问管理', en: 'Access' },
  sharing: { zh: '资源共享', en: 'Sharing' }
} as const satisfies Record<Section, Message>;

/** A frozen plain object of some kind; its fields are those of the kind's table. */
export interface Row {
  readonly id: string;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/** A table of fields: reading, storage, forms, columns and labels all come from it. */
export interface Kind<F extends Fields = Fields> {
  readonly name: string;
  readonly label: Message;
  readonly section: Section;
  readonly fields: F;
  /** Its ids are hashes of blobs, which the section names for as long as the records are there. */
  readonly blob?: true;
}

export type RecordOf<K extends Kind> = Row & {
  readonly [N in keyof K['fields']]: K['fields'][N] extends Field<infer T> ? T : never;
};

export function kind<const N extends string, F extends Fields>(
  name: N,
  label: Message,
  section: Section,
  fields: F,
  about: Pick<Kind, 'blob'> = {}
): Kind<F> & { readonly name: N } {
  return { name, label, section, fields, ...about };
}

/** A frozen record from whatever `stored` holds; absent and unreadable fields get their initial value. */
export function readRow<K extends Kind>(
  kind: K,
  id: string,
  stored: (field: string) => unknown
): RecordOf<K> {
  const row: Record<string, unknown> = { id };
  for (const name in kind.fields) {
    const raw = stored(name);
    const field = kind.fields[name];
    row[name] = raw === undefined ? field?.initial : field?.read(raw);
  }
  return Object.freeze(row) as RecordOf<K>;
}

/** Reads a field by its name: the one place where a row is looked into without its type. */
export function fieldOf(row: Row, name: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[name];
}

/**
 * The same record with some fields replaced; the very same object when nothing differs. Values are
 * taken as the fields read them, so that what is shown is what storage and files give back.
 */
export function withFields<R extends Row>(kind: Kind, row: R, values: Partial<Omit<R, 'id'>>): R {
  const changed: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(values)) {
    const field = kind.fields[name];
    const value = field?.read(raw);
    if (field && !field.equal(fieldOf(row, name), value)) changed[name] = value;
  }
  return Object.keys(changed).length > 0 ? Object.freeze({ ...row, ...changed }) : row;
}

/** Names of the fields in which two rows of a kind differ. */
export function changedFields(kind: Kind, before: Row, after: Row): string[] {
  return Object.keys(kind.fields).filter(
    (name) => !kind.fields[name]?.equal(fieldOf(before, name), fieldOf(after, name))
  );
}
