import type { Section } from '#core/kernel/kind.ts';

/** What was read of a section's archives, by id, as it was stored. */
export type ArchivedValues = (section: Section) => ReadonlyMap<string, unknown>;
