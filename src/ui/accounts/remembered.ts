import { columnOf } from '#core/account-table/columns.ts';

/** How the table of one workspace was left on this device. */
export interface Remembered {
  readonly columns: readonly string[] | undefined;
  readonly widths: ReadonlyMap<string, number>;
  /** The column a phone shows beside the name. */
  readonly beside: string;
}

const NOTHING: Remembered = { columns: undefined, widths: new Map(), beside: 'status' };

const keyOf = (workspace: string) => `banyan.accounts.${workspace}`;

export function recall(workspace: string): Remembered {
  let raw: unknown;
  try {
    raw = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? 'null');
  } catch {
    return NOTHING;
  }
  if (typeof raw !== 'object' || raw === null) return NOTHING;
  const { columns, widths, beside } = raw as Partial<Record<string, unknown>>;
  const known = Array.isArray(columns)
    ? columns.filter((id): id is string => typeof id === 'string' && columnOf(id) !== undefined)
    : [];
  return {
    columns: known.length > 0 ? [...new Set(known)] : undefined,
    beside: typeof beside === 'string' && columnOf(beside) ? beside : NOTHING.beside,
    widths: new Map(
      Object.entries(widths ?? {}).filter(
        (entry): entry is [string, number] =>
          typeof entry[1] === 'number' && entry[1] >= NARROWEST && entry[1] <= WIDEST
      )
    )
  };
}

export function remember(workspace: string, { columns, widths, beside }: Remembered) {
  const stored = { columns, widths: Object.fromEntries(widths), beside };
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(stored));
  } catch {
    // A browser that keeps nothing opens the table with its usual columns the next time.
  }
}

export const [NARROWEST, WIDEST] = [48, 800];
