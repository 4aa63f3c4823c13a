import { Account } from '#core/account/model.ts';
import type { Field } from '#core/kernel/field.ts';
import { fieldOf, type Kind, type Row } from '#core/kernel/kind.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';

/** The record the inspector shows. */
export interface Subject {
  readonly kind: Kind;
  readonly row: Row & { readonly name: string };
}

export function subjectOf(state: State, id: string): Subject | undefined {
  const kind = id === ROOT ? Organization : rowOf(state, Department, id) ? Department : Account;
  const row = rowOf<Kind>(state, kind, id);
  const name = row && fieldOf(row, 'name');
  return row && typeof name === 'string' ? { kind, row: { ...row, name } } : undefined;
}

/** The cloud's own id of a record; empty for one made here. */
export function externalIdOf({ row }: Subject): string {
  const id = fieldOf(row, 'externalId');
  return typeof id === 'string' ? id : '';
}

export interface ShownField {
  readonly name: string;
  readonly field: Field<unknown>;
  readonly value: unknown;
}

/** A choice, a flag or a number is never empty; a text or a list of tags may be. */
const isEmptied = ({ input }: Field<unknown>) => input.type !== 'choice' && input.type !== 'flag';

/** Shown elsewhere than in the list of fields: in the head, or as the place. */
const ELSEWHERE: ReadonlySet<string> = new Set(['name', 'departmentId']);

/**
 * The fields of a record as its kind's table has them, so that a new one appears by itself. What
 * the cloud set once and left empty is not shown, nor anything empty where nothing can be filled in.
 */
export function fieldsOf({ kind, row }: Subject, frozen = false): ShownField[] {
  return Object.entries(kind.fields).flatMap(([name, field]): ShownField[] => {
    if (field.placed || ELSEWHERE.has(name)) return [];
    const value = fieldOf(row, name);
    const empty = field.equal(value, field.initial);
    const hidden = field.fixed
      ? name === 'externalId' || empty
      : frozen && empty && isEmptied(field);
    return hidden ? [] : [{ name, field, value }];
  });
}
