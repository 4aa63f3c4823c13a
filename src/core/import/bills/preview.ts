import { settled, type Outdone } from '#core/finance/current.ts';
import { scopeKey, type BillScope } from '#core/finance/fact.ts';
import type { Provider } from '#core/org/provider.ts';
import type { BillPart, BillRefusal } from './bill-part.ts';
import type { ReportedTotals } from './formats/reported.ts';
import { partSources, type PartSource } from './part-batches.ts';
import type { BillReading } from './read.ts';

/** What an import would bring, before anything is kept. */
export interface BillPreview {
  readonly files: readonly BillFileLine[];
  readonly scopes: readonly ScopePreview[];
  /** Files whose lines stand in another file of this import, or tell its month otherwise. */
  readonly replaced: readonly Outdone<PartSource>[];
  readonly aside: readonly Outdone<PartSource>[];
  readonly reported: readonly ReportedTotals[];
  readonly refusals: readonly BillRefusal[];
  readonly refusedRows: number;
}

export type BillFileLine = Pick<
  BillPart,
  'file' | 'format' | 'version' | 'encoding' | 'rows' | 'refusedRows' | 'rounded' | 'estimated'
>;

export interface ScopePreview {
  readonly scope: BillScope;
  readonly billed: bigint;
  readonly effective: bigint;
  /** By month, ascending. */
  readonly months: readonly {
    readonly month: string;
    readonly billed: bigint;
    readonly effective: bigint;
  }[];
  /** Accounts that the organization has, and what they cost together. */
  readonly matched: { readonly accounts: number; readonly billed: bigint };
  /** Accounts that it lacks, dearest first: offered for creation, or kept as not in it. */
  readonly unmatched: readonly UnmatchedAccount[];
}

export interface UnmatchedAccount {
  readonly account: string;
  readonly name: string;
  readonly billed: bigint;
}

export type KnowsAccount = (provider: Provider, account: string) => boolean;

/** Totals are those of the sources that would count; the sum of matched and unmatched is the scope's. */
export function billPreview(reading: BillReading, knows: KnowsAccount): BillPreview {
  const { counted, replaced, aside } = settled(partSources(reading.parts));
  const scopes = new Map<string, PartSource[]>();
  for (const source of counted) {
    const key = scopeKey(source.scope);
    scopes.set(key, [...(scopes.get(key) ?? []), source]);
  }
  const refusals = [...reading.refusals, ...reading.parts.flatMap((part) => part.refusals)];
  return {
    files: reading.parts,
    scopes: [...scopes.values()].map((sources) => scopePreview(sources, knows)),
    replaced,
    aside,
    reported: reading.reported,
    refusals,
    refusedRows: reading.parts.reduce((sum, part) => sum + part.refusedRows, 0)
  };
}

interface Sum {
  billed: bigint;
  effective: bigint;
  name: string;
}

function scopePreview(sources: readonly PartSource[], knows: KnowsAccount): ScopePreview {
  const scope = sources[0]?.scope ?? { provider: 'other', payer: '', currency: '' };
  const months = new Map<string, Sum>();
  const accounts = new Map<string, Sum>();
  for (const { part, month } of sources)
    for (const own of part.scopes) {
      if (scopeKey(own.scope) !== scopeKey(scope)) continue;
      for (const { account, billed, effective, ...fact } of own.facts) {
        if (fact.month !== month) continue;
        addTo(months, month, billed, effective, '');
        addTo(accounts, account, billed, effective, part.accountNames.get(account) ?? '');
      }
    }
  const sums = [...months].sort(([a], [b]) => (a < b ? -1 : 1));
  const known = [...accounts].filter(([account]) => knows(scope.provider, account));
  const unmatched = [...accounts].filter(([account]) => !knows(scope.provider, account));
  return {
    scope,
    billed: sums.reduce((sum, [, each]) => sum + each.billed, 0n),
    effective: sums.reduce((sum, [, each]) => sum + each.effective, 0n),
    months: sums.map(([month, { billed, effective }]) => ({ month, billed, effective })),
    matched: {
      accounts: known.length,
      billed: known.reduce((sum, [, { billed }]) => sum + billed, 0n)
    },
    unmatched: unmatched
      .map(([account, { name, billed }]) => ({ account, name, billed }))
      .sort((a, b) =>
        a.billed > b.billed ? -1 : a.billed < b.billed ? 1 : a.account < b.account ? -1 : 1
      )
  };
}

function addTo(
  sums: Map<string, Sum>,
  key: string,
  billed: bigint,
  effective: bigint,
  name: string
): void {
  const sum = sums.get(key) ?? { billed: 0n, effective: 0n, name };
  sum.billed += billed;
  sum.effective += effective;
  sum.name ||= name;
  sums.set(key, sum);
}
