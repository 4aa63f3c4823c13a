import { batchOf, type BatchContent } from '#core/finance/batch-write.ts';
import { settled, type BillSource } from '#core/finance/current.ts';
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
    part.scopes.flatMap(({ scope, facts }) => {
      const totals = new Map<string, bigint>();
      for (const { month, billed } of facts) totals.set(month, (totals.get(month) ?? 0n) + billed);
      return [...totals].map(([month, billed]) => ({
        id: JSON.stringify([part.format, billed.toString(), part.rows, part.file]),
        scope,
        format: part.format,
        month,
        sketch: part.sketches.get(month) ?? [],
        importedAt: 0,
        part
      }));
    })
  );
}

/**
 * One batch for each part and scope, so that a part that comes again meets itself. Pages of an API
 * are laid together first, those of them that stand in each other once.
 */
export function batchesOf(parts: readonly BillPart[]): BatchContent[] {
  const tables = parts.filter(({ paged }) => !paged);
  const pages = parts.filter(({ paged }) => paged);
  return [
    ...tables.flatMap((part) =>
      part.scopes.map(({ scope, facts }) => contentOf(scope, part.format, facts, part.sketches))
    ),
    ...pagedContents(pages)
  ];
}

const contentOf = (
  scope: BillScope,
  format: string,
  facts: BatchContent['facts'],
  sketches: BatchContent['sketches']
): BatchContent => {
  const months = new Set(facts.map(({ month }) => month));
  return {
    scope,
    format,
    facts,
    sketches: new Map([...sketches].filter(([month]) => months.has(month)))
  };
};

function pagedContents(pages: readonly BillPart[]): BatchContent[] {
  const merged = new Map<
    string,
    { format: string; sums: FactSums; scope: BillScope; sketches: Map<string, readonly number[]> }
  >();
  for (const { scope, format, month, sketch, part } of settled(partSources(pages)).counted) {
    const key = JSON.stringify([format, scopeKey(scope)]);
    const into = merged.get(key) ?? {
      format,
      scope,
      sums: new FactSums(),
      sketches: new Map<string, readonly number[]>()
    };
    merged.set(key, into);
    into.sketches.set(month, mergedSketch([sketch, into.sketches.get(month) ?? []]));
    const own = part.scopes.find((each) => scopeKey(each.scope) === scopeKey(scope));
    for (const fact of own?.facts ?? []) if (fact.month === month) into.sums.add(scope, fact);
  }
  return [...merged.values()].flatMap(({ format, sums, scope, sketches }) =>
    sums.scopes().map(({ facts }) => contentOf(scope, format, facts, sketches))
  );
}

/** The bytes of every batch that parts make. */
export const packedBatches = (parts: readonly BillPart[]): Uint8Array<ArrayBuffer>[] =>
  batchesOf(parts).map(batchOf);
