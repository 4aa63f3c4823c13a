import { Account } from '#core/account/model.ts';
import { batchOf } from '#core/finance/batch-write.ts';
import { monthsLater } from '#core/finance/month.ts';
import type { Result } from '#core/kernel/problem.ts';
import { tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleBills } from '#core/sample/bills.ts';
import { SAMPLE_SEED } from '#core/sample/group.ts';
import { keepBills, namedBatches } from './bill-import.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Months of invented bills: enough for a year to be compared with the one before in part. */
const MONTHS = 16;

/** Brings invented bills of the sample group's accounts in, up to the last closed month. */
export async function addSampleBills(
  workspace: Pick<Workspace, 'state' | 'run' | 'blobs'>,
  { file, thisMonth }: { file: string; thisMonth: string }
): Promise<Result<string>> {
  const accounts = [...rows(tableOf(workspace.state, Account))];
  const last = monthsLater(thisMonth, -1);
  const made = sampleBills(accounts, { last, months: MONTHS, seed: SAMPLE_SEED });
  const batches = await namedBatches(
    made.map(({ facts, sketches, ...about }) => ({
      ...about,
      file,
      bytes: batchOf({ ...about, facts, sketches }),
      months: [...new Set(facts.map(({ month }) => month))].sort(),
      rows: facts.length,
      refusedRows: 0
    }))
  );
  return keepBills(workspace, { batches, accounts: [], departmentId: ROOT, refused: 0 });
}
