import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import { batchOf } from '#core/finance/batch-write.ts';
import type { BillScope, Fact } from '#core/finance/fact.ts';
import type { BillMonth } from '#core/finance/origin.ts';
import { bytesHash } from '#protocol/receipts.ts';
import { sha256 } from '#crdt/remote/appended.ts';

/** Facts as a bill that was written and read again, month by month. */
export function billMonths(
  facts: readonly Fact[],
  scope: Partial<BillScope> = {},
  fileName = 'bill.csv'
): BillMonth[] {
  const bytes = batchOf({
    scope: { provider: 'aws', payer: '9', currency: 'USD', ...scope },
    format: 'focus',
    facts,
    sketches: new Map()
  });
  const batch = readBatch(bytes);
  if (!batch.ok) throw new Error(batch.problems[0].code);
  const hash = bytesHash(bytes, sha256);
  const fileHash = bytesHash(new TextEncoder().encode(fileName), sha256);
  return batch.value.months.map(({ month }) => {
    const columns = readMonth(batch.value, month);
    if (!columns.ok) throw new Error(columns.problems[0].code);
    const { value } = columns;
    return { batch: batch.value, month, columns: value, hash, fileName, fileHash, importedAt: 0 };
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
