import { writeEntry } from '#core/audit/entry.ts';
import { fieldOf, type Row } from '#core/kernel/kind.ts';
import type { State } from '#core/kernel/state.ts';
import { KINDS } from '#core/kinds.ts';
import { FORMAT, VERSION, type SnapshotMeta } from './meta.ts';
import { shownHistory, type HistoryOf } from './history.ts';
import { ratesShown, toBase64 } from './money.ts';
import { shownFields, type Layers, type ShownKind } from './scope.ts';
import { shownIn } from './shown.ts';

/** What of an organization is not in its state. */
export interface Beside {
  readonly historyOf: HistoryOf;
  /** Of `summedBills` by the same scope. */
  readonly bills: readonly Uint8Array[];
}
const NOTHING: Beside = { historyOf: () => [], bills: [] };

/**
 * A snapshot as text: the records that its scope reaches with the fields that its layers show,
 * and never the document they come from. Canonical: equal content is equal text, whoever writes it.
 */
export function projectSnapshot(
  state: State,
  { title, at, by, scope }: SnapshotMeta,
  { historyOf, bills }: Beside = NOTHING
): string {
  const { organization, departments, accounts } = shownIn(state, scope);
  const rows: Readonly<Record<ShownKind, readonly Row[]>> = {
    organization: organization ? [organization] : [],
    department: departments,
    account: accounts
  };
  const ids = {
    organization: idsOf(scope.top === organization?.id ? rows.organization : []),
    department: idsOf(departments),
    account: idsOf(accounts)
  };
  const history = scope.layers.history ? shownHistory(ids, scope, historyOf) : [];
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    title,
    at,
    by,
    scope: {
      top: scope.top,
      depth: scope.depth,
      layers: {
        people: scope.layers.people,
        tags: scope.layers.tags,
        history: scope.layers.history
      },
      money: scope.money
    },
    rows: {
      organization: written('organization', rows.organization, scope.layers),
      department: written('department', rows.department, scope.layers),
      account: written('account', rows.account, scope.layers)
    },
    history: history.map((entry) => [entry.id, writeEntry(entry)]),
    ...(scope.money !== 'none' && { bills: bills.map(toBase64), rates: ratesShown(state, bills) })
  });
}

const idsOf = (rows: readonly Row[]): ReadonlySet<string> => new Set(rows.map((row) => row.id));

/** Each record's id and those of its shown fields that are not at their initial value, by id. */
function written(name: ShownKind, rows: readonly Row[], layers: Layers): object[] {
  const fields = shownFields(name, layers);
  const definitions = KINDS.get(name)?.fields ?? {};
  return rows
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((row) => {
      const values = fields.flatMap((field): [string, unknown][] => {
        const value = fieldOf(row, field);
        const definition = definitions[field];
        return !definition || definition.equal(value, definition.initial) ? [] : [[field, value]];
      });
      return { id: row.id, ...Object.fromEntries(values) };
    });
}
