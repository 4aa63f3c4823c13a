import { forgetSlots } from './slots.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import { catalog, type CatalogEntry } from './catalog.ts';
import { deleteStore, storeOf } from './documents.ts';

/** The workspaces on this device, and the ways to a new one; what makes one comes when it is needed. */
class Home {
  #workspaces = $state.raw<readonly CatalogEntry[]>(catalog.list());

  get workspaces(): readonly CatalogEntry[] {
    return this.#workspaces;
  }

  refresh() {
    this.#workspaces = catalog.list();
  }

  /** Makes a workspace with an organization in it and answers with its id. */
  async create(name: string, provider: Provider): Promise<string> {
    const { makeEmpty } = await import('./make.ts');
    return this.#listed(await makeEmpty(name, provider));
  }

  async createSample(): Promise<string> {
    const { makeSample } = await import('./make.ts');
    return this.#listed(await makeSample());
  }

  /** Makes a workspace from a backup file and answers with its id; the original stays as it is. */
  async restore(file: File): Promise<Result<string>> {
    const { makeFromBackup } = await import('./make.ts');
    const made = await makeFromBackup(file);
    return made.ok ? ok(this.#listed(made.value)) : made;
  }

  #listed(id: string): string {
    this.refresh();
    return id;
  }

  async remove(id: string): Promise<void> {
    const store = storeOf(id);
    catalog.remove(id);
    forgetSlots(id);
    this.refresh();
    await deleteStore(store);
  }
}

export const home = new Home();
