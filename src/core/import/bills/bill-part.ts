import { scopeKey, type BillScope } from '#core/finance/fact.ts';
import { FactTable } from '#core/finance/fact-table.ts';
import type { Refusal } from '../source.ts';
import { monthOf } from './period.ts';
import { mergedSketch, type RowSketch } from '#core/finance/row-sketch.ts';

/** Rows that did not come in: the first of them, how many, and what they add up to where it is readable. */
export interface BillRefusal extends Refusal {
  readonly rows: number;
  readonly billed?: bigint;
}

export interface ScopedFacts {
  readonly scope: BillScope;
  readonly facts: FactTable;
}

/** One file, or one file of an archive, after reading. */
export interface BillPart {
  readonly file: string;
  /** `focus`, `aws.cur`, `azure`, `tencent.detail`, `aws.costExplorer`. */
  readonly format: string;
  readonly version: string;
  readonly encoding: string;
  /** Rows read and taken. */
  readonly rows: number;
  /** Amounts that had digits beyond 1e-12. */
  readonly rounded: number;
  /** The cloud says that the numbers may still change. */
  readonly estimated: boolean;
  /** A page of an API, which means something only with the others. */
  readonly paged: boolean;
  readonly scopes: readonly ScopedFacts[];
  readonly sketches: ReadonlyMap<string, RowSketch>;
  /** What the bill calls its accounts. */
  readonly accountNames: ReadonlyMap<string, string>;
  /** What each invoice adds up to, by currency and invoice id: FOCUS says that it is payable. */
  readonly invoices: readonly {
    readonly invoice: string;
    readonly currency: string;
    readonly billed: bigint;
  }[];
  readonly tags: BillTags;
  readonly refusals: readonly BillRefusal[];
  readonly refusedRows: number;
}

/** What a bill has of tags. */
export interface BillTags {
  /** Chosen keys that it has, ascending. */
  readonly read: readonly string[];
  /** Other keys, those that say the most first; of tags in one column none is known while no key is chosen. */
  readonly others: readonly string[];
  /** Whether it has a column of tags at all. */
  readonly any: boolean;
}

/** Facts by scope, each key once; the order in which they come means nothing. */
export class FactSums {
  readonly #scopes = new Map<string, ScopedFacts>();
  readonly #expected: number | undefined;

  /** Most bills have one scope, and about so many facts in it. */
  constructor(expected?: number) {
    this.#expected = expected;
  }

  of(scope: BillScope): FactTable {
    const key = scopeKey(scope);
    const expected = this.#scopes.size === 0 ? this.#expected : undefined;
    const own = this.#scopes.get(key) ?? { scope, facts: new FactTable(expected) };
    this.#scopes.set(key, own);
    return own.facts;
  }

  scopes(): ScopedFacts[] {
    return [...this.#scopes.values()];
  }
}

/** Sketches by month: a bill of days has one for each day. */
export function monthSketches(
  byPeriod: readonly (readonly [period: string, RowSketch])[],
  start: boolean
): Map<string, RowSketch> {
  const months = new Map<string, RowSketch>();
  for (const [text, sketch] of byPeriod) {
    const month = monthOf(text, start);
    if (month) months.set(month, mergedSketch([sketch, months.get(month) ?? []]));
  }
  return months;
}
