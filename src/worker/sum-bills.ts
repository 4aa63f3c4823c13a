import { readBatch } from '#core/finance/batch-read.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { summedBills, type NamedBill } from '#core/snapshot/money.ts';
import type { SumJob } from './bill-job.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The bills of a snapshot, from bills whose bytes came from elsewhere. */
export function summedOf({ bills, money }: SumJob): Result<readonly Bytes[]> {
  const named: NamedBill[] = [];
  for (const { bytes, months, names } of bills) {
    const batch = readBatch(bytes);
    if (!batch.ok) return batch;
    named.push({ batch: batch.value, months, names });
  }
  const summed: Bytes[] = [];
  for (const bill of summedBills(named, money)) {
    if (!bill.ok) return bill;
    summed.push(bill.value);
  }
  return ok(summed);
}
