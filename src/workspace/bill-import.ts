import { readBatch, type Batch } from '#core/finance/batch-read.ts';
import { importBills, type BilledAccount } from '#core/finance/bill-commands.ts';
import { billSources, chosenBills } from '#core/finance/bills.ts';
import { settled, type BillSource, type Outdone } from '#core/finance/current.ts';
import { BillBatch } from '#core/finance/model.ts';
import type { Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import type { BillsRead, MadeBatch } from '#worker/bill-job.ts';
import './bill-sentences.ts';
import { blobHash, type Blobs } from './blobs.ts';
import type { Workspace } from './workspace.svelte.ts';

/** A batch under the hash of its bytes. */
export interface NamedBatch extends MadeBatch {
  readonly id: string;
}

/** The batches that were read, each once: a file that was dropped twice is one. */
export async function namedBatches(batches: BillsRead['batches']): Promise<readonly NamedBatch[]> {
  const named = new Map<string, NamedBatch>();
  for (const batch of batches) {
    const id = await blobHash(batch.bytes);
    if (!named.has(id)) named.set(id, { ...batch, id });
  }
  return [...named.values()];
}

/** Which of them the workspace does not list yet. */
export const unlisted = (state: State, batches: readonly NamedBatch[]): NamedBatch[] =>
  batches.filter(({ id }) => !rowOf(state, BillBatch, id));

/** What comes to count, or ceases to, beside the bills that are listed. */
export interface Standing {
  /** Sources of the import that will not count. */
  readonly outdone: readonly Outdone<BillSource>[];
  /** Sources that count now and will not. */
  readonly ceasing: readonly Outdone<BillSource>[];
}

/** How an import stands to what is listed; `known` are the listed batches that could be read. */
export function standingOf(
  state: State,
  known: ReadonlyMap<string, Batch>,
  imported: readonly NamedBatch[]
): Standing {
  const before = billSources(known, state);
  const coming = imported.flatMap(({ id, bytes }): BillSource[] => {
    const batch = readBatch(bytes);
    if (!batch.ok) return [];
    const { scope, format, months } = batch.value;
    const importedAt = Number.MAX_SAFE_INTEGER;
    return months.map(({ month, sketch }) => ({ id, scope, format, month, sketch, importedAt }));
  });
  const chosen = chosenBills(state);
  const counting = new Set(settled(before, chosen).counted.map(sourceKey));
  const { replaced, aside } = settled([...before, ...coming], chosen);
  const ids = new Set(imported.map(({ id }) => id));
  const outdone = [...replaced, ...aside];
  return {
    outdone: outdone.filter(({ source }) => ids.has(source.id)),
    ceasing: outdone.filter(({ source }) => counting.has(sourceKey(source)))
  };
}

const sourceKey = ({ id, month }: BillSource) => `${id} ${month}`;

interface Keeping {
  readonly batches: readonly NamedBatch[];
  readonly accounts: readonly BilledAccount[];
  readonly departmentId: string;
  readonly refused: number;
}

/** Keeps the bytes first and then lists them: what is listed is there to be read. */
export async function keepBills(
  workspace: Pick<Workspace, 'state' | 'run'> & { blobs(): Promise<Blobs> },
  { batches, accounts, departmentId, refused }: Keeping
): Promise<Result<string>> {
  const blobs = await workspace.blobs();
  const fresh = unlisted(workspace.state, batches);
  for (const { bytes } of fresh) {
    const kept = await blobs.keep('finance', bytes);
    if (!kept.ok) return kept;
  }
  const bills = fresh.map(({ bytes, file, ...about }) => ({
    ...about,
    name: file,
    size: bytes.length
  }));
  const files = [...new Set(fresh.map(({ file }) => file))].slice(0, 20);
  return workspace.run(
    importBills,
    { bills, accounts, departmentId },
    { about: { files, refused } }
  );
}
