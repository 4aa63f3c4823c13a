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
  'reservation',
  'tags'
] as const;
export type TextRole = (typeof TEXT_ROLES)[number];

/** Whose a charge is. */
export type WhoseRole = 'payer' | 'account';
/** What was charged, whosever it is and whenever. */
export type LineRole = Exclude<
  TextRole,
  WhoseRole | 'accountName' | 'period' | 'date' | 'invoice' | 'tags'
>;

/** A charge as its format understands it, but for whose it is, when it was and how much. */
export interface ChargeLine {
  readonly provider: Provider;
  readonly service: string;
  readonly region: string;
  readonly chargeCategory: string;
  readonly pricingCategory: string;
  readonly currency: string;
  /** The first of these amount columns that is not blank; a charge without one is none. */
  readonly billed: readonly string[];
  readonly effective: readonly CostTerm[];
}

/** Of these amount columns the first that is not blank, added or taken off; nothing where all are. */
export interface CostTerm {
  readonly of: readonly string[];
  readonly minus?: true;
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
  /** The tag key that a column is of by its header, where each key has a column of its own. */
  readonly tagKey?: (header: string) => string | undefined;
  /** Whose a charge is, by the first of these that is not blank. */
  readonly payer: readonly WhoseRole[];
  readonly account: readonly WhoseRole[];
  readonly line: (text: (role: LineRole) => string) => ChargeLine;
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
