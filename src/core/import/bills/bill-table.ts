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
  /** Of the first texts; the others are those of `tagColumns`. */
  readonly roles: readonly TextRole[];
  /** Texts that are each the value of one tag key. */
  readonly tagColumns: readonly { readonly text: number; readonly key: string }[];
  /** Keys of tag columns that were not chosen. */
  readonly otherKeys: readonly string[];
  /** Whether there is any column of tags. */
  readonly hasTags: boolean;
  readonly width: number;
}

/** What may become known or change after a charge: it tells no line from another. */
const PASSING: ReadonlySet<TextRole> = new Set(['accountName', 'invoice', 'tags']);

/**
 * The bill that a header begins: undefined for none, refused for one that lacks a column. Of tags
 * only `tagKeys` are read, and without any of them no tags at all.
 */
export function billTableOf(
  header: readonly string[],
  tagKeys: readonly string[] = []
): Result<BillTable> | undefined {
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
    (role) =>
      format.texts[role]?.some(has) === true &&
      !(role === 'date' && isDated) &&
      !(role === 'tags' && tagKeys.length === 0)
  );
  const keyed = keyedColumns(format, header, tagKeys);
  const lasting = roles.flatMap((role) => (PASSING.has(role) ? [] : slotOf(format.texts[role])));
  const slots: RowSlots = {
    texts: [
      ...roles.map((role) => slotOf(format.texts[role])),
      ...keyed.map(({ column }) => columns.push(column) - 1)
    ],
    tagSets: roles.indexOf('tags'),
    tagKeys,
    costs: format.costs.map(slotOf),
    identity: [...lasting, ...format.identity.map((name) => slotOf([name]))],
    period: roles.indexOf(isDated ? 'period' : 'date'),
    byDay: !isDated,
    costNames: format.costs.map((names) => names.find(has) ?? names[0] ?? '')
  };
  const version = format.version?.(has) ?? '';
  return ok({
    format,
    version,
    columns,
    slots,
    roles,
    tagColumns: keyed.map(({ key }, i) => ({ text: roles.length + i, key })),
    otherKeys: header.flatMap((name, column) =>
      keyed.some((own) => own.column === column) ? [] : (format.tagKey?.(name) ?? [])
    ),
    hasTags: format.texts.tags?.some(has) === true || header.some((name) => format.tagKey?.(name)),
    width: header.length
  });
}

/**
 * The columns of chosen keys, each for one key. A key is that of the column which is spelled so; only
 * where none is, of one that Athena spells in small letters and underscores.
 */
function keyedColumns(
  { tagKey }: BillFormat,
  header: readonly string[],
  tagKeys: readonly string[]
) {
  const found = header.map((name) => (tagKeys.length > 0 ? tagKey?.(name) : undefined));
  const taken = new Set(tagKeys.map((key) => found.indexOf(key)));
  return tagKeys.flatMap((key) => {
    let column = found.indexOf(key);
    if (column < 0)
      column = found.findIndex(
        (own, at) => own !== undefined && !taken.has(at) && plainText(own) === plainText(key)
      );
    taken.add(column);
    return column < 0 ? [] : [{ column, key }];
  });
}
