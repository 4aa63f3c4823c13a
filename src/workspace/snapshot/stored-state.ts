import type { Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Organization, ROOT } from '#core/org/model.ts';
import { readStored } from '#crdt/local/stored-document.ts';
import { Replica } from '#crdt/replica.ts';
import { newDocument } from '#crdt/update.ts';
import { breathe } from '../pace.ts';

/** What a snapshot can show stands in these. */
const SECTIONS: readonly Section[] = ['org', 'accounts'];

/** A workspace of this device as it is stored, read without opening it: nothing is written. */
export async function storedState(workspaceId: string): Promise<Result<State>> {
  const docs = new Map(SECTIONS.map((section) => [section, newDocument()]));
  for (const [section, doc] of docs) await readStored(`banyan/${workspaceId}/${section}`, doc);
  const replica = new Replica(docs, { slot: 'reader', device: '', name: '' });
  for (const section of SECTIONS) for (const _ of replica.open(section)) await breathe();
  const { state } = replica;
  replica.close();
  for (const doc of docs.values()) doc.destroy();
  return rowOf(state, Organization, ROOT)
    ? ok(state)
    : refused({ code: 'workspace.notFound', params: {} });
}
