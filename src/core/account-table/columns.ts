import type { Message } from '#core/kernel/message.ts';
import type { State } from '#core/kernel/state.ts';
import { homeOf } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { joinTags } from '#core/import/tag-text.ts';
import { costText } from './costs.ts';
import { columnMessages } from './messages.ts';

/**
 * A column of the table of accounts. What it holds is a *value*, a text by which filters, groups
 * and counts tell accounts apart; how a value is written for people is another matter
 * (`shown.ts`).
 */
export interface Column {
  /** A field's name, `path`, or `tag.<key>`. */
  readonly id: string;
  /** A column of a tag is called by its key, as people wrote it. */
  readonly label: Message | string;
  readonly sort: 'text' | 'choice' | 'time' | 'place' | 'amount';
  /** Values of a choice, in the order they sort. */
  readonly options?: readonly string[];
  /** The values follow the departments, not the accounts alone. */
  readonly placed?: true;
  readonly tagKey?: string;
  readonly valueOf: (row: Account, state: State) => string;
}

type FieldName = Exclude<keyof Account, 'id'>;
export type FieldColumn = FieldName | 'path';

function fieldColumn(id: FieldName): Column {
  const { label, input } = Account.fields[id];
  const common = { id, label };
  if (id === 'departmentId') return { ...common, sort: 'place', placed: true, valueOf: placeOf };
  if (id === 'tags')
    return {
      ...common,
      sort: 'text',
      valueOf: ({ tags }) => (tags.length > 0 ? joinTags(tags) : '')
    };
  const valueOf = (row: Account) => String(row[id]);
  if (input.type === 'choice')
    return { ...common, sort: 'choice', options: input.options.map(({ value }) => value), valueOf };
  if (input.type === 'flag') return { ...common, sort: 'choice', options: FLAGS, valueOf };
  return { ...common, sort: input.type === 'time' ? 'time' : 'text', valueOf };
}

const FLAGS = ['true', 'false'];
const placeOf = (row: Account, state: State) => homeOf(state, row);

const path: Column = {
  id: 'path',
  label: columnMessages.path,
  sort: 'place',
  placed: true,
  valueOf: placeOf
};

/** Every column but those of tags, in the order they are offered. */
export const FIELD_COLUMNS: readonly Column[] = [
  fieldColumn('name'),
  fieldColumn('externalId'),
  fieldColumn('provider'),
  path,
  ...(
    [
      'departmentId',
      'owner',
      'status',
      'tags',
      'joinedTime',
      'nickname',
      'email',
      'memberType',
      'allowQuit',
      'remark'
    ] as const
  ).map(fieldColumn)
];

/**
 * What an account cost, to the last digit: read from bills that stand beside the state and not in it,
 * so it is blank wherever nobody put them there (`costs.ts`).
 */
export const COST_COLUMN: Column = {
  id: 'cost',
  label: columnMessages.cost,
  sort: 'amount',
  valueOf: costText
};

const byId = new Map([...FIELD_COLUMNS, COST_COLUMN].map((column) => [column.id, column]));
const TAG = 'tag.';

/** The id of the column that shows one tag. */
export const tagColumnId = (key: string): string => `${TAG}${key}`;

/** A column by its id; ids come from links, so there may be none. */
export function columnOf(id: string): Column | undefined {
  const known = byId.get(id);
  if (known || !id.startsWith(TAG) || id.length === TAG.length) return known;
  const key = id.slice(TAG.length);
  return {
    id,
    label: key,
    sort: 'text',
    tagKey: key,
    valueOf: ({ tags }) => tags.find(([each]) => each === key)?.[1] ?? ''
  };
}

/** What a table shows that nobody has chosen columns for. */
export const DEFAULT_COLUMNS: readonly FieldColumn[] = [
  'name',
  'externalId',
  'provider',
  'path',
  'owner',
  'status',
  'tags',
  'joinedTime'
];
