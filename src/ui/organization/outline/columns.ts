import type { AccountSort } from '#core/account/outline.ts';
import type { Message } from '#core/kernel/message.ts';
import { outlineMessages as m } from './messages.ts';

export interface Column {
  readonly id: 'id' | 'owner' | 'tags' | 'cloud' | 'status' | 'joined' | 'cost';
  readonly label: Message;
  readonly width: string;
  readonly sort?: AccountSort['field'];
  /** The table is at least this wide when the column stands in it. */
  readonly from: number;
  /** It is not there until somebody asks for it: what it shows has to be read first. */
  readonly asked?: true;
}

/** In their order on screen; the ones that seldom decide something leave first. */
export const COLUMNS: readonly Column[] = [
  { id: 'id', label: m.id, width: '108px', sort: 'externalId', from: 460 },
  { id: 'owner', label: m.owner, width: '76px', sort: 'owner', from: 700 },
  { id: 'tags', label: m.tags, width: 'minmax(168px, 0.5fr)', from: 820 },
  { id: 'cloud', label: m.cloud, width: '96px', from: 600 },
  { id: 'status', label: m.status, width: '56px', sort: 'status', from: 540 },
  { id: 'joined', label: m.joined, width: '84px', sort: 'joinedTime', from: 960 },
  { id: 'cost', label: m.cost, width: '148px', from: 340, asked: true }
];

/** The columns there can be: costs only where there are any. */
export const columnsOffered = (money: boolean): readonly Column[] =>
  money ? COLUMNS : COLUMNS.filter(({ asked }) => !asked);

/** `switched` are the columns that a person switched off, or on where they must be asked for. */
export const isShown = ({ id, asked }: Column, switched: ReadonlySet<string>): boolean =>
  switched.has(id) === (asked === true);

/** Pixels that a column which was asked for takes from all others, with the gap before it. */
const ASKED = 160;

/** The columns that have room and are shown. */
export function columnsFor(
  width: number,
  switched: ReadonlySet<string>,
  money: boolean
): readonly Column[] {
  const shown = columnsOffered(money).filter((column) => isShown(column, switched));
  const room = shown.some(({ asked }) => asked) ? width - ASKED : width;
  return shown.filter(({ from, asked }) => (asked ? width : room) >= from);
}

/** Checkbox, name, the rest; the name never leaves. */
export const templateOf = (columns: readonly Column[]): string =>
  ['16px', 'minmax(160px, 1fr)', ...columns.map(({ width }) => width)].join(' ');
