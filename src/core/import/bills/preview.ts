import { settled, type Outdone } from '#core/finance/current.ts';
import type { NamedSum } from '#core/finance/fact-table.ts';
import { scopeKey, type BillScope } from '#core/finance/fact.ts';
import type { Provider } from '#core/org/provider.ts';
import type { BillPart, BillRefusal } from './bill-part.ts';
import type { ReportedTotals } from './formats/reported.ts';
import { partSources, type PartSource } from './part-batches.ts';
import type { BillReading } from './read.ts';

/** What an import would bring, before anything is kept; plain data that a worker can hand over. */
export interface BillPreview {
  readonly files: readonly BillFileLine[];
  readonly scopes: readonly ScopePreview[];
  /** Files whose lines stand in another file of this import. */
  readonly replaced: readonly OutdoneFile[];
  /** Files that overlap another one, or tell its month in another format. */
  readonly aside: readonly OutdoneFile[];
  readonly reported: readonly ReportedTotals[];
  readonly refusals: readonly BillRefusal[];
  readonly refusedRows: number;
}

export type BillFileLine = Pick<
  BillPart,
  | 'file'
  | 'format'
  | 'version'
  | 'encoding'
  | 'rows'
  | 'refusedRows'
  | 'rounded'
  | 'estimated'
  | 'invoices'
  | 'tags'
>;

export interface OutdoneFile {
  readonly scope: BillScope;
  readonly month: string;
  readonly file: string;
  /** The file that counts in its place. */
  readonly by: string;
}

export interface ScopePreview {
  readonly scope: BillScope;
  readonly billed: bigint;
  readonly effective: bigint;
  /** By month, ascending. */
  readonly months: readonly MonthPreview[];
  /** Dearest first. */
  readonly accounts: readonly AccountPreview[];
}

export interface MonthPreview {
  readonly month: string;
  readonly billed: bigint;
  readonly effective: bigint;
}

export interface AccountPreview {
  readonly account: string;
  /** As the bill calls it, or ''. */
  readonly name: string;
  readonly billed: bigint;
}

/** Totals are those of the sources that would count; the sum of a scope's accounts is the scope's. */
export function billPreview({ parts, reported, refusals }: BillReading): BillPreview {
  const { counted, replaced, aside } = settled(partSources(parts));
  const scopes = new Map<string, PartSource[]>();
  for (const source of counted) {
    const key = scopeKey(source.scope);
    const own = scopes.get(key);
    if (own) own.push(source);
    else scopes.set(key, [source]);
  }
  return {
    files: parts.map(fileLine),
    scopes: [...scopes.values()].map(scopePreview),
    replaced: replaced.map(outdoneFile),
    aside: aside.map(outdoneFile),
    reported,
    refusals: [...refusals, ...parts.flatMap((part) => part.refusals)],
    refusedRows: parts.reduce((sum, part) => sum + part.refusedRows, 0)
  };
}

const fileLine = (part: BillPart): BillFileLine => ({
  file: part.file,
  format: part.format,
  version: part.version,
  encoding: part.encoding,
  rows: part.rows,
  refusedRows: part.refusedRows,
  rounded: part.rounded,
  estimated: part.estimated,
  invoices: part.invoices,
  tags: part.tags
});

const outdoneFile = ({ source, by }: Outdone<PartSource>): OutdoneFile => ({
  scope: source.scope,
  month: source.month,
  file: source.part.file,
  by: by.part.file
});

/**
 * Accounts that the organization has, and those that it lacks: offered for creation, or kept as not
 * in it. Together they are the scope's whole amount.
 */
export function matchedAccounts(
  { scope, accounts }: ScopePreview,
  knows: (provider: Provider, account: string) => boolean
): { readonly matched: readonly AccountPreview[]; readonly unmatched: readonly AccountPreview[] } {
  const isKnown = ({ account }: AccountPreview) => knows(scope.provider, account);
  return {
    matched: accounts.filter(isKnown),
    unmatched: accounts.filter((each) => !isKnown(each))
  };
}

function scopePreview(sources: readonly PartSource[]): ScopePreview {
  const scope = sources[0]?.scope ?? { provider: 'other', payer: '', currency: '' };
  const months = new Sums();
  const accounts = new Sums();
  for (const [part, counted] of monthsOfParts(sources))
    for (const own of part.scopes) {
      if (scopeKey(own.scope) !== scopeKey(scope)) continue;
      for (const sum of own.facts.monthSums()) if (counted.has(sum.name)) months.add(sum, '');
      for (const sum of own.facts.accountSums(counted))
        accounts.add(sum, part.accountNames.get(sum.name) ?? '');
    }
  const sums = [...months.all].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    scope,
    billed: sums.reduce((sum, [, each]) => sum + each.billed, 0n),
    effective: sums.reduce((sum, [, each]) => sum + each.effective, 0n),
    months: sums.map(([month, { billed, effective }]) => ({ month, billed, effective })),
    accounts: [...accounts.all]
      .map(([account, { name, billed }]) => ({ account, name, billed }))
      .sort(dearestFirst)
  };
}

/** The months of each part that count. */
function monthsOfParts(sources: readonly PartSource[]): Map<BillPart, Set<string>> {
  const months = new Map<BillPart, Set<string>>();
  for (const { part, month } of sources)
    months.set(part, (months.get(part) ?? new Set()).add(month));
  return months;
}

/** Sums by name, with what else the name is called. */
class Sums {
  readonly all = new Map<string, { billed: bigint; effective: bigint; name: string }>();

  add({ name: key, billed, effective }: NamedSum, name: string): void {
    const sum = this.all.get(key);
    if (sum) {
      sum.billed += billed;
      sum.effective += effective;
      sum.name ||= name;
    } else this.all.set(key, { billed, effective, name });
  }
}

const dearestFirst = (a: AccountPreview, b: AccountPreview) =>
  a.billed > b.billed ? -1 : a.billed < b.billed ? 1 : a.account < b.account ? -1 : 1;
