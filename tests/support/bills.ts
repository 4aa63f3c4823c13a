import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import { batchOf } from '#core/finance/batch-write.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import type { BillScope, Fact } from '#core/finance/fact.ts';

/** Facts as a bill that was written and read again, month by month. */
export function billMonths(facts: readonly Fact[], scope: Partial<BillScope> = {}): CountedMonth[] {
  const bytes = batchOf({
    scope: { provider: 'aws', payer: '9', currency: 'USD', ...scope },
    format: 'focus',
    facts,
    sketches: new Map()
  });
  const batch = readBatch(bytes);
  if (!batch.ok) throw new Error(batch.problems[0].code);
  return batch.value.months.map(({ month }) => {
    const columns = readMonth(batch.value, month);
    if (!columns.ok) throw new Error(columns.problems[0].code);
    return { batch: batch.value, month, columns: columns.value };
  });
}

export const factOf = (own: Partial<Fact>): Fact => ({
  month: '2026-01',
  account: '1',
  service: 'EC2',
  region: '',
  chargeCategory: 'Usage',
  pricingCategory: '',
  billed: 0n,
  effective: own.billed ?? 0n,
  ...own
});
