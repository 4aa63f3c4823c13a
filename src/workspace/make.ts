import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { importOrganization } from '#core/import/command.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import type { Provider } from '#core/org/provider.ts';
import { SAMPLE_ACCOUNTS, SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { GROUP_NAME } from '#core/sample/words.ts';
import { readBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';
import { encode, newDocument } from '#crdt/update.ts';
import { storeNew, storeOf } from './documents.ts';
import { newId } from './ids.ts';
import { settings } from './settings.svelte.ts';

export const makeEmpty = (name: string, provider: Provider): Promise<string> =>
  make(name, provider, () => undefined);

export function makeSample(): Promise<string> {
  const source = sampleGroup(SAMPLE_SEED, SAMPLE_ACCOUNTS);
  const about = { files: [GROUP_NAME] };
  return make(GROUP_NAME, 'tencent', (replica) =>
    replica.run(importOrganization, { sources: [source], target: ROOT }, Date.now(), { about })
  );
}

export async function makeFromBackup(file: File): Promise<Result<string>> {
  const backup = readBackup(file.name, new Uint8Array(await file.arrayBuffer()));
  if (!backup.ok) return backup;
  const id = newId();
  await storeNew(id, backup.value.name, backup.value.sections);
  const { LocalBlobs } = await import('#crdt/local/blob-store.ts');
  const kept = new LocalBlobs(storeOf(id));
  for (const blob of backup.value.blobs) await kept.put(blob);
  return ok(id);
}

/** Writes a new workspace's documents, stores them and answers with its id. */
async function make(
  name: string,
  provider: Provider,
  fill: (replica: Replica) => unknown
): Promise<string> {
  const docs = new Map(SECTIONS.slice(0, 3).map((section) => [section, newDocument()]));
  const author = { slot: newId(), device: settings.device, name: settings.name };
  const replica = new Replica(docs, author);
  for (const section of docs.keys()) for (const _ of replica.open(section));
  replica.run(createOrganization, { name, provider }, Date.now());
  fill(replica);
  const updates = new Map<Section, Uint8Array>();
  for (const [section, doc] of docs) updates.set(section, encode(doc));
  replica.close();
  const id = newId();
  await storeNew(id, name, updates);
  return id;
}
