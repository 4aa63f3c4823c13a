import { BillBatch } from '#core/finance/model.ts';
import { batchOf, type BatchContent } from '#core/finance/batch-write.ts';
import { readRow, type Row } from '#core/kernel/kind.ts';
import { ok, refused } from '#core/kernel/problem.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import type { Blobs } from '#workspace/blobs.ts';
import type { BillHolder } from '#workspace/money.svelte.ts';

/** A state that lists bills, and what their blobs hold; `lost` ones cannot be read. */
export function listed(
  state: State,
  contents: readonly BatchContent[],
  lost: readonly number[] = []
) {
  const bytes = new Map(contents.map((content, i) => [`bill-${i}`, batchOf(content)]));
  const rows = [...bytes.keys()].map((id): [string, Row] => [
    id,
    Object.freeze({ ...readRow(BillBatch, id, () => undefined) })
  ]);
  const read = (_: string, id: string) => {
    const found = lost.includes(Number(id.slice('bill-'.length))) ? undefined : bytes.get(id);
    return Promise.resolve(
      found ? ok(found) : refused({ code: 'finance.batchDamaged', params: {} })
    );
  };
  const blobs = { read } as unknown as Blobs;
  return {
    state: applyDiff(state, new Map([[BillBatch.name, new Map(rows)]])),
    blobs: () => Promise.resolve(blobs)
  };
}

/** What holds bills, and a way to change the organization beneath them. */
export function holderOf(start: ReturnType<typeof listed>): BillHolder & { state: State } {
  return { state: start.state, blobs: start.blobs };
}
