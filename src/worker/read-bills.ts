import { batchOf } from '#core/finance/batch-write.ts';
import { batchesOf } from '#core/import/bills/part-batches.ts';
import { billPreview } from '#core/import/bills/preview.ts';
import { readBills, type BillOptions } from '#core/import/bills/read.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { billFileOf, type BillsRead, type MadeBatch } from './bill-job.ts';

/** Reads bills into their preview and the batches they make; nothing is kept anywhere. */
export async function madeOf(
  files: readonly File[],
  options: BillOptions
): Promise<Result<BillsRead>> {
  const reading = await readBills(files.map(billFileOf), options);
  if (!reading.ok) return reading;
  const batches = new Map<string, MadeBatch>();
  for (const content of batchesOf(reading.value.parts)) {
    const bytes = batchOf(content);
    const id = hexOf(await crypto.subtle.digest('SHA-256', bytes));
    batches.set(id, { id, bytes, scope: content.scope, format: content.format });
  }
  return ok({ preview: billPreview(reading.value), batches: [...batches.values()] });
}

const hexOf = (hash: ArrayBuffer): string =>
  Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
