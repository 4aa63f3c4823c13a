import {
  compareStamps,
  type Entry,
  type FieldChanges,
  type KindChanges
} from '#core/audit/entry.ts';
import { KINDS } from '#core/kinds.ts';
import { ROOT } from '#core/org/model.ts';
import { SHOWN_KINDS, shownFields, type Scope, type ShownKind } from './scope.ts';

/** The entries that speak of a record. */
export type HistoryOf = (kind: string, id: string) => readonly Entry[];

/** Stands where an entry speaks of a department that the reader is not shown. */
const ELSEWHERE = '…';

type ShownIds = Readonly<Record<ShownKind, ReadonlySet<string>>>;

/**
 * The history of what is shown, in order, and of nothing else: other records, hidden fields,
 * devices, files and arguments are left out, names and reasons go with the people layer, and
 * entries are numbered anew, because their own ids name the devices that wrote them.
 */
export function shownHistory(ids: ShownIds, scope: Scope, historyOf: HistoryOf): Entry[] {
  const found = new Map<string, Entry>();
  for (const kind of SHOWN_KINDS)
    for (const id of ids[kind]) for (const entry of historyOf(kind, id)) found.set(entry.id, entry);
  const entries = [...found.values()].sort((a, b) => compareStamps(a.id, b.id));
  const numbers = new Map(entries.map((entry, i) => [entry.id, `${i + 1}.s`]));
  return entries.flatMap((entry) => {
    const changes = entry.changes.flatMap((one) => shownChanges(one, ids, scope));
    if (changes.length === 0) return [];
    const undoes = entry.undoes === undefined ? undefined : numbers.get(entry.undoes);
    const { people } = scope.layers;
    return [
      {
        id: numbers.get(entry.id) ?? '',
        at: entry.at,
        device: '',
        name: people ? entry.name : '',
        command: entry.command,
        args: '',
        ...(people && entry.why !== undefined && { why: entry.why }),
        ...(undoes !== undefined && { undoes }),
        changes
      }
    ];
  });
}

function shownChanges(changes: KindChanges, ids: ShownIds, scope: Scope): KindChanges[] {
  const name = SHOWN_KINDS.find((kind) => kind === changes.kind);
  if (!name) return [];
  const visible = new Set(shownFields(name, scope.layers));
  const bornIds = changes.bornIds.filter((id) => ids[name].has(id));
  const fields = changes.fields
    .filter(({ field }) => visible.has(field))
    .flatMap((column) => shownColumn(name, column, ids, scope));
  if (bornIds.length + fields.length === 0) return [];
  const bornAfter = bornIds.map(() => undefined);
  return [
    { kind: name, born: bornIds.length, bornIds, bornAfter, died: [], diedAfter: [], fields }
  ];
}

function shownColumn(
  kind: ShownKind,
  { field, ids, from, to }: FieldChanges,
  shown: ShownIds,
  scope: Scope
): FieldChanges[] {
  const kept = ids.flatMap((id, i) => (shown[kind].has(id) ? [i] : []));
  if (kept.length === 0) return [];
  const definition = KINDS.get(kind)?.fields[field];
  const isPlace = definition?.input.type === 'reference';
  const value = (raw: unknown) => {
    const read = definition?.read(raw);
    return isPlace ? placeShown(read, shown, scope.top) : read;
  };
  return [
    {
      field,
      ids: kept.map((i) => ids[i] ?? ''),
      from: kept.map((i) => value(from[i])),
      ...(to && { to: kept.map((i) => value(to[i])) }),
      after: kept.map(() => undefined)
    }
  ];
}

function placeShown(id: unknown, shown: ShownIds, top: string): string {
  if (id === top) return ROOT;
  return typeof id === 'string' && shown.department.has(id) ? id : ELSEWHERE;
}
