import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import { batchOf, type BatchContent } from '#core/finance/batch-write.ts';
import type { Batch } from '#core/finance/batch-read.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import type { BillScope, Fact } from '#core/finance/fact.ts';

/** Facts as a bill that was written and read again, month by month. */
export const billMonths = (
  facts: readonly Fact[],
  scope: Partial<BillScope> = {}
): CountedMonth[] => unpacked(readAgain(contentOf(facts, scope)));

const contentOf = (facts: readonly Fact[], scope: Partial<BillScope>): BatchContent => ({
  scope: { provider: 'aws', payer: '9', currency: 'USD', ...scope },
  format: 'focus',
  facts,
  sketches: new Map()
});

function readAgain(content: BatchContent): Batch {
  const batch = readBatch(batchOf(content));
  if (!batch.ok) throw new Error(batch.problems[0].code);
  return batch.value;
}

const unpacked = (batch: Batch): CountedMonth[] =>
  batch.months.map(({ month }) => {
    const columns = readMonth(batch, month);
    if (!columns.ok) throw new Error(columns.problems[0].code);
    return { batch, month, columns: columns.value };
  });

/** Bills as a page is given them, all of them counted. */
export function countedBills(contents: readonly BatchContent[]) {
  const batches = new Map(contents.map((content, i) => [`bill-${i}`, readAgain(content)]));
  const counted = [...batches.values()].flatMap(unpacked);
  return { phase: 'ready' as const, counted, batches, missing: [] };
}

export const factOf = (own: Partial<Fact>): Fact => ({
  month: '2026-01',
  account: '1',
  service: 'EC2',
  region: '',
  chargeCategory: 'Usage',
  pricingCategory: '',
  tags: '',
  billed: 0n,
  effective: own.billed ?? 0n,
  ...own
});
