import {
  FLAGS,
  MEMBER_TYPES,
  STATUSES,
  fieldReader,
  plainText,
  shorten
} from '#core/import/fields.ts';
import { joinPath, splitPath } from '#core/import/path.ts';
import { joinTags, splitTags } from '#core/import/tag-text.ts';
import type { CellEdit } from '#core/account/cells.ts';
import type { AccountValues } from '#core/account/commands.ts';
import type { Account } from '#core/account/model.ts';
import { tagsOf } from '#core/kernel/field.ts';
import type { Formats } from '#core/kernel/message.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { childrenOf, departmentsNamed, pathOf } from '#core/org/tree.ts';
import type { Column } from './columns.ts';
import { columnLabel, optionsOf, shownValue } from './shown.ts';

/** What is typed into, copied from and pasted into a cell; `textEdit` reads it back. */
export function cellText(column: Column, row: Account, state: State, formats: Formats): string {
  const value = column.valueOf(row, state);
  if (column.sort === 'place') return joinPath(pathOf(state, value));
  if (column.id === 'tags') return joinTags(row.tags);
  return column.sort === 'choice' ? shownValue(column, value, state, formats) : value;
}

export const isFixed = ({ id, sort }: Column): boolean =>
  id === 'provider' || id === 'externalId' || sort === 'amount';

/** A text as an edit of one cell. What has no empty state stays as it is under an empty text. */
export function textEdit(
  column: Column,
  text: string,
  row: Account,
  state: State,
  formats: Formats
): Result<CellEdit> {
  const { id } = row;
  const trimmed = text.trim();
  // An account of a department that is gone is shown elsewhere, and is not moved there by its text.
  if (trimmed === cellText(column, row, state, formats).trim()) return ok({ id });
  if (isFixed(column))
    return refused({ code: 'cell.fixed', params: { column: columnLabel(column, formats) } });
  if (column.tagKey !== undefined)
    return ok(
      trimmed === '' ? { id, remove: [column.tagKey] } : { id, set: [[column.tagKey, trimmed]] }
    );
  if (column.id === 'tags') return ok({ id, values: { tags: tagsOf(splitTags(text)) } });
  if (column.sort === 'text') return ok({ id, values: { [column.id]: trimmed } });
  if (trimmed === '')
    return ok(column.sort === 'time' ? { id, values: { joinedTime: '' } } : { id });
  const read = readText(column, trimmed, row, state, formats);
  return read.ok ? ok({ id, values: read.value }) : read;
}

function readText(
  column: Column,
  text: string,
  row: Account,
  state: State,
  formats: Formats
): Result<AccountValues> {
  if (column.sort === 'place') return placeNamed(state, text);
  const reader = fieldReader((name) => (name === 'cell' ? { text } : undefined), row.provider);
  const unknown = () => {
    const params = { value: shorten(text), options: optionsText(column, formats) };
    return refused({ code: 'cell.choiceUnknown', params });
  };
  if (column.id === 'joinedTime') {
    const joinedTime = reader.time('cell');
    return joinedTime === undefined
      ? refused({ code: 'cell.timeUnreadable', params: { value: shorten(text) } })
      : ok({ joinedTime });
  }
  const plain = plainText(text);
  if (column.id === 'status') {
    const status = STATUSES.get(plain);
    return status ? ok({ status }) : unknown();
  }
  if (column.id === 'memberType') {
    const memberType = MEMBER_TYPES.get(plain);
    return memberType ? ok({ memberType }) : unknown();
  }
  const allowQuit = FLAGS.get(plain);
  return allowQuit === undefined ? unknown() : ok({ allowQuit });
}

function optionsText(column: Column, formats: Formats): string {
  const values = column.options ?? [];
  return formats.list(
    values.map((value) => shownValue(column, value, new Map(), formats)),
    optionsOf(column).length + values.length
  );
}

/** The department a text means: its id, its path from below the root, or a name that stands once. */
function placeNamed(state: State, text: string): Result<AccountValues> {
  if (rowOf(state, Department, text)) return ok({ departmentId: text });
  const root = rowOf(state, Organization, ROOT)?.name;
  const names = splitPath(text.replaceAll(' / ', '/'));
  if (names?.length === 0 || text === root) return ok({ departmentId: ROOT });
  const [first, ...rest] = names ?? [];
  const along = first === undefined ? [] : walk(state, childrenOf(state, ROOT), [first, ...rest]);
  const found = along.length > 0 ? along : departmentsNamed(state, text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return ok({ departmentId: only });
  const value = shorten(text);
  return refused(
    found.length === 0
      ? { code: 'cell.departmentUnknown', params: { value } }
      : { code: 'cell.departmentAmbiguous', params: { value, n: found.length } }
  );
}

/** The departments at the end of a path of names. */
function walk(state: State, ids: readonly string[], [name, ...rest]: readonly string[]): string[] {
  const here = ids.filter((id) => rowOf(state, Department, id)?.name === name);
  return rest.length === 0 ? here : here.flatMap((id) => walk(state, childrenOf(state, id), rest));
}

/** The edit that gives a cell the value of another account's. */
export function copyEdit(column: Column, from: Account, id: string): CellEdit {
  if (isFixed(column)) return { id };
  const { tagKey } = column;
  if (tagKey !== undefined) {
    const tag = from.tags.find(([key]) => key === tagKey);
    return tag ? { id, set: [tag] } : { id, remove: [tagKey] };
  }
  const field = column.id === 'path' ? 'departmentId' : column.id;
  const { [field as keyof AccountValues]: value } = from;
  return { id, values: { [field]: value } };
}

/** A column's field as problems name it. */
export const fieldOfColumn = ({ id, tagKey }: Column): string =>
  tagKey !== undefined ? 'tags' : id === 'path' ? 'departmentId' : id;
