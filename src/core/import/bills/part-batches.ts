import { batchOf, type BatchContent } from '#core/finance/batch-write.ts';
import { settled, type BillSource } from '#core/finance/current.ts';
import type { FactTable } from '#core/finance/fact-table.ts';
import { scopeKey, type BillScope } from '#core/finance/fact.ts';
import { FactSums, type BillPart } from './bill-part.ts';
import { mergedSketch } from '#core/finance/row-sketch.ts';

/** What one part says of one month, while it is not yet a batch. */
export interface PartSource extends BillSource {
  readonly part: BillPart;
}

/** The sources of parts; `id` comes from what they say, so the order of files means nothing. */
export function partSources(parts: readonly BillPart[]): PartSource[] {
  return parts.flatMap((part) =>
    part.scopes.flatMap(({ scope, facts }) =>
      facts.monthSums().map(({ name: month, billed }) => ({
        id: JSON.stringify([part.format, billed.toString(), part.rows, part.file]),
        scope,
        format: part.format,
        month,
        sketch: part.sketches.get(month) ?? [],
        importedAt: 0,
        part
      }))
    )
  );
}

/** A batch to be, and what it was read from. */
export interface PartBatch extends BatchContent {
  readonly facts: FactTable;
  /** The file, or the first of the pages. */
  readonly file: string;
  /** Rows of the file that were taken, whatever scope they are in, and that were not. */
  readonly rows: number;
  readonly refusedRows: number;
}

/**
 * One batch for each part and scope, so that a part that comes again meets itself. Pages of an API
 * are laid together first, those of them that stand in each other once.
 */
export function batchesOf(parts: readonly BillPart[]): PartBatch[] {
  const tables = parts.filter(({ paged }) => !paged);
  const pages = parts.filter(({ paged }) => paged);
  return [
    ...tables.flatMap((part) =>
      part.scopes.map(({ scope, facts }) => batchFrom(part, scope, facts, part.sketches))
    ),
    ...pagedBatches(pages)
  ];
}

function batchFrom(
  { file, format, rows, refusedRows }: Pick<BillPart, 'file' | 'format' | 'rows' | 'refusedRows'>,
  scope: BillScope,
  facts: FactTable,
  sketches: BatchContent['sketches']
): PartBatch {
  const months = new Set(facts.months);
  const own = new Map([...sketches].filter(([month]) => months.has(month)));
  return { scope, format, facts, sketches: own, file, rows, refusedRows };
}

interface Pages {
  readonly of: Set<BillPart>;
  readonly format: string;
  readonly scope: BillScope;
  readonly sums: FactSums;
  readonly sketches: Map<string, readonly number[]>;
}

function pagedBatches(pages: readonly BillPart[]): PartBatch[] {
  const merged = new Map<string, Pages>();
  for (const { scope, format, month, sketch, part } of settled(partSources(pages)).counted) {
    const key = JSON.stringify([format, scopeKey(scope)]);
    const fresh = { of: new Set<BillPart>(), format, scope, sums: new FactSums() };
    const into = merged.get(key) ?? { ...fresh, sketches: new Map<string, readonly number[]>() };
    merged.set(key, into);
    into.of.add(part);
    into.sketches.set(month, mergedSketch([sketch, into.sketches.get(month) ?? []]));
    const own = part.scopes.find((each) => scopeKey(each.scope) === scopeKey(scope));
    for (const fact of own?.facts ?? []) if (fact.month === month) into.sums.of(scope).add(fact);
  }
  return [...merged.values()].flatMap(({ of, format, sums, scope, sketches }) => {
    const sum = (count: (part: BillPart) => number) =>
      [...of].reduce((n, part) => n + count(part), 0);
    const about = {
      file: [...of].map(({ file }) => file).sort()[0] ?? '',
      format,
      rows: sum(({ rows }) => rows),
      refusedRows: sum(({ refusedRows }) => refusedRows)
    };
    return sums.scopes().map(({ facts }) => batchFrom(about, scope, facts, sketches));
  });
}

/** The bytes of every batch that parts make. */
export const packedBatches = (parts: readonly BillPart[]): Uint8Array<ArrayBuffer>[] =>
  batchesOf(parts).map(batchOf);
