import { changedFields, type Section } from '#core/kernel/kind.ts';
import type { Diff } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import type { SectionReader } from './section-reader.ts';

/** The keys of the forks that a diff settles by writing over them. */
export function overridden(sections: ReadonlyMap<Section, SectionReader>, diff: Diff): Set<string> {
  const keys = new Set<string>();
  for (const [name, rows] of diff) {
    const kind = KINDS.get(name);
    const reader = kind && sections.get(kind.section);
    const table = reader?.tables.get(name);
    if (!kind || !reader || !table || reader.log.forks.isEmpty) continue;
    for (const [id, after] of rows) {
      const before = get(table, id);
      if (!before || !after) continue;
      for (const field of changedFields(kind, before, after)) {
        const key = reader.fieldConflicts.at(name, id, field)?.key;
        if (key !== undefined) keys.add(key);
      }
    }
  }
  return keys;
}
