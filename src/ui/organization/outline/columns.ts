import type { AccountSort } from '#core/account/outline.ts';
import type { Message } from '#core/kernel/message.ts';
import { outlineMessages as m } from './messages.ts';

export interface Column {
  readonly id: 'id' | 'owner' | 'tags' | 'cloud' | 'status' | 'joined';
  readonly label: Message;
  readonly width: string;
  readonly sort?: AccountSort['field'];
  /** The table is at least this wide when the column stands in it. */
  readonly from: number;
}

/** In their order on screen; the ones that seldom decide something leave first. */
export const COLUMNS: readonly Column[] = [
  { id: 'id', label: m.id, width: '108px', sort: 'externalId', from: 460 },
  { id: 'owner', label: m.owner, width: '76px', sort: 'owner', from: 700 },
  { id: 'tags', label: m.tags, width: 'minmax(168px, 0.5fr)', from: 820 },
  { id: 'cloud', label: m.cloud, width: '96px', from: 600 },
  { id: 'status', label: m.status, width: '56px', sort: 'status', from: 540 },
  { id: 'joined', label: m.joined, width: '84px', sort: 'joinedTime', from: 960 }
];

/** The columns that have room, without those a person switched off. */
export const columnsFor = (width: number, hidden: ReadonlySet<string>): readonly Column[] =>
  COLUMNS.filter(({ id, from }) => width >= from && !hidden.has(id));

/** Checkbox, name, the rest; the name never leaves. */
export const templateOf = (columns: readonly Column[]): string =>
  ['16px', 'minmax(160px, 1fr)', ...columns.map(({ width }) => width)].join(' ');
