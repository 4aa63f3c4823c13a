import { valueMessages } from '#core/audit/sentence-messages.ts';
import { Account } from '#core/account/model.ts';
import { translate, type Formats } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import { pathOf } from '#core/org/tree.ts';
import type { Column } from './columns.ts';
import { shownCost } from './costs.ts';

export const columnLabel = ({ label }: Column, formats: Formats): string =>
  typeof label === 'string' ? label : translate(label, undefined, formats);

/** A value of a column as people read it; empty for none. */
export function shownValue(column: Column, value: string, state: State, formats: Formats): string {
  if (value === '') return '';
  if (column.sort === 'choice') return choiceText(column, value, formats);
  if (column.sort === 'place') return placeText(column, value, state);
  if (column.sort === 'amount') return shownCost(value);
  return column.sort === 'time' ? value.slice(0, 10) : value;
}

function choiceText(column: Column, value: string, formats: Formats): string {
  if (column.id === 'allowQuit')
    return translate(value === 'true' ? valueMessages.yes : valueMessages.no, undefined, formats);
  const label = optionsOf(column).find((option) => option.value === value)?.label;
  return label ? translate(label, undefined, formats) : value;
}

/** What a choice can be, in the order it sorts. */
export function optionsOf({ id }: Column) {
  const input =
    id === 'provider' || id === 'status' || id === 'memberType'
      ? Account.fields[id].input
      : undefined;
  return input?.type === 'choice' ? input.options : [];
}

function placeText({ id }: Column, department: string, state: State): string {
  const names = pathOf(state, department);
  if (id === 'path' && names.length > 0) return names.join(' / ');
  const row =
    department === ROOT
      ? rowOf(state, Organization, ROOT)
      : (rowOf(state, Department, department) ?? rowOf(state, FormerDepartment, department));
  return row?.name ?? '';
}
