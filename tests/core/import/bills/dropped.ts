import { readFileSync } from 'node:fs';
import type { BillPart } from '#core/import/bills/bill-part.ts';
import { readBills, type BillFile, type BillReading } from '#core/import/bills/read.ts';

const FOLDER = 'tests/fixtures/bills';

/** A file of the given bytes, handed over in chunks of `size`. */
export const dropped = (name: string, content: Uint8Array | string, size = 64 * 1024): BillFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    chunks: async function* () {
      for (let at = 0; at < bytes.length; at += size)
        yield await Promise.resolve(bytes.slice(at, at + size));
    }
  };
};

export const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(`${FOLDER}/${name}`));

/** Reads files that nobody cancels. */
export async function read(...files: readonly BillFile[]): Promise<BillReading> {
  const reading = await readBills(files);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

/** The one part that a reading gave. */
export async function readPart(...files: readonly BillFile[]): Promise<BillPart> {
  const { parts, refusals } = await read(...files);
  const [part, ...more] = parts;
  if (!part || more.length > 0) throw new Error(JSON.stringify(refusals));
  return part;
}

/** The scopes of a part with their facts one by one. */
export const listed = ({ scopes }: Pick<BillPart, 'scopes'>) =>
  scopes.map(({ scope, facts }) => ({ scope, facts: [...facts] }));

/** Sums of what a part took, by currency. */
export function totalsOf(
  part: Pick<BillPart, 'scopes'>
): Record<string, { billed: bigint; effective: bigint }> {
  const totals: Record<string, { billed: bigint; effective: bigint }> = {};
  for (const { scope, facts } of part.scopes)
    for (const { billed, effective } of facts) {
      const sum = (totals[scope.currency] ??= { billed: 0n, effective: 0n });
      sum.billed += billed;
      sum.effective += effective;
    }
  return totals;
}
