import type { Origin, Refusal } from './source.ts';

/** A row that counts, after all rows of one thing were laid together. */
export interface Taken<R> {
  readonly id: string;
  readonly row: R;
}

interface SourceRow {
  readonly origin: Origin;
  readonly name?: string;
  readonly externalId?: string;
}

/**
 * One row for each thing: pages and files may name a thing several times. Rows that agree, or of
 * which each says other fields, are laid together; one that contradicts an earlier one is refused,
 * naming the row that was taken.
 */
export function taken<R extends SourceRow>(
  rows: readonly R[],
  idOf: (row: R) => string,
  refusals: Refusal[]
): Map<string, Taken<R>> {
  const byId = new Map<string, Taken<R>>();
  for (const row of rows) {
    const id = idOf(row);
    const first = byId.get(id);
    if (!first) byId.set(id, { id, row });
    else if (contradicts(first.row, row))
      refusals.push({
        origin: row.origin,
        problem: {
          code: 'import.contradicts',
          params: {
            id: row.externalId ?? id,
            file: first.row.origin.file,
            line: first.row.origin.line
          }
        },
        excerpt: row.name ?? row.externalId ?? id
      });
    else byId.set(id, { id, row: { ...row, ...stated(first.row) } });
  }
  return byId;
}

function contradicts(a: object, b: object): boolean {
  const theirs = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).some(([field, value]) => {
    const other = theirs.get(field);
    if (field === 'origin' || isBlank(value) || isBlank(other)) return false;
    return JSON.stringify(value) !== JSON.stringify(other);
  });
}

const isBlank = (value: unknown) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Only what a row says: blanks never erase. */
export function stated<R extends object>(values: R): { [F in keyof R]?: NonNullable<R[F]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value))) as {
    [F in keyof R]?: NonNullable<R[F]>;
  };
}
