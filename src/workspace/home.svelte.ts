import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { importOrganization } from '#core/import/command.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import type { Provider } from '#core/org/provider.ts';
import { readBackup } from '#crdt/backup.ts';
import { deleteStored } from '#crdt/local/stored-document.ts';
import { Replica } from '#crdt/replica.ts';
import { encode, newDocument } from '#crdt/update.ts';
import { catalog, type CatalogEntry } from './catalog.ts';
import { storeNew } from './documents.ts';
import { newId } from './ids.ts';
import { settings } from './settings.svelte.ts';

/** The workspaces on this device, and the ways to a new one. */
class Home {
  #workspaces = $state.raw<readonly CatalogEntry[]>(catalog.list());

  get workspaces(): readonly CatalogEntry[] {
    return this.#workspaces;
  }

  refresh() {
    this.#workspaces = catalog.list();
  }

  /** Makes a workspace with an organization in it and answers with its id. */
  create(name: string, provider: Provider): Promise<string> {
    return this.#make(name, () => undefined, provider);
  }

  async createSample(): Promise<string> {
    const { SAMPLE_ACCOUNTS, SAMPLE_SEED, sampleGroup } = await import('#core/sample/group.ts');
    const { GROUP_NAME } = await import('#core/sample/words.ts');
    const source = sampleGroup(SAMPLE_SEED, SAMPLE_ACCOUNTS);
    return this.#make(GROUP_NAME, (replica) =>
      replica.run(importOrganization, { sources: [source], target: ROOT }, Date.now(), {
        about: { files: [GROUP_NAME] }
      })
    );
  }

  async #make(
    name: string,
    fill: (replica: Replica) => unknown,
    provider: Provider = 'tencent'
  ): Promise<string> {
    const docs = new Map(SECTIONS.slice(0, 3).map((section) => [section, newDocument()]));
    const replica = new Replica(docs, { slot: newId(), device: settings.device, name: settings.name });
    for (const section of docs.keys()) for (const _ of replica.open(section));
    replica.run(createOrganization, { name, provider }, Date.now());
    fill(replica);
    const updates = new Map<Section, Uint8Array>();
    for (const [section, doc] of docs) updates.set(section, encode(doc));
    replica.close();
    const id = newId();
    await storeNew(id, name, updates);
    this.refresh();
    return id;
  }

  /** Makes a workspace from a backup file and answers with its id; the original stays as it is. */
  async restore(file: File): Promise<Result<string>> {
    const backup = readBackup(file.name, new Uint8Array(await file.arrayBuffer()));
    if (!backup.ok) return backup;
    const id = newId();
    await storeNew(id, backup.value.name, backup.value.sections);
    this.refresh();
    return ok(id);
  }

  async remove(id: string): Promise<void> {
    catalog.remove(id);
    this.refresh();
    await Promise.all(SECTIONS.map((section) => deleteStored(`banyan/${id}/${section}`)));
  }
}

export const home = new Home();
