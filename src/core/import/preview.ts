import {
  changedFields,
  fieldOf,
  readRow,
  withFields,
  type Kind,
  type Row
} from '#core/kernel/kind.ts';
import { rowOf, tableOf, type Diff, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { Account } from '#core/account/model.ts';
import { FinancialPolicy } from '#core/finance/model.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { recordKey } from '#core/org/provider.ts';
import { PlannedDepartments } from './preview-departments.ts';
import type { AccountRow, Origin, Refusal, Source } from './source.ts';
import { stated, taken } from './taken.ts';

/** What to bring in: files as read, and the department under which their root comes to stand. */
export interface ImportArgs {
  readonly sources: readonly Source[];
  readonly target: string;
  /** Leaves out what belongs into the finance section, for somebody who may not write it. */
  readonly withoutFinance?: boolean;
}

/** What an import would do, before it does it. */
export interface Preview {
  readonly rows: readonly PreviewRow[];
  readonly refusals: readonly Refusal[];
  /** Records of the clouds that the files speak of, which the files do not name. Never deleted. */
  readonly absent: readonly { readonly kind: string; readonly id: string; readonly name: string }[];
  readonly diff: Diff;
}

export interface PreviewRow {
  readonly kind: 'department' | 'account';
  readonly id: string;
  readonly origin: Origin;
  readonly result: 'new' | 'changed' | 'unchanged';
  readonly row: Department | Account;
  readonly changes: readonly CellChange[];
}

/** One field of one record, old beside new; `kind` may be the financial policy's. */
export interface CellChange {
  readonly kind: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

type Rows = Map<string, Row | undefined>;

export function previewImport(state: State, args: ImportArgs): Preview {
  const { target } = args;
  const sources = args.withoutFinance ? args.sources.map(unfinanced) : args.sources;
  const refusals: Refusal[] = sources.flatMap((source) => source.refusals);
  const accounts = taken(
    sources.flatMap((source) => source.accounts),
    accountId,
    refusals
  );
  const departments = new PlannedDepartments(
    state,
    target,
    sources.flatMap((source) => source.departments),
    [...accounts.values()].map(({ row }) => row)
  );
  const accountRows: PreviewRow[] = [];
  const changed = {
    department: new Map() as Rows,
    account: new Map() as Rows,
    policy: new Map() as Rows
  };
  for (const { id, row } of accounts.values())
    accountRows.push(planAccount(state, departments, target, id, row, changed));
  const departmentRows: PreviewRow[] = [];
  for (const [id, { row, origin }] of departments.planned) {
    const preview = compared(Department, 'department', state, origin, row);
    if (preview.result !== 'unchanged') changed.department.set(id, row);
    departmentRows.push(preview);
  }
  const rows = [...departmentRows, ...accountRows];
  return {
    rows,
    refusals: [...refusals, ...departments.refusals],
    absent: absentOf(state, rows),
    diff: diffFrom(state, sources, changed)
  };
}

/** A source without the fields of its accounts that the finance section holds. */
const unfinanced = (source: Source): Source => ({
  ...source,
  accounts: source.accounts.map(
    ({ permissionIds: _, payerUin: _payer, permissionStatus: _status, ...row }) => row
  )
});

/** Whether any row says something of the finance section. */
export const namesFinance = ({ accounts }: Source): boolean =>
  accounts.some((row) => row.permissionIds !== undefined || row.payerUin !== undefined);

const accountId = (row: AccountRow): string =>
  row.key ?? recordKey(row.provider, row.externalId ?? '');

function planAccount(
  state: State,
  departments: PlannedDepartments,
  target: string,
  id: string,
  said: AccountRow,
  changed: { account: Rows; policy: Rows }
): PreviewRow {
  const { origin, key: _, department, permissionIds, payerUin, permissionStatus, ...fields } = said;
  const departmentId = department && departments.idOfRef(department, said.provider, origin);
  const before = rowOf(state, Account, id);
  const values = new Map<string, unknown>(Object.entries(stated({ ...fields, departmentId })));
  const row = before
    ? withFields(Account, before, read(Account, values) as Partial<Account>)
    : readRow(
        Account,
        id,
        (field) => values.get(field) ?? (field === 'departmentId' ? target : undefined)
      );
  const preview = compared(Account, 'account', state, origin, row);
  if (preview.result !== 'unchanged') changed.account.set(id, row);
  const policy = new Map<string, unknown>(
    Object.entries(stated({ permissionIds, payerUin, permissionStatus }))
  );
  if (policy.size === 0) return preview;
  const policyBefore = rowOf(state, FinancialPolicy, id);
  const base = policyBefore ?? readRow(FinancialPolicy, id, () => undefined);
  const next = withFields(
    FinancialPolicy,
    base,
    read(FinancialPolicy, policy) as Partial<FinancialPolicy>
  );
  if (next === policyBefore || (!policyBefore && next === base)) return preview;
  changed.policy.set(id, next);
  const cells = cellsOf(FinancialPolicy, base, next);
  const result = preview.result === 'unchanged' ? 'changed' : preview.result;
  return { ...preview, result, changes: [...preview.changes, ...cells] };
}

/** Values as a kind's fields read them; what is no field of it, or fixed at birth, is left out. */
function read(kind: Kind, values: ReadonlyMap<string, unknown>): Partial<Row> {
  const known = [...values].filter(([name]) => {
    const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
    return field && !field.fixed;
  });
  return Object.fromEntries(known.map(([name, value]) => [name, kind.fields[name]?.read(value)]));
}

function compared(
  kind: Kind,
  name: 'department' | 'account',
  state: State,
  origin: Origin,
  row: Department | Account
): PreviewRow {
  const before = rowOf(state, kind, row.id);
  const changes = before ? cellsOf(kind, before, row) : [];
  const result = !before ? 'new' : changes.length > 0 ? 'changed' : 'unchanged';
  return { kind: name, id: row.id, origin, result, row, changes };
}

const cellsOf = (kind: Kind, before: Row, after: Row): CellChange[] =>
  changedFields(kind, before, after).map((field) => ({
    kind: kind.name,
    field,
    from: fieldOf(before, field),
    to: fieldOf(after, field)
  }));

/** Departments and accounts of the same clouds that no row names. */
function absentOf(state: State, rows: readonly PreviewRow[]): Preview['absent'] {
  const absent: { kind: string; id: string; name: string }[] = [];
  for (const kind of [Department, Account] as const) {
    const named = new Set<string>();
    const providers = new Set<string>();
    for (const row of rows)
      if (row.kind === kind.name) {
        named.add(row.id);
        providers.add(row.row.provider);
      }
    each(
      tableOf<Kind<typeof Account.fields> | Kind<typeof Department.fields>>(state, kind),
      (row, id) => {
        if (providers.has(row.provider) && !named.has(id))
          absent.push({ kind: kind.name, id, name: row.name });
      }
    );
  }
  return absent;
}

function diffFrom(
  state: State,
  sources: readonly Source[],
  changed: { department: Rows; account: Rows; policy: Rows }
): Diff {
  const diff = new Map<string, Rows>();
  const organization = organizationFrom(state, sources);
  if (organization) diff.set(Organization.name, new Map([[ROOT, organization]]));
  if (changed.department.size > 0) diff.set(Department.name, changed.department);
  if (changed.account.size > 0) diff.set(Account.name, changed.account);
  if (changed.policy.size > 0) diff.set(FinancialPolicy.name, changed.policy);
  return diff;
}

/** A file that names the organization fills what the workspace does not know, and overwrites nothing. */
function organizationFrom(state: State, sources: readonly Source[]): Organization | undefined {
  const said = sources.map((source) => source.organization).find((row) => row !== undefined);
  const before = rowOf(state, Organization, ROOT);
  if (!said || !before) return undefined;
  const next = withFields(Organization, before, {
    ...(before.name === '' && said.name !== undefined && { name: said.name }),
    ...(before.externalId === '' &&
      said.externalId !== undefined && { externalId: said.externalId })
  });
  return next === before ? undefined : next;
}
