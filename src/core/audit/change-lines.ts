import { KINDS } from '#core/kinds.ts';
import { translate, type Formats } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import type { Entry } from './entry.ts';
import { nameOf } from './reading.ts';
import { valueText } from './sentence.ts';

/** One thing an entry did to one record, as text. */
export interface ChangeLine {
  readonly name: string;
  readonly what: 'added' | 'removed' | 'changed';
  /** What was changed, as a form names it. */
  readonly field?: string;
  readonly from?: string;
  /** Undefined for a change whose entry does not hold it: a command of very many records. */
  readonly to?: string;
}

/** The first so many changes of an entry, and how many records' changes there are beyond them. */
export function changeLines(
  entry: Entry,
  state: State,
  formats: Formats,
  most: number
): { readonly lines: readonly ChangeLine[]; readonly more: number } {
  const lines: ChangeLine[] = [];
  let count = 0;
  const add = (line: () => ChangeLine) => {
    if (count++ < most) lines.push(line());
  };
  for (const { kind: name, born, bornIds, died, fields } of entry.changes) {
    const kind = KINDS.get(name);
    if (!kind) continue;
    const named = (id: string) => nameOf({ entry, state }, kind, id);
    for (const id of bornIds) add(() => ({ name: named(id), what: 'added' }));
    count += Math.max(0, born - bornIds.length);
    for (const { id } of died) add(() => ({ name: named(id), what: 'removed' }));
    for (const { field: fieldName, ids, from, to } of fields) {
      const field = Object.hasOwn(kind.fields, fieldName) ? kind.fields[fieldName] : undefined;
      // A place among siblings is a key that says nothing to people.
      if (!field || fieldName === 'order') continue;
      const text = (raw: unknown) => valueText(field, raw, state, formats);
      ids.forEach((id, i) => {
        add(() => ({
          name: named(id),
          what: 'changed',
          field: translate(field.label, undefined, formats),
          from: text(from[i]),
          ...(to && { to: text(to[i]) })
        }));
      });
    }
  }
  return { lines, more: count - lines.length };
}
