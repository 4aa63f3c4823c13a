import { isSecret } from '#protocol/grants.ts';
import { readShare, type Share } from './share.ts';

/** A workspace on this device, as the welcome page lists it. */
export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** As many as there were when it was last open. */
  readonly accounts: number;
  readonly openedAt: number;
  /** The right to it at the relay, when it is shared. */
  readonly share?: Share;
  /** The secret under which the relay was asked to share it, until its answer was kept. */
  readonly asked?: string;
  /** Where its documents are kept, when not under its id alone. */
  readonly store?: string;
}

const KEY = 'banyan.workspaces';

/** Kept beside what the browser keeps, so that a browser that keeps nothing still works. */
let entries: readonly CatalogEntry[] | undefined;

function read(): readonly CatalogEntry[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(raw) ? raw.flatMap(entryOf) : [];
  } catch {
    return entries ?? [];
  }
}

function entryOf(raw: unknown): CatalogEntry[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const {
    id,
    name,
    accounts,
    openedAt,
    share: rawShare,
    asked,
    store
  } = raw as Partial<Record<keyof CatalogEntry, unknown>>;
  if (typeof id !== 'string' || !/^[0-9a-z]{1,40}$/.test(id)) return [];
  const share = readShare(rawShare);
  return [
    {
      id,
      name: typeof name === 'string' ? name : '',
      accounts: typeof accounts === 'number' ? accounts : 0,
      openedAt: typeof openedAt === 'number' ? openedAt : 0,
      ...(share && { share }),
      ...(typeof asked === 'string' && isSecret(asked) && { asked }),
      ...(typeof store === 'string' && isStore(store) && { store })
    }
  ];
}

const isStore = (store: string) => /^banyan\/[0-9a-z]{1,40}(\/[\w-]{1,64})?$/.test(store);

/** Whether the browser keeps it beyond this page. */
function write(next: readonly CatalogEntry[]): boolean {
  entries = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
    return true;
  } catch {
    // The list lives as long as the page; the workspaces themselves are stored elsewhere.
    return false;
  }
}

/** The workspaces of this browser. */
export const catalog = {
  list: (): readonly CatalogEntry[] => {
    entries = read();
    return entries.toSorted((a, b) => b.openedAt - a.openedAt);
  },
  get: (id: string): CatalogEntry | undefined => catalog.list().find((entry) => entry.id === id),
  note: (entry: CatalogEntry): boolean =>
    write([...catalog.list().filter((other) => other.id !== entry.id), entry]),
  remove: (id: string) => write(catalog.list().filter((entry) => entry.id !== id))
};
