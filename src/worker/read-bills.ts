import { batchOf } from '#core/finance/batch-write.ts';
import { batchesOf } from '#core/import/bills/part-batches.ts';
import { billPreview } from '#core/import/bills/preview.ts';
import { readBills, type BillOptions } from '#core/import/bills/read.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { billFileOf } from './bill-file.ts';
import type { BillsRead, MadeBatch } from './bill-job.ts';

/** Reads bills into their preview and the batches they make; nothing is kept anywhere. */
export async function madeOf(
  files: readonly File[],
  options: BillOptions
): Promise<Result<BillsRead>> {
  const reading = await readBills(
    files.map((file) => billFileOf(file)),
    options
  );
  if (!reading.ok) return reading;
  const batches = batchesOf(reading.value.parts).map(
    ({ facts, sketches, ...about }): MadeBatch => ({
      ...about,
      bytes: batchOf({ ...about, facts, sketches }),
      months: [...facts.months].sort()
    })
  );
  return ok({ preview: billPreview(reading.value), batches });
}
