import type { Replica } from '#crdt/replica.ts';
import { each } from '#core/kernel/table.ts';
import { entrySentence } from '#core/audit/sentence.ts';
import { formatsOf } from '#workspace/formats.ts';

/** Records of one kind as a table: fields that came later are not asked for. */
export interface Facts {
  readonly records: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly rows: readonly unknown[][] }>
  >;
  readonly conflicts: readonly string[];
  readonly commands: readonly string[];
  readonly sentences: number;
}

/** What anybody can see of a workspace: records, conflicts of the tree, and the history's sentences. */
export function documentFacts(of: Replica, columnsOf?: Facts['records']): Facts {
  const records: Record<string, Facts['records'][string]> = {};
  for (const [name, table] of of.state) {
    const rows: Readonly<Record<string, unknown>>[] = [];
    each(table, (row) => rows.push({ ...row }));
    const columns = columnsOf?.[name]?.columns ?? Object.keys(rows[0] ?? {}).sort();
    rows.sort((x, y) => (String(x['id']) < String(y['id']) ? -1 : 1));
    records[name] = { columns, rows: rows.map((row) => columns.map((column) => row[column])) };
  }
  const conflicts = of.sections.get('org')?.placements.conflicts() ?? [];
  const entries = of.entryIds().map((id) => of.entry(id));
  return {
    records,
    conflicts: conflicts.map(({ type, id }) => `${type} ${id}`),
    commands: entries.map((entry) => entry?.command ?? ''),
    sentences: entries.filter(
      (entry) =>
        entry && entrySentence(entry, of.state, formatsOf('zh-CN'), (id) => of.entry(id)) !== ''
    ).length
  };
}
