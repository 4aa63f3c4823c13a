import type { Column } from '#core/account-table/columns.ts';

const WIDTHS: Readonly<Record<string, number>> = {
  name: 200,
  externalId: 124,
  provider: 104,
  path: 200,
  departmentId: 140,
  owner: 96,
  status: 72,
  tags: 196,
  joinedTime: 92,
  nickname: 120,
  email: 200,
  memberType: 96,
  allowQuit: 88,
  remark: 200,
  cost: 156
};

/** Pixels of a column that nobody has dragged, and of the widest one beside the name on a phone. */
const USUAL = 128;
const BESIDE = 112;

export const widthOf = ({ id }: Column, widths: ReadonlyMap<string, number>): number =>
  widths.get(id) ?? WIDTHS[id] ?? USUAL;

/** The checkbox, the columns, and what is left over; the first column takes it until it is dragged. */
export function templateOf(
  columns: readonly Column[],
  widths: ReadonlyMap<string, number>,
  phone: boolean
): string {
  const tracks = columns.map((column, i) => {
    const width = widthOf(column, widths);
    if (phone && i > 0) return column.sort === 'amount' ? '148px' : `${Math.min(width, BESIDE)}px`;
    if (phone) return 'minmax(0, 1fr)';
    return i === 0 && !widths.has(column.id) ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  const isFilled = phone || (columns[0] && !widths.has(columns[0].id));
  return ['16px', ...tracks, ...(isFilled ? [] : ['1fr'])].join(' ');
}
