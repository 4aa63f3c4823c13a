import type { Entry } from '#core/audit/entry.ts';
import type { Section } from '#core/kernel/kind.ts';
import { AuditLog } from './audit-log.ts';

interface Held {
  readonly entries: Map<string, unknown>;
  readonly log: AuditLog;
}

/**
 * What was read of a workspace's archives, section by section, to be looked at: nothing that is
 * shown of the present, planned or written hangs on it.
 */
export class ArchivedHistory {
  readonly #sections = new Map<Section, Held>();
  readonly #read = new Set<string>();

  isRead(hash: string): boolean {
    return this.#read.has(hash);
  }

  /** Takes in what an archive holds. */
  take(section: Section, hash: string, entries: ReadonlyMap<string, unknown>) {
    this.#read.add(hash);
    const held = this.#sections.get(section) ?? newlyHeld(section);
    this.#sections.set(section, held);
    const fresh = [...entries].filter(([id]) => !held.entries.has(id));
    for (const [id, value] of fresh) held.entries.set(id, value);
    held.log.note(fresh.map(([id]) => id));
  }

  /** Ids of entries, a list in order for each section; the same lists until something is taken in. */
  get orders(): (readonly string[])[] {
    return [...this.#sections.values()].map(({ log }) => log.ids());
  }

  has(id: string): boolean {
    return [...this.#sections.values()].some(({ log }) => log.has(id));
  }

  /** An entry's parts. */
  partsOf(id: string): Entry[] {
    return [...this.#sections.values()].flatMap(({ log }) => log.entry(id) ?? []);
  }

  isUndone(id: string): boolean {
    return [...this.#sections.values()].some(({ log }) => log.isUndone(id));
  }

  mentions(section: Section, kind: string, id: string): readonly string[] {
    return this.#sections.get(section)?.log.mentions(kind, id) ?? [];
  }

  /** What an archive holds under an id, as it was stored. */
  valuesOf(section: Section): ReadonlyMap<string, unknown> {
    return this.#sections.get(section)?.entries ?? NOTHING;
  }
}

const NOTHING: ReadonlyMap<string, unknown> = new Map();

function newlyHeld(section: Section): Held {
  const entries = new Map<string, unknown>();
  return { entries, log: new AuditLog(entries, section) };
}
