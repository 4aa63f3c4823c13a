import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import { plainText } from '../../fields.ts';

/** What a bill's texts may be of use for; each is one column. */
export const TEXT_ROLES = [
  'period',
  'date',
  'payer',
  'account',
  'accountName',
  'service',
  'serviceCode',
  'region',
  'category',
  'pricing',
  'currency',
  'provider',
  'invoice',
  'reservation'
] as const;
export type TextRole = (typeof TEXT_ROLES)[number];

/** What rows of a bill say alike, as a format reads it; blank texts are ''. */
export interface BillCells {
  readonly text: (role: TextRole) => string;
  /** The sum of the first of these amount columns that is not blank. */
  readonly cost: (...names: string[]) => bigint | undefined;
}

/** A charge as its format understands it; what all formats have in common is judged later. */
export interface Charge {
  readonly provider: Provider;
  /** The start of the billing period. */
  readonly period: string;
  /** A day in it, where the bill does not say the period itself. */
  readonly date: string;
  readonly payer: string;
  readonly account: string;
  readonly accountName: string;
  readonly service: string;
  readonly region: string;
  readonly chargeCategory: string;
  readonly pricingCategory: string;
  readonly currency: string;
  readonly invoice: string;
  readonly billed: bigint | undefined;
  readonly effective: bigint | undefined;
}

/** A shape of bill that is a table, known by its columns and never by its name. */
export interface BillFormat {
  readonly name: string;
  /** Headers by what they say, best first; the first that a table has is read. */
  readonly texts: Readonly<Partial<Record<TextRole, readonly string[]>>>;
  /** Amount columns, each a list of headers, best first, and known by the first of them. */
  readonly costs: readonly (readonly string[])[];
  /** Further columns that tell one charge from another. */
  readonly identity: readonly string[];
  /** Whether a table is one of this format, by whether it has columns. */
  readonly knows: (has: HasColumn) => boolean;
  /** What a table of this format must have: of each list, one. */
  readonly needs: readonly (readonly string[])[];
  readonly version?: (has: HasColumn) => string;
  readonly charge: (cells: BillCells) => Charge | Problem;
}

export type HasColumn = (header: string) => boolean;

/**
 * Columns by their plain names: in full, and each also by the part before and the part within its
 * brackets where no other column is called so (`Ressourcengruppe (ResourceGroup)`, `优惠后总价（元）`).
 */
export function columnIndex(header: readonly string[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  const add = (name: string, column: number) => {
    const plain = plainText(name);
    if (plain !== '' && !index.has(plain)) index.set(plain, column);
  };
  header.forEach(add);
  header.forEach((name, column) => {
    const [, before = '', within = ''] =
      /^([^(]*)\(([^)]*)\)$/.exec(name.normalize('NFKC').trim()) ?? [];
    add(before, column);
    add(within, column);
  });
  return index;
}
