import { ok, type Result } from '#core/kernel/problem.ts';
import { plainText } from '../fields.ts';
import type { RowSlots } from './row-sums.ts';
import { columnIndex, TEXT_ROLES, type BillFormat, type TextRole } from './formats/format.ts';
import { billFormats } from './formats/list.ts';
import { refusedBill } from './problem.ts';

/** A table whose columns were understood. */
export interface BillTable {
  readonly format: BillFormat;
  readonly version: string;
  /** The columns to read, in the order of their slots. */
  readonly columns: readonly number[];
  readonly slots: RowSlots;
  readonly roles: readonly TextRole[];
  readonly width: number;
}

/** What may become known or change after a charge: it tells no line from another. */
const PASSING: ReadonlySet<TextRole> = new Set(['accountName', 'invoice']);

/** The bill that a header begins: undefined for none, refused for one that lacks a column. */
export function billTableOf(header: readonly string[]): Result<BillTable> | undefined {
  const index = columnIndex(header);
  const has = (name: string) => index.has(plainText(name));
  const format = billFormats.find((each) => each.knows(has));
  if (!format) return undefined;
  const missing = format.needs.filter((names) => !names.some(has));
  if (missing.length > 0)
    return refusedBill('bills.columnMissing', {
      columns: missing.map(([name]) => name ?? '').join(', ')
    });
  const columns: number[] = [];
  const slotOf = (names: readonly string[] = []): number => {
    const name = names.find(has);
    const column = name === undefined ? undefined : index.get(plainText(name));
    if (column === undefined) return -1;
    const known = columns.indexOf(column);
    return known >= 0 ? known : columns.push(column) - 1;
  };
  const isDated = format.texts.period?.some(has) === true;
  const roles = TEXT_ROLES.filter(
    (role) => format.texts[role]?.some(has) === true && !(role === 'date' && isDated)
  );
  const lasting = roles.flatMap((role) => (PASSING.has(role) ? [] : slotOf(format.texts[role])));
  const slots: RowSlots = {
    texts: roles.map((role) => slotOf(format.texts[role])),
    costs: format.costs.map(slotOf),
    identity: [...lasting, ...format.identity.map((name) => slotOf([name]))],
    period: roles.indexOf(isDated ? 'period' : 'date'),
    byDay: !isDated,
    costNames: format.costs.map((names) => names.find(has) ?? names[0] ?? '')
  };
  const version = format.version?.(has) ?? '';
  return ok({ format, version, columns, slots, roles, width: header.length });
}
