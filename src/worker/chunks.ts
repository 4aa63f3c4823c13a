import type {
  AccountRow,
  DepartmentRow,
  Refusal,
  Source,
  SourceTable
} from '#core/import/source.ts';

/** Part of a source, small enough that taking it over does not hold up a frame. */
export interface SourcePart {
  /** Everything but rows; a later part of the same source has none. */
  readonly head?: Omit<Source, 'departments' | 'accounts' | 'refusals' | 'table'> & {
    readonly columns?: SourceTable['columns'];
  };
  readonly departments: readonly DepartmentRow[];
  readonly accounts: readonly AccountRow[];
  readonly refusals: readonly Refusal[];
  readonly lines: SourceTable['rows'];
}

const ROWS = 2_000;

/** Cuts a source into parts of at most 2,000 rows of each sort; there is always one. */
export function* partsOf({
  departments,
  accounts,
  refusals,
  table,
  ...rest
}: Source): Generator<SourcePart> {
  const lines = table?.rows ?? [];
  const length = Math.max(1, departments.length, accounts.length, refusals.length, lines.length);
  for (let at = 0; at < length; at += ROWS) {
    const end = at + ROWS;
    yield {
      ...(at === 0 && { head: { ...rest, ...(table && { columns: table.columns }) } }),
      departments: departments.slice(at, end),
      accounts: accounts.slice(at, end),
      refusals: refusals.slice(at, end),
      lines: lines.slice(at, end)
    };
  }
}

/** Puts sources together again from their parts, in order. */
export function sourcesOf(parts: readonly SourcePart[]): Source[] {
  const sources: SourcePart[][] = [];
  for (const part of parts) {
    if (part.head) sources.push([part]);
    else sources.at(-1)?.push(part);
  }
  return sources.flatMap((own) => {
    const head = own[0]?.head;
    if (!head) return [];
    const { columns, ...rest } = head;
    return {
      ...rest,
      ...(columns && { table: { columns, rows: own.flatMap(({ lines }) => lines) } }),
      departments: own.flatMap(({ departments }) => departments),
      accounts: own.flatMap(({ accounts }) => accounts),
      refusals: own.flatMap(({ refusals }) => refusals)
    };
  });
}
